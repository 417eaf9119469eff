import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import type { Rule } from '../fakes/apiserver/access.ts';
import { suite } from '../harness/suite.ts';
import { type World, inWorld } from '../harness/world.ts';

const atlas = ['atlas.mongodb.com'];
const here = { namespaces: ['default'] };
const endpoints: Rule = {
  apiGroups: atlas,
  resources: ['atlasprivateendpoints'],
  verbs: ['get', 'list', 'watch', 'create', 'patch'],
  ...here,
};
const projects: Rule = { apiGroups: atlas, resources: ['atlasprojects'], verbs: ['list'], ...here };
/** What tells of which Atlas project a deployment is. */
const project: Rule = { apiGroups: atlas, resources: ['atlasprojects'], verbs: ['get'], ...here };
const deployments: Rule = { apiGroups: atlas, resources: ['atlasdeployments'], verbs: ['get', 'list'], ...here };
const secrets: Rule = { apiGroups: [''], resources: ['secrets'], verbs: ['list'], ...here };

/** The environment of somebody who may do no more than this. */
function as(world: World, ...rules: readonly Rule[]): { readonly KUBECONFIG: string } {
  return asPerson(world, 'eve', rules);
}

function asPerson(world: World, name: string, rules: readonly Rule[]): { readonly KUBECONFIG: string } {
  const file = `${world.kubeconfig}-${name}`;
  writeFileSync(file, world.kubernetes.kubeconfig({ token: world.kubernetes.addUser(name, rules) }));
  return { KUBECONFIG: file };
}

/** The hint that names a right, whatever stands before it. */
function lacks(resource: string, verb: string): RegExp {
  return new RegExp(
    `^hint: the missing permission is "${verb}" on ${resource}\\.atlas\\.mongodb\\.com in namespace default;`,
    'm',
  );
}

function forbidden(resource: string, where: string): string {
  return `Error from server (Forbidden): ${resource}.atlas.mongodb.com is forbidden: User "eve" cannot list resource "${resource}" in API group "atlas.mongodb.com" ${where}\n`;
}

const inPart = 'warning: could not check all namespaces for a second object for this service: ';

suite('AtlasPrivateEndpoint with some rights', (test) => {
  test('rivals are looked for as far as may be seen, and what may not is said once', () =>
    inWorld({}, async (world) => {
      world.deployCluster({ regions: ['US_EAST_1', 'EU_WEST_1'] });
      const env = as(world, endpoints, projects, deployments);
      const seen = await world.run('create orders --yes', { env });
      assert.equal(seen.code, 0, seen.stderr);
      assert.equal(seen.stderr.split('warning: ').length, 2);
      assert.equal(seen.stderr.startsWith(inPart + forbidden('atlasprivateendpoints', 'at the cluster scope')), true);
      // Those of the namespace are seen.
      const rival = 'create ape/second --project shop --provider AWS --region us-east-1';
      assert.match(
        (await world.run(rival, { env })).stderr,
        /^error: atlasprivateendpoint\/orders-us-east-1 in .* already/m,
      );
      // Who may list all is told nothing.
      const all = await world.run('create orders');
      assert.doesNotMatch(all.stderr, /warning/);
    }));

  test('without projects the endpoints of a project named alike are still known', () =>
    inWorld({}, async (world) => {
      world.addService();
      const seen = await world.run('create ape/shop-us', { env: as(world, endpoints) });
      assert.equal(seen.stderr.startsWith(inPart + forbidden('atlasprojects', 'in the namespace "default"')), true);
      assert.equal(seen.code, 0);
    }));

  test('a region whose object may not be seen is not given a second one', () =>
    inWorld({}, async (world) => {
      world.deployCluster();
      world.addService();
      const { stdout, stderr, code } = await world.run('up orders --yes', { env: as(world, projects, deployments) });
      assert.equal(stderr.startsWith(forbidden('atlasprivateendpoints', 'in the namespace "default"')), true, stderr);
      assert.deepEqual([stdout, code], ['', 1]);
      assert.match(stderr, /^hint: the missing permission is "list" on atlasprivateendpoints\.atlas\.mongodb\.com/m);
    }));

  test('secret prints the strings, and says that it knows the endpoints in part', () =>
    inWorld({ generation: 'v2.15' }, async (world) => {
      world.deployCluster();
      world.addService();
      const { vpcId, subnets } = world.account;
      await world.run(`up orders --vpc-id ${vpcId} --subnet-id ${subnets.a} --refresh`);
      const env = as(world, deployments, project, secrets);
      const seen = await world.run('secret orders', { env });
      assert.match(seen.stdout, /^connectionStringPrivateSrv +vpce-\S+ +mongodb\+srv:/m);
      const part = "warning: could not read everything that declares the deployment's endpoints: ";
      assert.equal(
        seen.stderr,
        part +
          forbidden('atlasprivateendpoints', 'in the namespace "default"') +
          part +
          forbidden('atlasprojects', 'in the namespace "default"') +
          'note: skipped empty keys: connectionStringPrivateShard\n',
      );
      assert.equal(seen.code, 0);
    }));

  test('what cannot be seen is not said to be missing nowhere', () =>
    inWorld({ generation: 'v2.15' }, async (world) => {
      world.deployCluster();
      world.addService();
      const { vpcId, subnets } = world.account;
      await world.run(`create ape/shop-us --vpc-id ${vpcId} --subnet-id ${subnets.a}`);
      await world.run('link ape/shop-us');
      const blind = as(world, deployments, project, projects, secrets);
      for (const command of ['secret orders', 'secret orders --refresh']) {
        const { stdout, stderr, code } = await world.run(command, { env: blind });
        assert.match(stderr, lacks('atlasprivateendpoints', 'list'));
        assert.doesNotMatch(stderr, /already|declares no private endpoint/);
        assert.deepEqual([stdout, code], ['', 1]);
      }
      await world.run('secret orders --refresh');
      const [{ id } = { id: '' }] = world.ec2.endpoints('us-east-1');
      const blinder = asPerson(world, 'mallory', [secrets]);
      const named = await world.run(`secret secret/shop-orders-app --endpoint ${id}`, { env: blinder });
      assert.match(
        named.stderr,
        /^error: cannot tell which string of secret\/shop-orders-app .* belongs to the endpoint "vpce-\S+"$/m,
      );
      assert.match(named.stderr, lacks('atlasdeployments', 'list'));
    }));
});
