import assert from 'node:assert/strict';
import { GoogleAuth } from 'google-auth-library';
import { suite } from '../harness/suite.ts';
import { type World, inWorld } from '../harness/world.ts';

/** Reads from Compute Engine as a program does that knows nothing but its environment. */
async function read({ env }: World, path: string): Promise<Readonly<Record<string, unknown>>> {
  const projectId = env['GOOGLE_CLOUD_PROJECT'] ?? '';
  const url = `${env['CLOUDSDK_API_ENDPOINT_OVERRIDES_COMPUTE']}projects/${projectId}/${path}`;
  const scopes = ['https://www.googleapis.com/auth/compute'];
  const headers = await new GoogleAuth({ scopes, projectId }).getRequestHeaders(url);
  const answer = await fetch(url, { headers });
  return (await answer.json()) as Record<string, unknown>;
}

suite("the sandbox's account on Google Cloud", (test) => {
  test('is reached by what stands in the environment, and has the nodes of a cluster', () =>
    inWorld({ cloud: 'GCP' }, async (world) => {
      const [, , zone, name] = (world.google.nodes.own[0] ?? '').replace('gce://', 'gce:/').split('/');
      const instance = await read(world, `zones/${zone}/instances/${name}`);
      const [nic] = instance['networkInterfaces'] as { network: string }[];
      assert.equal(nic?.network, `https://www.googleapis.com/compute/v1/${world.google.networkName}`);
    }));

  test('waits in time that does not pass by itself: an operation is over when the command has slept', () =>
    inWorld({ cloud: 'GCP', computeDelays: { addressMs: 60_000 } }, async (world) => {
      const { url } = world.compute;
      const path = `/compute/v1/projects/${world.google.project}/regions/${world.google.region}`;
      const headers = { authorization: `Bearer ${world.compute.token()}`, 'content-type': 'application/json' };
      const body = { name: 'one', addressType: 'INTERNAL', subnetwork: world.google.subnetworks.endpoints.name };
      const made = await fetch(`${url}${path}/addresses`, { method: 'POST', headers, body: JSON.stringify(body) });
      const { name } = (await made.json()) as { name: string };
      const waited = fetch(`${url}${path}/operations/${name}/wait`, { method: 'POST', headers }).then((answer) =>
        answer.json(),
      );
      const before = world.clock.now();
      // Whoever waits for an answer that the server holds back has to give up some time, and so sleeps beside it.
      const givingUp = world.clock.foreground.sleep(90_000);
      assert.equal(((await waited) as { status: string }).status, 'DONE');
      assert.equal(world.clock.now() - before, 60_000);
      await givingUp;
    }));
});
