import assert from 'node:assert/strict';
import type { AzureAttachment } from '../../../src/cloud/azure/attachment.ts';
import { cloudNamed } from '../../../src/cloud/table.ts';
import type { CloudProvider } from '../../../src/cloud/provider.ts';
import type { Owner } from '../../../src/core/cloud-endpoint.ts';
import { UserError } from '../../../src/core/errors.ts';
import { hintOf } from '../../harness/hint.ts';
import { fewRetries } from '../../harness/few-retries.ts';
import { rejection, suite } from '../../harness/suite.ts';
import { type World, inWorld } from '../../harness/world.ts';
import type { FlagValues } from '../../../src/cloud/flags/flag.ts';

const service = '/subscriptions/a/resourceGroups/rg/providers/Microsoft.Network/privateLinkServices/pls_1';
const orders: Owner = { source: 'atlasdeployment/orders', namespace: 'shop', uid: 'uid-orders', label: 'orders-pe' };
const users: Owner = { ...orders, source: 'atlasdeployment/users', uid: 'uid-users', label: 'users-pe' };

interface Bench {
  readonly world: World;
  readonly open: (flags?: FlagValues, env?: NodeJS.ProcessEnv) => Promise<CloudProvider>;
  /** An endpoint of the owner's that is provisioned. @returns its id */
  readonly make: (owner: Owner) => Promise<string>;
  readonly pass: (ms: number) => Promise<void>;
}

async function withAzure(body: (bench: Bench) => Promise<void>): Promise<void> {
  const armDelays = { createMs: 15_000, deleteMs: 30_000 };
  await inWorld({ empty: true, cloud: 'AZURE', armDelays }, async (world) => {
    world.arm.azure.addService(service);
    const open: Bench['open'] = (flags = {}, env = world.env) =>
      cloudNamed('AZURE').open({
        flags,
        env,
        atlasRegion: undefined,
        attachments: [],
        warn: () => undefined,
        log: undefined,
        retries: fewRetries(world.clock.foreground),
      });
    const pass: Bench['pass'] = (ms) => world.clock.foreground.sleep(ms);
    await body({
      world,
      open,
      pass,
      make: async (owner) => {
        const { id } = await (await open({ subnet: world.azure.subnets.endpoints })).create(owner, service, []);
        await pass(15_000);
        return id;
      },
    });
  });
}

function attached(id: string, ipAddress: string): AzureAttachment {
  return { cloud: 'AZURE', id, ipAddress };
}

async function refusal(promise: Promise<unknown>): Promise<readonly [message: string, hint: string]> {
  const error = await rejection(promise);
  assert.ok(error instanceof UserError, String(error.stack));
  return [error.message, hintOf(error)];
}

suite('what this program made on Azure', (test) => {
  test("is the owner's, or everybody's, with whom it was made for; what is being deleted is left out", () =>
    withAzure(async ({ world, open, make }) => {
      const [mine, theirs, gone] = [await make(orders), await make(users), await make({ ...users, label: 'gone' })];
      const cloud = await open();
      await cloud.remove(gone);
      const foreign = world.arm.endpoints().find(({ id }) => id === theirs);
      assert.deepEqual(
        (await cloud.made(orders)).map(({ id, ours, service: of }) => [id, ours, of]),
        [[mine, true, service]],
      );
      assert.deepEqual(
        (await cloud.made(undefined)).map(({ id, ours, attachment, madeFor }) => [id, ours, attachment, madeFor]),
        [
          [
            mine,
            false,
            attached(mine, '10.40.1.4'),
            { uid: 'uid-orders', source: 'shop/atlasdeployment/orders', label: 'orders-pe' },
          ],
          [
            theirs,
            false,
            attached(theirs, '10.40.1.5'),
            { uid: 'uid-users', source: 'shop/atlasdeployment/users', label: 'users-pe' },
          ],
        ],
      );
      if (foreign !== undefined) foreign.tags = { team: 'payments' };
      assert.deepEqual(
        (await cloud.made(undefined)).map(({ id }) => id),
        [mine],
      );
    }));

  test('is looked for in the subscription of --subscription, and nowhere when none is known', () =>
    withAzure(async ({ world, open, make }) => {
      await make(orders);
      const other = '99999999-2222-4333-8444-555555555555';
      world.arm.azure.addGroup(other, 'elsewhere');
      assert.deepEqual(await (await open({ subscription: other })).made(undefined), []);
      const { AZURE_SUBSCRIPTION_ID: _, ...env } = world.env;
      const [said, hint] = await refusal((await open({}, env)).made(undefined));
      assert.equal(said, 'no Azure subscription is selected');
      assert.match(hint, /^give it with --subscription/);
    }));
});

suite('an endpoint that is to be deleted on Azure', (test) => {
  test('is gone while it is deleted, and then no more', () =>
    withAzure(async ({ world, open, make, pass }) => {
      const id = await make(orders);
      const cloud = await open();
      await cloud.remove(id);
      const going = await cloud.get(id, '');
      assert.deepEqual([going?.readiness, going?.state], ['gone', 'Deleting']);
      await pass(29_999);
      assert.equal((await cloud.get(id, service))?.readiness, 'gone');
      await pass(1);
      assert.equal(await cloud.get(id, ''), undefined);
      assert.deepEqual(world.arm.endpoints(), []);
      await cloud.remove(id);
      assert.equal(await cloud.get(id, ''), undefined);
    }));

  test('that is still being made by the same run is not asked about as such any more', () =>
    withAzure(async ({ world, open, pass }) => {
      const cloud = await open({ subnet: world.azure.subnets.endpoints });
      world.arm.fail({ method: 'PUT', when: 'operation', code: 'Broken' });
      const { id } = await cloud.create(orders, service, []);
      await pass(15_000);
      await cloud.remove(id);
      assert.equal((await cloud.get(id, ''))?.readiness, 'gone');
    }));

  test('that Azure does not know is no error, nor one whose group is gone', () =>
    withAzure(async ({ world, open }) => {
      const cloud = await open();
      const id = `/subscriptions/${world.azure.subscription}/resourceGroups/shop/providers/Microsoft.Network/privateEndpoints/none`;
      await cloud.remove(id);
      world.arm.fail({ method: 'DELETE', status: 404, code: 'ResourceGroupNotFound' });
      await cloud.remove(id);
      assert.equal(await cloud.get(id, ''), undefined);
      const [said] = await refusal(cloud.remove('vpce-0123456789abcdef0'));
      assert.match(said, /not the resource id of a private endpoint$/);
    }));

  test('is refused where a lock forbids it, in the words of Azure', () =>
    withAzure(async ({ world, open, make }) => {
      const id = await make(orders);
      world.arm.azure.locks.add(`/subscriptions/${world.azure.subscription}/resourceGroups/shop`);
      const cloud = await open();
      const [said, hint] = await refusal(cloud.remove(id));
      assert.match(
        said,
        /^Azure refused to delete the private endpoint \S+: The scope '.*' cannot perform delete operation because following scope\(s\) are locked: '.*shop'\. Please remove the lock and try again\. \(ScopeLocked\)$/,
      );
      assert.match(hint, /^list the locks with: az lock list/);
      assert.equal((await cloud.get(id, ''))?.readiness, 'ready');
    }));

  test('is refused where the right is missing', () =>
    withAzure(async ({ world, open, make }) => {
      const id = await make(orders);
      const message =
        "The client 'me' does not have authorization to perform action 'Microsoft.Network/privateEndpoints/delete'.";
      world.arm.fail({ method: 'DELETE', status: 403, code: 'AuthorizationFailed', message });
      const [said, hint] = await refusal((await open()).remove(id));
      assert.ok(said.endsWith(`: ${message} (AuthorizationFailed)`), said);
      assert.match(hint, /^the role Network Contributor/);
    }));

  for (const [code, message, hint] of [
    ['ScopeLocked', 'The scope is locked.', /^list the locks with: az lock list/],
    ['CannotDeleteResource', 'No.', /^look at it with: az network private-endpoint show --ids \/subscriptions\//],
  ] as const) {
    test(`whose deletion fails on the way with ${code} is an error, and can be deleted again`, () =>
      withAzure(async ({ world, open, make, pass }) => {
        const id = await make(orders);
        const cloud = await open();
        world.arm.fail({ method: 'DELETE', when: 'operation', code, message });
        await cloud.remove(id);
        assert.equal((await cloud.get(id, ''))?.readiness, 'gone');
        await pass(30_000);
        const [said, advice] = await refusal(cloud.get(id, ''));
        assert.match(said, /^Azure refused to delete the private endpoint /);
        assert.ok(said.endsWith(`: ${message} (${code})`), said);
        assert.match(advice, hint);
        await cloud.remove(id);
        await pass(30_000);
        assert.equal(await cloud.get(id, ''), undefined);
      }));
  }

  test('whose deletion fails on the way for a reason that passes is requested again', () =>
    withAzure(async ({ world, open, make, pass }) => {
      const id = await make(orders);
      const cloud = await open();
      for (let time = 0; time < 2; time += 1)
        world.arm.fail({ method: 'DELETE', when: 'operation', code: 'PreconditionFailed', message: 'It is busy.' });
      await cloud.remove(id);
      for (let time = 0; time < 2; time += 1) {
        await pass(30_000);
        const seen = await cloud.get(id, '');
        const state = 'Deleting, requested again after PreconditionFailed';
        assert.deepEqual([seen?.readiness, seen?.state], ['gone', state]);
      }
      await pass(30_000);
      assert.equal(await cloud.get(id, ''), undefined);
      assert.equal(world.arm.requests().filter((request) => request.startsWith('DELETE ')).length, 3);
    }));

  test('and fails while nobody asks its operation is dead, for a later run to delete again', () =>
    withAzure(async ({ world, open, make, pass }) => {
      const id = await make(orders);
      world.arm.fail({ method: 'DELETE', when: 'operation', code: 'PreconditionFailed' });
      await (await open()).remove(id);
      const later = await open();
      assert.equal((await later.get(id, ''))?.readiness, 'gone');
      await pass(30_000);
      assert.equal((await later.get(id, ''))?.readiness, 'dead');
    }));
});
