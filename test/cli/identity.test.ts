import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import type { Rule } from '../fakes/apiserver/access.ts';
import type { Generation } from '../fakes/operator/generation.ts';
import { suite } from '../harness/suite.ts';
import { type World, inWorld } from '../harness/world.ts';
import { dedicatedOf, prodId, projectOf, secretOf, serviceOf, stagingId, userOf } from '../sandbox/two-projects.ts';

const vpceA = 'vpce-0aaaaaaaaaaaaaaaa';
const vpceB = 'vpce-0bbbbbbbbbbbbbbbb';
const hostA = 'cluster0-pl-0.aaaaa.mongodb.net';
const hostB = 'cluster0-pl-0.bbbbb.mongodb.net';

const staging = dedicatedOf({ name: 'c-staging', project: stagingId, strings: { [vpceA]: hostA } });
const prod = dedicatedOf({ name: 'c-prod', project: prodId, strings: { [vpceB]: hostB } });
const ofStaging = secretOf({ name: 'staging-cluster0-app', projectId: stagingId, hosts: [hostA] });
const ofProd = secretOf({ name: 'prod-cluster0-app', projectId: prodId, hosts: [hostB] });

/** A cluster with these objects, whose operator does nothing more about them. */
async function inPlace(
  manifests: readonly Record<string, unknown>[],
  body: (world: World) => Promise<void>,
  generation: Generation = 'v2.15',
): Promise<void> {
  await inWorld({ empty: true, generation }, async (world) => {
    world.operator.paused = true;
    for (const manifest of manifests) world.kubernetes.store.create(manifest);
    await body(world);
  });
}

/** Runs a command that may change nothing. */
async function readOnly(world: World, command: string, env: Readonly<Record<string, string>> = {}) {
  const before = world.kubernetes.store.resourceVersion();
  const seen = await world.run(command, { env });
  assert.equal(world.kubernetes.store.resourceVersion(), before, command);
  return seen;
}

/** The environment of somebody who may do no more than this. */
function as(world: World, rules: readonly Rule[]): { readonly KUBECONFIG: string } {
  const file = `${world.kubeconfig}-eve`;
  writeFileSync(file, world.kubernetes.kubeconfig({ token: world.kubernetes.addUser('eve', rules) }));
  return { KUBECONFIG: file };
}

suite('what belongs to an Atlas project', (test) => {
  test('a Secret is found by project and cluster, not by the cluster alone', () =>
    inPlace([staging, prod, ofStaging, ofProd], async (world) => {
      const key = '--key connectionStringPrivateSrv';
      assert.equal((await readOnly(world, `secret c-staging ${key}`)).stdout, `mongodb+srv://app:x@${hostA}\n`);
      assert.equal((await readOnly(world, `secret ad/c-prod ${key}`)).stdout, `mongodb+srv://app:x@${hostB}\n`);
    }));

  test('the Secret of a cluster of the same name in another project is none', () =>
    inPlace([staging, ofProd], async (world) => {
      for (const output of ['', '-o pod-env', '-o json', '-o name', '--key connectionStringPrivateSrv', '-A']) {
        const seen = await readOnly(world, `secret c-staging --wait=false ${output}`);
        assert.deepEqual([seen.stdout, seen.code], ['', 1], output);
        assert.match(
          seen.stderr,
          /^error: no connection Secret of atlasdeployment\/c-staging \(Atlas project 65a1f0c2e4b0a1b2c3d4e5f6\) was found in /,
        );
        assert.doesNotMatch(seen.stderr, /bbbbb/);
      }
    }));

  test("a Secret's own name leads to the deployment of its project", () =>
    inPlace(
      [
        staging,
        prod,
        ofStaging,
        ofProd,
        serviceOf('prod-us', prodId, [vpceB]),
        serviceOf('staging-us', stagingId, [vpceA]),
      ],
      async (world) => {
        // Alone in its namespace, the other one comes first by name.
        assert.equal(
          (await readOnly(world, 'secret staging-cluster0-app')).stdout,
          `KEY                          ENDPOINT     CONNECTION STRING
connectionStringPrivateSrv   staging-us   mongodb+srv://app:x@${hostA}
`,
        );
      },
    ));

  test("--refresh by a Secret's own name leaves the other project's deployment alone", () =>
    inPlace(
      [
        staging,
        prod,
        secretOf({ name: 'staging-cluster0-app', projectId: stagingId, hosts: [''] }),
        ofProd,
        serviceOf('staging-us', stagingId, [vpceA]),
      ],
      async (world) => {
        const touched = (name: string): string | undefined =>
          world.kubernetes.store.get('atlasdeployments', 'default', name)?.metadata.resourceVersion;
        const before = touched('c-prod');
        const seen = await world.run('secret staging-cluster0-app --refresh --timeout 1s');
        assert.match(
          seen.stderr,
          /^--refresh sets and removes the annotation mongodb\.com\/atlas-reconciliation-policy on atlasdeployment\/c-staging; /,
        );
        assert.equal(touched('c-prod'), before);
        assert.equal(seen.code, 124);
      },
    ));

  test('--refresh touches the password of the user of that project, not of a namesake', () =>
    inPlace(
      [
        staging,
        serviceOf('staging-us', stagingId, [vpceA]),
        secretOf({ name: 'staging-cluster0-app', projectId: stagingId, hosts: [''] }),
        ...userOf('a-prod-app', 'default', prodId),
        // Whose this one is cannot be told, and need not be.
        ...userOf('b-gone-app', 'default', 'default/gone'),
        projectOf('staging', 'default', stagingId),
        ...userOf('staging-app', 'default', 'default/staging'),
      ],
      async (world) => {
        const before = world.kubernetes.store.get('secrets', 'default', 'a-prod-app-password');
        const seen = await world.run('secret c-staging --refresh --timeout 1s');
        assert.match(
          seen.stderr,
          /^--refresh sets the annotation kubectl-atlas-pe\/refreshed-at on secret\/staging-app-password; /,
        );
        assert.deepEqual(world.kubernetes.store.get('secrets', 'default', 'a-prod-app-password'), before);
      },
      'v2.11',
    ));

  test('a namesake in another project is no user of this one', () =>
    inPlace(
      [
        staging,
        serviceOf('staging-us', stagingId, [vpceA]),
        secretOf({ name: 'staging-cluster0-app', projectId: stagingId, hosts: [''] }),
        ...userOf('a-prod-app', 'default', prodId),
      ],
      async (world) => {
        const seen = await readOnly(world, 'secret c-staging --refresh --timeout 1s');
        assert.match(
          seen.stderr,
          /^error: no AtlasDatabaseUser with a password in namespace default is for the database user "app" of the Atlas project 65a1f0c2e4b0a1b2c3d4e5f6\n/,
        );
        assert.equal(seen.code, 1);
        for (const manifest of userOf('b-gone-app', 'default', 'default/gone')) world.kubernetes.store.create(manifest);
        const untold = await readOnly(world, 'secret c-staging --refresh --timeout 1s');
        assert.match(
          untold.stderr,
          /^error: the Atlas project of atlasdatabaseuser\/b-gone-app is unknown: there is no /,
        );
      },
      'v2.11',
    ));

  const named = dedicatedOf({ name: 'c-staging', project: 'platform/staging', strings: { [vpceA]: hostA } });

  test('where the project has no id yet, or is not there, nothing is guessed', () =>
    inPlace([named, ofProd], async (world) => {
      const missing = await readOnly(world, 'secret c-staging');
      assert.deepEqual(missing, {
        stdout: '',
        stderr: `error: the Atlas project of atlasdeployment/c-staging is unknown: there is no atlasproject/staging in namespace platform
hint: see: kubectl get atlasproject staging -n platform
`,
        code: 1,
      });
      world.kubernetes.store.create(projectOf('staging', 'platform', undefined));
      const young = await readOnly(world, 'secret c-staging -o pod-env');
      assert.match(
        young.stderr,
        /^error: the Atlas project of atlasdeployment\/c-staging is unknown: atlasproject\/staging in namespace platform has no id in its status yet\n/,
      );
      assert.deepEqual([young.stdout, young.code], ['', 1]);
    }));

  test('where the project may not be read, nothing is guessed and the right is named', () =>
    inPlace([named, ofProd, projectOf('staging', 'platform', stagingId)], async (world) => {
      const rules: Rule[] = [
        { verbs: ['list'], apiGroups: [''], resources: ['secrets'] },
        { verbs: ['get', 'list'], apiGroups: ['atlas.mongodb.com'], resources: ['atlasdeployments'] },
      ];
      const seen = await readOnly(world, 'secret c-staging', as(world, rules));
      assert.match(
        seen.stderr,
        /^error: the Atlas project of atlasdeployment\/c-staging is unknown: Error from server \(Forbidden\): atlasprojects\.atlas\.mongodb\.com "staging" is forbidden: .*\nhint: the missing permission is "get" on atlasprojects\.atlas\.mongodb\.com in namespace platform; /,
      );
      assert.deepEqual([seen.stdout, seen.code], ['', 1]);
      const own = await readOnly(world, 'secret secret/prod-cluster0-app', as(world, rules));
      assert.match(own.stdout, /^connectionStringPrivateSrv +<unknown> +mongodb\+srv:\/\/app:x@cluster0-pl-0\.bbbbb/m);
      assert.match(
        own.stderr,
        /^warning: .*the Atlas project of atlasdeployment\/c-staging is unknown: Error from server/,
      );
    }));

  test('a deployment that may not be read is not taken for the cluster of its name', () =>
    inPlace([dedicatedOf({ name: 'cluster0', cluster: 'main', project: stagingId }), ofProd], async (world) => {
      const rules: Rule[] = [{ verbs: ['list'], apiGroups: [''], resources: ['secrets'] }];
      const seen = await readOnly(world, 'secret cluster0', as(world, rules));
      assert.match(seen.stderr, /^Error from server \(Forbidden\): atlasdeployments\.atlas\.mongodb\.com "cluster0"/);
      assert.deepEqual([seen.stdout, seen.code], ['', 1]);
    }));
});
