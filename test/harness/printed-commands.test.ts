import assert from 'node:assert/strict';
import { harmless, isComplete, printedCommands, runPrinted } from './printed-commands.ts';
import { suite } from './suite.ts';

const argvs = (text: string): readonly (readonly string[])[] => printedCommands(text).map(({ argv }) => argv);

const complete = (text: string): boolean => printedCommands(text).every((command) => isComplete(command));

const forms = (text: string): readonly unknown[] =>
  printedCommands(text).map((command) => harmless(command)?.join(' '));

suite('printed commands', (test) => {
  test('end with their line, at two blanks, a full stop, and where the sentence goes on', () => {
    assert.deepEqual(argvs('hint: go on with: kubectl atlas-pe link ad/orders -n shop\nerror: x'), [
      ['link', 'ad/orders', '-n', 'shop'],
    ]);
    assert.deepEqual(argvs('choose with: kubectl atlas-pe link ad/a  or: kubectl atlas-pe link ad/b.'), [
      ['link', 'ad/a'],
      ['link', 'ad/b'],
    ]);
    assert.deepEqual(
      argvs('run `kubectl atlas-pe status`, (kubectl atlas-pe status -A), kubectl atlas-pe up x; then'),
      [['status'], ['status', '-A'], ['up', 'x']],
    );
    assert.deepEqual(argvs("See 'kubectl atlas-pe --help', or use kubectl atlas-pe COMMAND"), []);
  });

  test('are read as a shell reads them', () => {
    assert.deepEqual(argvs(String.raw`kubectl atlas-pe link 'it'\''s' --subnet-id a,b --region 'North Europe'`), [
      ['link', "it's", '--subnet-id', 'a,b', '--region', 'North Europe'],
    ]);
  });

  test('are complete unless a word is to be put in', () => {
    assert.equal(complete('kubectl atlas-pe link ap/shop --endpoint AWS/US_EAST_1'), true);
    assert.equal(complete('kubectl atlas-pe create x --vpc-id VPC'), false);
    assert.equal(complete('kubectl atlas-pe create x --subnet-id SUBNET[,SUBNET]'), false);
    assert.equal(complete('kubectl atlas-pe create x --subnet SUBNET_ID'), false);
    assert.equal(complete('kubectl atlas-pe create x --token …'), false);
  });

  test('fail when the program refuses them, and may fail for another reason', async () => {
    const printed = { stdout: '', stderr: 'hint: kubectl atlas-pe link orders', code: 1 };
    const answer = (stderr: string) => (): Promise<typeof printed> => Promise.resolve({ ...printed, stderr });
    const refusal = "error: unknown flag: --x\nhint: See 'kubectl atlas-pe link --help' for usage.";
    await assert.rejects(runPrinted(printed, ['create', 'orders'], answer(refusal)), /printed, and is refused/);
    await assert.rejects(runPrinted(printed, [], answer('error: several\nhint: choose with: x')), /is refused/);
    await runPrinted(printed, ['create', 'orders'], answer('error: no interface endpoint was found'));
    await runPrinted(printed, ['link', 'orders'], answer(refusal));
  });

  test('in their harmless form only read, or only show what they would do', async () => {
    assert.deepEqual(
      forms('kubectl atlas-pe status x\nkubectl atlas-pe secret x -o pod-env\nkubectl atlas-pe delete x'),
      ['status x', 'secret x -o pod-env', 'delete x --dry-run'],
    );
    assert.deepEqual(
      forms(
        'kubectl atlas-pe secret x --refresh\nkubectl atlas-pe secret x --wait\nkubectl atlas-pe status -w\nkubectl atlas-pe up x',
      ),
      [undefined, undefined, undefined, undefined],
    );
    const ran: string[] = [];
    const printed = { stdout: '', stderr: 'kubectl atlas-pe up x\nkubectl atlas-pe delete x', code: 0 };
    const run = (argv: readonly string[]): Promise<typeof printed> => {
      ran.push(argv.join(' '));
      return Promise.resolve({ ...printed, stderr: '' });
    };
    await runPrinted(printed, [], run, harmless);
    assert.deepEqual(ran, ['delete x --dry-run']);
  });
});
