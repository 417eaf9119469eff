import assert from 'node:assert/strict';
import type { DeclareTest } from '../../harness/suite.ts';
import { rejection } from '../../harness/suite.ts';
import type { RealServer } from '../real-server.ts';
import { inBrief, look } from './look.ts';
import type { PodWorkplace } from './workplace.ts';

const wholly = [1024, 1025, 1026].map((port) => `${port} open ok 3 hosts`);

/** The ephemeral containers of a Pod, as the API server has them. */
async function added({ admin }: RealServer, namespace: string): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const { body } = await admin.call('GET', `/api/v1/namespaces/${namespace}/pods/web`);
  const { spec } = body as { spec: { ephemeralContainers?: readonly Readonly<Record<string, unknown>>[] } };
  return spec.ephemeralContainers ?? [];
}

/** In namespaces that take nothing but the restricted standard. */
export function ephemeral(test: DeclareTest, server: RealServer, place: PodWorkplace): void {
  for (const tool of ['node', 'python3', 'openssl'] as const)
    test(`an image with ${tool}: it looks, ends by itself and stays in the list`, async () => {
      const namespace = await place.namespace();
      await place.network();
      await place.pod(namespace, 'web');
      const stop = await place.watch(namespace, { 'registry.example/probe': place.having(tool, 'getent') });
      const seen = await look(server, namespace, 'pod/web', { ephemeral: saying('registry.example/probe') });
      stop();
      assert.equal(inBrief(seen)[0], tool, JSON.stringify(seen));
      assert.deepEqual(inBrief(seen).slice(2), wholly);
      const [container, ...more] = await added(server, namespace);
      assert.deepEqual(more, []);
      assert.deepEqual(container?.['securityContext'], {
        runAsNonRoot: true,
        runAsUser: 65_532,
        allowPrivilegeEscalation: false,
        capabilities: { drop: ['ALL'] },
        seccompProfile: { type: 'RuntimeDefault' },
      });
      assert.deepEqual('place' in seen && [seen.place.way, seen.place.container, seen.leftBehind], [
        'ephemeral-container',
        container['name'],
        container['name'],
      ]);
    });

  test('the answer is no: nothing is added', async () => {
    const namespace = await place.namespace();
    await place.pod(namespace, 'web', { env: place.having('getent') });
    const seen = await look(server, namespace, 'pod/web', { ephemeral: saying(undefined) });
    assert.equal(inBrief(seen)[0], 'getent');
    assert.deepEqual(await added(server, namespace), []);
  });

  test('it is not asked for where the container has what it takes', async () => {
    const namespace = await place.namespace();
    await place.network();
    await place.pod(namespace, 'web', { env: place.having('bash') });
    assert.equal(inBrief(await look(server, namespace, 'pod/web', { ephemeral: refuse }))[0], 'bash');
  });

  test('an image that cannot be pulled: said with the kubelet’s reason, and so is what stays', async () => {
    const namespace = await place.namespace();
    await place.pod(namespace, 'web');
    const stop = await place.watch(namespace, {});
    const seen = await look(server, namespace, 'pod/web', { ephemeral: saying('nowhere.example/probe') });
    stop();
    const [container] = await added(server, namespace);
    assert.deepEqual(seen, {
      refusal: 'the ephemeral container does not start: ErrImagePull: pull access denied for nowhere.example/probe',
      leftBehind: container?.['name'],
    });
  });

  test('an image without a shell or an interpreter that prints no report', async () => {
    const namespace = await place.namespace();
    await place.pod(namespace, 'web');
    const stop = await place.watch(namespace, { empty: { PATH: '/nonexistent' } });
    const seen = await look(server, namespace, 'pod/web', { ephemeral: saying('empty') });
    stop();
    assert.match(inBrief(seen)[0] ?? '', /^refused: the ephemeral container gave no report: /);
  });

  test('an image with nothing but a shell: nothing was probed, and why is said', async () => {
    const namespace = await place.namespace();
    await place.pod(namespace, 'web');
    const stop = await place.watch(namespace, { bare: place.having() });
    const seen = await look(server, namespace, 'pod/web', { ephemeral: saying('bare') });
    stop();
    const [container] = await added(server, namespace);
    const refusal = 'image bare has nothing to probe with but a shell';
    assert.deepEqual(seen, { refusal, leftBehind: container?.['name'] });
  });

  test('nobody ran it in time; Ctrl-C ends the waiting', async () => {
    const namespace = await place.namespace();
    await place.pod(namespace, 'web');
    const limits = { stepMs: 100, programMs: 100, startMs: 100 };
    const seen = await look(server, namespace, 'pod/web', { ephemeral: saying('idle'), limits });
    assert.match(inBrief(seen)[0] ?? '', /^refused: the ephemeral container gave no report: no answer within 5 s$/);
    const stop = new AbortController();
    const ephemeralContainer = (): Promise<string> => {
      setTimeout(() => stop.abort(new Error('interrupted')), 200);
      return Promise.resolve('idle');
    };
    const looking = look(server, namespace, 'pod/web', { ephemeral: ephemeralContainer, signal: stop.signal });
    assert.equal((await rejection(looking)).message, 'interrupted');
  });
}

function saying(image: string | undefined) {
  return (): Promise<string | undefined> => Promise.resolve(image);
}

function refuse(): Promise<never> {
  return Promise.reject(new Error('was asked'));
}
