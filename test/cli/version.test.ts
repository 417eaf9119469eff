import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import manifest from '../../package.json' with { type: 'json' };
import { atlasResources, privateEndpointResource } from '../fakes/apiserver/resources.ts';
import { installOperator } from '../harness/operator-image.ts';
import { suite } from '../harness/suite.ts';
import { inWorld } from '../harness/world.ts';

const own = `kubectl-atlas_pe v${manifest.version} (Node ${process.version})\n`;
const all = [...atlasResources, privateEndpointResource];
const facts = { version: manifest.version, commit: null, node: process.version };

suite('version', (test) => {
  test('says which plugin it is, and which operator the cluster has', () =>
    inWorld({ resources: all }, async (world) => {
      const stdout = `${own}operator 2.6.0 or later, older than 2.12.0\n`;
      assert.deepEqual(await world.run('version'), { stdout, stderr: '', code: 0 });
      const json = JSON.parse((await world.run('version -ojson')).stdout) as unknown;
      assert.deepEqual(json, { ...facts, operator: { installed: true, from: '2.6.0', before: '2.12.0' } });
    }));

  test('an operator without AtlasPrivateEndpoint is older than 2.6.0', () =>
    inWorld({ resources: atlasResources }, async (world) => {
      assert.equal((await world.run('version')).stdout, `${own}operator older than 2.6.0\n`);
    }));

  test('an operator that retired serverless instances is 2.12.0 or later, and one with supportedRegions 2.15.0', () =>
    inWorld({ resources: all, generation: 'v2.15' }, async (world) => {
      assert.match((await world.run('version')).stdout, /\noperator 2\.15\.0 or later\n$/);
    }));

  test('a cluster without the operator', () =>
    inWorld({ resources: [], empty: true }, async (world) => {
      assert.equal((await world.run('version')).stdout, `${own}operator not installed\n`);
    }));

  test('the image of its Deployment says which it is, where that may be read', () =>
    inWorld({ resources: all }, async (world) => {
      installOperator(world, '2.11.1');
      const line = 'operator 2.11.1 (from its image; its CRDs: 2.6.0 or later, older than 2.12.0)\n';
      assert.equal((await world.run('version')).stdout, own + line);
      const { operator } = JSON.parse((await world.run('version -o json')).stdout) as { operator: unknown };
      assert.deepEqual(operator, { installed: true, from: '2.6.0', before: '2.12.0', version: '2.11.1' });
      const seen = await world.run('status -v 1');
      assert.equal(seen.stderr.split('\n')[0], line.trimEnd());
      const eve = world.kubernetes.addUser('eve', []);
      assert.equal(
        (await world.run(`version --token ${eve}`)).stdout,
        `${own}operator 2.6.0 or later, older than 2.12.0\n`,
      );
    }));

  test('of two operators of two versions it is not guessed which one is meant', () =>
    inWorld({ resources: all }, async (world) => {
      installOperator(world, '2.11.1', 'a');
      installOperator(world, '2.10.0', 'b');
      assert.equal((await world.run('version')).stdout, `${own}operator 2.6.0 or later, older than 2.12.0\n`);
    }));

  test('without the right to read CRDs the published schema, which everybody may read, tells as much', () =>
    inWorld({ resources: all }, async (world) => {
      const file = `${world.kubeconfig}-other`;
      writeFileSync(file, world.kubernetes.kubeconfig({ token: world.kubernetes.addUser('eve', []) }));
      const seen = await world.run('version', { env: { KUBECONFIG: file } });
      assert.deepEqual(seen, {
        stdout: `${own}operator 2.6.0 or later, older than 2.12.0\n`,
        stderr:
          'warning: could not read the operator\'s image, so its version is known only from its CRDs: Error from server (Forbidden): deployments.apps is forbidden: User "eve" cannot list resource "deployments" in API group "apps" at the cluster scope\n',
        code: 0,
      });
    }));

  test('without a kubeconfig, and without an answer, the operator is unknown and the rest is there', () =>
    inWorld({}, async (world) => {
      const env = { KUBECONFIG: '/nonexistent/config' };
      const none = 'operator unknown: no kubeconfig found (looked for /nonexistent/config)\n';
      assert.deepEqual(await world.run('version', { env }), { stdout: own + none, stderr: '', code: 0 });
      await world.kubernetes.stop();
      const { stdout, code } = await world.run('version -ojson');
      const { operator, ...rest } = JSON.parse(stdout) as { readonly operator: { readonly unknown: string } };
      assert.match(operator.unknown, /^The connection to the server 127\.0\.0\.1:\d+ was refused/);
      assert.deepEqual([rest, code], [facts, 0]);
    }));

  test('--client asks nobody', () =>
    inWorld({}, async (world) => {
      await world.kubernetes.stop();
      assert.deepEqual(await world.run('version --client'), { stdout: own, stderr: '', code: 0 });
      assert.deepEqual(JSON.parse((await world.run('version --client -ojson')).stdout), facts);
    }));

  test('a context that was named has to exist', () =>
    inWorld({}, async (world) => {
      const { stdout, stderr, code } = await world.run('version --context sandbix');
      assert.deepEqual([stdout, code], ['', 1]);
      assert.match(stderr, /^error: context "sandbix" does not exist\n/);
    }));
});
