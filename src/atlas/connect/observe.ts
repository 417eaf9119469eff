import { type CloudEndpoint, type Owner, sameId } from '../../core/cloud-endpoint.ts';
import { type EndpointState, isReserved } from '../../core/endpoint.ts';
import { isFailure } from '../../core/errors.ts';
import { reliesOnLinked } from '../../core/plan/linked.ts';
import type { Goal, LinkedEndpoint } from '../../core/plan/observed.ts';
import { needsCloud } from '../../core/plan/plan.ts';
import type { KubeObject } from '../../kube/resource.ts';
import { readTarget } from '../sources/lookup.ts';
import type { ConnectMemory, ConnectObserved, ConnectOptions } from './options.ts';

/** Whose a cloud endpoint is that is made for this endpoint. */
export function ownerOf(
  { target, label }: Pick<ConnectOptions, 'target' | 'label'>,
  object: KubeObject | undefined,
): Owner {
  return { source: target.reference, namespace: target.namespace, uid: object?.metadata.uid ?? '', label };
}

/**
 * Observes one endpoint: its object, and its cloud endpoint if the plan depends on that.
 * @throws UserError if the object cannot have an endpoint; ApiError; errors of the cloud
 */
export async function observe(
  options: ConnectOptions,
  goal: Goal,
  memory: ConnectMemory,
): Promise<{ readonly observed: ConnectObserved; readonly memory: ConnectMemory }> {
  const { source } = options.target;
  const object = await read(options);
  const owner = ownerOf(options, object);
  const nothing = { object, owner, endpoint: undefined, cloud: undefined, taken: [] };
  const recreatable = source.failedHint === undefined;
  if (object === undefined) return { observed: { ...nothing, recreatable }, memory };
  const { endpoint, cloudAsked } = await findEndpoint(options, object, goal, memory);
  const ids = source.endpoints(object).flatMap(({ declaredId }) => declaredId ?? []);
  const asks = needsCloud(endpoint, goal);
  const linked =
    memory.cloudAsked || memory.linkedAsked || !reliesOnLinked(endpoint, goal)
      ? undefined
      : await lookAtLinked(options, endpoint);
  const wanted = { service: endpoint?.service ?? '', id: endpoint?.declaredId ?? goal.id };
  const observed = {
    object,
    owner,
    endpoint,
    cloud: asks ? await lookAtCloud(options, owner, wanted, memory) : undefined,
    ...(linked === undefined ? {} : { linked: linked.found }),
    taken: ids.filter((id) => !sameId(id, endpoint?.declaredId ?? '')),
    recreatable,
  };
  const now = memory.cloudAsked || cloudAsked || asks || linked?.found !== undefined;
  return { observed, memory: { ...memory, cloudAsked: now, linkedAsked: memory.linkedAsked || linked !== undefined } };
}

/** Looks at the cloud endpoint that the spec names. If the cloud cannot be asked, warns, and `found` is undefined. */
async function lookAtLinked(
  { cloud, warn }: ConnectOptions,
  { declaredId: id = '', service = '' }: EndpointState,
): Promise<{ readonly found: LinkedEndpoint | undefined }> {
  try {
    const account = await cloud();
    const endpoint = await account.get(id, service);
    const asked = endpoint === undefined ? await account.identity([]) : undefined;
    return { found: { endpoint, account: asked } };
  } catch (error) {
    if (!isFailure(error)) throw error;
    warn(`cannot check the cloud endpoint ${id}: ${error.message}`);
    return { found: undefined };
  }
}

async function read({ client, target, manifest, time }: ConnectOptions): Promise<KubeObject | undefined> {
  const { source, namespace, name } = target;
  const object =
    manifest === undefined
      ? await readTarget(client, target, time.signal)
      : await client.find(source.resource, namespace, name, time.signal);
  if (object !== undefined) {
    source.refuse(object);
    source.refuseHopeless(object);
  }
  return object;
}

/** The endpoint of the label. If the source keeps no labels, they are in the tags of the cloud endpoints. */
async function findEndpoint(
  options: ConnectOptions,
  object: KubeObject,
  goal: Goal,
  { id }: ConnectMemory,
): Promise<{ readonly endpoint: EndpointState | undefined; readonly cloudAsked: boolean }> {
  const { target, label } = options;
  const { source } = target;
  const found = source.find(object, label, id) ?? source.unlinked(object, label);
  const ids = source.endpoints(object).flatMap(({ declaredId }) => declaredId ?? []);
  const labelled = source.identity !== 'cloud-endpoint' || found?.declaredId !== undefined || id !== undefined;
  if (labelled || ids.length === 0 || !isReserved(found) || !needsCloud(found, goal))
    return { endpoint: found, cloudAsked: false };
  const account = await options.cloud();
  const tagged = (await account.find(ownerOf(options, object), found?.service ?? '')).find(
    (each) => each.ours && ids.some((declared) => sameId(declared, each.id)),
  );
  return { endpoint: tagged === undefined ? found : source.find(object, label, tagged.id), cloudAsked: true };
}

/** @param wanted its id is the one in the spec, if something else is missing there, or the one that the user named */
async function lookAtCloud(
  { cloud }: ConnectOptions,
  owner: Owner,
  { service, id }: { readonly service: string; readonly id: string | undefined },
  { created }: ConnectMemory,
): Promise<readonly CloudEndpoint[]> {
  const account = await cloud();
  if (id !== undefined) {
    const named = await account.get(id, service);
    return named === undefined ? [] : [named];
  }
  const found = await account.find(owner, service);
  return created === undefined || found.some((each) => each.id === created.id) ? found : [created, ...found];
}
