import assert from 'node:assert/strict';
import type { DeclareTest } from '../harness/suite.ts';
import type { Seen } from '../harness/world.ts';
import { clusterManifest, serviceManifest } from '../sandbox/manifests.ts';
import type { Person, RealServer } from './real-server.ts';
import { type Right, hint, pluginRole, refusal, rightsOf, ruleOf } from './role.ts';
import { type Workplace, addStanding, atWork } from './workplace.ts';

const id = 'vpce-0aaaaaaaaaaaaaaaa';
const legacy = '--endpoint AWS/US_WEST_2';

/** What is run, one after the other; by the names in the table. */
const commands = {
  make: 'create ape/new --project shop --provider AWS --region EU_WEST_1',
  'create NAME': 'create ape/shop-us --endpoint batch --yes',
  'create ad/': 'create ad/orders --region us-east-1',
  link: `link ape/shop-us --id ${id} --skip-cloud-check`,
  refresh: 'secret ad/orders --refresh',
  secret: 'secret ad/orders',
  'secret ape/': 'secret ape/shop-us',
  up: 'up ape/shop-us',
  'create ap/': `create ap/shop ${legacy} --legacy`,
  'link ap/': `link ap/shop ${legacy} --id vpce-0bbbbbbbbbbbbbbbb --skip-cloud-check`,
  status: 'status',
  'status NAME': 'status ape/shop-us',
  'status -w': 'status -w',
  'delete one': `delete ape/shop-us --endpoint ${id} --yes`,
  delete: 'delete ape/new --yes --keep-cloud-endpoint',
} as const;

type Command = keyof typeof commands;

/** Which commands fail without a right. */
export const dedicatedNeeds: Readonly<Record<string, readonly Command[]>> = {
  'get atlasprivateendpoints': [
    'make',
    'create NAME',
    'create ad/',
    'link',
    'secret ape/',
    'up',
    'status NAME',
    'delete one',
    'delete',
  ],
  'list atlasprivateendpoints': ['make', 'create ad/', 'link', 'refresh', 'delete one', 'delete'],
  'watch atlasprivateendpoints': ['make', 'link', 'status -w', 'delete one', 'delete'],
  'create atlasprivateendpoints': ['make'],
  'patch atlasprivateendpoints': ['link', 'delete one'],
  'delete atlasprivateendpoints': ['delete'],
  'get atlasdeployments': ['create ad/', 'refresh', 'secret', 'secret ape/', 'up'],
  'list atlasdeployments': ['secret ape/', 'up'],
  'watch atlasdeployments': ['status -w'],
  // By its id the Secrets of a cluster are found.
  'get atlasprojects': ['refresh', 'secret', 'secret ape/', 'up', 'create ap/', 'link ap/'],
  'list atlasprojects': ['create ap/', 'link ap/'],
  'watch atlasprojects': ['create ap/', 'link ap/', 'status -w'],
  'patch atlasprojects': ['create ap/', 'link ap/'],
  'list atlasdatabaseusers': ['refresh'],
  'list secrets': ['refresh', 'secret', 'secret ape/', 'up'],
  'get secrets': ['refresh'],
  'patch secrets': ['refresh'],
};

/** Runs every command as somebody; what the ones before could not do is done for the next ones by the administrator. */
async function runAll(place: Workplace, { kubeconfig }: Person): Promise<ReadonlyMap<Command, Seen>> {
  const { namespace } = place;
  await place.apply('atlasdeployments', clusterManifest({ namespace }));
  await place.apply('atlasprivateendpoints', serviceManifest({ namespace }));
  addStanding(place, id);
  assert.equal((await place.run('create shop-us')).code, 0);
  const seen = new Map<Command, Seen>();
  for (const [name, command] of Object.entries(commands) as [Command, string][]) {
    const follows = name === 'status -w' ? { stopAt: /shop/, lingerMs: 500 } : {};
    const as = await place.run(command, { kubeconfig, ...follows });
    seen.set(name, as);
    const again = ['make', 'link', 'refresh', 'create ap/', 'link ap/'].includes(name) && as.code !== 0;
    if (again) assert.equal((await place.run(command)).code, 0, command);
  }
  return seen;
}

/** The README's Role, on dedicated clusters; without any right in other namespaces. */
export function dedicatedPermissions(test: DeclareTest, server: RealServer): void {
  const role = pluginRole();
  const rights = rightsOf(role);

  test('the Role is enough, and what it cannot tell of other namespaces is said', () =>
    atWork(server, 'v2.11', async (place) => {
      const person = await server.person('dedicated');
      await server.bind(person, place.namespace, role);
      for (const [name, { stderr, code }] of await runAll(place, person)) {
        assert.deepEqual([code, refusal.test(stderr)], [name === 'status -w' ? 130 : 0, false], `${name}: ${stderr}`);
        const warned =
          /^warning: could not check all namespaces for a second object for this service: .* at the cluster scope$/m.test(
            stderr,
          );
        assert.equal(warned, ['make', 'create NAME', 'create ad/', 'link', 'up'].includes(name), `${name}: ${stderr}`);
      }
    }));

  test('with the right to list in all namespaces nothing is warned of', () =>
    atWork(server, 'v2.11', async (place) => {
      const person = await server.person('dedicated-everywhere');
      await server.bind(person, place.namespace, role);
      const resources = ['atlasprivateendpoints', 'atlasprojects'];
      await server.grant(person, [{ verbs: ['list'], apiGroups: ['atlas.mongodb.com'], resources }]);
      for (const [name, { stderr }] of await runAll(place, person))
        if (name !== 'refresh') assert.doesNotMatch(stderr, /warning/, name);
    }));

  for (const right of rights) {
    const what = `${right.verb} ${right.resource}`;
    test(`without ${what}, who needs it says so, and the others work`, () =>
      atWork(server, 'v2.11', async (place) => {
        const person = await server.person(`dedicated-without-${what.replace(' ', '-')}`);
        const rules = rights
          .filter((other) => other !== right)
          .map((other) => ({ ...ruleOf(other), namespaces: [place.namespace] }));
        await server.grant(person, rules);
        assert.deepEqual(
          [...(await runAll(place, person))].flatMap(([name, seen]) =>
            failed(name, seen, right, place) ? [name] : [],
          ),
          dedicatedNeeds[what] ?? [],
        );
      }));
  }
}

/** Whether a command failed. @throws AssertionError where it did not name the right that is missing */
function failed(name: Command, { stderr, code }: Seen, right: Right, { namespace }: Workplace): boolean {
  if (code === (name === 'status -w' ? 130 : 0)) return false;
  assert.equal(stderr.endsWith(hint(right, namespace)), true, `${name}: ${stderr}`);
  assert.match(stderr, /Error from server \(Forbidden\): /, name);
  assert.equal(code, 1, name);
  return true;
}
