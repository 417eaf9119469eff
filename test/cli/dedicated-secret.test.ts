import assert from 'node:assert/strict';
import { maskPassword } from '../../src/atlas/secret/mask.ts';
import type { Generation } from '../fakes/operator/generation.ts';
import { placedInGroup } from '../harness/placement.ts';
import { suite } from '../harness/suite.ts';
import { type World, inWorld } from '../harness/world.ts';

const first = 'vpce-026b4c868ce5d755d';
const second = 'vpce-0a18ae6eb7a11cca3';
const srv = (index: number): string => `mongodb+srv://app:p%40ss%3Aword%2F1@orders-pl-${index}.ab1cd.mongodb.net`;
const stale = (age: string, ids: string): string =>
  `secret/shop-orders-app, written ${age} ago, lacks the string of ${ids}: the operator reconciles the deployment again within 3 hours (operators before 2.4.1 never do)`;
const hint = 'hint: make the operator write it now with: kubectl atlas-pe secret ad/orders -n default --refresh\n';

/** A cluster with an endpoint that is available, and a Secret of the time before. */
async function inLinked(generation: Generation, body: (world: World) => Promise<void>): Promise<void> {
  await inWorld({ generation }, async (world) => {
    world.deployCluster();
    world.addService();
    await world.run(`create shop-us ${placedInGroup(world)}`);
    await world.run('link shop-us');
    await body(world);
  });
}

function annotations(world: World, resource: string, name: string): readonly string[] {
  const { metadata } = world.kubernetes.store.get(resource, 'default', name) ?? { metadata: {} };
  return Object.keys((metadata as { annotations?: object }).annotations ?? {});
}

suite('the connection Secret of a dedicated cluster', (test) => {
  test('secret says what the Secret lacks and how old it is, and how to make the operator write it', () =>
    inLinked('v2.11', async (world) => {
      const seen = await world.run('secret orders');
      assert.deepEqual(seen, { stdout: '', stderr: `error: ${stale('26s', first)}\n${hint}`, code: 1 });
    }));

  test('--refresh touches the password Secret on 2.6 to 2.11, says so first, and waits for the string', () =>
    inLinked('v2.11', async (world) => {
      const seen = await world.run('secret orders --refresh --key connectionStringPrivateSrv');
      assert.equal(
        seen.stderr,
        `--refresh sets the annotation kubectl-atlas-pe/refreshed-at on secret/app-password; the operator then sends the unchanged password of "app" to Atlas and writes that user's connection Secrets
 * refresh        5s  secret/shop-orders-app lacks the string of ${first}: the operator reconciles the deployment again within 3 hours (operators before 2.4.1 never do)
 + refresh       15s  secret/shop-orders-app
`,
      );
      assert.deepEqual([seen.stdout, seen.code], [`${srv(0)}\n`, 0]);
      assert.deepEqual(annotations(world, 'secrets', 'app-password'), ['kubectl-atlas-pe/refreshed-at']);
      assert.deepEqual(annotations(world, 'atlasdeployments', 'orders'), []);
    }));

  test('--refresh changes the data of the password Secret up to 2.5, where an annotation moves nothing', () =>
    inWorld({ generation: 'v1.6' }, async (world) => {
      world.deployCluster();
      const { store } = world.kubernetes;
      await world.run(`create ap/shop --endpoint AWS/US_EAST_1 --legacy ${placedInGroup(world)}`);
      assert.equal((await world.run('link ap/shop --endpoint AWS/US_EAST_1')).code, 0);
      const seen = await world.run('secret ap/shop --refresh --key connectionStringPrivateSrv');
      assert.match(
        seen.stderr,
        /^--refresh sets the key kubectl-atlas-pe\.refreshed-at in the data of secret\/app-password; the operator then sends the unchanged password of "app" to Atlas and writes that user's connection Secrets\n/,
      );
      assert.deepEqual([seen.stdout, seen.code], [`${srv(0)}\n`, 0]);
      const { data } = store.get('secrets', 'default', 'app-password') as unknown as { data: Record<string, string> };
      assert.deepEqual(Object.keys(data), ['kubectl-atlas-pe.refreshed-at', 'password']);
      assert.deepEqual(annotations(world, 'secrets', 'app-password'), []);
    }));

  test('--refresh makes operators from 2.12 on look at the deployment, and leaves no annotation behind', () =>
    inLinked('v2.15', async (world) => {
      const seen = await world.run('secret orders --refresh --key connectionStringPrivateSrv');
      assert.equal(
        seen.stderr,
        `--refresh sets and removes the annotation mongodb.com/atlas-reconciliation-policy on atlasdeployment/orders; nothing changes in Atlas
 + refresh        5s  secret/shop-orders-app
`,
      );
      assert.equal(seen.stdout, `${srv(0)}\n`);
      assert.deepEqual(annotations(world, 'atlasdeployments', 'orders'), []);
      assert.deepEqual(annotations(world, 'secrets', 'app-password'), []);
    }));

  test('--refresh of a Secret that lacks nothing touches nothing', () =>
    inLinked('v2.15', async (world) => {
      await world.run('secret orders --refresh');
      const before = world.kubernetes.store.resourceVersion();
      const again = await world.run('secret orders --refresh -o name');
      assert.equal(again.stdout, 'secret/shop-orders-app\n');
      assert.equal(
        again.stderr,
        ' + refresh   already  secret/shop-orders-app holds the string of every available endpoint\n',
      );
      assert.equal(world.kubernetes.store.resourceVersion(), before);
    }));

  test('--refresh leaves a deployment alone that is not to be reconciled', () =>
    inLinked('v2.15', async (world) => {
      world.kubernetes.store.edit('atlasdeployments', 'default', 'orders', (object) => {
        (object['metadata'] as Record<string, unknown>)['annotations'] = {
          'mongodb.com/atlas-reconciliation-policy': 'skip',
        };
      });
      const seen = await world.run('secret orders --refresh');
      assert.equal(
        seen.stderr,
        `error: atlasdeployment/orders has the annotation mongodb.com/atlas-reconciliation-policy, which tells the operator to ignore it
hint: to let the operator reconcile it again, remove the annotation: kubectl annotate atlasdeployment/orders -n default mongodb.com/atlas-reconciliation-policy-
`,
      );
      assert.deepEqual(annotations(world, 'atlasdeployments', 'orders'), ['mongodb.com/atlas-reconciliation-policy']);
    }));

  test('--refresh goes on where a run was killed while its annotation was set, and tries again when the operator wrote in between', () =>
    inLinked('v2.15', async (world) => {
      const { store } = world.kubernetes;
      const annotate = (annotations: Readonly<Record<string, string>>): void =>
        store.edit('atlasdeployments', 'default', 'orders', (object) => {
          (object['metadata'] as Record<string, unknown>)['annotations'] = annotations;
        });
      annotate({ 'mongodb.com/atlas-reconciliation-policy': 'skip', 'kubectl-atlas-pe/refreshed-at': 'then' });
      // The first try of setting it meets a conflict, and the first of taking it off.
      let patches = 0;
      const disturb = (): void => {
        patches += 1;
        const change = (object: Record<string, unknown>): void => {
          object['status'] = { ...(object['status'] as object), observedGeneration: 100 + patches };
        };
        if (patches % 2 === 1) store.edit('atlasdeployments', 'default', 'orders', change, 'status');
        world.kubernetes.beforeNext('patch', 'atlasdeployments', disturb);
      };
      world.kubernetes.beforeNext('patch', 'atlasdeployments', disturb);
      const seen = await world.run('secret orders --refresh --key connectionStringPrivateSrv');
      assert.match(
        seen.stderr,
        /^--refresh sets and removes the annotation mongodb\.com\/atlas-reconciliation-policy on atlasdeployment\/orders, which an earlier run left behind; nothing changes in Atlas\n/,
      );
      assert.deepEqual([seen.stdout, seen.code], [`${srv(0)}\n`, 0]);
      assert.ok(patches >= 4, `${patches}`);
      assert.deepEqual(annotations(world, 'atlasdeployments', 'orders'), []);
    }));

  test('up ends with the string where it is there or may be refreshed, else with what is missing', () =>
    inLinked('v2.11', async (world) => {
      assert.deepEqual(await world.run('up ape/shop-us'), {
        stdout: '',
        stderr: `error: an answer is missing, and this run cannot ask: whether to have the operator rewrite secret/shop-orders-app, which would otherwise lack the string of the endpoint (--refresh or --refresh=false)
hint: nothing was changed; run: kubectl atlas-pe up ape/shop-us --refresh
`,
        code: 1,
      });
      const without = await world.run('up ape/shop-us --refresh=false');
      const [warning, command] = without.stderr.trimEnd().split('\n').slice(-2);
      assert.equal(warning, `! ${stale('26s', first)}; make the operator write it now with:`);
      assert.equal(command, '    kubectl atlas-pe secret ad/orders -n default --refresh');
      assert.deepEqual([without.stdout, without.code], ['', 0]);
      const refreshed = await world.run('up ape/shop-us --refresh');
      assert.equal(refreshed.stdout.split('\n')[2], `connectionStringPrivateSrv   shop-us    ${maskPassword(srv(0))}`);
      const again = await world.run('up ape/shop-us');
      assert.deepEqual([again.stdout, again.code], [refreshed.stdout, 0]);
    }));

  test('up of a second endpoint, by its label, prints its own string', () =>
    inLinked('v2.15', async (world) => {
      const seen = await world.run(`up ape/shop-us --endpoint batch --yes ${placedInGroup(world)} --refresh`);
      assert.deepEqual(
        seen.stdout.split('\n').map((line) => line.split(/ {3,}/).slice(0, 2).join(' ')),
        ['KEY ENDPOINT', `connectionStringPrivate1 ${second}`, `connectionStringPrivateSrv1 ${second}`, ''],
      );
      const env = await world.run(`secret ape/shop-us --endpoint ${second} -o pod-env`);
      assert.match(env.stdout, /key: connectionStringPrivateSrv1\n$/);
      assert.equal(
        env.stderr,
        'note: the key of this string (now connectionStringPrivateSrv1) can change when an endpoint or a peering is added or removed; run this again after such a change\n' +
          'for a workload that already runs, as the variable CONNECTIONSTRINGPRIVATESRV1: kubectl set env deploy/NAME --from=secret/shop-orders-app --keys=connectionStringPrivateSrv1 -n default\n',
      );
      const unnumbered = await world.run(`secret ape/shop-us --endpoint ${first} -o pod-env`);
      assert.match(unnumbered.stdout, /key: connectionStringPrivateSrv\n$/);
      assert.match(unnumbered.stderr, /^note: the key of this string \(now connectionStringPrivateSrv\) can change/);
      const region = await world.run('secret orders --region us-east-1');
      assert.equal(
        region.stderr,
        `error: secret/shop-orders-app holds the strings of 2 endpoints in us-east-1: ${first}, ${second}\nhint: choose one with --endpoint ${first}\n`,
      );
    }));

  test('-o pod-env warns of a key with a number even where the Secret has no other string; a single plain key needs no note', () =>
    inLinked('v2.15', async (world) => {
      await world.run('secret orders --refresh');
      assert.doesNotMatch((await world.run('secret orders -o pod-env')).stderr, /^note: /m);
      world.kubernetes.store.edit('secrets', 'default', 'shop-orders-app', (object) => {
        const {
          connectionStringPrivate: _plain,
          connectionStringPrivateSrv: moved,
          ...data
        } = object['data'] as Record<string, string>;
        object['data'] = { ...data, connectionStringPrivateSrv: '', connectionStringPrivateSrv1: moved };
      });
      const seen = await world.run('secret orders -o pod-env');
      assert.match(seen.stdout, /key: connectionStringPrivateSrv1\n$/);
      assert.match(seen.stderr, /^note: the key of this string \(now connectionStringPrivateSrv1\) can change/);
    }));

  test('which string is whose stays unknown where the status is older than the Secret', () =>
    inLinked('v2.11', async (world) => {
      const up = await world.run(`up ape/shop-us --endpoint batch --yes ${placedInGroup(world)} --refresh`);
      assert.match(
        up.stderr,
        new RegExp(
          `\\nwarning: cannot tell which string belongs to ${second}: the deployment's status is older than the Secret; compare the hosts with those in the Atlas console\\n`,
        ),
      );
      assert.match(up.stdout, /^connectionStringPrivateSrv1 +<unknown> +mongodb/m);
      assert.equal(up.code, 0);
      const pod = await world.run('up ape/shop-us --endpoint batch -o pod-env');
      assert.deepEqual([pod.stdout, pod.code], ['', 1]);
      const all = await world.run('secret orders');
      assert.match(all.stdout, /^connectionStringPrivateSrv1 +<unknown> +mongodb/m);
      const one = await world.run(`secret orders --endpoint ${second}`);
      assert.match(
        one.stderr,
        /^error: cannot tell which string of secret\/shop-orders-app .* belongs to the endpoint "vpce-\S+": the deployment's status does not list it$/m,
      );
    }));

  for (const [source, declare] of [
    ['ape/orders-us-east-1', ''],
    ['ap/shop', ' --endpoint AWS/US_EAST_1 --legacy'],
  ] as const)
    test(`up of ${source}, which serves several clusters, ends well, and says how to see the string of each`, () =>
      inWorld({ generation: 'v2.15' }, async (world) => {
        for (const name of ['orders', 'reports']) world.deployCluster({ name });
        const placed = declare === '' ? 'create orders' : `create ap/shop${declare}`;
        assert.equal((await world.run(`${placed} ${placedInGroup(world)} --yes`)).code, 0);
        const seen = await world.run(`up ${source}`);
        assert.match(seen.stderr, /^orders and reports are reachable privately from vpc-\S+ \(\d+s\)$/m);
        assert.match(
          seen.stderr,
          /^note: no connection string is shown: \S+ serves several clusters: orders, reports$/m,
        );
        assert.deepEqual([seen.stdout, seen.code], ['', 0]);
        const json = await world.run(`up ${source} -o json`);
        assert.match(json.stdout, /^ {4}"phase": "Available",$/m);
        assert.equal(json.code, 0);
        // What prints the Secret has to know which one.
        assert.equal((await world.run(`up ${source} -o name`)).code, 1);
        const both = await world.run(`up ${source} orders --refresh`);
        assert.match(both.stderr, /^2 of 2 connected/m);
        assert.equal(both.code, 0);
      }));

  test('secret of an AtlasPrivateEndpoint that serves several clusters asks which', () =>
    inLinked('v2.15', async (world) => {
      world.deployCluster({ name: 'users' });
      const seen = await world.run('secret ape/shop-us');
      assert.equal(
        seen.stderr,
        `error: atlasprivateendpoint/shop-us serves several clusters: orders, users
hint: choose one with: kubectl atlas-pe secret ad/orders -n default --endpoint ${first}
  or: kubectl atlas-pe secret ad/users -n default --endpoint ${first}
`,
      );
    }));
});
