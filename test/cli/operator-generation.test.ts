import assert from 'node:assert/strict';
import { atlasResources } from '../fakes/apiserver/resources.ts';
import { suite } from '../harness/suite.ts';
import { type World, inWorld } from '../harness/world.ts';

const own = /^kubectl-atlas_pe v\S+ \(Node v\S+\)\n/;

function install(world: World, namespace: string, tag: string): void {
  world.kubernetes.store.create({
    kind: 'Deployment',
    metadata: {
      name: 'mongodb-atlas-operator',
      namespace,
      labels: { 'app.kubernetes.io/name': 'mongodb-atlas-kubernetes-operator' },
    },
    spec: {
      template: {
        spec: { containers: [{ name: 'manager', image: `quay.io/mongodb/mongodb-atlas-kubernetes-operator:${tag}` }] },
      },
    },
  });
}

/** Somebody who may do nothing but what the rules say. */
function asUser(world: World, rules: Parameters<World['kubernetes']['addUser']>[1]): string {
  return `--token ${world.kubernetes.addUser('dev', rules)}`;
}

async function operatorLine(world: World, flags = ''): Promise<string> {
  const { stdout, code } = await world.run(`version ${flags}`);
  assert.equal(code, 0);
  assert.match(stdout, own);
  return stdout.replace(own, '');
}

suite("version, of the cluster's operator", (test) => {
  for (const [generation, text] of [
    ['v1.6', 'up to 2.5'],
    ['v2.11', '2.6 to 2.11'],
    ['v2.15', '2.15 or later'],
  ] as const) {
    test(`the CRDs tell which it may be: ${text}`, () =>
      inWorld({ generation }, async (world) => {
        assert.equal(await operatorLine(world), `operator ${text} (by its CRDs)\n`);
      }));
  }

  test("its Deployment's image tells which it is", () =>
    inWorld({}, async (world) => {
      install(world, 'mongodb-atlas-system', '2.11.1');
      assert.equal(await operatorLine(world), 'operator 2.11.1 (its CRDs are those of 2.6 to 2.11)\n');
      assert.deepEqual(JSON.parse((await world.run('version -o json')).stdout).operator, {
        version: '2.11.1',
        crds: '2.6 to 2.11',
        serverlessEndpoints: true,
        atlasPrivateEndpoint: true,
      });
    }));

  test('two operators of two versions: which one is meant is not guessed', () =>
    inWorld({}, async (world) => {
      install(world, 'a', '2.11.1');
      install(world, 'b', '2.10.0');
      assert.equal(await operatorLine(world), 'operator 2.6 to 2.11 (by its CRDs)\n');
    }));

  test('who may read neither its Deployment nor the CRDs sees what the published schema says, and no more', () =>
    inWorld({ generation: 'v2.15' }, async (world) => {
      install(world, 'mongodb-atlas-system', '2.15.1');
      assert.equal(await operatorLine(world, asUser(world, [])), 'operator 2.12 or later (by its CRDs)\n');
      const json = await world.run(`version -o json ${asUser(world, [])}`);
      assert.deepEqual(JSON.parse(json.stdout).operator, {
        crds: '2.12 or later',
        serverlessEndpoints: false,
        atlasPrivateEndpoint: true,
      });
    }));

  test('--client does not ask the cluster, and one that does not answer is a warning', () =>
    inWorld({}, async (world) => {
      const before = world.kubernetes.requests().length;
      assert.equal(await operatorLine(world, '--client'), '');
      assert.equal(world.kubernetes.requests().length, before);
      await world.kubernetes.stop();
      const seen = await world.run('version');
      assert.match(seen.stdout.replace(own, ''), /^$/);
      assert.match(
        seen.stderr,
        /^warning: the operator's version is unknown: The connection to the server 127\.0\.0\.1:\d+ was refused/,
      );
      assert.equal(seen.code, 0);
    }));

  test('status -v 1 says it too', () =>
    inWorld({ resources: atlasResources, generation: 'v2.11' }, async (world) => {
      const seen = await world.run('status -v 1');
      assert.equal(seen.stderr, 'operator up to 2.5 (by its CRDs)\nNo private endpoints found in default namespace.\n');
    }));
});
