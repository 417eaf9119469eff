import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { DeclareTest } from '../harness/suite.ts';
import { clusterManifest, serviceManifest } from '../sandbox/manifests.ts';
import { secretOf, userOf } from '../sandbox/two-projects.ts';
import { made } from './api.ts';
import { put, putNamesakes } from './identity.ts';
import type { RealServer } from './real-server.ts';
import { type Right, pluginRole, ruleOf } from './role.ts';
import { type Workplace, atWork } from './workplace.ts';

/** A permission beyond the Role that docs/permissions.md names, and what a command says without it. */
interface Scenario {
  readonly right: Right;
  /** @returns the namespaces in which the right is given; undefined for all of them */
  readonly prepare: (place: Workplace, server: RealServer) => Promise<readonly string[] | undefined>;
  readonly command: string;
  readonly says: RegExp;
  readonly code: number;
  /** Further rights without which it does not come to this one. */
  readonly more?: readonly Right[];
}

const atlas = (verb: string, resource: string): Right => ({ verb, group: 'atlas.mongodb.com', resource });

async function nothing(): Promise<undefined> {}

/** A cluster whose Secret is beside a user in another namespace. @returns that namespace */
async function withUserElsewhere(place: Workplace, server: RealServer): Promise<readonly string[]> {
  await putNamesakes(server, place);
  const apps = await server.namespace();
  const secret = secretOf({
    name: 'b-own',
    namespace: apps,
    projectId: place.projectId,
    hosts: ['own.aaaaa.mongodb.net'],
  });
  await put(server, ...userOf('apps-app', apps, place.projectId), secret);
  return [apps];
}

async function withNode({ ec2, account, apply, namespace }: Workplace, server: RealServer): Promise<undefined> {
  await apply('atlasdeployments', clusterManifest({ namespace }));
  await apply('atlasprivateendpoints', serviceManifest({ namespace }));
  const place = { region: 'us-east-1', subnetId: account.subnets.a, privateIp: '10.20.1.10' };
  const { id } = ec2.account.addInstance({ ...place, groupIds: [account.groups.open] });
  const node = { metadata: { name: `node-${namespace}` }, spec: { providerID: `aws:///us-east-1a/${id}` } };
  made(await server.admin.call('POST', '/api/v1/nodes', node), 201);
}

const second = 'warning: could not check all namespaces for a second object for this service: ';
const makeNew = 'create ape/new --project shop --provider AWS --region EU_WEST_1 --wait=false';

const scenarios: readonly Scenario[] = [
  ...['atlasprivateendpoints', 'atlasprojects'].map((resource) => ({
    right: atlas('list', resource),
    prepare: nothing,
    command: makeNew,
    says: new RegExp(
      `^${second}.* cannot list resource "${resource}" in API group "atlas\\.mongodb\\.com" at the cluster scope$`,
      'm',
    ),
    code: 0,
    more: [atlas('list', resource === 'atlasprojects' ? 'atlasprivateendpoints' : 'atlasprojects')],
  })),
  {
    right: { verb: 'list', group: 'apps', resource: 'deployments' },
    prepare: nothing,
    command: 'version',
    says: /^warning: could not read the operator's image, .* cannot list resource "deployments" in API group "apps" at the cluster scope$/m,
    code: 0,
  },
  {
    right: atlas('list', 'atlasdatabaseusers'),
    prepare: async (place, server) => {
      await withUserElsewhere(place, server);
      return undefined;
    },
    command: 'secret c-own',
    says: /^error: no connection Secret of .* which may be in a namespace that could not be searched: .* cannot list resource "atlasdatabaseusers" in API group "atlas\.mongodb\.com" at the cluster scope$/m,
    code: 1,
    more: [{ verb: 'list', group: '', resource: 'secrets' }],
  },
  {
    right: { verb: 'list', group: '', resource: 'secrets' },
    prepare: withUserElsewhere,
    command: 'secret c-own',
    says: /^error: no connection Secret of .* which may be in a namespace that could not be searched: .* cannot list resource "secrets" in API group "" in the namespace "\S+"$/m,
    code: 1,
    more: [atlas('list', 'atlasdatabaseusers')],
  },
  {
    right: { verb: 'list', group: '', resource: 'nodes' },
    prepare: withNode,
    command: 'create ape/shop-us --from-nodes --dry-run',
    says: /^error: cannot list the cluster's nodes: Error from server \(Forbidden\): nodes is forbidden: User "\S+" cannot list resource "nodes" in API group "" at the cluster scope\nhint: give the placement yourself: --vpc-id VPC --subnet-id SUBNET/m,
    code: 1,
  },
];

const nameOf = ({ verb, group, resource }: Right): string => `${verb} ${resource}${group === 'apps' ? '.apps' : ''}`;

/** The permissions in the page's table of those that may be missing, such as `list nodes`. */
function documented(): readonly string[] {
  const page = readFileSync(new URL('../../docs/permissions.md', import.meta.url), 'utf8');
  const [, table = ''] = /\n\| optional permission \|.*\n\|[-|]+\n((?:\|.*\n)+)/.exec(page) ?? [];
  return table.split('\n').flatMap((row) => {
    const [, verb = '', resources = ''] = /^\| `(\w+)` on ((?:`[\w.]+`(?:, )?)+)/.exec(row) ?? [];
    return [...resources.matchAll(/`([\w.]+)`/g)].map(([, resource]) => `${verb} ${resource}`);
  });
}

/** What the page names beyond its Role, taken away one at a time. */
export function optionalPermissions(test: DeclareTest, server: RealServer): void {
  test("the page's table of optional permissions has exactly those that a scenario needs", () =>
    assert.deepEqual([...documented()].sort(), scenarios.map(({ right }) => nameOf(right)).sort()));

  for (const { right, prepare, command, says, code, more = [] } of scenarios)
    test(`without ${nameOf(right)} ${command.split(' ')[0]} says what it lacks, and with it nothing`, () =>
      atWork(server, 'v2.15', async (place) => {
        const namespaces = await prepare(place, server);
        const person = await server.person(`optional-${nameOf(right).replace(/[ .]/g, '-')}`);
        await server.bind(person, place.namespace, pluginRole());
        await server.grant(person, more.map(ruleOf));
        const { kubeconfig } = person;
        const without = await place.run(command, { kubeconfig });
        assert.match(without.stderr, says);
        assert.equal(without.code, code, without.stderr);
        await server.grant(person, [{ ...ruleOf(right), ...(namespaces === undefined ? {} : { namespaces }) }]);
        const seen = await place.run(command, { kubeconfig });
        assert.equal(seen.code, 0, seen.stderr);
        assert.doesNotMatch(seen.stderr, /[Ff]orbidden/);
      }));
}
