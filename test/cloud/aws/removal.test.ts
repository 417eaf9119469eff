import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cloudNamed } from '../../../src/cloud/table.ts';
import type { CloudProvider } from '../../../src/cloud/provider.ts';
import type { Owner } from '../../../src/core/cloud-endpoint.ts';
import { UserError } from '../../../src/core/errors.ts';
import { hintOf } from '../../harness/hint.ts';
import { publish } from '../../sandbox/environments.ts';
import { fewRetries } from '../../harness/few-retries.ts';
import { rejection, suite } from '../../harness/suite.ts';
import { type World, inWorld } from '../../harness/world.ts';
import type { FlagValues } from '../../../src/cloud/flags/flag.ts';

const service = 'com.amazonaws.vpce.us-east-1.vpce-svc-0aaaabbbbccccdddd';
const orders: Owner = { source: 'atlasdeployment/orders', namespace: 'shop', uid: 'uid-orders', label: 'orders-pe' };
const users: Owner = { ...orders, source: 'atlasdeployment/users', uid: 'uid-users', label: 'users-pe' };

interface Bench {
  readonly world: World;
  readonly open: (flags?: FlagValues, env?: NodeJS.ProcessEnv, atlasRegion?: string) => Promise<CloudProvider>;
  /** An endpoint of the owner's that waits for acceptance. @returns its id */
  readonly make: (owner: Owner) => Promise<string>;
  readonly pass: (ms: number) => Promise<void>;
}

async function withAws(body: (bench: Bench) => Promise<void>): Promise<void> {
  const ec2Delays = { pendingMs: 0, deleteMs: 30_000, deletedMs: 60_000 };
  await inWorld({ empty: true, ec2Delays }, async (world) => {
    publish(world.ec2, service);
    const { vpcId, subnets } = world.account;
    const open: Bench['open'] = (flags = {}, env = world.env, atlasRegion) =>
      cloudNamed('AWS').open({
        flags,
        env,
        atlasRegion,
        attachments: [],
        warn: () => undefined,
        log: undefined,
        retries: fewRetries(world.clock.foreground),
      });
    await body({
      world,
      open,
      make: async (owner) =>
        (await (await open({ 'vpc-id': vpcId, 'subnet-id': [subnets.a] })).create(owner, service, [])).id,
      pass: (ms) => world.clock.foreground.sleep(ms),
    });
  });
}

async function refusal(promise: Promise<unknown>): Promise<readonly [message: string, hint: string]> {
  const error = await rejection(promise);
  assert.ok(error instanceof UserError, String(error.stack));
  return [error.message, hintOf(error)];
}

suite('what this program made on AWS', (test) => {
  test("is the owner's, or everybody's, with whom it was made for; what is being deleted is left out", () =>
    withAws(async ({ world, open, make }) => {
      const [mine, theirs, gone] = [await make(orders), await make(users), await make({ ...users, label: 'gone' })];
      world.ec2.setState(gone, 'deleting');
      const cloud = await open();
      assert.deepEqual(
        (await cloud.made(orders)).map(({ id, ours }) => [id, ours]),
        [[mine, true]],
      );
      assert.deepEqual(
        (await cloud.made(undefined)).map(({ id, ours, madeFor }) => [id, ours, madeFor]),
        [
          [mine, false, { uid: 'uid-orders', source: 'shop/atlasdeployment/orders', label: 'orders-pe' }],
          [theirs, false, { uid: 'uid-users', source: 'shop/atlasdeployment/users', label: 'users-pe' }],
        ],
      );
    }));

  test('does not include what others made, nor what a label with a wildcard in it would match', () =>
    withAws(async ({ world, open, make }) => {
      await make(orders);
      const foreign = await make(users);
      const tags = world.ec2.account.region('us-east-1').endpoints.get(foreign)?.tags;
      tags?.delete('kubectl-atlas-pe/source');
      const cloud = await open();
      assert.equal((await cloud.made(undefined)).length, 1);
      assert.deepEqual(await cloud.made({ ...orders, label: 'orders-*' }), []);
    }));

  test('is looked for in --region, else the region of the source, else that of the environment or the profile', () =>
    withAws(async ({ world, open }) => {
      const { AWS_REGION: _, AWS_DEFAULT_REGION: __, ...bare } = world.env;
      const lastRegion = (): string | undefined => world.ec2.requests().at(-1)?.region;
      await (await open({ region: 'eu-west-1' }, world.env, 'US_WEST_2')).made(undefined);
      assert.equal(lastRegion(), 'eu-west-1');
      await (await open({}, world.env, 'US_WEST_2')).made(undefined);
      assert.equal(lastRegion(), 'us-west-2');
      await (await open()).made(undefined);
      assert.equal(lastRegion(), 'us-east-1');
      const file = join(world.kubeconfig, '..', 'aws-profiles');
      const keys = 'aws_access_key_id = AKIAPROFILE\naws_secret_access_key = secret';
      writeFileSync(file, `[profile shop]\nregion = sa-east-1\n${keys}\n`);
      const profiles = { ...bare, AWS_CONFIG_FILE: file };
      await (await open({ profile: 'shop' }, profiles)).made(undefined);
      assert.equal(lastRegion(), 'sa-east-1');
      // As of the aws command: a variable goes before the profile, whatever names the profile.
      await (await open({ profile: 'shop' }, { ...profiles, AWS_DEFAULT_REGION: 'ap-south-1' })).made(undefined);
      assert.equal(lastRegion(), 'ap-south-1');
      assert.deepEqual(await refusal((await open({}, bare)).made(undefined)), [
        'the AWS region is not known',
        'give it with --region, such as --region us-east-1, or set AWS_REGION',
      ]);
    }));
});

suite('an endpoint that is to be deleted on AWS', (test) => {
  test('is gone while it is deleted, and then no more, even while EC2 still lists it', () =>
    withAws(async ({ world, open, make, pass }) => {
      const id = await make(orders);
      const cloud = await open();
      await cloud.remove(id);
      const going = await cloud.get(id, '');
      assert.deepEqual([going?.readiness, going?.state], ['gone', 'deleting']);
      await pass(30_000);
      assert.equal(world.ec2.endpoint(id)?.state, 'deleted');
      assert.equal(await cloud.get(id, service), undefined);
      await pass(60_000);
      assert.equal(await cloud.get(id, ''), undefined);
      await cloud.remove(id);
    }));

  test('is deleted in the region in which it was found, whatever the default is', () =>
    withAws(async ({ world, open, make }) => {
      const id = await make(orders);
      const cloud = await open({}, world.env, 'EU_WEST_1');
      assert.equal((await cloud.get(id, service))?.readiness, 'ready');
      await cloud.remove(id);
      assert.equal(world.ec2.endpoint(id)?.state, 'deleting');
      assert.equal((await cloud.get(id, ''))?.state, 'deleting');
    }));

  test('that EC2 does not know is no error, in either of its spellings', () =>
    withAws(async ({ world, open }) => {
      const cloud = await open();
      await cloud.remove('vpce-0123456789abcdef0');
      world.ec2.fail({ action: 'DeleteVpcEndpoints', code: 'InvalidVpcEndpointId.NotFound' });
      await cloud.remove('vpce-0123456789abcdef0');
    }));

  for (const [code, message, hint] of [
    ['DependencyViolation', 'It has dependencies.', /^another resource of the account depends on the endpoint/],
    [
      'UnauthorizedOperation',
      'You are not authorized.',
      /^the missing permission is ec2:DeleteVpcEndpoints; docs\/permissions.md has the whole IAM policy/,
    ],
    [
      'OperationNotPermitted',
      'It is not yours.',
      /^look at it with: aws ec2 describe-vpc-endpoints --region us-east-1 --/,
    ],
  ] as const) {
    for (const deletion of ['unsuccessful', undefined] as const) {
      test(`is refused with ${code}, ${deletion ?? 'by an error'}: EC2's words and what to do`, () =>
        withAws(async ({ world, open, make }) => {
          const id = await make(orders);
          const cloud = await open();
          world.ec2.fail({
            action: 'DeleteVpcEndpoints',
            code,
            message,
            ...(deletion === undefined ? {} : { deletion }),
          });
          const [said, advice] = await refusal(cloud.remove(id));
          assert.equal(said, `AWS refused DeleteVpcEndpoints in us-east-1: ${message} (${code})`);
          assert.match(advice, hint);
          assert.equal((await cloud.get(id, ''))?.readiness, 'ready');
        }));
    }
  }

  test('whose deletion fails on the way is an error, and can be deleted again', () =>
    withAws(async ({ world, open, make, pass }) => {
      const id = await make(orders);
      const cloud = await open();
      world.ec2.fail({ action: 'DeleteVpcEndpoints', code: 'InternalError', message: 'Broken.', deletion: 'later' });
      await cloud.remove(id);
      assert.equal((await cloud.get(id, ''))?.readiness, 'gone');
      await pass(30_000);
      assert.deepEqual(await refusal(cloud.get(id, '')), [
        `the cloud did not delete ${id}: it is failed: InternalError: Broken.`,
        `run the same command again, or delete it yourself with: aws ec2 delete-vpc-endpoints --region us-east-1 --vpc-endpoint-ids ${id}`,
      ]);
      assert.equal((await cloud.get(id, ''))?.readiness, 'dead');
      await cloud.remove(id);
      await pass(30_000);
      assert.equal(await cloud.get(id, ''), undefined);
    }));

  test('that had failed before may be shown so for a moment still', () =>
    withAws(async ({ world, open, make }) => {
      const id = await make(orders);
      const cloud = await open();
      await cloud.remove(id);
      world.ec2.setState(id, 'failed');
      const seen = await cloud.get(id, '');
      assert.deepEqual([seen?.readiness, seen?.state], ['gone', 'deletion requested']);
      world.ec2.setState(id, 'deleting');
      assert.equal((await cloud.get(id, ''))?.state, 'deleting');
    }));

  test('that never begins to go is an error after a minute of looks', () =>
    withAws(async ({ world, open, make }) => {
      const id = await make(orders);
      const cloud = await open();
      await cloud.remove(id);
      world.ec2.setState(id, 'available');
      for (let look = 1; look < 12; look += 1) assert.equal((await cloud.get(id, ''))?.readiness, 'gone');
      const [said] = await refusal(cloud.get(id, ''));
      assert.equal(said, `the cloud did not delete ${id}: it is available`);
    }));
});
