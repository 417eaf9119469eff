import assert from 'node:assert/strict';
import { type AtlasPrivateEndpoint, privateEndpointResource } from '../../../src/atlas/api/private-endpoint.ts';
import { maskPassword } from '../../../src/atlas/secret/mask.ts';
import { type KubeObject, secretResource } from '../../../src/kube/resource.ts';
import { generationOf } from '../../real/operators.ts';
import { eventually } from '../eventually.ts';
import type { RealWorld } from '../real-world.ts';
import type { Scenario } from '../scenarios.ts';
import { type Provider, applyCluster, password, type Tenant } from '../tenant.ts';

/** AtlasPrivateEndpoint and dedicated clusters with the commands of this program. */

const credentials = `app:${encodeURIComponent(password)}@`;
const srvOf = ({ deployment }: Tenant, index = 0): string =>
  `mongodb+srv://${credentials}${deployment}-pl-${index}.ab1cd.mongodb.net`;

function readObject({ client }: RealWorld, { namespace }: Tenant, name: string): Promise<AtlasPrivateEndpoint> {
  return client.get<AtlasPrivateEndpoint>(privateEndpointResource, namespace, name);
}

/** The cluster is there, and its Secret, which knows no endpoint. */
export async function readyCluster(world: RealWorld, tenant: Tenant, provider?: Provider): Promise<void> {
  await applyCluster(world, tenant, provider);
  await eventually('the first Secret', async () => (await tenant.secrets()).length === 1);
}

function annotationsOf({ metadata }: KubeObject): readonly string[] {
  return Object.keys(metadata.annotations ?? {});
}

/** What `--refresh` says that it touches, and which annotations are left where it did. */
async function assertPoked(world: RealWorld, tenant: Tenant, stderr: string): Promise<void> {
  const { client } = world;
  const own = /^(kubectl-atlas-pe\/|mongodb\.com\/atlas-reconciliation-policy)/;
  const deployment = annotationsOf(await tenant.read()).filter((key) => own.test(key));
  const secret = annotationsOf(await client.get(secretResource, tenant.namespace, 'app-password'));
  assert.deepEqual(deployment, []);
  if (generationOf(world.version) === 'v2.15') {
    assert.match(
      stderr,
      /^--refresh sets and removes the annotation mongodb\.com\/atlas-reconciliation-policy on atlasdeployment\/\S+; /m,
    );
    assert.deepEqual(secret, []);
  } else {
    assert.match(stderr, /^--refresh sets the annotation kubectl-atlas-pe\/refreshed-at on secret\/app-password; /m);
    assert.deepEqual(secret, ['kubectl-atlas-pe/refreshed-at']);
  }
}

/** Neither Atlas nor the cloud has it any more. */
export async function assertGone({ atlas, arm, ec2 }: RealWorld, id: string): Promise<void> {
  assert.equal(atlas.accepts(id), false);
  if (id.startsWith('vpce-')) assert.match(ec2.endpoint(id)?.state ?? 'deleted', /^delet(ed|ing)$/);
  else
    assert.deepEqual(
      arm.endpoints().filter((endpoint) => endpoint.id === id),
      [],
    );
}

/** One object, one service and one interface in Atlas, one endpoint in EC2; all of them the same. */
async function assertOne(world: RealWorld, tenant: Tenant): Promise<void> {
  const objects = await world.client.list<AtlasPrivateEndpoint>(privateEndpointResource, tenant.namespace, {});
  const ids = objects.items.map(({ spec }) => (spec?.awsConfiguration ?? []).map(({ id }) => id));
  const services = world.atlas.project(tenant.namespace)?.services.all() ?? [];
  const names = services.map((service) => service.describe()['endpointServiceName']);
  const mine = world.ec2.endpoints('us-east-1').filter(({ serviceName }) => names.includes(serviceName));
  assert.equal(mine.length, 1);
  assert.deepEqual(ids, [mine.map(({ id }) => id)]);
  assert.deepEqual(
    services.map(({ interfaces }) => interfaces.map(({ id, state }) => [id, state.current])),
    [mine.map(({ id }) => [id, 'AVAILABLE'])],
  );
}

/** A command a step, and a second endpoint on the same service. */
export const objectStepByStep: Scenario = {
  name: 'ape-steps',
  sentence: 'an AtlasPrivateEndpoint made by create, linked, the Secret made to hold its string, and all of it deleted',
  async run(world, tenant) {
    await readyCluster(world, tenant);
    const reserved = await tenant.run('create ape/pe --project shop --provider AWS --region US_EAST_1');
    assert.match(reserved.stdout, /^com\.amazonaws\.vpce\.us-east-1\.vpce-svc-[0-9a-f]+\n$/, reserved.stderr);
    const { spec } = await readObject(world, tenant, 'pe');
    assert.deepEqual(spec, { projectRef: { name: 'shop' }, provider: 'AWS', region: 'US_EAST_1' });
    const placed = await tenant.run('create ape/pe {p}');
    assert.match(placed.stdout, /^com\.amazonaws\S+\nvpce-[0-9a-f]+\n$/, placed.stderr);
    const first = placed.stdout.split('\n')[1] ?? '';
    assert.equal(world.ec2.endpoint(first)?.state, 'pendingAcceptance');
    const linked = await tenant.run('link ape/pe');
    assert.equal(linked.stdout, 'atlasprivateendpoint.atlas.mongodb.com/pe linked\n', linked.stderr);
    // Nothing makes the operator write the Secret.
    for (const source of ['ad/{d}', 'ape/pe']) {
      const stale = await tenant.run(`secret ${source}`);
      assert.match(
        stale.stderr,
        new RegExp(
          `^error: secret/\\S+, written \\S+ ago, lacks the string of ${first}: the operator reconciles the deployment again within 3 hours .*\nhint: make the operator write it now with: kubectl atlas-pe secret ad/${tenant.deployment} -n ape-steps --refresh\n$`,
        ),
      );
      assert.deepEqual([stale.stdout, stale.code], ['', 1]);
    }
    const fresh = await tenant.run('secret ad/{d} --refresh --key connectionStringPrivateSrv');
    assert.deepEqual([fresh.stdout, fresh.code], [`${srvOf(tenant)}\n`, 0], fresh.stderr);
    await assertPoked(world, tenant, fresh.stderr);
    const [secret, ...others] = await tenant.secrets();
    assert.deepEqual([secret?.['connectionStringPrivateSrv'], others], [srvOf(tenant), []]);
    const again = await tenant.run('link ape/pe');
    assert.equal(again.stdout, 'atlasprivateendpoint.atlas.mongodb.com/pe unchanged\n', again.stderr);
    const deleted = await tenant.run('delete ape/pe --yes');
    assert.match(deleted.stdout, /^atlasprivateendpoint\.atlas\.mongodb\.com\/pe deleted\n$/m, deleted.stderr);
    await assertGone(world, first);
    await assert.rejects(readObject(world, tenant, 'pe'));
  },
};

/** Two endpoints on one service. */
export const secondEndpoint: Scenario = {
  name: 'ape-second',
  sentence: 'up of a second endpoint on the service of an AtlasPrivateEndpoint; delete of one of them leaves the other',
  async run(world, tenant) {
    await readyCluster(world, tenant);
    const up = await tenant.run('up ape/pe --project shop --provider AWS --region US_EAST_1 {p} --refresh');
    assert.ok(up.stdout.includes(maskPassword(srvOf(tenant))), up.stderr);
    const first = (await readObject(world, tenant, 'pe')).spec?.awsConfiguration?.[0]?.id ?? '';
    const second = await tenant.run('up ape/pe --endpoint batch --yes {p} --refresh');
    const ids = ((await readObject(world, tenant, 'pe')).spec?.awsConfiguration ?? []).map(({ id }) => id);
    assert.deepEqual([ids.length, ids[0]], [2, first], second.stderr);
    if (generationOf(world.version) === 'v2.15') {
      assert.match(second.stdout, new RegExp(`^connectionStringPrivateSrv1 +${ids[1]} +mongodb`, 'm'), second.stderr);
    } else {
      // What makes this operator write the Secret leaves the deployment's status alone, so which string is whose is not known.
      assert.match(second.stderr, new RegExp(`^warning: cannot tell which string belongs to ${ids[1]}: `, 'm'));
      assert.match(second.stdout, /^connectionStringPrivateSrv1 +<unknown> +mongodb/m, second.stderr);
      assert.equal(second.code, 0, second.stderr);
      const unknown = await tenant.run('secret ad/{d}');
      assert.match(unknown.stdout, /^connectionStringPrivateSrv1 +<unknown> +mongodb/m, unknown.stderr);
    }
    assert.equal((await tenant.secrets())[0]?.['connectionStringPrivateSrv1'], srvOf(tenant, 1));
    const table = await tenant.run('status ape/pe -o wide');
    assert.deepEqual(
      table.stdout
        .split('\n')
        .slice(1, -1)
        .map((line) => line.split(/ {2,}/).slice(1, 3).join(' ')),
      ids.map((id) => `${id} Available`),
    );
    const one = await tenant.run(`delete ape/pe --endpoint ${ids[1]} --yes`);
    assert.equal(one.code, 0, one.stderr);
    await assertGone(world, ids[1] ?? '');
    assert.deepEqual((await readObject(world, tenant, 'pe')).spec?.awsConfiguration, [{ id: first }]);
    assert.equal(world.atlas.accepts(first), true);
  },
};

/** From objects that the operator has never seen to the private string, with one command. */
export const clusterInOneCommand: Scenario = {
  name: 'ape-up',
  sentence: 'up of a dedicated deployment makes its AtlasPrivateEndpoint and ends with the private string',
  async run(world, tenant) {
    await applyCluster(world, tenant);
    const ended = await tenant.run('up ad/{d} {p} --refresh --yes');
    // Where the first Secret is written after the string was published there is nothing to refresh.
    assert.equal(ended.code, 0, ended.stderr);
    // The only endpoint of an AtlasPrivateEndpoint has the object's name.
    const name = `${tenant.deployment}-us-east-1`;
    assert.equal(
      ended.stdout
        .split('\n')
        .find((line) => line.startsWith('connectionStringPrivateSrv '))
        ?.replace(/ +/g, ' '),
      `connectionStringPrivateSrv ${name} ${maskPassword(srvOf(tenant))}`,
    );
    await assertOne(world, tenant);
  },
};

/** Killed so that it cannot tidy up. */
export const clusterKilled: Scenario = {
  name: 'ape-killed',
  sentence: 'kill -9 of up of a dedicated deployment: the next run goes on, and nothing is made twice',
  async run(world, tenant) {
    await readyCluster(world, tenant);
    let kills = 0;
    for (const at of [
      /^ \+ \S+ declare /m,
      /^ [*+] \S+ reserve /m,
      /^ \+ \S+ endpoint /m,
      /^ \+ \S+ link /m,
      /^ \* (?:\d\/\d )?connect /m,
      /^--refresh /m,
    ]) {
      const ended = await tenant.run('up ad/{d} {p} --refresh --yes', { at, signal: 'SIGKILL' });
      if (ended.signal === 'SIGKILL') kills += 1;
      else assert.equal(ended.code, 0, ended.stderr);
    }
    assert.ok(kills >= 4, `only ${kills} were killed`);
    const ended = await tenant.run('up ad/{d} {p} --refresh --yes');
    assert.ok(ended.stdout.includes(maskPassword(srvOf(tenant))), ended.stderr);
    await assertOne(world, tenant);
    // The way back.
    const name = `${tenant.deployment}-us-east-1`;
    const id = (await readObject(world, tenant, name)).spec?.awsConfiguration?.[0]?.id ?? '';
    for (const at of [
      /^to be deleted/m,
      /^ \+ (?:\d\/\d )?remove /m,
      /^ [*+] (?:\d\/\d )?release/m,
      /^ \+ (?:\d\/\d )?delete /m,
    ])
      await tenant.run(`delete ape/${name} --yes`, { at, signal: 'SIGKILL' });
    const deleted = await tenant.run(`delete ape/${name} --yes`);
    // The last kill may have come when all that was left was to wait.
    if (deleted.code !== 0) assert.match(deleted.stderr, /^Error from server \(NotFound\): /);
    await assertGone(world, id);
    await assert.rejects(readObject(world, tenant, name));
  },
};

/** Atlas does not take the interface. */
function refused(status: 'FAILED' | 'REJECTED'): Scenario {
  return {
    name: `ape-${status.toLowerCase()}`,
    sentence: `an interface that is ${status} ends the wait with Atlas's message`,
    async run(world, tenant) {
      await readyCluster(world, tenant);
      const placed = await tenant.run('create ape/pe --project shop --provider AWS --region us-east-1 {p}');
      const id = placed.stdout.split('\n')[1] ?? '';
      const project = await eventually('the project', () => world.atlas.project(tenant.namespace));
      project.services.failInterfaces[id] = { status, message: 'The endpoint is of another account.' };
      for (const line of ['link ape/pe', 'link ape/pe', 'up ad/{d} --refresh --yes']) {
        const ended = await tenant.run(line);
        assert.match(
          ended.stderr,
          /^error: endpoint "\S+" of atlasprivateendpoint\/pe has failed: The endpoint is of another account\.\nhint: the operator never removes a failed endpoint or service from Atlas, /m,
        );
        assert.deepEqual([ended.stdout, ended.code], ['', 1]);
      }
    },
  };
}

export const interfaceFailed = refused('FAILED');
export const interfaceRejected = refused('REJECTED');

/** The same on Azure, where the private address is linked too. */
export const azureStepByStep: Scenario = {
  name: 'ape-azure',
  sentence: 'on Azure: create, link with the private address, approved by Atlas, and the string in the Secret',
  async run(world, tenant) {
    await readyCluster(world, tenant, 'AZURE');
    const reserved = await tenant.run('create ape/pe --project shop --provider AZURE --region EUROPE_NORTH');
    assert.match(reserved.stdout, /^\/subscriptions\/\S+\/privateLinkServices\/\S+\n$/, reserved.stderr);
    const line = 'create ape/pe {azure}';
    const killed = await tenant.run(line, { at: /^ \+ (?:\d\/\d )?endpoint /m, signal: 'SIGKILL' });
    assert.equal(killed.signal, 'SIGKILL', killed.stderr);
    const placed = await tenant.run(line);
    const id = placed.stdout.split('\n')[1] ?? '';
    const mine = world.arm.endpoints().filter(({ service }) => `${service}\n` === reserved.stdout);
    assert.deepEqual(
      mine.map((endpoint) => [endpoint.id, endpoint.connection]),
      [[id, 'Pending']],
      placed.stderr,
    );
    const linked = await tenant.run('link ape/pe');
    assert.equal(linked.stdout, 'atlasprivateendpoint.atlas.mongodb.com/pe linked\n', linked.stderr);
    const { spec } = await readObject(world, tenant, 'pe');
    assert.deepEqual(spec?.azureConfiguration, [{ id, ipAddress: mine[0]?.ip }]);
    assert.equal(mine[0]?.connection, 'Approved');
    const fresh = await tenant.run('secret ape/pe --refresh --key connectionStringPrivateSrv');
    assert.deepEqual([fresh.stdout, fresh.code], [`${srvOf(tenant)}\n`, 0], fresh.stderr);
    const deleted = await tenant.run('delete ape/pe --yes');
    assert.match(deleted.stdout, /^atlasprivateendpoint\.atlas\.mongodb\.com\/pe deleted\n$/m, deleted.stderr);
    await assertGone(world, id);
  },
};
