import type { ServerlessEndpointSpec } from '../../../src/atlas/deployment.ts';
import type { AtlasEndpoint, AtlasInstance } from './atlas.ts';
import type { Outcome } from './operator.ts';
import { entryOf } from './reconcile-old.ts';

function readyToConnect(item: ServerlessEndpointSpec, endpoint: AtlasEndpoint): boolean {
  if (endpoint.providerName === 'AWS') return Boolean(item.cloudProviderEndpointID);
  return Boolean(item.cloudProviderEndpointID) && Boolean(item.privateEndpointIpAddress);
}

/** One pass of operators 2.2.1 to 2.11.1: model.md, "Generation B". */
export function reconcileNew(instance: AtlasInstance, desired: readonly ServerlessEndpointSpec[]): Outcome {
  const listed = instance.list();
  const entries = listed.map((endpoint) => {
    const item = desired.find(({ name }) => name === endpoint.comment);
    if (item === undefined) {
      instance.remove(endpoint._id);
      return { ...entryOf(endpoint), status: 'DELETING' };
    }
    // Only a RESERVED one is connected: an id that changes later is ignored.
    if (endpoint.status !== 'RESERVED' || !readyToConnect(item, endpoint)) return entryOf(endpoint);
    const patched = instance.connect(endpoint._id, item.cloudProviderEndpointID ?? '', item.privateEndpointIpAddress);
    return entryOf(patched ?? endpoint);
  });
  for (const { name = '' } of desired) {
    if (!listed.some(({ comment }) => comment === name)) entries.push(entryOf(instance.create(name)));
  }
  // The real one walks a Go map, whose order is random; reversed stands for that here, and the same each time.
  entries.reverse();
  if (entries.every(({ status }) => status === 'AVAILABLE')) {
    return { entries, condition: desired.length === 0 ? undefined : { status: 'True' }, again: false };
  }
  const condition = {
    status: 'False' as const,
    reason: 'ServerlessPrivateEndpointInProgress',
    message: 'Waiting serverless private endpoint to be configured',
  };
  return { entries, condition: desired.length === 0 ? undefined : condition, again: true };
}
