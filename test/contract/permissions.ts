import assert from 'node:assert/strict';
import type { DeclareTest } from '../harness/suite.ts';
import type { Seen } from '../harness/world.ts';
import { made } from './api.ts';
import { dedicatedNeeds } from './dedicated-permissions.ts';
import type { Person, RealServer } from './real-server.ts';
import { hint, pluginRole, refusal, rightsOf, ruleOf } from './role.ts';
import { placement } from './verbs.ts';
import { type Workplace, atWork } from './workplace.ts';

type Command = 'create' | 'link' | 'up' | 'status' | 'status NAME' | 'status -w' | 'secret' | 'version' | 'delete';

/** Which commands need a right; every other works without it. */
const neededBy: Readonly<Record<string, readonly Command[]>> = {
  'get atlasdeployments': ['create', 'link', 'up', 'status NAME', 'secret', 'delete'],
  // status shows the other kinds, and warns.
  'list atlasdeployments': ['create', 'link', 'up', 'delete'],
  'watch atlasdeployments': ['create', 'link', 'up', 'status -w', 'delete'],
  'patch atlasdeployments': ['create', 'link', 'up', 'delete'],
  // By the project's id the Secrets of a deployment's cluster are found.
  'get atlasprojects': ['up', 'secret'],
  'list secrets': ['up', 'secret'],
};

/** Runs every command as somebody, on a deployment with one endpoint that is connected and one that waits to be linked. */
async function runAll(place: Workplace, { kubeconfig }: Person): Promise<ReadonlyMap<Command, Seen>> {
  await place.deploy();
  for (const command of ['up orders', 'create orders --endpoint second --yes']) {
    const { code, stderr } = await place.run(`${command} ${placement(place)}`);
    assert.equal(code, 0, stderr);
  }
  const commands: readonly [Command, string, RegExp?][] = [
    ['create', 'create orders --endpoint third --yes'],
    ['link', 'link orders --endpoint second'],
    ['status', 'status'],
    ['status NAME', 'status orders'],
    ['status -w', 'status -w', /orders-pe|some endpoints are not shown/],
    ['up', `up orders --endpoint third --yes ${placement(place)}`],
    ['secret', 'secret orders'],
    ['version', 'version'],
    ['delete', 'delete orders --endpoint second --yes'],
  ];
  const seen = new Map<Command, Seen>();
  for (const [name, command, stopAt] of commands)
    seen.set(
      name,
      await place.run(command, { kubeconfig, ...(stopAt === undefined ? {} : { stopAt, lingerMs: 500 }) }),
    );
  return seen;
}

/** Asserts that a command did what it is for. */
function worked(name: Command, { stderr, code }: Seen): void {
  assert.deepEqual([code, refusal.test(stderr)], [name === 'status -w' ? 130 : 0, false], `${name}: ${stderr}`);
}

/** The README's Role, on a server that denies everything else. */
export function permissions(test: DeclareTest, server: RealServer): void {
  const role = pluginRole();
  const rights = rightsOf(role);

  test('the Role is enough for every command, and no command warns of a right', () =>
    atWork(server, 'v2.11', async (place) => {
      const person = await server.person('dev');
      await server.bind(person, place.namespace, role);
      for (const [name, seen] of await runAll(place, person)) {
        worked(name, seen);
        // The operator's own Deployment is in another namespace.
        if (name !== 'version') assert.doesNotMatch(seen.stderr, /forbidden/i, name);
      }
    }));

  test('the tables of who needs what are about exactly the rights of the Role', () => {
    const known = new Set([...Object.keys(neededBy), ...Object.keys(dedicatedNeeds)]);
    assert.deepEqual(rights.map(({ verb, resource }) => `${verb} ${resource}`).sort(), [...known].sort());
  });

  for (const right of rights) {
    const what = `${right.verb} ${right.resource}`;
    // What else the Role has is for dedicated clusters.
    if (neededBy[what] === undefined) continue;
    test(`without ${what}, who needs it says so, and the others work`, () =>
      atWork(server, 'v2.11', async (place) => {
        const person = await server.person(`without-${what.replace(' ', '-')}`);
        const rules = rights
          .filter((other) => other !== right)
          .map((other) => ({ ...ruleOf(other), namespaces: [place.namespace] }));
        await server.grant(person, rules);
        for (const [name, seen] of await runAll(place, person)) {
          if (neededBy[what]?.includes(name) !== true) {
            worked(name, seen);
            continue;
          }
          assert.equal(seen.stderr.endsWith(hint(right, place.namespace)), true, `${name}: ${seen.stderr}`);
          assert.match(seen.stderr, /Error from server \(Forbidden\): /, name);
          assert.equal(seen.code, 1, name);
          // What could be read has been printed before it could not be followed.
          assert.equal(seen.stdout === '', !(name === 'status -w' && right.verb === 'watch'), name);
        }
      }));
  }

  test('--from-nodes: nodes are of no namespace, so it needs the right to list them besides', () =>
    atWork(server, 'v2.11', async (place) => {
      await place.deploy();
      const { account, ec2 } = place;
      const groupIds = [account.groups.open];
      const instance = ec2.account.addInstance({
        region: 'us-east-1',
        subnetId: account.subnets.a,
        groupIds,
        privateIp: '10.20.1.10',
      });
      const node = {
        metadata: { name: 'ip-10-20-1-10', labels: { 'topology.kubernetes.io/region': 'us-east-1' } },
        spec: { providerID: `aws:///us-east-1a/${instance.id}` },
      };
      made(await server.admin.call('POST', '/api/v1/nodes', node), 201);
      const person = await server.person('from-nodes');
      await server.bind(person, place.namespace, role);
      const command = 'create orders --from-nodes --dry-run';
      const { stderr, stdout, code } = await place.run(command, { kubeconfig: person.kubeconfig });
      assert.equal(
        stderr,
        `error: cannot list the cluster's nodes: Error from server (Forbidden): nodes is forbidden: User "from-nodes" cannot list resource "nodes" in API group "" at the cluster scope
hint: give the placement yourself: --vpc-id VPC --subnet-id SUBNET[,SUBNET] --security-group-id GROUP
`,
      );
      assert.deepEqual([stdout, code], ['', 1]);
      await server.grant(person, [{ verbs: ['list'], apiGroups: [''], resources: ['nodes'] }]);
      const seen = await place.run(command, { kubeconfig: person.kubeconfig });
      assert.equal(seen.code, 0, seen.stderr);
      assert.match(
        seen.stderr,
        new RegExp(`^ {2}as flags {7}--vpc-id ${account.vpcId} --subnet-id ${account.subnets.a} `, 'm'),
      );
    }));

  test('in all namespaces: a Role is not enough, and the error says for what', () =>
    atWork(server, 'v2.11', async (place) => {
      const person = await server.person('everywhere');
      await server.bind(person, place.namespace, role);
      const seen = await place.run('status -A', { kubeconfig: person.kubeconfig });
      assert.equal(
        seen.stderr,
        `Error from server (Forbidden): atlasdeployments.atlas.mongodb.com is forbidden: User "everywhere" cannot list resource "atlasdeployments" in API group "atlas.mongodb.com" at the cluster scope
hint: the missing permission is "list" on atlasdeployments.atlas.mongodb.com in all namespaces; docs/permissions.md has the whole Role. Check with: kubectl auth can-i list atlasdeployments.atlas.mongodb.com -A
`,
      );
      await server.grant(
        person,
        role.rules.map((rule) => ({ ...rule })),
      );
      assert.equal((await place.run('status -A', { kubeconfig: person.kubeconfig })).code, 0);
      assert.equal((await place.run('secret -A', { kubeconfig: person.kubeconfig })).code, 1);
    }));
}
