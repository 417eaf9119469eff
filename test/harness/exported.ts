import { type World, inWorld } from './world.ts';
import { make, onGoogle } from './google.ts';
import { placedInGroup } from './placement.ts';

const subnet =
  '/subscriptions/11111111-2222-4333-8444-555555555555/resourceGroups/shop/providers/Microsoft.Network/virtualNetworks/prod/subnets/endpoints';

/** A world of each cloud in which the AtlasPrivateEndpoint shop is connected. */
export const connected = {
  AWS: (body: (world: World) => Promise<void>): Promise<void> =>
    inWorld({}, async (world) => {
      const flags = `--project shop --provider AWS --region US_EAST_1 --tag team=shop ${placedInGroup(world)}`;
      await world.run(`create ape/shop ${flags}`);
      await world.run('link ape/shop');
      await body(world);
    }),
  AZURE: (body: (world: World) => Promise<void>): Promise<void> =>
    inWorld({ cloud: 'AZURE' }, async (world) => {
      const flags = `--project shop --provider AZURE --region EUROPE_NORTH --private-endpoint-name atlas-shop --subnet ${subnet}`;
      await world.run(`create ape/shop ${flags}`);
      await world.run('link ape/shop');
      await body(world);
    }),
  GCP: (body: (world: World) => Promise<void>): Promise<void> =>
    inWorld(onGoogle, async (world) => {
      await world.run(`create ${make.replace('shop-gcp', 'shop')} --subnetwork endpoints`);
      await world.run('link ape/shop');
      await body(world);
    }),
} as const;
