/** What `npm run demo -- --broken` offers. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { suite } from '../harness/suite.ts';
import { inWorld } from '../harness/world.ts';
import { breakSandbox, faultList, faultNamed } from './broken.ts';
import { faults } from './faults/all.ts';

const demo = fileURLToPath(new URL('demo.ts', import.meta.url));

suite('a demo of what is broken', (test) => {
  test('everything that the sandbox can break is listed and can be asked for', () => {
    const lines = faultList().split('\n');
    assert.equal(lines.length, faults.length);
    for (const { code } of faults) {
      assert.equal(faultNamed(code.toLowerCase())?.fault.code, code);
      assert.equal(faultNamed(code.split('-')[0] ?? '')?.fault.code.split('-')[0], code.split('-')[0]);
      assert.ok(
        lines.some((line) => new RegExp(`^${code} +\\S+ \\S+`).test(line)),
        code,
      );
    }
  });

  for (const code of ['PE510-lacks', 'PE510-degenerate'])
    test(`${code}: the command that doctor prints returns, and mends it`, () =>
      inWorld({ generation: 'v2.15' }, async (world) => {
        const broken = faultNamed(code);
        assert.ok(broken !== undefined);
        world.deployCluster();
        for (const command of broken.commands(world)) assert.equal((await world.run(command)).code, 0, command);
        breakSandbox(world, broken);
        const doctor = `doctor ${broken.name} --only PE510`;
        const seen = await world.run(doctor);
        const fix = /^ +fix +kubectl atlas-pe (secret .*)$/m.exec(seen.stdout)?.[1];
        assert.ok(fix !== undefined, seen.stdout);
        assert.equal((await world.run(`${fix} --timeout 1m`)).code, 0);
        assert.equal((await world.run(doctor)).code, 0);
      }));

  for (const [args, first] of [
    [['--broken'], 'error: --broken takes the code of a check, one of:'],
    [['--broken', 'PE999'], 'error: no fault is called PE999; --broken is one of:'],
  ] as const)
    test(`demo ${args.join(' ')} lists them`, () => {
      const seen = spawnSync(process.execPath, [demo, ...args], { encoding: 'utf8' });
      assert.deepEqual([seen.stdout, seen.status], ['', 1]);
      const [head, ...list] = seen.stderr.replaceAll(/^\(.*\n/gm, '').split('\n');
      assert.equal(head, first);
      assert.equal(list.join('\n'), `${faultList()}\n`);
    });
});
