/** A project whose endpoint is moved to an object of its own: what stands before, meanwhile and afterwards. */
import assert from 'node:assert/strict';
import { awsItem } from './project-items.ts';
import type { World } from './world.ts';

export const first = 'vpce-026b4c868ce5d755d';
const project = ['atlasprojects', 'default', 'shop'] as const;

interface Stored {
  readonly metadata: { readonly annotations?: Readonly<Record<string, string>>; readonly generation?: number };
  readonly spec?: { readonly privateEndpoints?: unknown };
}

export function projectOf(world: World): Stored {
  return world.kubernetes.store.get(...project) as Stored;
}

/** The objects that the endpoints were moved to, as they are declared. */
export function objects(world: World): unknown {
  return world.kubernetes.store
    .list('atlasprivateendpoints')
    .map((object) => [object.metadata.name, Object(object)['spec']]);
}

/** What Atlas has: each service with its state, and its endpoints with theirs. */
function atlas(world: World): unknown {
  return (['AWS', 'AZURE'] as const).flatMap((cloud) =>
    world.operator
      .project('shop')
      .services.list(cloud)
      .map((service) => [service.describe(), service.interfaces.map((each) => each.describe())]),
  );
}

/** Runs a command, and looks at Atlas at each of its words: nothing may ever be another than it was. */
export async function watched(world: World, command: string, options: { readonly stopAt?: RegExp } = {}) {
  const before = atlas(world);
  const seen = await world.run(command, { ...options, onOutput: () => assert.deepEqual(atlas(world), before) });
  assert.deepEqual(atlas(world), before);
  return seen;
}

export const annotationsOfOurs = /atlas-pe\/|reconciliation-policy/;

/** Nothing shows that a move has ever begun. */
export function assertAsBefore(world: World, items: unknown): void {
  const { metadata, spec } = projectOf(world);
  assert.deepEqual(spec?.privateEndpoints, items);
  assert.doesNotMatch(JSON.stringify(metadata.annotations ?? {}), annotationsOfOurs);
  assert.deepEqual(objects(world), []);
}

/** The project has let go of its endpoint, and an object declares it. */
export function assertMoved(world: World): void {
  const { metadata, spec } = projectOf(world);
  assert.equal(spec?.privateEndpoints, undefined);
  assert.doesNotMatch(JSON.stringify(metadata.annotations ?? {}), annotationsOfOurs);
  assert.deepEqual(objects(world), [
    ['shop-us-east-1', { projectRef: { name: 'shop' }, ...awsItem, awsConfiguration: [{ id: first }] }],
  ]);
}
