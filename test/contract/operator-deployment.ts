import { operatorManifest } from '../sandbox/manifests.ts';
import { made, mergePatch } from './api.ts';
import type { RealServer } from './real-server.ts';

const status = { observedGeneration: 1, replicas: 1, readyReplicas: 1, availableReplicas: 1, updatedReplicas: 1 };

/** Makes the Deployment of an operator, which says that its Pod is ready, in a namespace that is there. @returns its path */
export async function deployOperator(
  { admin }: Pick<RealServer, 'admin'>,
  tag: string,
  namespace = 'default',
): Promise<string> {
  const all = `/apis/apps/v1/namespaces/${namespace}/deployments`;
  const { metadata } = made(await admin.call('POST', all, operatorManifest(tag, namespace)), 201);
  const path = `${all}/${metadata.name}`;
  made(await admin.call('PATCH', `${path}/status`, { status }, mergePatch), 200);
  return path;
}
