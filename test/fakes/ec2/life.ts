import type { Endpoint, Region } from './model.ts';

/** How long each step of an endpoint's life takes, in milliseconds of the fake's clock. */
export interface Delays {
  /** From creation to `pendingAcceptance` (or to `available`, where nobody has to accept). 0: already in the answer to the creation. */
  readonly pendingMs: number;
  /** From acceptance to `available`. */
  readonly acceptMs: number;
  /** From DeleteVpcEndpoints to `deleted`, or to `failed` where the deletion is to fail. */
  readonly deleteMs: number;
  /** How long a deleted endpoint is still listed, as `deleted`, before it is unknown. */
  readonly deletedMs: number;
}

/** Asks the owner of the service whether it has accepted an endpoint. */
export type Accepted = (endpointId: string) => boolean | Promise<boolean>;

/** Puts an endpoint into a state; what is deleted gives its addresses back. */
export function enter(endpoint: Endpoint, state: Endpoint['state'], at: number): void {
  if (state === 'deleted' && endpoint.state !== 'deleted' && endpoint.addressType !== 'ipv6')
    for (const subnet of endpoint.subnets) subnet.freeAddresses += 1;
  endpoint.state = state;
  endpoint.since = at;
}

/** Moves an endpoint on by as much as time alone can move it. */
export function advance(endpoint: Endpoint, delays: Delays, now: number): void {
  if (endpoint.state === 'pending') {
    const waits = endpoint.service.acceptanceRequired && !endpoint.accepted;
    const at = endpoint.since + (endpoint.accepted ? delays.acceptMs : delays.pendingMs);
    if (now >= at) enter(endpoint, waits ? 'pendingAcceptance' : 'available', at);
  }
  const over = endpoint.since + delays.deleteMs;
  if (endpoint.state !== 'deleting' || now < over) return;
  enter(endpoint, endpoint.deletionError === undefined ? 'deleted' : 'failed', over);
  endpoint.lastError = endpoint.deletionError ?? endpoint.lastError;
}

/**
 * Brings a region to `now`. There are no timers: what time and the service's owner have done since the last request is worked
 * out at the next one, so a clock that stands still is a fake that stands still.
 */
export async function settle(region: Region, delays: Delays, now: number, accepted: Accepted): Promise<void> {
  for (const endpoint of region.endpoints.values()) {
    advance(endpoint, delays, now);
    if (endpoint.state === 'pendingAcceptance' && (await accepted(endpoint.id))) accept(endpoint, now);
    advance(endpoint, delays, now);
    if (endpoint.state === 'deleted' && now >= endpoint.since + delays.deletedMs) region.endpoints.delete(endpoint.id);
  }
}

// Another request may have moved it while the owner was being asked.
function accept(endpoint: Endpoint, now: number): void {
  if (endpoint.state !== 'pendingAcceptance') return;
  endpoint.accepted = true;
  enter(endpoint, 'pending', now);
}
