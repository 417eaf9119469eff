import assert from 'node:assert/strict';
import type { DeclareTest } from '../../harness/suite.ts';
import type { RealServer } from '../real-server.ts';
import { hosts, inBrief, look } from './look.ts';
import { ALIAS, MEMBERS, type PodWorkplace, type Tool } from './workplace.ts';

const wholly = [1024, 1025, 1026].map((port) => `${port} open ok 3 hosts`);
const opened = [1024, 1025, 1026].map((port) => `${port} open`);

/** Each tool once, the others hidden. */
export function interpreters(test: DeclareTest, server: RealServer, place: PodWorkplace): void {
  const cases: readonly (readonly [readonly Tool[], readonly string[]])[] = [
    [
      ['node', 'python3', 'openssl'],
      ['node', 'srv ok, txt ok, 10.20.1.10', ...wholly],
    ],
    [
      ['python3', 'openssl'],
      ['python3', 'srv ok, txt ok, 10.20.1.10', ...wholly],
    ],
    [
      ['openssl', 'bash', 'getent'],
      ['openssl', 'srv ?, txt ?, 10.20.1.10', ...wholly],
    ],
    [['openssl'], ['openssl', 'srv ?, txt ?, ', ...wholly]],
    [
      ['bash', 'getent'],
      ['bash', 'srv ?, txt ?, 10.20.1.10', ...opened],
    ],
    [['getent'], ['getent', 'srv ?, txt ?, 10.20.1.10']],
  ];
  for (const [tools, expected] of cases)
    test(`with ${tools.join(', ')}`, async () => {
      const namespace = await place.namespace();
      await place.network();
      await place.pod(namespace, 'web', { env: place.having(...tools) });
      const seen = await look(server, namespace, 'pod/web');
      assert.deepEqual(inBrief(seen), expected);
      if (!('place' in seen)) return;
      assert.deepEqual(
        { ...seen.place, tool: '' },
        {
          namespace,
          pod: 'web',
          container: 'app',
          workload: 'pod/web',
          way: 'exec',
          tool: '',
        },
      );
      for (const { hello } of seen.ports)
        if (hello !== undefined) assert.deepEqual('answer' in hello && hello.answer.hosts, MEMBERS);
      if (tools[0] === 'node' || tools[0] === 'python3') assert.deepEqual(seen.answer.hosts[0]?.aliases, [ALIAS]);
    });

  test('with nothing but a shell: nothing was probed, and why is said', async () => {
    const namespace = await place.namespace();
    await place.pod(namespace, 'web', { env: place.having() });
    const why: string[] = [];
    const ephemeral = (reason: string): Promise<undefined> => Promise.resolve(void why.push(reason));
    const refusal = 'container app has nothing to probe with but a shell';
    assert.deepEqual(await look(server, namespace, 'pod/web', { ephemeral }), { refusal });
    assert.deepEqual(why, [refusal]);
  });

  test('with nothing at all, as in an image without a shell', async () => {
    const namespace = await place.namespace();
    await place.pod(namespace, 'web', { env: { ...place.having(), PATH: '/nonexistent' } });
    assert.deepEqual(await look(server, namespace, 'pod/web'), {
      refusal:
        'container app has no program to probe with (node: not there; /nodejs/bin/node: not there; python3: not there; sh: not there)',
    });
  });

  test('a string that lists its hosts: no SRV is asked for', async () => {
    const namespace = await place.namespace();
    await place.network((plan) => ({ ...plan, names: { ...plan.names, [`_mongodb._tcp.${hosts.host}`]: {} } }));
    for (const tool of ['node', 'python3', 'openssl'] as const) {
      await place.pod(namespace, `web-${tool}`, { env: place.having(tool, 'getent') });
      const seen = await look(server, namespace, `pod/web-${tool}`, { hosts: { ...hosts, srv: false } });
      assert.deepEqual(inBrief(seen), [tool, 'srv ?, txt ?, 10.20.1.10', ...wholly]);
    }
  });

  test('the string in the environment of the application is nowhere in what is sent and what comes back', async () => {
    const namespace = await place.namespace();
    await place.network();
    const canary = 's3cr3t-canary';
    for (const tools of [['node'], ['python3'], ['openssl', 'getent'], ['bash']] as const) {
      const env = { ...place.having(...tools), MONGODB_URI: `mongodb+srv://app:${canary}@${hosts.host}/` };
      await place.pod(namespace, `web-${tools[0]}`, { env });
      const seen = await look(server, namespace, `pod/web-${tools[0]}`);
      assert.equal(inBrief(seen)[0], tools[0]);
      assert.doesNotMatch(JSON.stringify(seen), new RegExp(`${canary}|mongodb\\+srv:`));
    }
    for (const command of place.kubelet.commands)
      assert.doesNotMatch(command.join(' '), new RegExp(`${canary}|mongodb(\\+srv)?://`));
  });
}
