import { type Azure, key, type PrivateEndpoint } from './model.ts';

export interface Delays {
  /** From the PUT to `Succeeded`. */
  readonly createMs: number;
  /** From the DELETE to nothing, or to `Failed` where the deletion is to fail. */
  readonly deleteMs: number;
}

/** Asks the owner of the service whether it has approved an endpoint. */
export type Approved = (endpointId: string) => boolean;

/** Brings everything to `now`. There are no timers: what time and the service's owner have done is worked out at each request. */
export function settle(azure: Azure, delays: Delays, now: number, approved: Approved): void {
  for (const endpoint of Array.from(azure.endpoints.values())) {
    provision(endpoint, delays, now);
    if (endpoint.connection === 'Pending' && endpoint.provisioning === 'Succeeded' && approved(endpoint.id)) {
      endpoint.connection = 'Approved';
      endpoint.description = 'Approved by the owner of the service';
    }
    if (endpoint.provisioning === 'Deleting' && now >= endpoint.since + delays.deleteMs) {
      if (endpoint.failure !== undefined) {
        endpoint.provisioning = 'Failed';
        endpoint.since += delays.deleteMs;
        continue;
      }
      azure.endpoints.delete(key(endpoint.id));
      const place = azure.subnet(endpoint.subnetId);
      if (place !== undefined) place.subnet.freeAddresses += 1;
    }
  }
}

function provision(endpoint: PrivateEndpoint, delays: Delays, now: number): void {
  if (endpoint.provisioning !== 'Creating' || now < endpoint.since + delays.createMs) return;
  endpoint.provisioning = endpoint.failure === undefined ? 'Succeeded' : 'Failed';
  endpoint.since += delays.createMs;
}
