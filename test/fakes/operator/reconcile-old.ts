import type { ServerlessEndpointSpec, ServerlessEndpointStatus } from '../../../src/atlas/deployment.ts';
import type { AtlasEndpoint, AtlasInstance } from './atlas.ts';
import type { Outcome } from './operator.ts';

/** An Atlas endpoint as the operator copies it into the status. */
export function entryOf(endpoint: AtlasEndpoint): ServerlessEndpointStatus {
  const { comment, ...rest } = endpoint;
  return { ...rest, name: comment };
}

function isInitial(item: ServerlessEndpointSpec): boolean {
  return !item.cloudProviderEndpointID && !item.privateEndpointIpAddress;
}

function sameConnection(item: ServerlessEndpointSpec, endpoint: AtlasEndpoint): boolean {
  return (
    item.name === endpoint.comment &&
    (item.cloudProviderEndpointID ?? '') === (endpoint.cloudProviderEndpointId ?? '') &&
    (item.privateEndpointIpAddress ?? '') === (endpoint.privateEndpointIpAddress ?? '')
  );
}

/** One pass of operators 1.5.0 to 2.2.0: model.md, "Generation A". */
export function reconcileOld(instance: AtlasInstance, desired: readonly ServerlessEndpointSpec[]): Outcome {
  const listed = instance.list();
  const isReady = (endpoint: AtlasEndpoint): boolean =>
    endpoint.status === 'RESERVED'
      ? desired.some((item) => item.name === endpoint.comment && !isInitial(item))
      : ['AVAILABLE', 'FAILED'].includes(endpoint.status);
  const creating = listed.filter(
    (endpoint) => ['INITIATING', 'RESERVATION_REQUESTED', 'RESERVED'].includes(endpoint.status) && !isReady(endpoint),
  );
  const ready = listed.filter(isReady);
  const [created, connected, kept, duplicates]: ServerlessEndpointStatus[][] = [[], [], [], []];
  const matched = new Set<string>();
  const seen = new Set<string>();
  for (const item of desired) {
    const name = item.name ?? '';
    if (seen.has(name)) {
      const errorMessage = `The SPE with same name exists: ${name}. Please use unique names`;
      duplicates?.push({ name, status: 'FAILED', errorMessage });
      continue;
    }
    seen.add(name);
    if (isInitial(item)) {
      const known = creating.find(({ comment }) => comment === name);
      if (known !== undefined) matched.add(known._id);
      created?.push(entryOf(known ?? instance.create(name)));
      continue;
    }
    const same = ready.find((endpoint) => sameConnection(item, endpoint));
    const reserved = ready.find(({ comment, status }) => comment === name && status === 'RESERVED');
    if (same !== undefined) {
      matched.add(same._id);
      kept?.push(entryOf(same));
    } else if (reserved !== undefined) {
      matched.add(reserved._id);
      const patched = instance.connect(reserved._id, item.cloudProviderEndpointID ?? '', item.privateEndpointIpAddress);
      if (patched !== undefined) connected?.push(entryOf(patched));
    } else created?.push(entryOf(instance.create(name)));
  }
  // Everything that no item matched is deleted, also what is still on its way: changing an id re-creates the endpoint.
  for (const endpoint of [...creating, ...ready]) if (!matched.has(endpoint._id)) instance.remove(endpoint._id);
  const entries = [created, connected, kept, duplicates].flatMap((group) => group ?? []);
  const pending = entries.find(({ status }) => status !== 'AVAILABLE');
  if (pending === undefined)
    return { entries, condition: desired.length === 0 ? undefined : { status: 'True' }, again: false };
  const message = `serverless private endpoint ${pending._id ?? ''} is not ready`;
  return { entries, condition: { status: 'False', reason: 'ServerlessPrivateEndpointReady', message }, again: true };
}
