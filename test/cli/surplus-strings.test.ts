import assert from 'node:assert/strict';
import { load } from 'js-yaml';
import { placedInGroup } from '../harness/placement.ts';
import { suite } from '../harness/suite.ts';
import { type World, inWorld } from '../harness/world.ts';
import { dedicatedOf, secretOf, serviceOf, stagingId } from '../sandbox/two-projects.ts';

const kept = 'vpce-0aaaaaaaaaaaaaaaa';
const gone = 'vpce-0bbbbbbbbbbbbbbbb';
const [host0, host1] = ['cluster0-pl-0.aaaaa.mongodb.net', 'cluster0-pl-1.aaaaa.mongodb.net'];
const hint = 'hint: make the operator write it now with: kubectl atlas-pe secret ad/orders -n default --refresh\n';

interface Place {
  /** The strings of the deployment's status, by the cloud endpoint's id. */
  readonly strings: Readonly<Record<string, string>>;
  /** What the Secret holds. */
  readonly hosts: readonly string[];
  readonly declared: readonly string[];
}

async function inPlace({ strings, hosts, declared }: Place, body: (world: World) => Promise<void>): Promise<void> {
  await inWorld({ empty: true, generation: 'v2.15' }, async (world) => {
    world.operator.paused = true;
    const { store } = world.kubernetes;
    store.create(dedicatedOf({ name: 'orders', project: stagingId, strings }));
    store.create(secretOf({ name: 'shop-orders-app', projectId: stagingId, hosts }));
    if (declared.length > 0) store.create(serviceOf('shop-us', stagingId, declared));
    await body(world);
  });
}

const holds = 'secret/shop-orders-app, written 0s ago, holds strings of endpoints that nothing declares any more: ';

suite('strings of endpoints that are gone', (test) => {
  test('beside a replaced endpoint they are marked, in the table and with a warning', () =>
    inPlace({ strings: { [kept]: host0, [gone]: host1 }, hosts: [host0, host1], declared: [kept] }, async (world) => {
      const seen = await world.run('secret orders');
      assert.deepEqual(seen, {
        stdout: `KEY                           ENDPOINT                                CONNECTION STRING
connectionStringPrivateSrv    shop-us                                 mongodb+srv://app:x@${host0}
connectionStringPrivateSrv1   ${gone} (not declared)   mongodb+srv://app:x@${host1}
`,
        stderr: `warning: ${holds}connectionStringPrivateSrv1 (${gone})\n${hint}`,
        code: 0,
      });
      const live = await world.run(`secret orders --endpoint ${kept} -o pod-env`);
      assert.match(JSON.stringify(load(live.stdout)), /"key":"connectionStringPrivateSrv"/);
      assert.match(live.stderr, new RegExp(`^warning: .*${gone}`, 'm'));
    }));

  test('one that not even the status has any more is one too, and machines read on', () =>
    inPlace({ strings: { [kept]: host0 }, hosts: [host0, host1], declared: [kept] }, async (world) => {
      const text = `warning: ${holds}connectionStringPrivateSrv1 (not in the deployment's status)\n${hint}`;
      const json = await world.run('secret orders -o json');
      assert.deepEqual(Object.keys(JSON.parse(json.stdout) as object), [
        'connectionStringPrivateSrv',
        'connectionStringPrivateSrv1',
        'password',
        'username',
      ]);
      assert.equal(json.stderr, text);
      assert.match((await world.run('secret orders')).stdout, /^\S+Srv1 +<unknown> \(not declared\) +mongodb/m);
    }));

  test('what is new, and a string that may be that of a declared endpoint, is not', () =>
    inPlace({ strings: {}, hosts: [host0, host1], declared: [kept, gone] }, async (world) => {
      const seen = await world.run('secret orders');
      assert.doesNotMatch(seen.stdout + seen.stderr, /declare/);
      assert.equal(seen.code, 0);
    }));

  test('after delete the string is marked until --refresh makes the operator take it out', () =>
    inWorld({ generation: 'v2.15' }, async (world) => {
      world.deployCluster();
      world.addService();
      await world.run(`create shop-us ${placedInGroup(world)}`);
      await world.run('link shop-us');
      await world.run('secret orders --refresh');
      const [{ id } = { id: '' }] = world.ec2.endpoints('us-east-1');
      assert.equal((await world.run(`delete shop-us --endpoint ${id} --yes`)).code, 0);
      const seen = await world.run('secret orders --key connectionStringPrivateSrv');
      assert.match(seen.stdout, /^mongodb\+srv:/);
      assert.match(seen.stderr, new RegExp(`^warning: .* nothing declares any more: .*Srv \\(${id}\\)`));
      assert.match(seen.stderr, /--refresh\n$/);
      const refreshed = await world.run('secret orders --refresh');
      assert.match(
        refreshed.stderr,
        /^--refresh sets and removes the annotation mongodb\.com\/atlas-reconciliation-policy on atlasdeployment\/orders; /,
      );
      assert.match(refreshed.stderr, /contains no private connection string/);
      assert.equal(refreshed.code, 1);
    }));

  test('--refresh does not wait for ever for a string that Atlas itself still has', () =>
    inPlace({ strings: { [kept]: host0, [gone]: host1 }, hosts: [host0, host1], declared: [kept] }, async (world) => {
      const before = world.clock.now();
      const seen = await world.run('secret orders --refresh');
      assert.equal(seen.code, 0, seen.stderr);
      assert.equal(world.clock.now() - before < 60_000, true);
      assert.match(seen.stderr, new RegExp(`^warning: .*${gone}`, 'm'));
      assert.doesNotMatch(seen.stderr, /^hint: /m);
    }));

  test('a serverless deployment likewise', () =>
    inWorld({ generation: 'v2.11' }, async (world) => {
      world.deploy();
      const { vpcId, subnets } = world.account;
      for (const label of ['blue', 'green'])
        await world.run(`up orders --endpoint ${label} --yes --vpc-id ${vpcId} --subnet-id ${subnets.a}`);
      world.operator.paused = true;
      world.kubernetes.store.edit('atlasdeployments', 'default', 'orders', (object) => {
        const spec = (object['spec'] as Record<string, Record<string, unknown>>)['serverlessSpec'] ?? {};
        spec['privateEndpoints'] = (spec['privateEndpoints'] as { name: string }[]).slice(0, 1);
      });
      const seen = await world.run('secret orders');
      assert.match(seen.stdout, /^connectionStringPrivateSrv1 +green \(not declared\) +mongodb/m);
      assert.match(seen.stdout, /^connectionStringPrivateSrv +blue +mongodb/m);
    }));
});
