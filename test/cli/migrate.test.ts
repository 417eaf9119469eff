import assert from 'node:assert/strict';
import { withItem, awsItem, azureItem } from '../harness/project-items.ts';
import { suite } from '../harness/suite.ts';
import type { World } from '../harness/world.ts';

const first = 'vpce-026b4c868ce5d755d';
const project = ['atlasprojects', 'default', 'shop'] as const;

interface Stored {
  readonly metadata: { readonly annotations?: Readonly<Record<string, string>>; readonly generation?: number };
  readonly spec?: { readonly privateEndpoints?: unknown };
}

function projectOf(world: World): Stored {
  return world.kubernetes.store.get(...project) as Stored;
}

/** The objects that the endpoints were moved to, as they are declared. */
function objects(world: World): unknown {
  return world.kubernetes.store
    .list('atlasprivateendpoints')
    .map((object) => [object.metadata.name, Object(object)['spec']]);
}

/** What Atlas has: each service with its state, and its endpoints with theirs. */
function atlas(world: World): unknown {
  return (['AWS', 'AZURE'] as const).flatMap((cloud) =>
    world.operator
      .project('shop')
      .services.list(cloud)
      .map((service) => [service.describe(), service.interfaces.map((each) => each.describe())]),
  );
}

/** Runs a command, and looks at Atlas at each of its words: nothing may ever be another than it was. */
async function watched(world: World, command: string, options: { readonly stopAt?: RegExp } = {}) {
  const before = atlas(world);
  const seen = await world.run(command, { ...options, onOutput: () => assert.deepEqual(atlas(world), before) });
  assert.deepEqual(atlas(world), before);
  return seen;
}

const annotationsOfOurs = /atlas-pe\/|reconciliation-policy/;

/** Nothing shows that a move has ever begun. */
function assertAsBefore(world: World, items: unknown): void {
  const { metadata, spec } = projectOf(world);
  assert.deepEqual(spec?.privateEndpoints, items);
  assert.doesNotMatch(JSON.stringify(metadata.annotations ?? {}), annotationsOfOurs);
  assert.deepEqual(objects(world), []);
}

/** The project has let go of its endpoint, and an object declares it. */
function assertMoved(world: World): void {
  const { metadata, spec } = projectOf(world);
  assert.equal(spec?.privateEndpoints, undefined);
  assert.doesNotMatch(JSON.stringify(metadata.annotations ?? {}), annotationsOfOurs);
  assert.deepEqual(objects(world), [
    ['shop-us-east-1', { projectRef: { name: 'shop' }, ...awsItem, awsConfiguration: [{ id: first }] }],
  ]);
}

const plan = `to be moved from atlasproject/shop to objects of their own in namespace default; Atlas keeps everything:
  AWS/US_EAST_1  vpce-026b4c868ce5d755d  atlasprivateendpoint/shop-us-east-1
in these steps:
  1 look      make the operator look at atlasproject/shop once more
  2 current   wait until its status shows every endpoint as available
  3 pause     annotate atlasproject/shop, so that the operator leaves it alone
  4 forget    wait until the operator no longer counts the endpoints as its own
  5 create    create atlasprivateendpoint/shop-us-east-1
  6 adopt     wait until it shows the same service and endpoints as available
  7 move      remove its items and the annotation in one change; there is no --undo after it
  8 settle    wait until the operator has processed atlasproject/shop
note: from pause to move, the operator does nothing else for atlasproject/shop
note: what is removed from its other lists meanwhile may stay in Atlas
`;

suite('migrate', (test) => {
  for (const generation of ['v2.11', 'v2.15'] as const)
    test(`shows the plan, and moves the endpoint while Atlas keeps everything as it is (operator ${generation})`, () =>
      withItem(generation, async (world) => {
        const seen = await watched(world, 'migrate ap/shop --yes');
        assert.equal(
          seen.stderr,
          `${plan} + 1/8 look               asked the operator to look at atlasproject/shop
 * 2/8 current        0s  the operator has not processed the last change yet
 + 2/8 current        1s  every endpoint is available
 + 3/8 pause              the operator is to leave atlasproject/shop alone
 * 4/8 forget         0s  the operator still counts them as its own
 + 4/8 forget         1s  the operator no longer counts the endpoints as its own
 + 5/8 create             atlasprivateendpoint/shop-us-east-1 exists
 * 6/8 adopt          0s  no status from the operator yet (is it running?)
 + 6/8 adopt          1s  atlasprivateendpoint/shop-us-east-1 has the same service and endpoints
 + 7/8 move               removed the items and the annotation from atlasproject/shop
 * 8/8 settle         0s  the operator has not processed the last change yet
 + 8/8 settle         1s  atlasproject/shop is Ready without the items
done in 4s
next: kubectl atlas-pe status ape/shop-us-east-1 -n default
`,
        );
        assert.equal(
          seen.stdout,
          'atlasprivateendpoint.atlas.mongodb.com/shop-us-east-1 created\natlasproject.atlas.mongodb.com/shop endpoint "AWS/US_EAST_1" moved\n',
        );
        assert.equal(seen.code, 0);
        assertMoved(world);
        const again = await world.run('migrate ap/shop --yes');
        assert.deepEqual(again, {
          stdout: '',
          stderr:
            'atlasproject/shop declares no private endpoint any more; atlasprivateendpoint/shop-us-east-1 declares those of the project\n',
          code: 0,
        });
        // An hour in which the operator looks again and again.
        await world.clock.foreground.sleep(3_600_000);
        const status = await world.run('status -o wide');
        assert.match(status.stdout, /^ape\/shop-us-east-1 +shop-us-east-1 +Available +vpce-026b4c868ce5d755d /m);
      }));

  test('on Azure, with the address', () =>
    withItem(
      'v2.15',
      async (world) => {
        const { privateEndpoints } = projectOf(world).spec ?? {};
        const [{ id, ip }] = privateEndpoints as [{ id: string; ip: string }];
        const seen = await watched(world, 'migrate ap/shop --yes -o name');
        assert.equal(seen.stdout, 'atlasprivateendpoint.atlas.mongodb.com/shop-europe-north\n', seen.stderr);
        assert.deepEqual(objects(world), [
          [
            'shop-europe-north',
            { projectRef: { name: 'shop' }, ...azureItem, azureConfiguration: [{ id, ipAddress: ip }] },
          ],
        ]);
      },
      azureItem,
    ));

  test('all services of a project move together, each to an object of its own', () =>
    withItem('v2.15', async (world) => {
      const other = 'vpce-0fffffffffffffff1';
      world.declareInProject([
        { ...awsItem, id: first },
        { provider: 'AWS', region: 'EU_WEST_1', id: other },
      ]);
      await world.operator.settled();
      await world.clock.foreground.sleep(60_000);
      const part = await world.run('migrate ap/shop --endpoint AWS/US_EAST_1 --yes');
      assert.equal(
        part.stderr,
        `error: AWS/EU_WEST_1 of atlasproject/shop would stay behind; all endpoints of a project are moved together: with some in its own list and some elsewhere, the operator never calls the project's endpoints ready
hint: move all of them with: kubectl atlas-pe migrate ap/shop -n default
`,
      );
      const seen = await watched(world, 'migrate ap/shop --yes');
      assert.equal(seen.code, 0, seen.stderr);
      assert.deepEqual(objects(world), [
        [
          'shop-eu-west-1',
          { projectRef: { name: 'shop' }, provider: 'AWS', region: 'EU_WEST_1', awsConfiguration: [{ id: other }] },
        ],
        ['shop-us-east-1', { projectRef: { name: 'shop' }, ...awsItem, awsConfiguration: [{ id: first }] }],
      ]);
    }));

  test('--dry-run shows the plan and writes nothing; without a terminal --yes is required', () =>
    withItem('v2.15', async (world) => {
      const { store } = world.kubernetes;
      const before = store.resourceVersion();
      assert.deepEqual(await world.run('migrate ap/shop --dry-run'), {
        stdout: `atlasprivateendpoint.atlas.mongodb.com/shop-us-east-1 created (dry run)
atlasproject.atlas.mongodb.com/shop configured (dry run)
`,
        stderr: `${plan}nothing was changed\n`,
        code: 0,
      });
      const seen = await world.run('migrate ap/shop --endpoint AWS/US_EAST_1');
      assert.deepEqual(seen, {
        stdout: '',
        stderr: `${plan}error: --yes is required to do this: this run cannot ask for confirmation; nothing was changed
hint: run: kubectl atlas-pe migrate ap/shop --endpoint AWS/US_EAST_1 --yes
`,
        code: 1,
      });
      assert.equal(store.resourceVersion(), before);
    }));

  test('--dry-run=server has every change checked, and -o diff shows what comes of them', () =>
    withItem('v2.15', async (world) => {
      const { store } = world.kubernetes;
      const before = store.resourceVersion();
      const seen = await world.run('migrate ap/shop --dry-run=server -o diff');
      assert.equal(
        seen.stdout,
        `--- LIVE/atlas.mongodb.com.v1.AtlasPrivateEndpoint.default.shop-us-east-1
+++ MERGED/atlas.mongodb.com.v1.AtlasPrivateEndpoint.default.shop-us-east-1
@@ -0,0 +1,12 @@
+apiVersion: atlas.mongodb.com/v1
+kind: AtlasPrivateEndpoint
+metadata:
+  name: shop-us-east-1
+  namespace: default
+spec:
+  projectRef:
+    name: shop
+  provider: AWS
+  region: US_EAST_1
+  awsConfiguration:
+    - id: ${first}
--- LIVE/atlas.mongodb.com.v1.AtlasProject.default.shop
+++ MERGED/atlas.mongodb.com.v1.AtlasProject.default.shop
@@ -5,7 +5,3 @@
   namespace: default
 spec:
   name: Shop
-  privateEndpoints:
-    - provider: AWS
-      region: US_EAST_1
-      id: ${first}
`,
        seen.stderr,
      );
      assert.equal(seen.code, 1);
      const refusal = { verb: 'patch', resource: 'atlasprojects', status: 403, reason: 'Forbidden', message: 'frozen' };
      world.kubernetes.fail(refusal);
      const refused = await world.run('migrate ap/shop --dry-run=server');
      assert.match(refused.stderr, /^error: atlasproject\/shop: .*frozen/m);
      assert.deepEqual([refused.code, store.resourceVersion()], [1, before]);
    }));

  test('--undo --dry-run shows what is taken back', () =>
    withItem('v2.15', async (world) => {
      await world.run('migrate ap/shop --yes', { stopAt: / \+ 5\/8 create/ });
      await world.operator.settled();
      for (const mode of ['client', 'server']) {
        const before = world.kubernetes.store.resourceVersion();
        const seen = await world.run(`migrate ap/shop --undo --dry-run=${mode}`);
        const how = mode === 'client' ? 'dry run' : 'server dry run';
        assert.equal(
          seen.stdout,
          `atlasprivateendpoint.atlas.mongodb.com/shop-us-east-1 deleted (${how})
atlasproject.atlas.mongodb.com/shop configured (${how})
`,
        );
        assert.deepEqual([seen.code, world.kubernetes.store.resourceVersion()], [0, before]);
      }
      const yaml = await world.run('migrate ap/shop --undo --dry-run -o yaml');
      assert.doesNotMatch(yaml.stdout, annotationsOfOurs);
      assert.match(yaml.stdout, /^ {2}privateEndpoints:$/m);
    }));

  test('on a terminal it asks; no changes nothing', () =>
    withItem('v2.15', async (world) => {
      const before = world.kubernetes.store.resourceVersion();
      const no = await world.run('migrate ap/shop', { answers: ['n'] });
      assert.equal(
        no.stderr,
        `${plan}Move the endpoints of atlasproject/shop? (y/N): error: not confirmed; nothing was changed\nhint: answer y, or pass --yes\n`,
      );
      assert.deepEqual([no.code, world.kubernetes.store.resourceVersion()], [1, before]);
      assert.equal((await world.run('migrate ap/shop', { answers: ['y'] })).code, 0);
      assertMoved(world);
    }));

  test('--wait=false stops before each wait, and says how to go on', () =>
    withItem('v2.15', async (world) => {
      const seen = await world.run('migrate ap/shop --yes --wait=false');
      assert.match(
        seen.stderr,
        / \+ 1\/8 look .*\nstopped because of --wait=false \(next: wait until its status shows every endpoint as available\); continue with: kubectl atlas-pe migrate ap\/shop --yes\n$/,
      );
      assert.deepEqual([seen.stdout, seen.code], ['', 0]);
      assert.equal((await world.run('migrate ap/shop --yes')).code, 0);
      assertMoved(world);
    }));
});

/** Each step that a run can be stopped behind, and each wait. */
const moments = [
  '+ 1/8 look',
  '* 2/8 current',
  '+ 2/8 current',
  '+ 3/8 pause',
  '* 4/8 forget',
  '+ 4/8 forget',
  '+ 5/8 create',
  '* 6/8 adopt',
  '+ 6/8 adopt',
] as const;

/** What stderr has as soon as a run is at this moment. */
function at(moment: string): RegExp {
  return new RegExp(` ${moment.replace(/[+*]/, '\\$&')}`);
}

/** What is shown before going back. */
const undoPlan = `to be moved back to atlasproject/shop in namespace default; Atlas keeps everything:
  AWS/US_EAST_1  vpce-026b4c868ce5d755d  atlasprivateendpoint/shop-us-east-1
in these steps:
  1 keep      annotate atlasprivateendpoint/shop-us-east-1, so that Atlas keeps everything
  2 withdraw  delete atlasprivateendpoint/shop-us-east-1
  3 gone      wait until atlasprivateendpoint/shop-us-east-1 is gone
  4 unpause   take the annotation off atlasproject/shop
  5 current   wait until its status shows every endpoint as available
  6 tidy      take the mark of the move off atlasproject/shop
error: --yes is required to do this: this run cannot ask for confirmation; nothing was changed
hint: run: kubectl atlas-pe migrate ap/shop --undo --yes
`;

suite('migrate, interrupted', (test) => {
  for (const generation of ['v2.11', 'v2.15'] as const) {
    for (const moment of [...moments, '+ 7/8 move', '* 8/8 settle'])
      test(`at "${moment}" the endpoint stays Available, and the next run goes on (operator ${generation})`, () =>
        withItem(generation, async (world) => {
          const stopped = await watched(world, 'migrate ap/shop --yes', { stopAt: at(moment) });
          assert.match(
            stopped.stderr,
            /^error: interrupted .*\nhint: safe to resume with: kubectl atlas-pe migrate ap\/shop --yes/m,
          );
          assert.equal(stopped.code, 130);
          // After the last change there is no way back.
          const isOver = ['+ 7/8 move', '* 8/8 settle'].includes(moment);
          assert.equal(/^ {2}or go back with: \S+ \S+ migrate ap\/shop --yes --undo$/m.test(stopped.stderr), !isOver);
          await world.operator.settled();
          const status = await world.run('status');
          assert.match(status.stdout, /^\S+ +\S+ +Available +vpce-026b4c868ce5d755d /m);
          const seen = await watched(world, 'migrate ap/shop --yes');
          assert.equal(seen.code, 0, seen.stderr);
          assert.equal(/^note: this move has begun .*: kubectl .* migrate .* --undo$/m.test(seen.stderr), !isOver);
          assertMoved(world);
        }));

    for (const moment of moments)
      test(`after "${moment}" --undo goes back to where it began (operator ${generation})`, () =>
        withItem(generation, async (world) => {
          const items = projectOf(world).spec?.privateEndpoints;
          await world.run('migrate ap/shop --yes', { stopAt: at(moment) });
          const seen = await watched(world, 'migrate ap/shop --undo --yes');
          assert.deepEqual(
            [seen.code, seen.stdout],
            [0, 'atlasproject.atlas.mongodb.com/shop restored\n'],
            seen.stderr,
          );
          assertAsBefore(world, items);
          await world.clock.foreground.sleep(600_000);
          assert.match(
            (await world.run('status')).stdout,
            /^ap\/shop +AWS\/US_EAST_1 +Available +vpce-026b4c868ce5d755d /m,
          );
        }));
  }

  for (const moment of [
    '+ 1/6 keep',
    '+ 2/6 withdraw',
    '* 3/6 gone',
    '+ 4/6 unpause',
    '* 5/6 current',
    '+ 5/6 current',
  ])
    test(`the way back is shown, asked about, and can itself be interrupted at "${moment}"`, () =>
      withItem('v2.15', async (world) => {
        const items = projectOf(world).spec?.privateEndpoints;
        await world.run('migrate ap/shop --yes', { stopAt: at('+ 6/8 adopt') });
        const shown = await world.run('migrate ap/shop --undo');
        assert.deepEqual(shown, { stdout: '', stderr: undoPlan, code: 1 });
        const stopped = await watched(world, 'migrate ap/shop --undo --yes', { stopAt: at(moment) });
        assert.equal(stopped.code, 130, stopped.stderr);
        const seen = await watched(world, 'migrate ap/shop --undo --yes');
        assert.equal(seen.code, 0, seen.stderr);
        assert.match(seen.stderr, / \+ 6\/6 tidy +atlasproject\/shop is as it was\n(?:done in \d+s\n)?$/);
        assertAsBefore(world, items);
      }));

  test('status and doctor of the project name the object that has its endpoint afterwards', () =>
    withItem('v2.15', async (world) => {
      assert.equal((await world.run('migrate ap/shop --yes')).code, 0);
      const status = await world.run('status ap/shop');
      assert.equal(
        status.stdout,
        `ap/shop                                                                              operator 2.15.0
 ! declared   it declares no private endpoint itself; its project has ape/shop-us-east-1
              kubectl atlas-pe status ape/shop-us-east-1 -n default
   not checked, because it depends on what is above: service, linked, string
`,
      );
      const doctor = await world.run('doctor ap/shop');
      assert.match(
        doctor.stdout,
        /^ ! PE140 it declares no private endpoint itself; its project has ape\/shop-us-east-1$/m,
      );
      assert.equal(doctor.code, 0);
    }));

  test('an operator that does not forget the endpoints ends it in time, and nothing is lost', () =>
    withItem('v2.15', async (world) => {
      const items = projectOf(world).spec?.privateEndpoints;
      const seen = await world.run('migrate ap/shop --yes --timeout 5m', {
        onOutput: (text) => {
          if (/2\/8 current +\d+s +every/.test(text)) world.operator.paused = true;
        },
      });
      assert.match(
        seen.stderr,
        /\nerror: timed out after 5m waiting for the operator to forget the endpoints; last seen: the operator still counts them as its own\nhint: safe to resume with: kubectl atlas-pe migrate ap\/shop --yes --timeout 5m\n {2}or go back with: kubectl atlas-pe migrate ap\/shop --yes --timeout 5m --undo\n$/,
      );
      assert.equal(seen.code, 124);
      assert.deepEqual([objects(world), projectOf(world).spec?.privateEndpoints], [[], items]);
      world.operator.paused = false;
      assert.equal((await watched(world, 'migrate ap/shop --undo --yes')).code, 0);
      assertAsBefore(world, items);
    }));
});
