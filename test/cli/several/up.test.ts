/** `up` for several objects at once. */
import assert from 'node:assert/strict';
import { placed } from '../../harness/placement.ts';
import { suite } from '../../harness/suite.ts';
import { type World, inWorld } from '../../harness/world.ts';

function three(body: (world: World) => Promise<void>): Promise<void> {
  return inWorld({}, async (world) => {
    for (const name of ['orders', 'reports', 'stock']) world.deploy({ name });
    await body(world);
  });
}

suite('up of several objects', (test) => {
  test('does each, side by side', () =>
    three(async (world) => {
      const seen = await world.run(`up orders reports ad/stock ${placed(world)}`);
      console.log(seen.stderr, seen.stdout, seen.code);
      assert.equal(seen.code, 0);
      const tty = await world.run(`up orders reports ad/stock ${placed(world)} -o json`, {tty: true});
      console.log(JSON.stringify(tty.stderr), tty.stdout, tty.code);
    }));
});
