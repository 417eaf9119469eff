import assert from 'node:assert/strict';
import type { Generation } from '../fakes/operator/generation.ts';
import { installOperator } from './operator-image.ts';
import { placedInGroup } from './placement.ts';
import { type World, inWorld } from './world.ts';

/** The version that stands for a generation, as its image says it. */
const tags: Readonly<Record<Generation, string>> = { 'v1.6': '2.2.0', 'v2.11': '2.11.1', 'v2.15': '2.15.0' };

/** The items of the project. */
export const awsItem = { provider: 'AWS', region: 'US_EAST_1' } as const;
export const azureItem = { provider: 'AZURE', region: 'EUROPE_NORTH' } as const;

/** Declares an endpoint in the project's own list and connects it. */
export async function connectItem(world: World, item: typeof awsItem | typeof azureItem): Promise<void> {
  world.declareInProject([item]);
  await world.operator.settled();
  const placement = item.provider === 'AWS' ? placedInGroup(world) : `--subnet ${world.azure.subnets.endpoints}`;
  for (const command of [`create ap/shop ${placement}`, 'link ap/shop']) {
    const seen = await world.run(command);
    assert.equal(seen.code, 0, seen.stderr);
  }
}

/** A world in which the project's own list has an endpoint that is connected, and the operator's version can be read. */
export function withItem(
  generation: Generation,
  body: (world: World) => Promise<void>,
  item: typeof awsItem | typeof azureItem = awsItem,
): Promise<void> {
  return inWorld({ generation, cloud: item.provider }, async (world) => {
    installOperator(world, tags[generation]);
    await connectItem(world, item);
    await body(world);
  });
}
