import assert from 'node:assert/strict';
import { annotationsOfOurs, first, projectOf, objects, watched, assertMoved } from '../harness/migration.ts';
import { withItem, awsItem, azureItem } from '../harness/project-items.ts';
import { suite } from '../harness/suite.ts';

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
