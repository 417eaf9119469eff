import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addKept, gitManifest, sync } from '../harness/kept-in-git.ts';
import { placedInGroup } from '../harness/placement.ts';
import { suite } from '../harness/suite.ts';
import { type World, inWorld } from '../harness/world.ts';

const id = 'vpce-026b4c868ce5d755d';
const file = join(mkdtempSync(join(tmpdir(), 'atlas-pe-git-')), 'shop.yaml');

/** The JSON patches of the object: the operator sends none. */
function written(world: World): unknown[] {
  return world.kubernetes
    .requests()
    .filter(
      ({ verb, resource, body }) => verb === 'patch' && resource === 'atlasprivateendpoints' && Array.isArray(body),
    )
    .map(({ body }) => body);
}

const onTheWay = (line: string): string =>
  ` + 3/7 endpoint           created ${id} in vpc-0f1022bd408b0250c
 * 4/7 accept         0s  AWS: pending
 + 4/7 accept         5s  ready to be linked (pendingAcceptance)
${line}
 * 5/7 link           0s  not applied yet; commit the change, and the Flux Kustomization flux-system/apps applies it
 + 5/7 link               applied from its manifest
`;

/** What is shown from the cloud endpoint to the link. */
function linked(stderr: string): string {
  return stderr.slice(stderr.indexOf(' + 3/7'), stderr.indexOf(' * 6/7'));
}

suite('up --git', (test) => {
  test('--dry-run shows what would be handed over, has a file looked at, and changes neither', () =>
    inWorld({}, async (world) => {
      addKept(world, 'flux');
      await world.operator.settled();
      writeFileSync(file, gitManifest);
      const before = [world.kubernetes.store.resourceVersion(), world.ec2.endpoints('us-east-1')];
      const command = `up ape/shop-us --refresh ${placedInGroup(world)}`;
      const seen = await world.run(`${command} --git --dry-run=server`);
      const leaves = 'waits until it is applied; it does not write the object';
      assert.match(
        seen.stderr,
        new RegExp(
          `^note: without --dry-run, the command prints each change for Git and ${leaves}, so that the API server was not asked to check it$`,
          'm',
        ),
      );
      assert.doesNotMatch(seen.stderr, /refused unless --force/);
      assert.equal(seen.code, 0);
      const named = await world.run(`${command} --write ${file} --dry-run`);
      assert.ok(
        named.stderr.includes(`note: without --dry-run, the command makes each change in ${file} and ${leaves}\n`),
      );
      assert.equal(readFileSync(file, 'utf8'), gitManifest);
      writeFileSync(file, gitManifest.replace('shop-us #', 'shop-eu #'));
      const unfit = await world.run(`${command} --write ${file} --dry-run`);
      assert.match(unfit.stderr, /has no AtlasPrivateEndpoint shop-us of namespace default/);
      assert.equal(unfit.code, 1);
      assert.deepEqual([world.kubernetes.store.resourceVersion(), world.ec2.endpoints('us-east-1')], before);
    }));

  test('shows the change, waits until it is applied, and writes nothing itself', () =>
    inWorld({}, async (world) => {
      addKept(world, 'flux');
      let shown = '';
      const seen = await world.run(`up ape/shop-us --git --refresh ${placedInGroup(world)}`, {
        onOutput: (text) => {
          shown += text;
          const [, yaml] = /change this where the manifest is kept:\n([^]*?\n)(?= \*)/.exec(shown) ?? [];
          if (yaml === undefined) return;
          shown = '';
          sync(world, yaml);
        },
      });
      assert.equal(seen.code, 0, seen.stderr);
      assert.equal(
        linked(seen.stderr),
        onTheWay(`change this where the manifest is kept:
apiVersion: atlas.mongodb.com/v1
kind: AtlasPrivateEndpoint
metadata:
  name: shop-us
  namespace: default
spec:
  awsConfiguration:
    - id: ${id}`),
      );
      assert.deepEqual(written(world), []);
      const again = await world.run('up ape/shop-us --git');
      assert.match(again.stderr, /^ \+ 4\/6 link +already {2}/m);
      assert.deepEqual([again.code, again.stdout], [0, seen.stdout]);
    }));

  test('--write makes the change in the file, beside its comments, and once', () =>
    inWorld({}, async (world) => {
      addKept(world, 'flux');
      writeFileSync(file, gitManifest);
      const command = `up ape/shop-us --write ${file} --refresh ${placedInGroup(world)} --timeout 1m`;
      // Nobody commits.
      const waited = await world.run(command);
      assert.match(
        waited.stderr,
        new RegExp(
          `\\nerror: timed out after 1m waiting for the change to atlasprivateendpoint/shop-us to be applied from its manifest; last seen: not applied yet; commit the change, and the Flux Kustomization flux-system/apps applies it\\nhint: safe to resume with: kubectl atlas-pe ${command.replace(/--timeout 1m$/, '')}`,
        ),
      );
      assert.equal(waited.code, 124);
      const edited = gitManifest.replace('  awsConfiguration: []\n', `  awsConfiguration:\n    - id: ${id}\n`);
      assert.equal(readFileSync(file, 'utf8'), edited);
      const seen = await world.run(command, {
        onOutput: (text) => {
          if (text.includes('not applied yet')) sync(world, readFileSync(file, 'utf8'));
        },
      });
      assert.equal(seen.code, 0, seen.stderr);
      assert.match(seen.stderr, new RegExp(`^${file} has the change already; commit and push it$`, 'm'));
      assert.equal(readFileSync(file, 'utf8'), edited);
      assert.deepEqual(written(world), []);
    }));

  test('an object that is not there yet is added to the file as a whole', () =>
    inWorld({}, async (world) => {
      world.deployCluster();
      writeFileSync(file, 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: other');
      const flags = `--project shop --provider AWS --region us-east-1 --yes ${placedInGroup(world)}`;
      const seen = await world.run(`up ape/shop-us --write ${file} --refresh ${flags} --timeout 10s`);
      assert.match(seen.stderr, new RegExp(`^${file} now has the change; commit and push it$`, 'm'));
      assert.match(
        seen.stderr,
        /; last seen: not applied yet; commit the change, and whatever applies the manifest applies it$/m,
      );
      assert.deepEqual(
        [seen.code, world.kubernetes.store.get('atlasprivateendpoints', 'default', 'shop-us')],
        [124, undefined],
      );
      assert.equal(
        readFileSync(file, 'utf8'),
        `apiVersion: v1
kind: ConfigMap
metadata:
  name: other
---
apiVersion: atlas.mongodb.com/v1
kind: AtlasPrivateEndpoint
metadata:
  name: shop-us
  namespace: default
spec:
  projectRef:
    name: shop
  provider: AWS
  region: US_EAST_1
`,
      );
    }));

  for (const [what, text, error] of [
    ['lacks the object', 'kind: ConfigMap\n', `${file} has no AtlasPrivateEndpoint shop-us of namespace default`],
    [
      'has it for another namespace',
      gitManifest.replace('  name:', '  namespace: other\n  name:'),
      `${file} has no AtlasPrivateEndpoint shop-us of namespace default`,
    ],
    [
      'is not YAML',
      'a: [1\n',
      `${file} is not YAML: Flow sequence in block collection must be sufficiently indented and end with a ] at line 2, column 1:`,
    ],
    [
      'has it twice',
      `${gitManifest}---\n${gitManifest}`,
      `${file} has AtlasPrivateEndpoint shop-us of namespace default more than once, and which of them is applied is not known`,
    ],
    [
      'has the list as an alias',
      gitManifest.replace('[]', '*list').replace('metadata:', 'metadata:\n  annotations: {a: &list []}'),
      `${file} has AtlasPrivateEndpoint shop-us in a form that cannot be changed in place, such as with an alias or a merged key`,
    ],
    [
      'merges the list from elsewhere',
      gitManifest
        .replace('  awsConfiguration: []\n', '  <<: *base\n')
        .replace('metadata:', 'x: &base {awsConfiguration: [{id: other}]}\nmetadata:'),
      `${file} has AtlasPrivateEndpoint shop-us in a form that cannot be changed in place, such as with an alias or a merged key`,
    ],
    ['is not there', undefined, `cannot read ${file}: there is no such file`],
  ] as const)
    test(`a file that ${what} is refused before anything is done`, () =>
      inWorld({}, async (world) => {
        addKept(world, 'flux');
        if (text === undefined) rmSync(file);
        else writeFileSync(file, text);
        const seen = await world.run(`up ape/shop-us --write ${file} --refresh ${placedInGroup(world)}`);
        assert.equal(seen.stderr.split('\n')[0], `error: ${error}`);
        assert.deepEqual([seen.code, world.ec2.endpoints('us-east-1').length], [1, 0]);
      }));

  test('--force, which writes to the object, contradicts it', () =>
    inWorld({}, async (world) => {
      addKept(world, 'flux');
      const seen = await world.run(`up ape/shop-us --git --force ${placedInGroup(world)}`);
      assert.equal(
        seen.stderr,
        `error: --force writes to the object, which --git leaves to whatever applies its manifest
hint: leave out one of the two flags
`,
      );
      assert.equal(seen.code, 1);
    }));
});
