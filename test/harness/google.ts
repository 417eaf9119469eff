import assert from 'node:assert/strict';
import type { AtlasPrivateEndpoint } from '../../src/atlas/api/private-endpoint.ts';
import { type World, inWorld } from './world.ts';

export const service =
  'projects/p-f4c6bd2df0e4e0f650bd2810/regions/europe-west1/serviceAttachments/sa-europe-west1-6e23c0a6136a1b86245ca54c-0';
export const make = 'ape/shop-gcp --project shop --provider GCP --region europe-west1';
export const onGoogle = { cloud: 'GCP', generation: 'v2.15' } as const;

export function read(world: World, name = 'shop-gcp'): AtlasPrivateEndpoint {
  return world.kubernetes.store.get('atlasprivateendpoints', 'default', name) as AtlasPrivateEndpoint;
}

/** The names of the rules; each ends in digits of the object's uid, new in each world. */
export const made = ({ compute }: World): readonly string[] =>
  compute.rules().map(({ name }) => name.slice(name.lastIndexOf('/') + 1));

export function posted({ compute }: World, collection: string): readonly Record<string, unknown>[] {
  return compute
    .requests()
    .filter(({ method, path }) => method === 'POST' && path.endsWith(`/${collection}`))
    .map(({ body }) => body as Record<string, unknown>);
}

/** A world with a cluster, and an AtlasPrivateEndpoint whose rule is made and not linked yet. */
export function created(body: (world: World, id: string) => Promise<void>): Promise<void> {
  return inWorld(onGoogle, async (world) => {
    world.deployCluster();
    const seen = await world.run(`create ${make} --subnetwork endpoints`);
    assert.equal(seen.code, 0, seen.stderr);
    await body(world, made(world)[0] ?? '');
  });
}
