/** The table of `status` as a terminal shows it: the escape sequences are written out. */
import assert from 'node:assert/strict';
import { placedInGroup } from '../harness/placement.ts';
import { suite } from '../harness/suite.ts';
import { type World, inWorld } from '../harness/world.ts';

const utf8 = { LANG: 'C.UTF-8', TERM: 'xterm' };
const [red, green, yellow, plain] = ['\u001b[31m', '\u001b[32m', '\u001b[33m', '\u001b[39m'];
const reason = 'the endpoint was rejected by the other side';

/** A serverless endpoint that failed, a service without an endpoint, and one that can be used. */
async function inMixed(body: (world: World) => Promise<void>): Promise<void> {
  await inWorld({}, async (world) => {
    world.deploy({
      name: 'legacy',
      privateEndpoints: [{ name: 'reports', cloudProviderEndpointID: 'vpce-0c1a2b3c4d5e6f708' }],
    });
    world.addService({ name: 'orders-us-east-1', ids: ['vpce-026b4c868ce5d755d'] });
    world.addService({ name: 'orders-eu-west-1', region: 'EU_WEST_1' });
    await world.operator.settled();
    await world.clock.foreground.sleep(300_000);
    world.operator.paused = true;
    const serverlessPrivateEndpoints = [{ name: 'reports', status: 'FAILED', errorMessage: reason }];
    const status = { observedGeneration: 1, serverlessPrivateEndpoints };
    const write = (object: Record<string, unknown>): void => void (object['status'] = status);
    world.kubernetes.store.edit('atlasdeployments', 'default', 'legacy', write, 'status');
    await body(world);
  });
}

/** The table with the messages that fit. */
function screen(failed: string, reserved: string): string {
  return `SOURCE                 ENDPOINT           PHASE       CLOUD ENDPOINT           AGE   MESSAGE
ad/legacy              reports            ${red}Failed${plain}      vpce-0c1a2b3c4d5e6f708   5m    ${red}${failed}${plain}
ape/orders-eu-west-1   orders-eu-west-1   ${yellow}Reserved${plain}    <none>                   5m    ${yellow}${reserved}${plain}
ape/orders-us-east-1   orders-us-east-1   ${green}Available${plain}   vpce-026b4c868ce5d755d   5m
`;
}

const whole = screen(`Atlas: ${reason}`, 'ready for a cloud endpoint');
const narrow = screen('Atlas: the endpoint…', 'ready for a cloud e…');

// eslint-disable-next-line no-control-regex -- finding escape sequences is what this is for
const escapes = /\u001b\[[0-9;]*m/g;

suite('the table of status', (test) => {
  for (const [columns, expected] of [
    [60, narrow],
    [80, narrow],
    [100, narrow],
    [120, screen('Atlas: the endpoint was rejected b…', 'ready for a cloud endpoint')],
    [200, whole],
  ] as const)
    test(`on a terminal of ${columns} columns the message is cut, and nothing else`, () =>
      inMixed(async (world) => {
        assert.equal((await world.run('status', { columns, env: utf8 })).stdout, expected);
        const lines = expected.replaceAll(escapes, '').split('\n');
        if (columns >= 120) assert.ok(lines.every((line) => line.length <= columns));
      }));

  test('without a terminal, and without color, it is whole and plain', () =>
    inMixed(async (world) => {
      const text = whole.replaceAll(escapes, '');
      assert.equal((await world.run('status', { env: utf8 })).stdout, text);
      assert.equal((await world.run('status', { env: { ...utf8, NO_COLOR: '' }, columns: 200 })).stdout, text);
      assert.equal((await world.run('status', { env: { ...utf8, TERM: 'dumb' }, columns: 200 })).stdout, text);
      assert.equal((await world.run('status --color=never', { env: utf8, columns: 200 })).stdout, text);
      assert.equal((await world.run('status --color=always', { env: utf8 })).stdout, whole);
      const refused = await world.run('status --color=red');
      assert.deepEqual(refused, {
        stdout: '',
        stderr:
          'error: invalid argument "red" for "--color" flag: not one of auto, always, never\nhint: write it like --color=never\n',
        code: 1,
      });
    }));

  test('-o wide adds the region, the service and whole ids, and cuts nothing', () =>
    inMixed(async (world) => {
      const seen = await world.run('status ape orders-us-east-1 -o wide', { columns: 60, env: utf8 });
      assert.equal(
        seen.stdout,
        `SOURCE                 ENDPOINT           PHASE       CLOUD ENDPOINT           AGE   REGION      SERVICE                                                   STATE       LINKED ENDPOINT   IN SPEC   MESSAGE
ape/orders-us-east-1   orders-us-east-1   Available   vpce-026b4c868ce5d755d   5m    us-east-1   com.amazonaws.vpce.us-east-1.vpce-svc-0eb5d7e987976588b   AVAILABLE   <none>            true
`,
      );
    }));

  test('several names, TYPE NAME NAME, --sort-by and --show-labels', () =>
    inMixed(async (world) => {
      const column = async (command: string, at: number): Promise<readonly string[]> =>
        (await world.run(command)).stdout
          .trimEnd()
          .split('\n')
          .map((line) => line.split(/ {3,}/)[at] ?? '');
      assert.deepEqual(await column('status orders-us-east-1 legacy', 0), [
        'SOURCE',
        'ape/orders-us-east-1',
        'ad/legacy',
      ]);
      const both = ['SOURCE', 'ape/orders-us-east-1', 'ape/orders-eu-west-1'];
      assert.deepEqual(await column('status ape orders-us-east-1 orders-eu-west-1', 0), both);
      for (const field of ['phase', '.phase', '{.phase}'])
        assert.deepEqual(await column(`status --sort-by ${field}`, 2), ['PHASE', 'Available', 'Failed', 'Reserved']);
      assert.deepEqual(await column('status --show-labels', 5), ['LABELS', 'team=shop', '<none>', '<none>']);
      assert.deepEqual(await world.run('status --sort-by .nope'), {
        stdout: '',
        stderr: `error: couldn't find any field with path ".nope" in the list of endpoints
hint: they have: source, namespace, endpoint, phase, state, cloudEndpoint, inSpec, region, creationTimestamp, message, error, service
`,
        code: 1,
      });
      assert.match(
        (await world.run('status -o json --show-labels')).stderr,
        /^error: --show-labels option cannot be used with json printer\n/,
      );
    }));

  test('JSON has the message apart from the error, which only a failed endpoint has', () =>
    inMixed(async (world) => {
      const { items } = JSON.parse((await world.run('status -o json')).stdout) as { items: Record<string, unknown>[] };
      assert.deepEqual(
        items.map(({ phase, message, error }) => [phase, message, error]),
        [
          ['Failed', `Atlas: ${reason}`, reason],
          ['Reserved', 'ready for a cloud endpoint', undefined],
          ['Available', undefined, undefined],
        ],
      );
    }));

  test('where nothing is found it says what to do, and which deployments there are', () =>
    inWorld({}, async (world) => {
      world.deployCluster();
      world.deployCluster({ name: 'reports' });
      assert.deepEqual(await world.run('status'), {
        stdout: '',
        stderr:
          'No private endpoints in namespace default. Declare one with: kubectl atlas-pe up NAME -n default; deployments here: orders, reports\n',
        code: 0,
      });
      assert.equal((await world.run('status -l a=b')).stderr, 'No private endpoints in namespace default match.\n');
      assert.equal(
        (await world.run('status -n empty')).stderr,
        'No private endpoints in namespace empty. Declare one with: kubectl atlas-pe up NAME -n empty\n',
      );
    }));
});

/** The name and the phase of the only row. */
async function row(world: World): Promise<readonly string[]> {
  const { stdout } = await world.run('status ape/shop-us --no-headers -o wide');
  assert.equal(stdout.split('\n').length, 2, stdout);
  return stdout.split(/ {3,}/).slice(1, 3);
}

suite('the life of an endpoint', (test) => {
  test('it has one name from its declaration to its end, and leaves no row behind', () =>
    inWorld({}, async (world) => {
      world.addService();
      assert.equal((await row(world))[0], 'shop-us');
      assert.equal((await world.run(`create shop-us ${placedInGroup(world)}`)).code, 0);
      assert.deepEqual(await row(world), ['shop-us', 'Reserved']);
      assert.equal((await world.run('link shop-us')).code, 0);
      assert.deepEqual(await row(world), ['shop-us', 'Available']);
      world.operator.paused = true;
      world.kubernetes.store.edit('atlasprivateendpoints', 'default', 'shop-us', (object) => {
        (object['spec'] as Record<string, unknown>)['awsConfiguration'] = [];
      });
      assert.deepEqual(await row(world), ['shop-us', 'Deleting']);
    }));
});

suite('status --until-available', (test) => {
  test('it ends when every endpoint can be used', () =>
    inWorld({}, async (world) => {
      world.addService({ ids: ['vpce-0123456789abcdef0'] });
      const seen = await world.run('status --until-available');
      assert.match(
        seen.stdout,
        /^SOURCE .*\nape\/shop-us +shop-us +\S+ing .*\n(.*\n)*ape\/shop-us +shop-us +Available .*\n$/,
      );
      assert.deepEqual([seen.stderr, seen.code], ['', 0]);
      assert.deepEqual(
        (await world.run('status --until-available --no-headers')).stdout.split('\n').length,
        2,
        'nothing is printed twice',
      );
    }));

  test('it fails at once for one that never will be', () =>
    inMixed(async (world) => {
      const seen = await world.run('status --until-available');
      assert.equal(
        seen.stderr,
        `error: endpoint reports of ad/legacy will not become available: it is Failed (Atlas: ${reason})
hint: look at it with: kubectl atlas-pe status ad/legacy -n default
`,
      );
      assert.equal(seen.code, 1);
    }));

  test('it times out, and says what it last saw', () =>
    inMixed(async (world) => {
      const seen = await world.run('status ape/orders-eu-west-1 --until-available --timeout 1m');
      assert.equal(
        seen.stderr,
        `error: timed out after 1m waiting for every endpoint to be Available; last seen: orders-eu-west-1 of ape/orders-eu-west-1: Reserved
hint: safe to resume with: kubectl atlas-pe status ape/orders-eu-west-1 --until-available --timeout 1m
`,
      );
      assert.equal(seen.code, 124);
    }));
});
