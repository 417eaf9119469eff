import { operatorManifest } from '../sandbox/manifests.ts';
import { made } from './api.ts';
import type { RealServer } from './real-server.ts';

/** Makes the Deployment of an operator, of which nothing runs, in a namespace that is there. @returns its path */
export async function deployOperator(
  { admin }: Pick<RealServer, 'admin'>,
  tag: string,
  namespace = 'default',
): Promise<string> {
  const path = `/apis/apps/v1/namespaces/${namespace}/deployments`;
  const { metadata } = made(await admin.call('POST', path, operatorManifest(tag, namespace)), 201);
  return `${path}/${metadata.name}`;
}
