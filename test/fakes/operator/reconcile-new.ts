import type { ServerlessEndpointSpec, ServerlessEndpointStatus } from '../../../src/atlas/api/deployment.ts';
import type { AtlasEndpoint, AtlasInstance } from './atlas.ts';
import { AtlasRefusal, type Outcome, pending, settled } from './outcome.ts';
import { entryOf } from './reconcile-old.ts';

function readyToConnect(item: ServerlessEndpointSpec, endpoint: AtlasEndpoint): boolean {
  if (endpoint.providerName === 'AWS') return Boolean(item.cloudProviderEndpointID);
  return Boolean(item.cloudProviderEndpointID) && Boolean(item.privateEndpointIpAddress);
}

/** One pass of operators 2.2.1 to 2.11.1: operator.md, "Generation B". */
export function reconcileNew(instance: AtlasInstance, desired: readonly ServerlessEndpointSpec[]): Outcome {
  const declared = desired.length > 0;
  try {
    const entries = reconciled(instance, desired);
    if (entries.every(({ status }) => status === 'AVAILABLE')) return settled(entries, declared);
    const message = 'Waiting serverless private endpoint to be configured';
    return pending(entries, declared, 'ServerlessPrivateEndpointInProgress', message);
  } catch (error) {
    // The pass ends there, and the entries stay as they were.
    if (error instanceof AtlasRefusal)
      return pending(undefined, declared, 'ServerlessPrivateEndpointFailed', error.message);
    throw error;
  }
}

/** Atlas's refusal in the operator's words; any other error as it is. */
function refused(verb: string, error: unknown): Error {
  return error instanceof AtlasRefusal
    ? new AtlasRefusal(`unable to ${verb} serverless private endpoint on Atlas: ${error.message}`)
    : (error as Error);
}

/** @throws AtlasRefusal in the operator's words */
function reconciled(instance: AtlasInstance, desired: readonly ServerlessEndpointSpec[]): ServerlessEndpointStatus[] {
  const listed = instance.list();
  const created: ServerlessEndpointStatus[] = [];
  for (const { name = '' } of desired.filter(({ name }) => !listed.some(({ comment }) => comment === name))) {
    try {
      created.push(entryOf(instance.create(name)));
    } catch (error) {
      throw refused('create', error);
    }
  }
  const known = listed.map((endpoint) => {
    const item = desired.find(({ name }) => name === endpoint.comment);
    if (item === undefined) {
      instance.remove(endpoint._id);
      return { ...entryOf(endpoint), status: 'DELETING' };
    }
    // Only a RESERVED one is connected: an id that changes later is ignored.
    if (endpoint.status !== 'RESERVED' || !readyToConnect(item, endpoint)) return entryOf(endpoint);
    try {
      const patched = instance.connect(endpoint._id, item.cloudProviderEndpointID ?? '', item.privateEndpointIpAddress);
      return entryOf(patched ?? endpoint);
    } catch (error) {
      throw refused('update/connect', error);
    }
  });
  // The real one walks a Go map, whose order is random; reversed stands for that here, and the same each time.
  return [...known, ...created].toReversed();
}
