/**
 * The commands of the AWS CLI that `doctor` prints, run by the real `aws` against the fake EC2: each of them mends what it was printed
 * for. Needs `aws`, and fails without it. Ends with a line "N passed, N failed".
 */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { inWorld } from '../harness/world.ts';
import { faults } from '../sandbox/faults/all.ts';
import { healthyWorlds } from '../cli/doctor/worlds.ts';
import { check, finish } from './oracle.ts';

interface Check {
  readonly code: string;
  readonly result: string;
  readonly command?: string;
}

interface View {
  readonly endpoints: readonly { readonly categories: readonly { readonly checks: readonly Check[] }[] }[];
}

const run = promisify(execFile);

for (const fault of faults.filter(({ base }) => base === 'aws')) {
  const [code = ''] = fault.code.split('-');
  const { options, prepare, name } = healthyWorlds.aws;
  if (!/^PE31\d$/.test(code)) continue;
  await check(`what ${fault.code} prints, run by aws`, () =>
    inWorld({ ...options, unpasted: true }, async (world) => {
      await prepare(world);
      fault.break(world);
      const look = async (): Promise<readonly Check[]> => {
        const view = JSON.parse((await world.run(`doctor ${name} --only ${code} -o json`)).stdout) as View;
        const found = view.endpoints[0]?.categories.flatMap(({ checks }) => checks) ?? [];
        return found.filter((each) => each.code === code && each.result !== 'success');
      };
      const printed = (await look()).flatMap(({ command }) => command ?? []);
      assert.ok(printed.length > 0);
      for (const command of printed) {
        const [program = '', ...words] = command.split(' ').map((word) => word.replace(/^'|'$/g, ''));
        assert.equal(program, 'aws');
        await run('aws', ['--endpoint-url', world.ec2.url, ...words], { env: { ...process.env, ...world.env } });
      }
      assert.deepEqual(await look(), []);
    }),
  );
}
finish();
