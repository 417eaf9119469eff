import type { ServerlessEndpointSpec, ServerlessEndpointStatus } from '../../../src/atlas/api/deployment.ts';
import type { AtlasEndpoint, AtlasInstance } from './atlas.ts';
import { AtlasRefusal, type Outcome, pending, settled } from './outcome.ts';

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

/** Asks Atlas for something; a refusal becomes an entry FAILED, which the next pass tries again. */
function asking(
  request: () => AtlasEndpoint | undefined,
  verb: string,
  refused: ServerlessEndpointStatus,
): ServerlessEndpointStatus {
  try {
    const endpoint = request();
    return endpoint === undefined ? refused : entryOf(endpoint);
  } catch (error) {
    if (!(error instanceof AtlasRefusal)) throw error;
    const errorMessage = `failed to ${verb} serverless private endpoint: ${error.message}`;
    return { ...refused, status: 'FAILED', errorMessage };
  }
}

/** What a pass is going to do; the names of v2.2.0's SPEDiff. */
class Diff {
  readonly create: ServerlessEndpointSpec[] = [];
  readonly connect: { readonly item: ServerlessEndpointSpec; readonly endpoint: AtlasEndpoint }[] = [];
  readonly keep: AtlasEndpoint[] = [];
  readonly duplicates: ServerlessEndpointSpec[] = [];

  request(item: ServerlessEndpointSpec): void {
    const twice = this.create.some(({ name }) => name === item.name);
    (twice ? this.duplicates : this.create).push(item);
  }

  /** Everything that no item matched is deleted, also what is still on its way: changing an id re-creates the endpoint. */
  unmatched(existing: readonly AtlasEndpoint[]): readonly AtlasEndpoint[] {
    const matched = new Set([...this.keep, ...this.connect.map(({ endpoint }) => endpoint)]);
    return existing.filter((endpoint) => !matched.has(endpoint));
  }
}

/** Items with an id or an IP: v2.2.0, sortReadySPE. */
function sortConnected(items: readonly ServerlessEndpointSpec[], existing: readonly AtlasEndpoint[]): Diff {
  const diff = new Diff();
  for (const item of items) {
    const endpoint = existing.find(
      (candidate) =>
        sameConnection(item, candidate) || (candidate.comment === item.name && candidate.status === 'RESERVED'),
    );
    if (endpoint === undefined) diff.request(item);
    else if (sameConnection(item, endpoint)) diff.keep.push(endpoint);
    else diff.connect.push({ item, endpoint });
  }
  return diff;
}

/** Items with neither: v2.2.0, sortSPEToConnect. */
function sortInitial(
  items: readonly ServerlessEndpointSpec[],
  existing: readonly AtlasEndpoint[],
  connecting: readonly string[],
): Diff {
  const diff = new Diff();
  const names = new Set(connecting);
  for (const item of items) {
    const name = item.name ?? '';
    const endpoint = existing.find(({ comment }) => comment === name);
    if (names.has(name)) diff.duplicates.push(item);
    else if (endpoint === undefined) diff.request(item);
    else diff.keep.push(endpoint);
    names.add(name);
  }
  return diff;
}

/** One pass of operators 1.5.0 to 2.2.0: operator.md, "Generation A". */
export function reconcileOld(instance: AtlasInstance, desired: readonly ServerlessEndpointSpec[]): Outcome {
  const listed = instance.list();
  const connectedItems = desired.filter((item) => !isInitial(item));
  const ready = [
    ...listed.filter(({ status }) => ['AVAILABLE', 'FAILED'].includes(status)),
    ...listed.filter(
      ({ status, comment }) => status === 'RESERVED' && connectedItems.some(({ name }) => name === comment),
    ),
  ];
  const creating = listed.filter(
    (endpoint) =>
      ['INITIATING', 'RESERVATION_REQUESTED', 'RESERVED'].includes(endpoint.status) && !ready.includes(endpoint),
  );
  const second = sortConnected(connectedItems, ready);
  const connecting = second.connect.map(({ endpoint }) => endpoint.comment);
  const first = sortInitial(desired.filter(isInitial), creating, connecting);
  const created = [...first.create, ...second.create].map(({ name = '' }) =>
    asking(() => instance.create(name), 'create', { name }),
  );
  const connected = second.connect.map(({ item, endpoint: { _id, providerName } }) => {
    const { name = '', cloudProviderEndpointID: id = '', privateEndpointIpAddress: ip } = item;
    // The service's name is not in the entry of a connection that was refused.
    const refused = { _id, name, cloudProviderEndpointId: id, providerName };
    return asking(() => instance.connect(_id, id, ip), 'connect', refused);
  });
  const kept = [...first.keep, ...second.keep].map(entryOf);
  const duplicates = [...first.duplicates, ...second.duplicates].map(({ name = '' }): ServerlessEndpointStatus => {
    const errorMessage = `The SPE with same name exists: ${name}. Please use unique names`;
    return { name, status: 'FAILED', errorMessage };
  });
  for (const { _id } of [...first.unmatched(creating), ...second.unmatched(ready)]) instance.remove(_id);
  const entries = [...created, ...connected, ...kept, ...duplicates];
  const unready = entries.find(({ status }) => status !== 'AVAILABLE');
  if (unready === undefined) return settled(entries, desired.length > 0);
  const message = `serverless private endpoint ${unready._id ?? ''} is not ready`;
  return pending(entries, true, 'ServerlessPrivateEndpointReady', message);
}
