import type { ObservedApiKey, ObservedProject } from '../../core/chain/observed/cluster.ts';
import type { Known } from '../../core/chain/observed/known.ts';
import { ApiError } from '../../kube/errors.ts';
import { orRefusal } from '../../kube/refusal.ts';
import { type KubeObject, secretResource } from '../../kube/resource.ts';
import { conditionOf } from '../api/conditions.ts';
import type { ProjectReference } from '../api/project-reference.ts';
import { type AtlasProject, projectResource } from '../api/project.ts';
import type { RawSecret } from '../secret/connection-secret.ts';
import type { Run } from '../run.ts';

/** An object that may belong to a project, or be one. */
export type OfSomeProject = KubeObject & { readonly spec?: ProjectReference & AtlasProject['spec'] };

/** The project of an object, and the Secret with the API key that the operator uses for it. */
export async function observeProject(run: Run, object: OfSomeProject): Promise<Known<ObservedProject> | undefined> {
  const { namespace = '' } = object.metadata;
  const { projectRef, externalProjectRef, connectionSecret, connectionSecretRef } = object.spec ?? {};
  if (externalProjectRef?.id !== undefined || projectRef?.name === undefined) {
    const secret = connectionSecret ?? connectionSecretRef;
    if (externalProjectRef?.id === undefined && connectionSecretRef === undefined) return undefined;
    const at = connectionSecretRef?.namespace || namespace;
    return {
      reference: undefined,
      namespace,
      exists: true,
      trouble: undefined,
      apiKey: await readKey(run, secret?.name, at),
    };
  }
  const home = projectRef.namespace || namespace;
  const reference = `ap/${projectRef.name}`;
  const found = await orRefusal(run.client.find<AtlasProject>(projectResource, home, projectRef.name, run.time.signal));
  if (found instanceof ApiError) return { refusal: found.message };
  if (found === undefined) return { reference, namespace: home, exists: false, trouble: undefined, apiKey: undefined };
  const own = found.spec?.connectionSecretRef;
  const [name, at] =
    connectionSecret?.name === undefined ? [own?.name, own?.namespace || home] : [connectionSecret.name, namespace];
  return { reference, namespace: home, exists: true, trouble: troubleOf(found), apiKey: await readKey(run, name, at) };
}

function troubleOf(project: AtlasProject): string | undefined {
  const ready = conditionOf(project, 'Ready');
  if (ready?.status !== 'False') return undefined;
  return (
    [ready.reason, ready.message].filter((part) => part !== undefined && part !== '').join(': ') || 'Ready is False'
  );
}

/** Either pair is enough (v2.15.1:internal/controller/reconciler/credentials.go). */
const keySets = [
  ['orgId', 'publicApiKey', 'privateApiKey'],
  ['orgId', 'clientId', 'clientSecret'],
] as const;

/** What is known of an API key's Secret without its values. */
async function readKey(
  { client, time }: Run,
  name: string | undefined,
  namespace: string,
): Promise<ObservedApiKey | undefined> {
  if (name === undefined) return undefined;
  const secret = await orRefusal(client.find<RawSecret>(secretResource, namespace, name, time.signal));
  if (secret instanceof ApiError) return undefined;
  if (secret === undefined) return { name, namespace, exists: false, labelled: false, missing: [] };
  const keys = Object.keys(secret.data ?? {});
  const missing = keySets.map((set) => set.filter((key) => !keys.includes(key)));
  const fewest = missing.some((set) => set.length === 0) ? [] : (missing[0] ?? []);
  const labelled = secret.metadata.labels?.['atlas.mongodb.com/type'] === 'credentials';
  return { name, namespace, exists: true, labelled, missing: fewest };
}
