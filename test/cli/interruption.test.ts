import assert from 'node:assert/strict';
import { suite } from '../harness/suite.ts';
import { type World, inWorld } from '../harness/world.ts';

function up({ account }: World): string {
  return `up orders --vpc-id ${account.vpcId} --subnet-id ${account.subnets.a}`;
}

/** Each moment at which a run of `up` says something: it is stopped there, run again, and must end as if it had not been. */
const moments = [
  /^endpoint orders-pe/,
  /^ \+ (?:\d\/\d )?declare /m,
  /^ \* (?:\d\/\d )?reserve /m,
  /s {2}RESERVATION_REQUESTED/,
  /^ \+ (?:\d\/\d )?reserve /m,
  /^ \+ (?:\d\/\d )?endpoint /m,
  /^ \* (?:\d\/\d )?accept /m,
  /^ \+ (?:\d\/\d )?accept /m,
  /^ \+ (?:\d\/\d )?link /m,
  /s {2}INITIATING/,
  /^ \+ (?:\d\/\d )?connect /m,
  /^ \+ (?:\d\/\d )?secret /m,
];

suite('Ctrl-C', (test) => {
  test('says what was being waited for, what was last seen and how to go on; exit code 130', () =>
    inWorld({}, async (world) => {
      world.deploy();
      const seen = await world.run('create orders', { stopAt: /RESERVATION_REQUESTED/ });
      assert.deepEqual(seen.stderr.split('\n').slice(-3), [
        'error: interrupted while waiting for the service of endpoint "orders-pe" of atlasdeployment/orders; last seen: RESERVATION_REQUESTED',
        'hint: safe to resume with: kubectl atlas-pe create orders',
        '',
      ]);
      assert.deepEqual([seen.stdout, seen.code], ['', 130]);
    }));

  test('after the cloud endpoint is created, status says only that none is linked: it does not ask the cloud', () =>
    inWorld({ generation: 'v2.15' }, async (world) => {
      world.deployCluster();
      await world.run(`${up(world)} --refresh --yes`, { stopAt: /^ \+ (?:\d\/\d )?endpoint .*created/m });
      assert.equal(world.ec2.endpoints('us-east-1').length, 1);
      const { stdout } = await world.run('status orders');
      assert.match(stdout, /^ x linked +no cloud endpoint is linked yet$/m);
    }));

  for (const generation of ['v1.6', 'v2.11'] as const) {
    for (const moment of moments) {
      test(`at ${String(moment)}: the next run goes on, and nothing is created twice (operator ${generation})`, () =>
        inWorld({ generation }, async (world) => {
          world.deploy();
          const stopped = await world.run(up(world), { stopAt: moment });
          assert.match(stopped.stderr, moment);
          const again = await world.run(up(world));
          assert.match(again.stdout, /^connectionStringPrivateSrv +orders-pe +mongodb\+srv:/m);
          assert.equal(again.code, 0);
          assert.equal(world.ec2.endpoints('us-east-1').length, 1);
          assert.deepEqual(
            world.operator.instance('orders').endpoints.map(({ comment, status }) => [comment, status]),
            [['orders-pe', 'AVAILABLE']],
          );
        }));
    }
  }

  test('stopped at every moment in turn, it still comes to the same end', () =>
    inWorld({}, async (world) => {
      world.deploy();
      for (const moment of moments.slice(0, -1)) await world.run(up(world), { stopAt: moment });
      const last = await world.run(up(world));
      assert.match(last.stdout, /^connectionStringPrivateSrv +orders-pe /m);
      assert.equal(world.ec2.endpoints('us-east-1').length, 1);
      assert.equal(world.operator.instance('orders').endpoints.length, 1);
    }));

  test('a removal that was interrupted is gone on with', () =>
    inWorld({}, async (world) => {
      world.deploy();
      await world.run(up(world));
      const [{ id } = { id: '' }] = world.ec2.endpoints('us-east-1');
      const stopped = await world.run(`${up(world)} --id ${id} --recreate`, {
        stopAt: /^ \+ (?:\d\/\d )?remove /m,
      });
      assert.equal(stopped.code, 130);
      const again = await world.run(up(world));
      assert.match(again.stderr, /^ \+ (?:\d\/\d )?release /m);
      assert.equal(again.code, 0);
    }));
});
