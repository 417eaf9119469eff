import { EC2Client } from '@aws-sdk/client-ec2';
import type { CreateVpcEndpointCommandInput } from '@aws-sdk/client-ec2';
import { type HandClock, handClock } from '../../harness/hand-clock.ts';
import { within } from '../../harness/suite.ts';
import { seedAccount, type SeededAccount } from './seed.ts';
import { startEc2, type FakeEc2, type FakeEc2Options } from './server.ts';

export { type HandClock, handClock } from '../../harness/hand-clock.ts';

// The SDK must not look for credentials or settings of the machine that the tests run on.
Object.assign(process.env, {
  AWS_EC2_METADATA_DISABLED: 'true',
  AWS_CONFIG_FILE: '/dev/null',
  AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
});

/** The service that the tests connect to, offered in the zones a and b but not in c. */
export const serviceName = 'com.amazonaws.vpce.us-east-1.vpce-svc-0aaaabbbbccccdddd';

export interface Bench {
  readonly ec2: FakeEc2;
  readonly clock: HandClock;
  readonly seed: SeededAccount;
  readonly client: EC2Client;
  /** A client for another region, or with other settings. */
  readonly connect: (region: string) => EC2Client;
  /** A sound request for an interface endpoint in the zone a. */
  readonly wanted: (changes?: Partial<CreateVpcEndpointCommandInput>) => CreateVpcEndpointCommandInput;
  /** Ids of the endpoints that the service's owner has accepted. */
  readonly accepted: Set<string>;
}

/** Runs `body` against a fresh fake with a seeded us-east-1, driven by the real SDK, which is told not to repeat a failed request. */
export async function withEc2(
  body: (bench: Bench) => Promise<void>,
  options: Omit<FakeEc2Options, 'clock'> = {},
): Promise<void> {
  const clock = handClock();
  const accepted = new Set<string>();
  const delays = { pendingMs: 100, acceptMs: 200, deleteMs: 300, deletedMs: 400 };
  const ec2 = await startEc2({ clock, delays, accepted: (id) => accepted.has(id), ...options });
  const seed = seedAccount(ec2, 'us-east-1');
  ec2.account.addService(serviceName, { region: 'us-east-1', zones: [seed.zones[0], seed.zones[1]] });
  const connect = (region: string): EC2Client =>
    new EC2Client({
      region,
      endpoint: ec2.url,
      maxAttempts: 1,
      credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'made-up' },
    });
  const client = connect('us-east-1');
  const wanted: Bench['wanted'] = (changes) => ({
    VpcEndpointType: 'Interface',
    VpcId: seed.vpcId,
    ServiceName: serviceName,
    SubnetIds: [seed.subnets.a],
    SecurityGroupIds: [seed.groups.open],
    PrivateDnsEnabled: false,
    ...changes,
  });
  try {
    // A body that hangs must still let the fake be closed, or the process of the test would never end.
    await within(10_000, 'the body of withEc2', body({ ec2, clock, seed, client, connect, wanted, accepted }));
  } finally {
    client.destroy();
    await ec2.close();
  }
}
