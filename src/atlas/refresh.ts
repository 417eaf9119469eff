import { UserError } from '../core/errors.ts';
import type { KubeClient } from '../kube/client.ts';
import { type KubeObject, secretResource } from '../kube/resource.ts';
import { type AtlasDeployment, atlasGroup, deploymentResource } from './deployment.ts';
import type { FoundSecret } from './find-secret.ts';
import { type Generation, isAtLeast } from './generation.ts';

/** Something that makes the operator look again, and what it touches. */
export interface Poke {
  /** One sentence, told before it is done. */
  readonly touches: string;
  readonly run: () => Promise<void>;
}

interface DatabaseUser extends KubeObject {
  readonly spec?: { readonly username?: string; readonly passwordSecretRef?: { readonly name?: string } };
}

const userResource = {
  ...deploymentResource,
  plural: 'atlasdatabaseusers',
  singular: 'atlasdatabaseuser',
  kind: 'AtlasDatabaseUser',
};

/** The operator leaves an object alone that has this annotation, whose value is `skip` (v2.15.1:internal/controller/customresource). */
const skipAnnotation = 'mongodb.com/atlas-reconciliation-policy';
const touchAnnotation = 'kubectl-atlas-pe/refreshed-at';

/** One key of a JSON pointer (RFC 6901). */
function pointer(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}

async function annotate(
  client: KubeClient,
  resource: typeof secretResource,
  object: KubeObject,
  key: string,
  value: string | undefined,
  signal: AbortSignal,
): Promise<KubeObject> {
  const path = `/metadata/annotations/${pointer(key)}`;
  if (value === undefined) return client.patch(resource, object, [{ op: 'remove', path }], signal);
  return client.patch(
    resource,
    object,
    object.metadata.annotations === undefined
      ? [{ op: 'add', path: '/metadata/annotations', value: { [key]: value } }]
      : [{ op: 'add', path, value }],
    signal,
  );
}

/** From 2.12.0 on an object is looked at when it is no longer to be skipped (86d0049a4); nothing in Atlas is written by that. */
function throughSkipping(client: KubeClient, { metadata }: AtlasDeployment, signal: AbortSignal): Poke {
  const { name, namespace = '' } = metadata;
  if (metadata.annotations?.[skipAnnotation] !== undefined) {
    throw new UserError(
      `atlasdeployment/${name} has the annotation ${skipAnnotation}, so the operator is not to look at it`,
      {
        hint: `take it off when it may: kubectl annotate atlasdeployment ${name} -n ${namespace} ${skipAnnotation}-`,
      },
    );
  }
  return {
    touches: `atlasdeployment/${name}: its annotation ${skipAnnotation} is set and taken off again; nothing in Atlas is changed`,
    async run() {
      const read = await client.get(deploymentResource, namespace, name, signal);
      const skipped = await annotate(client, deploymentResource, read, skipAnnotation, 'skip', signal);
      // Not to be interrupted here: the deployment would stay unattended.
      await annotate(client, deploymentResource, skipped, skipAnnotation, undefined, new AbortController().signal);
    },
  };
}

/** From 2.1 on any change of a password Secret makes the operator send the same password again, and then write the Secrets (operator v2.11.1:internal/controller/atlasdatabaseuser). */
async function throughPassword(
  client: KubeClient,
  { secret }: FoundSecret,
  now: () => number,
  signal: AbortSignal,
): Promise<Poke> {
  const { namespace, user } = secret;
  const users = await client.list<DatabaseUser>(userResource, namespace, {}, signal);
  const found = users.items.find(({ spec }) => spec?.username === user);
  const password = found?.spec?.passwordSecretRef?.name;
  if (found === undefined || password === undefined) {
    throw new UserError(
      `no AtlasDatabaseUser with a password in namespace ${namespace} is for the database user "${user}"`,
      {
        hint: `what else makes the operator look again is its restart: kubectl rollout restart deployment -n OPERATOR_NAMESPACE mongodb-atlas-operator`,
      },
    );
  }
  return {
    touches: `secret/${password}: its annotation ${touchAnnotation}; the operator then sends the unchanged password of "${user}" to Atlas and writes the Secrets of that user`,
    async run() {
      const object = await client.get(secretResource, namespace, password, signal);
      await annotate(client, secretResource, object, touchAnnotation, new Date(now()).toISOString(), signal);
    },
  };
}

/**
 * The least harmful thing that makes this operator write a deployment's Secret.
 * @throws UserError where nothing does but a restart, or where it is not known
 */
export async function choosePoke(
  client: KubeClient,
  found: FoundSecret,
  generation: Generation,
  time: { readonly now: () => number; readonly signal: AbortSignal },
): Promise<Poke> {
  const { deployment } = found;
  if (isAtLeast(generation, '2.12.0') === true && deployment !== undefined)
    return throughSkipping(client, deployment, time.signal);
  const touches = isAtLeast(generation, '2.1.0');
  if (touches === true) return throughPassword(client, found, time.now, time.signal);
  throw new UserError(
    touches === undefined
      ? `what makes this cluster's operator look again depends on its version, which is unknown: neither its Deployment nor ${atlasGroup}'s discovery may be read`
      : "this cluster's operator is too old to look again for anything but a change of the password or a restart",
    { hint: 'restart it: kubectl rollout restart deployment -n OPERATOR_NAMESPACE mongodb-atlas-operator' },
  );
}
