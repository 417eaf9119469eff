import assert from 'node:assert/strict';
import type { FlagValues } from '../../src/cloud/flags/flag.ts';
import type { CloudKind } from '../../src/cloud/kind.ts';
import type { CloudProvider } from '../../src/cloud/provider.ts';
import { cloudNamed } from '../../src/cloud/table.ts';
import { addAttachment } from '../fakes/compute/seed.ts';
import { fewRetries } from '../harness/few-retries.ts';
import { service as googleService } from '../harness/google.ts';
import { rejection, suite } from '../harness/suite.ts';
import { type World, inWorld } from '../harness/world.ts';
import { writingCalls } from '../harness/writing-calls.ts';
import { publish } from '../sandbox/environments.ts';

const owner = { source: 'atlasdeployment/orders', namespace: 'shop', uid: 'uid-orders', label: 'orders-pe' };
const azureService = '/subscriptions/a/resourceGroups/rg/providers/Microsoft.Network/privateLinkServices/pls_1';
const awsService = 'com.amazonaws.vpce.us-east-1.vpce-svc-0aaaabbbbccccdddd';

/** A cloud, with a service that an endpoint can be made for. */
interface Scene {
  readonly service: string;
  readonly atlasRegion: string | undefined;
  readonly world: Parameters<typeof inWorld>[0];
  readonly set: (world: World) => void;
  readonly flags: (world: World) => FlagValues;
  /** The requests that the cloud's client refuses: of a creation, and of a deletion. */
  readonly refused: readonly [RegExp, RegExp];
}

const scenes: Readonly<Record<CloudKind, Scene>> = {
  AWS: {
    service: awsService,
    atlasRegion: undefined,
    world: {},
    set: ({ ec2 }) => void publish(ec2, awsService),
    flags: ({ account }) => ({ 'vpc-id': account.vpcId, 'subnet-id': [account.subnets.a] }),
    refused: [/^asked for ec2 CreateVpcEndpoint where/, /^asked for ec2 DeleteVpcEndpoints where/],
  },
  AZURE: {
    service: azureService,
    atlasRegion: undefined,
    world: { cloud: 'AZURE' },
    set: ({ arm }) => arm.azure.addService(azureService),
    flags: ({ azure }) => ({ subnet: azure.subnets.endpoints }),
    refused: [/^asked for arm PUT \/subscriptions\//, /^asked for arm DELETE \/subscriptions\//],
  },
  GCP: {
    service: googleService,
    atlasRegion: 'WESTERN_EUROPE',
    world: { cloud: 'GCP', generation: 'v2.15' },
    set: ({ compute }) => void addAttachment(compute.google, googleService),
    flags: () => ({ subnetwork: 'endpoints' }),
    refused: [/^asked for compute POST projects\/.*\/addresses where/, /^asked for compute DELETE projects\/.* where/],
  },
};

function open(world: World, cloud: CloudKind, changesNothing: boolean): Promise<CloudProvider> {
  const { flags, atlasRegion } = scenes[cloud];
  return cloudNamed(cloud).open({
    flags: flags(world),
    env: world.env,
    atlasRegion,
    attachments: [],
    warn: () => undefined,
    log: undefined,
    retries: fewRetries(world.clock.foreground),
    changesNothing,
  });
}

suite('an account that changes nothing', (test) => {
  for (const cloud of ['AWS', 'AZURE', 'GCP'] as const)
    test(`of ${cloud} sends no request that would change something, whoever asks for it; it has them checked`, () =>
      inWorld({ ...scenes[cloud].world, unpasted: true }, async (world) => {
        const { set, service, refused } = scenes[cloud];
        set(world);
        const looking = await open(world, cloud, true);
        await looking.preflight(true);
        assert.notEqual(await looking.checkCreation(owner, service), 'later');
        assert.match((await rejection(looking.create(owner, service, []))).message, refused[0]);
        assert.deepEqual(writingCalls(world, 'nobody'), []);

        const changing = await open(world, cloud, false);
        await changing.preflight(true);
        const { id } = await changing.create(owner, service, []);
        for (let looks = 0; (await changing.get(id, service))?.readiness === 'creating' && looks < 20; looks += 1)
          await world.clock.foreground.sleep(changing.pollMs);
        const before = writingCalls(world, 'nobody');
        assert.notDeepEqual(before, []);
        await looking.checkRemoval(id);
        assert.match((await rejection(looking.remove(id))).message, refused[1]);
        assert.deepEqual(writingCalls(world, 'nobody'), before);
      }));
});
