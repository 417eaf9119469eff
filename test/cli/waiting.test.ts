import assert from 'node:assert/strict';
import { suite } from '../harness/suite.ts';
import { type World, inWorld } from '../harness/world.ts';

const service = 'com.amazonaws.vpce.us-east-1.vpce-svc-069a53efa3d799b8d';

/** Does something to the world once, when the command has begun to wait. */
function whenWaiting(action: () => unknown): { onOutput: (text: string) => void } {
  let done = false;
  return {
    onOutput: (text) => {
      if (done || !/^ \* (?:\d\/\d )?reserve /m.test(text)) return;
      done = true;
      action();
    },
  };
}

/** Runs `create` and breaks the connection in the middle; it has to end as if nothing had happened. */
async function survives(world: World, breakIt: () => unknown): Promise<string> {
  world.deploy();
  const seen = await world.run('create orders', whenWaiting(breakIt));
  assert.equal(seen.stdout, `${service}\n`);
  assert.equal(seen.code, 0);
  return seen.stderr;
}

suite('a wait outlives', (test) => {
  test('a watch that the server closes', () =>
    inWorld(
      {},
      async (world) => void (await survives(world, () => setImmediate(() => world.kubernetes.watches.closeAll()))),
    ));

  test('a connection that breaks', () =>
    inWorld(
      {},
      async (world) => void (await survives(world, () => setImmediate(() => world.kubernetes.watches.reset()))),
    ));

  test('a watch that has fallen silent', () =>
    inWorld({}, async (world) => {
      await survives(world, () => world.kubernetes.watches.silence(true));
      // The second list, after a minute and a half of silence, has shown what the watch did not bring.
      assert.equal(world.kubernetes.requests().filter(({ verb }) => verb === 'list').length >= 2, true);
    }));

  test('half an hour in which nothing happens, with one watch: the bookmarks show that it lives', () =>
    inWorld({}, async (world) => {
      world.deploy();
      world.operator.paused = true;
      assert.equal((await world.run('create orders')).code, 124);
      const asked = world.kubernetes.requests().filter(({ resource }) => resource === 'atlasdeployments');
      assert.deepEqual(
        asked.map(({ verb }) => verb).filter((verb) => verb === 'list' || verb === 'watch'),
        ['list', 'watch'],
      );
    }));

  test('a version that has expired, said in the stream', () =>
    inWorld(
      {},
      async (world) => void (await survives(world, () => setImmediate(() => world.kubernetes.watches.expire()))),
    ));

  test('a version that has expired, said with status 410', () =>
    inWorld({}, async (world) => {
      world.kubernetes.fail({ verb: 'watch', status: 410, reason: 'Expired', message: 'too old resource version' });
      await survives(world, () => undefined);
    }));

  test('errors of the server, and says so once', () =>
    inWorld({}, async (world) => {
      world.kubernetes.fail({
        verb: 'list',
        resource: 'atlasdeployments',
        status: 503,
        reason: 'ServiceUnavailable',
        message: 'etcd is away',
        times: 3,
      });
      const stderr = await survives(world, () => undefined);
      assert.equal(
        stderr.match(
          /^warning: the cluster keeps failing, trying again: Error from server \(ServiceUnavailable\): etcd is away$/gm,
        )?.length,
        1,
      );
      assert.equal(stderr.match(/^warning: the cluster answers again$/gm)?.length, 1);
    }));

  test('a restart of the API server', () =>
    inWorld({}, async (world) => {
      const stderr = await survives(world, () => {
        void world.kubernetes
          .stop()
          .then(() => world.clock.sleep(20_000))
          .then(() => world.kubernetes.start());
      });
      assert.match(stderr, /^warning: the cluster keeps failing, trying again: /m);
      assert.match(stderr, /^warning: the cluster answers again$/m);
    }));
});

suite('a wait ends', (test) => {
  // Operators up to 2.2.0 request a new reservation in place of one that failed, so FAILED is seen there only after linking.
  for (const [at, generation] of [
    ['reserve', 'v2.11'],
    ['connect', 'v2.11'],
    ['connect', 'v1.6'],
  ] as const) {
    test(`at once when Atlas says FAILED (${at}, operator ${generation})`, () =>
      inWorld({ generation }, async (world) => {
        world.deploy();
        world.operator.instance('orders').failures['orders-pe'] = { at, message: 'the region is full' };
        const { vpcId, subnets } = world.account;
        const seen = await world.run(`up orders --vpc-id ${vpcId} --subnet-id ${subnets.a}`);
        assert.deepEqual(seen.stderr.split('\n').slice(-3), [
          'error: endpoint "orders-pe" of atlasdeployment/orders has failed: the region is full',
          'hint: fix the cause, then run the same command with --recreate: it removes the endpoint and reserves a new service, which has another name',
          '',
        ]);
        assert.deepEqual([seen.stdout, seen.code], ['', 1]);
      }));
  }

  test('after --timeout with exit code 124, what was last seen, and the way to go on', () =>
    inWorld({}, async (world) => {
      world.deploy();
      world.operator.instance('orders').listingsToReserve = 1000;
      const seen = await world.run('create orders --timeout 5m');
      assert.deepEqual(seen.stderr.split('\n').slice(-3), [
        'error: timed out after 5m waiting for the service of endpoint "orders-pe" of atlasdeployment/orders; last seen: RESERVATION_REQUESTED',
        'hint: safe to resume with: kubectl atlas-pe create orders --timeout 5m',
        '',
      ]);
      assert.equal(seen.code, 124);
      world.operator.instance('orders').listingsToReserve = 1;
    }));

  test('with the default timeout of 30 minutes, and says when the operator seems not to run', () =>
    inWorld({}, async (world) => {
      world.deploy();
      world.operator.paused = true;
      const started = world.clock.now();
      const seen = await world.run('create orders');
      assert.match(
        seen.stderr,
        /^error: timed out after 30m .* last seen: no status from the operator yet \(is it running\?\)$/m,
      );
      assert.equal(world.clock.now() - started, 30 * 60_000);
    }));

  test('when somebody else takes the endpoint out of the spec', () =>
    inWorld({}, async (world) => {
      world.deploy();
      const takeOut = (): void =>
        world.kubernetes.store.edit('atlasdeployments', 'default', 'orders', (object) => {
          delete (object['spec'] as { serverlessSpec: Record<string, unknown> }).serverlessSpec['privateEndpoints'];
        });
      const seen = await world.run('create orders', whenWaiting(takeOut));
      assert.match(
        seen.stderr,
        /^error: endpoint "orders-pe" of atlasdeployment\/orders was removed from the spec by someone else during the wait$/m,
      );
      assert.match(seen.stderr, /^hint: if a GitOps controller applies the manifest/m);
    }));

  test('when the right to watch is taken away', () =>
    inWorld({}, async (world) => {
      world.deploy();
      world.kubernetes.fail({
        verb: 'list',
        resource: 'atlasdeployments',
        status: 403,
        reason: 'Forbidden',
        message:
          'atlasdeployments.atlas.mongodb.com is forbidden: User "eve" cannot list resource "atlasdeployments" in API group "atlas.mongodb.com" in the namespace "default"',
      });
      const seen = await world.run('create orders');
      assert.match(seen.stderr, /^Error from server \(Forbidden\): .*\nhint: the missing permission is "list"/m);
      assert.equal(seen.code, 1);
    }));
});

suite('on a terminal', (test) => {
  test('the waiting line is drawn again each second in its place, and only what is done stays', () =>
    inWorld({}, async (world) => {
      world.deploy();
      const seen = await world.run('create orders', { tty: true });
      const drawn = seen.stderr.split('\r\u001b[K');
      assert.equal(
        drawn.some((line) => line === ' \u001b[36mo\u001b[39m 2/2 reserve        7s  RESERVATION_REQUESTED'),
        true,
      );
      assert.ok(
        (drawn.at(-1) ?? '').startsWith(' \u001b[32m+\u001b[39m 2/2 reserve       11s  com.amazonaws'),
        drawn.at(-1),
      );
      // Once each carriage return has done its work, no waiting line is left.
      const left = seen.stderr.split('\n').map((line) => line.split('\r\u001b[K').at(-1));
      assert.equal(
        left.some((line) => line?.includes('waiting')),
        false,
      );
    }));
});
