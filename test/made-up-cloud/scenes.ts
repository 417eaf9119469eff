import { placed } from '../harness/placement.ts';
import type { World } from '../harness/world.ts';
import { seedDeployment, seedTunnel, services } from '../made-up-source/operator.ts';

/** A source on a cloud, one of which is made up or both. */
export interface Scene {
  readonly title: string;
  /** As a person names it, and as -o name does. */
  readonly source: string;
  readonly resource: string;
  /** What `create` says that it goes on with. */
  readonly chosen: RegExp;
  readonly placement: (world: World) => string;
  /** The flag that says where the cloud is asked. */
  readonly where: string;
  readonly id: RegExp;
  readonly service: string;
  /** What the spec lists before and after the endpoint is linked. */
  readonly declared: unknown;
  readonly linked: (id: string) => unknown;
  readonly listed: (world: World) => unknown;
  /** The account that a person is told of before something is changed there. */
  readonly account: string;
  /** What a person is told before the endpoint is deleted. */
  readonly consequence: RegExp;
  seed(world: World): void;
}

const region = 'SEA_OF_TRANQUILITY';

/** A group of the Moon, as Atlas has to be told of it. */
export function group(groupName: string): object {
  const endpoints = ['a', 'b'].map((letter, index) => ({
    name: `${groupName}-${letter}`,
    ipAddress: `10.96.0.${index + 1}`,
  }));
  return { projectId: 'apollo', groupName, endpoints };
}

function specOf(world: World, resource: string, name: string): Readonly<Record<string, unknown>> | undefined {
  return world.kubernetes.store.get(resource, 'default', name)?.['spec'] as Record<string, unknown> | undefined;
}

const tunnelScene = {
  source: 'at/under',
  resource: 'atlastunnel.atlas.mongodb.com/under',
  chosen: /^endpoint under-door of at\/under/,
  declared: [{ name: 'under-door' }],
  listed: (world: World) => specOf(world, 'atlastunnels', 'under')?.['doors'],
  consequence: /^note: the service is deleted too; /m,
};

export const tunnelOnAws: Scene = {
  ...tunnelScene,
  title: 'the made-up source on AWS',
  placement: placed,
  where: '--region us-east-1',
  account: 'AWS account 123456789012 (credentials from AWS_ACCESS_KEY_ID), region us-east-1',
  id: /^vpce-[0-9a-f]{17}$/,
  service: services.AWS,
  linked: (id) => [{ name: 'under-door', endpoint: id }],
  seed(world) {
    seedDeployment(world);
    seedTunnel(world, 'under', { region: 'US_EAST_1' });
  },
};

export const tunnelOnMoon: Scene = {
  ...tunnelScene,
  title: 'the made-up source on the made-up cloud',
  placement: () => '--crater crater-1 --colony base',
  where: '--colony base',
  account: 'Moon account apollo',
  id: /^moon-1$/,
  service: services.MOON,
  linked: (id) => [{ name: 'under-door', landing: group(id) }],
  seed(world) {
    seedDeployment(world);
    seedTunnel(world, 'under', { provider: 'MOON', region });
  },
};

export const serviceOnMoon: Scene = {
  title: 'AtlasPrivateEndpoint on the made-up cloud',
  source: 'ape/landing',
  resource: 'atlasprivateendpoint.atlas.mongodb.com/landing',
  chosen: /^endpoint landing of ape\/landing/,
  placement: () => '--crater crater-1',
  where: '--colony base',
  account: 'Moon account apollo',
  id: /^moon-1$/,
  service: services.MOON,
  declared: undefined,
  linked: (id) => [group(id)],
  listed: (world) => specOf(world, 'atlasprivateendpoints', 'landing')?.['moonConfiguration'],
  consequence: /^note: connections through it will fail: ad\/orders/m,
  seed(world) {
    world.deployCluster({ provider: 'MOON', regions: [region] });
    world.addService({ name: 'landing', provider: 'MOON', region });
  },
};
