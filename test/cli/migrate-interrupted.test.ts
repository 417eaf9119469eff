import assert from 'node:assert/strict';
import { projectOf, objects, watched, assertAsBefore, assertMoved } from '../harness/migration.ts';
import { withItem } from '../harness/project-items.ts';
import { suite } from '../harness/suite.ts';

/** Each step that a run can be stopped behind, and each wait. */
const moments = [
  '+ 1/8 look',
  '* 2/8 current',
  '+ 2/8 current',
  '+ 3/8 pause',
  '* 4/8 forget',
  '+ 4/8 forget',
  '+ 5/8 create',
  '* 6/8 adopt',
  '+ 6/8 adopt',
] as const;

/** What stderr has as soon as a run is at this moment. */
function at(moment: string): RegExp {
  return new RegExp(` ${moment.replace(/[+*]/, '\\$&')}`);
}

/** What is shown before going back. */
const undoPlan = `to be moved back to atlasproject/shop in namespace default; Atlas keeps everything:
  AWS/US_EAST_1  vpce-026b4c868ce5d755d  atlasprivateendpoint/shop-us-east-1
in these steps:
  1 keep      annotate atlasprivateendpoint/shop-us-east-1, so that Atlas keeps everything
  2 withdraw  delete atlasprivateendpoint/shop-us-east-1
  3 gone      wait until atlasprivateendpoint/shop-us-east-1 is gone
  4 unpause   take the annotation off atlasproject/shop
  5 current   wait until its status shows every endpoint as available
  6 tidy      take the mark of the move off atlasproject/shop
error: --yes is required to do this: this run cannot ask for confirmation; nothing was changed
hint: run: kubectl atlas-pe migrate ap/shop --undo --yes
`;

suite('migrate, interrupted', (test) => {
  for (const generation of ['v2.11', 'v2.15'] as const) {
    for (const moment of [...moments, '+ 7/8 move', '* 8/8 settle'])
      test(`at "${moment}" the endpoint stays Available, and the next run goes on (operator ${generation})`, () =>
        withItem(generation, async (world) => {
          const stopped = await watched(world, 'migrate ap/shop --yes', { stopAt: at(moment) });
          assert.match(
            stopped.stderr,
            /^error: interrupted .*\nhint: safe to resume with: kubectl atlas-pe migrate ap\/shop --yes/m,
          );
          assert.equal(stopped.code, 130);
          // After the last change there is no way back.
          const isOver = ['+ 7/8 move', '* 8/8 settle'].includes(moment);
          assert.equal(/^ {2}or go back with: \S+ \S+ migrate ap\/shop --yes --undo$/m.test(stopped.stderr), !isOver);
          await world.operator.settled();
          const status = await world.run('status');
          assert.match(status.stdout, /^\S+ +\S+ +Available +vpce-026b4c868ce5d755d /m);
          const seen = await watched(world, 'migrate ap/shop --yes');
          assert.equal(seen.code, 0, seen.stderr);
          assert.equal(/^note: this move has begun .*: kubectl .* migrate .* --undo$/m.test(seen.stderr), !isOver);
          assertMoved(world);
        }));

    for (const moment of moments)
      test(`after "${moment}" --undo goes back to where it began (operator ${generation})`, () =>
        withItem(generation, async (world) => {
          const items = projectOf(world).spec?.privateEndpoints;
          await world.run('migrate ap/shop --yes', { stopAt: at(moment) });
          const seen = await watched(world, 'migrate ap/shop --undo --yes');
          assert.deepEqual(
            [seen.code, seen.stdout],
            [0, 'atlasproject.atlas.mongodb.com/shop restored\n'],
            seen.stderr,
          );
          assertAsBefore(world, items);
          await world.clock.foreground.sleep(600_000);
          assert.match(
            (await world.run('status')).stdout,
            /^ap\/shop +AWS\/US_EAST_1 +Available +vpce-026b4c868ce5d755d /m,
          );
        }));
  }

  for (const moment of [
    '+ 1/6 keep',
    '+ 2/6 withdraw',
    '* 3/6 gone',
    '+ 4/6 unpause',
    '* 5/6 current',
    '+ 5/6 current',
  ])
    test(`the way back is shown, asked about, and can itself be interrupted at "${moment}"`, () =>
      withItem('v2.15', async (world) => {
        const items = projectOf(world).spec?.privateEndpoints;
        await world.run('migrate ap/shop --yes', { stopAt: at('+ 6/8 adopt') });
        const shown = await world.run('migrate ap/shop --undo');
        assert.deepEqual(shown, { stdout: '', stderr: undoPlan, code: 1 });
        const stopped = await watched(world, 'migrate ap/shop --undo --yes', { stopAt: at(moment) });
        assert.equal(stopped.code, 130, stopped.stderr);
        const seen = await watched(world, 'migrate ap/shop --undo --yes');
        assert.equal(seen.code, 0, seen.stderr);
        assert.match(seen.stderr, / \+ 6\/6 tidy +atlasproject\/shop is as it was\n(?:done in \d+s\n)?$/);
        assertAsBefore(world, items);
      }));

  test('status and doctor of the project name the object that has its endpoint afterwards', () =>
    withItem('v2.15', async (world) => {
      assert.equal((await world.run('migrate ap/shop --yes')).code, 0);
      const status = await world.run('status ap/shop');
      assert.equal(
        status.stdout,
        `ap/shop                                                                              operator 2.15.0
 ! declared   it declares no private endpoint itself; its project has ape/shop-us-east-1
              kubectl atlas-pe status ape/shop-us-east-1 -n default
   not checked, because it depends on what is above: service, linked, string
`,
      );
      const doctor = await world.run('doctor ap/shop');
      assert.match(
        doctor.stdout,
        /^ ! PE140 it declares no private endpoint itself; its project has ape\/shop-us-east-1$/m,
      );
      assert.equal(doctor.code, 0);
    }));

  test('an operator that does not forget the endpoints ends it in time, and nothing is lost', () =>
    withItem('v2.15', async (world) => {
      const items = projectOf(world).spec?.privateEndpoints;
      const seen = await world.run('migrate ap/shop --yes --timeout 5m', {
        onOutput: (text) => {
          if (/2\/8 current +\d+s +every/.test(text)) world.operator.paused = true;
        },
      });
      assert.match(
        seen.stderr,
        /\nerror: timed out after 5m waiting for the operator to forget the endpoints; last seen: the operator still counts them as its own\nhint: safe to resume with: kubectl atlas-pe migrate ap\/shop --yes --timeout 5m\n {2}or go back with: kubectl atlas-pe migrate ap\/shop --yes --timeout 5m --undo\n$/,
      );
      assert.equal(seen.code, 124);
      assert.deepEqual([objects(world), projectOf(world).spec?.privateEndpoints], [[], items]);
      world.operator.paused = false;
      assert.equal((await watched(world, 'migrate ap/shop --undo --yes')).code, 0);
      assertAsBefore(world, items);
    }));
});
