/** The chain of `status NAME` as a terminal shows it: the escape sequences are written out. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { links } from '../../src/core/chain/finding.ts';
import { allChecks } from '../../src/cli/words/checks/all.ts';
import { installOperator } from '../harness/operator-image.ts';
import { placedInGroup } from '../harness/placement.ts';
import { suite } from '../harness/suite.ts';
import { type World, inWorld } from '../harness/world.ts';

const utf8 = { LANG: 'C.UTF-8', TERM: 'xterm' };
const service = 'com.amazonaws.vpce.us-east-1.vpce-svc-0eb5d7e987976588b';
const id = 'vpce-026b4c868ce5d755d';

/** A dedicated cluster whose endpoint is connected, and whose Secret is of the time before. */
async function inLinked(body: (world: World) => Promise<void>): Promise<void> {
  await inWorld({ generation: 'v2.15' }, async (world) => {
    world.deployCluster();
    world.addService({ name: 'orders-us-east-1' });
    for (const command of [`create ape/orders-us-east-1 ${placedInGroup(world)}`, 'link ape/orders-us-east-1'])
      assert.equal((await world.run(command)).code, 0);
    await body(world);
  });
}

const bold = (text: string): string => `\u001b[1m${text}\u001b[22m`;
const dim = (text: string): string => `\u001b[2m${text}\u001b[22m`;
const red = (text: string): string => `\u001b[31m${text}\u001b[39m`;
const green = (text: string): string => `\u001b[32m${text}\u001b[39m`;

const operator = 'operator 2.15.0 or later';
const lacks = 'secret/shop-orders-app (app), written 26s ago,';

/** The screen of a linked endpoint whose string is missing. @param head what stands between the object and the operator */
function screen(head: string, string: string): string {
  return `${bold('ad/orders')}  dedicated, AWS us-east-1${head}${dim(operator)}
 ${green('✓')} declared   ape/orders-us-east-1
 ${green('✓')} service    ${service}
 ${green('✓')} linked     ${id}   AVAILABLE
 ${red('✗')} string     ${string}
              ${bold('kubectl atlas-pe secret ad/orders -n default --user app --refresh')}
`;
}

const scaledDown = ` ✗ operator   deployment/mongodb-atlas-operator in namespace mongodb-atlas-system is scaled to zero
              kubectl patch deployment/mongodb-atlas-operator -n mongodb-atlas-system -p '{"spec":{"replicas":1}}'
`;
const scaleDown = (world: World): void => {
  installOperator(world, '2.15.0');
  world.kubernetes.store.edit('deployments', 'mongodb-atlas-system', 'mongodb-atlas-operator', (object) => {
    Object.assign(object['spec'] as object, { replicas: 0 });
  });
};
const below = (stdout: string): string => stdout.slice(stdout.indexOf('\n') + 1);

suite('the chain of status NAME', (test) => {
  const oneLine = red(`${lacks} lacks it`);
  for (const [columns, expected] of [
    [60, screen('\n', `${red(lacks)}\n              ${red('lacks it')}`)],
    [80, screen(' '.repeat(21), oneLine)],
    [100, screen(' '.repeat(41), oneLine)],
    [120, screen(' '.repeat(41), oneLine)],
    [200, screen(' '.repeat(41), oneLine)],
  ] as const)
    test(`on a terminal of ${columns} columns`, () =>
      inLinked(async (world) => {
        assert.deepEqual(await world.run('status orders', { columns, env: utf8 }), {
          stdout: expected,
          stderr: '',
          code: 0,
        });
      }));

  test('each link as it comes, with the command that goes on; in ASCII and without color off a terminal', () =>
    inWorld({ generation: 'v2.15' }, async (world) => {
      world.deployCluster();
      const seen = async (): Promise<string> => (await world.run('status orders')).stdout;
      const head = `ad/orders  dedicated, AWS us-east-1${' '.repeat(41)}${operator}\n`;
      assert.equal(
        await seen(),
        `${head} x declared   nothing declares an endpoint in AWS us-east-1
              kubectl atlas-pe up ad/orders -n default
   not checked, because it depends on what is above: service, linked, string
`,
      );
      world.addService({ name: 'orders-us-east-1' });
      assert.equal(
        await seen(),
        `${head} + declared   ape/orders-us-east-1
 ! service    Atlas is creating the endpoint service
   not checked, because it depends on what is above: linked, string
`,
      );
      await world.clock.foreground.sleep(60_000);
      assert.equal(
        await seen(),
        `${head} + declared   ape/orders-us-east-1
 + service    ${service}
 x linked     no cloud endpoint is linked yet
              kubectl atlas-pe up ad/orders -n default --from-nodes
   not checked, because it depends on what is above: string
`,
      );
    }));

  test('the same from the object that declares it, and whole once the Secret is written', () =>
    inLinked(async (world) => {
      assert.equal((await world.run('secret orders --refresh -o name')).code, 0);
      for (const name of ['ape/orders-us-east-1', 'orders-us-east-1', 'ape orders-us-east-1'])
        assert.equal(
          (await world.run(`status ${name}`, { env: utf8 })).stdout,
          `ape/orders-us-east-1  AWS us-east-1${' '.repeat(41)}${operator}
 ✓ declared   ape/orders-us-east-1
 ✓ service    ${service}
 ✓ linked     ${id}   AVAILABLE
 ✓ string     secret/shop-orders-app (app), written 31s ago
`,
        );
    }));

  test('each region and each database user, and -o wide for the table', () =>
    inLinked(async (world) => {
      world.addUser('batch');
      world.deployCluster({ name: 'multi', regions: ['US_EAST_1', 'EU_WEST_1'] });
      assert.equal((await world.run('secret orders --user app --refresh -o name')).code, 0);
      const seen = await world.run('status multi', { env: utf8 });
      assert.equal(
        seen.stdout.replaceAll(/written \d+s ago/g, 'written NOW'),
        `ad/multi  dedicated, AWS us-east-1, AWS eu-west-1${' '.repeat(27)}${operator}
orders-us-east-1
 ✗ deployment ad/multi has no endpoint in AWS EU_WEST_1; without one there, Atlas gives the cluster
              no private string
              kubectl atlas-pe up ad/multi -n default --region EU_WEST_1
 ✓ declared   ape/orders-us-east-1
 ✓ service    ${service}
 ✓ linked     ${id}   AVAILABLE
   not checked, because it depends on what is above: string
AWS eu-west-1
 ✗ declared   nothing declares an endpoint in AWS eu-west-1
              kubectl atlas-pe up ad/multi -n default --region EU_WEST_1
   not checked, because it depends on what is above: service, linked, string
`,
      );
      assert.match((await world.run('status orders -o wide')).stdout, /^SOURCE +ENDPOINT .*\nape\/orders-us-east-1 /);
    }));

  test('the endpoints of a cluster share its Secrets, which are read once', () =>
    inLinked(async (world) => {
      const second = 'ape/orders-us-east-1 --endpoint batch';
      for (const command of [`create ${second} --yes ${placedInGroup(world)}`, `link ${second}`])
        assert.equal((await world.run(command)).code, 0);
      const before = world.kubernetes.requests().length;
      assert.equal((await world.run('status orders')).stdout.match(/^ . string /gm)?.length, 2);
      const lists = world.kubernetes
        .requests()
        .slice(before)
        .filter(({ verb, resource }) => verb === 'list' && resource === 'secrets');
      assert.equal(lists.length, 1);
    }));

  test('what failed is red, with what Atlas says; nothing that rests on it is looked at', () =>
    inWorld({}, async (world) => {
      world.addService();
      await world.run(`create shop-us ${placedInGroup(world)}`);
      world.operator.project().services.failInterfaces[id] = { status: 'REJECTED', message: 'cannot accept' };
      assert.equal((await world.run('link shop-us')).code, 1);
      assert.equal(
        (await world.run('status shop-us', { env: utf8 })).stdout.split('\n').slice(1).join('\n'),
        ` ✓ declared   ape/shop-us
 ✓ service    ${service}
 ✗ linked     ${id}   Atlas: cannot accept
   not checked, because it depends on what is above: string
`,
      );
    }));

  test('Secrets that may not be read are unknown, not missing', () =>
    inLinked(async (world) => {
      const rules = [{ apiGroups: ['atlas.mongodb.com'], resources: ['*'], verbs: ['get', 'list'] }];
      const KUBECONFIG = `${world.kubeconfig}-eve`;
      writeFileSync(KUBECONFIG, world.kubernetes.kubeconfig({ token: world.kubernetes.addUser('eve', rules) }));
      const seen = await world.run('status orders', { env: { ...utf8, KUBECONFIG } });
      assert.equal(
        seen.stdout,
        `ad/orders  dedicated, AWS us-east-1${' '.repeat(41)}${operator}
 ? kubernetes Error from server (Forbidden): deployments.apps is forbidden: User "eve" cannot list
              resource "deployments" in API group "apps" at the cluster scope
 ✓ declared   ape/orders-us-east-1
 ✓ service    ${service}
 ✓ linked     ${id}   AVAILABLE
 ? string     the status of ad/orders lists no string of this endpoint yet
 ?            Error from server (Forbidden): secrets is forbidden: User "eve" cannot list resource
              "secrets" in API group "" in the namespace "default"
`,
      );
      assert.equal(seen.code, 0);
    }));

  test('what is there is there, whatever the operator does; what it would still have to do is not checked', () =>
    inLinked(async (world) => {
      scaleDown(world);
      const connected = ` ✓ declared   ape/orders-us-east-1
 ✓ service    ${service}
 ✓ linked     ${id}   AVAILABLE
`;
      assert.equal(
        below((await world.run('status orders', { env: utf8 })).stdout),
        `${scaledDown}${connected}   not checked, because it depends on what is above: string
`,
      );
    }));

  test('what is wrong with all endpoints alike is said once, above them', () =>
    inLinked(async (world) => {
      const second = 'ape/orders-us-east-1 --endpoint batch';
      for (const command of [`create ${second} --yes ${placedInGroup(world)}`, `link ${second}`])
        assert.equal((await world.run(command)).code, 0);
      scaleDown(world);
      const seen = below((await world.run('status orders', { env: utf8 })).stdout);
      assert.ok(seen.startsWith(`${scaledDown}${id}\n`), seen);
      assert.equal(seen.match(/^ ✗ operator/gm)?.length, 1);
      assert.equal(seen.match(/^ ✓ linked/gm)?.length, 2);
    }));
});

suite('the checks of the chain', (test) => {
  test('each rests on links that come before it', () => {
    const order: readonly string[] = links;
    for (const [code, { link, restsOn }] of Object.entries(allChecks))
      for (const other of restsOn) assert.ok(order.indexOf(other) < order.indexOf(link), `${code} rests on ${other}`);
  });
});
