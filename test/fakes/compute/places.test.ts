import assert from 'node:assert/strict';
import { suite } from '../../harness/suite.ts';
import { type Body, type Send, refusalOf, region, withCompute } from './fixture.ts';
import { addNetwork, addNode, addProject, addSubnetwork } from './seed.ts';

const link = 'https://www.googleapis.com/compute/v1/';

interface Nic {
  readonly network: string;
  readonly subnetwork: string;
  readonly networkIP: string;
}

/** The network interface of a machine, by its name as a node of Kubernetes. */
async function nicOf(send: Send, providerId: string): Promise<Nic | undefined> {
  const [, project, zone, name] = /^gce:\/\/([^/]+)\/([^/]+)\/([^/]+)$/.exec(providerId) ?? [];
  const { body } = await send('GET', `/compute/v1/projects/${project}/zones/${zone}/instances/${name}`);
  assert.equal(body.status, 'RUNNING');
  return (body['networkInterfaces'] as Nic[])[0];
}

suite('what is there already', (test) => {
  test('a node names its network and its subnet, which may be of another project', () =>
    withCompute(async ({ send, seed }) => {
      const [own = ''] = seed.nodes.own;
      const here = await nicOf(send, own);
      assert.deepEqual(
        [here?.network, here?.subnetwork, here?.networkIP],
        [`${link}${seed.networkName}`, `${link}${seed.subnetworks.nodes.name}`, '10.60.2.2'],
      );
      const shared = await nicOf(send, seed.nodes.shared);
      assert.deepEqual(
        [shared?.network, shared?.subnetwork],
        [`${link}${seed.shared.networkName}`, `${link}${seed.shared.subnetwork.name}`],
      );
    }));

  test('can be added to: a project with a network, a subnet and a node of its own', () =>
    withCompute(async ({ send, compute: { google } }) => {
      addProject(google, 'shop-lab');
      const network = addNetwork(google, 'shop-lab', 'lab');
      const subnet = addSubnetwork(google, network, { name: 'lab', region: 'us-east4', cidr: '10.80.0.0/20' });
      const nic = await nicOf(send, addNode(google, 'shop-lab', 'us-east4-a', 'node-1', subnet));
      assert.deepEqual([nic?.network, nic?.networkIP], [`${link}${network.name}`, '10.80.0.2']);
    }));

  test('a node that is gone is 404, and a zone that never was is 400', () =>
    withCompute(async ({ send }) => {
      assert.equal(refusalOf(await send('GET', 'zones/europe-west1-b/instances/gone')), '404 notFound');
      const { body } = await send('GET', 'zones/mars-west1-b/instances/gone');
      assert.equal(body.error?.message, "Invalid value for field 'zone': 'mars-west1-b'. Unknown zone.");
      const listed = (await send('GET', 'zones/europe-west1-c/instances')).body;
      assert.deepEqual(
        (listed['items'] as Body[]).map(({ name }) => name),
        ['gke-shop-pool-1-4f2a9c10-1'],
      );
    }));

  test('the subnets of a network in a region are found by a filter', () =>
    withCompute(async ({ send, seed }) => {
      const filter = encodeURIComponent(`network eq ${link}${seed.networkName}`);
      const of = async (where: string): Promise<readonly unknown[]> => {
        const { body } = await send('GET', `regions/${where}/subnetworks?filter=${filter}`);
        return ((body['items'] ?? []) as Body[]).map(({ name, ...rest }) => `${name} ${String(rest['purpose'])}`);
      };
      assert.deepEqual(await of('us-central1'), ['away PRIVATE']);
      assert.deepEqual(await of('us-east1'), []);
      assert.equal((await of('europe-west1')).length, 4);
    }));

  test('a subnet, a network and a region read as Google writes them', () =>
    withCompute(async ({ send }) => {
      const subnet = (await send('GET', `${region}/subnetworks/tiny`)).body;
      assert.deepEqual([subnet['ipCidrRange'], subnet['gatewayAddress']], ['10.60.4.0/29', '10.60.4.1']);
      const network = (await send('GET', 'global/networks/prod')).body;
      assert.equal((network['subnetworks'] as string[]).length, 5);
      assert.deepEqual(((await send('GET', 'global/networks')).body['items'] as Body[]).length, 1);
      assert.equal((await send('GET', region)).body.status, 'UP');
      assert.equal(((await send('GET', 'regions')).body['items'] as Body[]).length, 41);
      assert.equal((await send('GET', 'global/networks/none')).status, 404);
    }));

  test('a service project names its host project and may use its subnets; others have none and may not', () =>
    withCompute(async ({ send, seed }) => {
      const { project, host, subnetwork } = seed.shared;
      assert.equal((await send('GET', `/compute/v1/projects/${project}/getXpnHost`)).body.name, host);
      assert.deepEqual((await send('GET', 'getXpnHost')).body, {});
      assert.equal((await send('GET', `/compute/v1/projects/${host}`)).body['xpnProjectStatus'], 'HOST');
      const usable = (await send('GET', `/compute/v1/projects/${project}/aggregated/subnetworks/listUsable`)).body;
      assert.deepEqual(
        (usable['items'] as Body[]).map((item) => item['subnetwork']),
        [`${link}${subnetwork.name}`],
      );
      const wanted = { name: 'one', addressType: 'INTERNAL', subnetwork: subnetwork.name };
      const foreign = await send('POST', `${region}/addresses`, wanted);
      assert.match(foreign.body.error?.message ?? '', /Cross-project references for this resource are not allowed\.$/);
    }));

  test("a rule of a service project stands in the host project's network", () =>
    withCompute(async ({ send, seed, clock, rule }) => {
      const { project, networkName, subnetwork } = seed.shared;
      const path = `/compute/v1/projects/${project}/${region}`;
      const address = { name: 'one', addressType: 'INTERNAL', subnetwork: subnetwork.name };
      await send('POST', `${path}/addresses`, address);
      clock.pass(100);
      const IPAddress = `projects/${project}/${region}/addresses/one`;
      const made = await send('POST', `${path}/forwardingRules`, rule('one', { network: networkName, IPAddress }));
      assert.equal(made.status, 200);
      clock.pass(200);
      const { body } = await send('GET', `${path}/forwardingRules/one`);
      assert.deepEqual([body['network'], body.IPAddress], [`${link}${networkName}`, '10.70.1.3']);
    }));
});
