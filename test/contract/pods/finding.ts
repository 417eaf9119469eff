import assert from 'node:assert/strict';
import type { DeclareTest } from '../../harness/suite.ts';
import { rejection } from '../../harness/suite.ts';
import { made, mergePatch } from '../api.ts';
import type { RealServer } from '../real-server.ts';
import { inBrief, look } from './look.ts';
import type { PodWorkplace } from './workplace.ts';

const apps = (namespace: string): string => `/apis/apps/v1/namespaces/${namespace}`;

/** Creates an object that keeps Pods. @returns how its Pods refer to it */
async function workload(
  { admin }: RealServer,
  namespace: string,
  kind: string,
  name: string,
  more: { readonly owner?: object; readonly revision?: number } = {},
): Promise<object> {
  const labels = { app: 'web' };
  const template = { metadata: { labels }, spec: { containers: [{ name: 'app', image: 'app' }] } };
  const annotations = { 'deployment.kubernetes.io/revision': String(more.revision ?? 1) };
  const ownerReferences = more.owner === undefined ? [] : [more.owner];
  const { metadata } = made(
    await admin.call('POST', `${apps(namespace)}/${kind.toLowerCase()}s`, {
      metadata: { name, labels, annotations, ownerReferences },
      spec: { selector: { matchLabels: labels }, template, ...(kind === 'StatefulSet' ? { serviceName: 'web' } : {}) },
    }),
    201,
  );
  return { apiVersion: 'apps/v1', kind, name, uid: metadata.uid, controller: true };
}

export function finding(test: DeclareTest, server: RealServer, place: PodWorkplace): void {
  test('deploy/NAME: a ready Pod of the newest ReplicaSet, and none of another Deployment with the same labels', async () => {
    const namespace = await place.namespace();
    await place.network();
    const owner = await workload(server, namespace, 'Deployment', 'web');
    const old = await workload(server, namespace, 'ReplicaSet', 'web-1', { owner, revision: 9 });
    const recent = await workload(server, namespace, 'ReplicaSet', 'web-2', { owner, revision: 10 });
    const other = await workload(server, namespace, 'ReplicaSet', 'other-1', { revision: 11 });
    const env = place.having('node');
    const labels = { app: 'web' };
    await place.pod(namespace, 'web-1-a', { env, labels, owner: old });
    await place.pod(namespace, 'other-1-a', { env, labels, owner: other });
    await place.pod(namespace, 'web-2-a', { env, labels, owner: recent, phase: 'Pending' });
    await place.pod(namespace, 'web-2-b', { env, labels, owner: recent, ready: false });
    assert.equal(podOf(await look(server, namespace, 'deploy/web')), 'web-2-b');
    await place.pod(namespace, 'web-2-c', { env, labels, owner: recent });
    for (const spelling of ['deploy/web', 'deployment web', 'deployments.apps/web'])
      assert.equal(podOf(await look(server, namespace, spelling)), 'web-2-c');
  });

  test('sts/NAME and ds/NAME: a Pod of theirs', async () => {
    const namespace = await place.namespace();
    for (const [kind, short] of [
      ['StatefulSet', 'sts'],
      ['DaemonSet', 'ds'],
    ] as const) {
      const owner = await workload(server, namespace, kind, short);
      await place.pod(namespace, `stranger-${short}`, { labels: { app: 'web' } });
      await place.pod(namespace, `${short}-0`, { env: place.having('node'), labels: { app: 'web' }, owner });
      assert.equal(podOf(await look(server, namespace, `${short}/${short}`)), `${short}-0`);
    }
  });

  test('what does not exist, is not running, is being deleted, or has no Pod is said', async () => {
    const namespace = await place.namespace();
    await place.pod(namespace, 'pending', { phase: 'Pending' });
    await place.pod(namespace, 'done', { phase: 'Succeeded' });
    await place.pod(namespace, 'leaving');
    const { admin } = server;
    const path = `/api/v1/namespaces/${namespace}/pods/leaving`;
    made(await admin.call('PATCH', path, { metadata: { finalizers: ['test.example/stays'] } }, mergePatch));
    await admin.call('DELETE', path);
    await workload(server, namespace, 'Deployment', 'empty');
    const errors: readonly (readonly [string, RegExp])[] = [
      ['pod/nobody', /^Error from server \(NotFound\): pods "nobody" not found$/],
      ['deploy/nobody', /^Error from server \(NotFound\): deployments\.apps "nobody" not found$/],
      ['pod/pending', /^pod\/pending in namespace \S+ is not running \(Pending\), so it cannot be probed from$/],
      ['done', /is not running \(Succeeded\)/],
      ['pod/leaving', /is not running \(being deleted\)/],
      ['deploy/empty', /^deploy\/empty in namespace \S+ has no running Pod/],
      ['service/web', /^invalid argument "service\/web" for --from: cannot probe from the type "service"$/],
      ['pod/', /expected TYPE\/NAME/],
      ['a/b/c', /expected TYPE\/NAME/],
    ];
    for (const [from, pattern] of errors)
      assert.match((await rejection(look(server, namespace, from))).message, pattern, from);
    made(await admin.call('PATCH', path, { metadata: { finalizers: [] } }, mergePatch));
  });

  test('of several containers the one that has the Secret; -c chooses another one', async () => {
    const namespace = await place.namespace();
    await place.network();
    place.kubelet.containers.set('sidecar', place.having('python3'));
    const containers = [{ name: 'sidecar' }];
    await place.pod(namespace, 'web', { env: place.having('node'), containers, secret: 'shop-orders-app' });
    const secrets = ['shop-orders-app'];
    const tools = async (options: object): Promise<string | undefined> =>
      inBrief(await look(server, namespace, 'pod/web', options))[0];
    assert.equal(await tools({ secrets }), 'node');
    assert.equal(await tools({}), 'python3');
    assert.equal(await tools({ secrets, container: 'sidecar' }), 'python3');
    const error = await rejection(look(server, namespace, 'pod/web', { container: 'nobody' }));
    assert.equal(error.message, 'container nobody not found in pod/web');
  });
}

function podOf(seen: Awaited<ReturnType<typeof look>>): string {
  return 'place' in seen ? seen.place.pod : seen.refusal;
}
