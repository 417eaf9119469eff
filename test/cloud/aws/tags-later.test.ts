import assert from 'node:assert/strict';
import type { CloudProvider } from '../../../src/cloud/provider.ts';
import { cloudNamed } from '../../../src/cloud/table.ts';
import { type SeededAccount, seedAccount } from '../../fakes/ec2/seed.ts';
import { type FakeEc2, startEc2 } from '../../fakes/ec2/server.ts';
import { handClock } from '../../fakes/ec2/fixture.ts';
import { realClock } from '../../harness/clock.ts';
import { fewRetries } from '../../harness/few-retries.ts';
import { suite } from '../../harness/suite.ts';
import { environment } from './identity/bench.ts';
import { withFiles } from './identity/files.ts';

const isolated = 'us-iso-east-1';
const owner = { uid: 'uid-1', namespace: 'default', source: 'orders', label: 'orders-pe' };
const serviceIn = (region: string): string => `com.amazonaws.vpce.${region}.vpce-svc-0aaaabbbbccccdddd`;
const own = 'kubectl-atlas-pe/uid';

interface Region {
  readonly ec2: FakeEc2;
  readonly seed: SeededAccount;
  readonly service: string;
  /** The account of another run of the command. */
  readonly open: () => Promise<CloudProvider>;
  /** How often EC2 was asked for an action. */
  readonly count: (action: string) => number;
}

function inRegion(region: string, body: (region: Region) => Promise<void>): Promise<void> {
  return withFiles({}, async (files) => {
    const ec2 = await startEc2({ clock: handClock() });
    const seed = seedAccount(ec2, region);
    const service = serviceIn(region);
    ec2.account.addService(service, { region, zones: seed.zones });
    const open = async (): Promise<CloudProvider> => {
      const cloud = await cloudNamed('AWS').open({
        flags: { region, 'subnet-id': [seed.subnets.a], 'security-group-id': [seed.groups.open] },
        env: { ...files, ...environment, AWS_ENDPOINT_URL: ec2.url },
        atlasRegion: undefined,
        attachments: [],
        warn: () => undefined,
        log: undefined,
        retries: fewRetries(realClock),
      });
      await cloud.preflight(true);
      return cloud;
    };
    try {
      const count = (name: string): number => ec2.requests().filter(({ action }) => action === name).length;
      await body({ ec2, seed, service, open, count });
    } finally {
      await ec2.close();
    }
  });
}

suite('where EC2 takes no tags in a creation', (test) => {
  test('an endpoint is tagged afterwards', () =>
    inRegion(isolated, async ({ ec2, open, service }) => {
      const made = await (await open()).create(owner, service, []);
      assert.equal(made.ours, true);
      const [endpoint, ...more] = ec2.endpoints(isolated);
      assert.deepEqual([endpoint?.id, endpoint?.tags[own], more], [made.id, owner.uid, []]);
      assert.equal((await (await open()).made(owner))[0]?.id, made.id);
    }));

  test('one that EC2 does not show everywhere yet is tagged as soon as it does', () =>
    inRegion(isolated, async ({ ec2, open, service, count }) => {
      ec2.fail({ action: 'CreateTags', code: 'InvalidVpcEndpointId.NotFound', message: 'not there' });
      await (await open()).create(owner, service, []);
      assert.equal(count('CreateTags'), 2);
      assert.equal(ec2.endpoints(isolated)[0]?.tags[own], owner.uid);
    }));

  test('one that was not tagged, as after a kill, is found by its service, and the next creation tags it', () =>
    inRegion(isolated, async ({ ec2, open, service }) => {
      ec2.fail({ action: 'CreateTags', code: 'UnauthorizedOperation', message: 'no' });
      await assert.rejects(
        (await open()).create(owner, service, []),
        /^UserError: AWS refused CreateTags in us-iso-east-1: no/,
      );
      const [left] = ec2.endpoints(isolated);
      assert.deepEqual(left?.tags, {});
      const [found] = await (await open()).find(owner, service);
      assert.deepEqual([found?.id, found?.ours, found?.madeFor], [left?.id, false, undefined]);
      const made = await (await open()).create(owner, service, []);
      assert.equal(made.id, left?.id);
      assert.deepEqual(
        ec2.endpoints(isolated).map(({ id, tags }) => [id, tags[own]]),
        [[left?.id, owner.uid]],
      );
    }));

  test('nothing is created without tags in any other region, and nothing is tagged there afterwards', () =>
    inRegion('us-east-1', async ({ ec2, open, service, count }) => {
      ec2.fail({ action: 'CreateVpcEndpoint', code: 'UnsupportedOperation', message: 'no' });
      await assert.rejects((await open()).create(owner, service, []), /UnsupportedOperation/);
      assert.deepEqual(ec2.endpoints('us-east-1'), []);
      await (await open()).create(owner, service, []);
      assert.equal(count('CreateTags'), 0);
    }));
});
