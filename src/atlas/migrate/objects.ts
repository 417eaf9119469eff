import { type AtlasPrivateEndpoint, privateEndpointResource } from '../api/private-endpoint.ts';
import type { MigrationOptions } from './project.ts';

/** The objects that declare what is moved, in the order of the moves; undefined for each that does not exist. */
export function readObjects({
  client,
  moves,
  time,
}: Pick<MigrationOptions, 'client' | 'moves' | 'time'>): Promise<readonly (AtlasPrivateEndpoint | undefined)[]> {
  return Promise.all(
    moves.map(({ object: { metadata } }) =>
      client.find<AtlasPrivateEndpoint>(privateEndpointResource, metadata.namespace ?? '', metadata.name, time.signal),
    ),
  );
}
