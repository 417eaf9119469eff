import assert from 'node:assert/strict';
import { commandLineOf, readArgv, shellQuote } from '../../src/cli/args/pflag.ts';
import { knownFlags, parse } from '../../src/cli/args/parse.ts';
import { verbs } from '../../src/cli/verbs.ts';
import { suite } from '../harness/suite.ts';

const known = knownFlags(verbs);
const words = (...argv: string[]): readonly string[] => readArgv(argv, known).words;
const problem = (...argv: string[]): string | undefined => readArgv(argv, known).problem?.message;

/** What a command line names as its source. */
async function sourceOf(...argv: string[]): Promise<unknown> {
  const parsed = await parse(argv);
  return 'args' in parsed && 'source' in parsed.args ? parsed.args.source : undefined;
}

suite('argv', (test) => {
  test("pflag's attached short values are read", () => {
    assert.deepEqual(words('-ojson', '-nfoo', '-o=yaml', '-v6'), ['-o=json', '-n=foo', '-o=yaml', '-v=6']);
  });

  test('a value may be a word of its own, be empty, and begin with a dash', () => {
    assert.deepEqual(words('-n', 'foo', '--context', '', '--token', '-abc', '--user=x', '-o', '-'), [
      '-n=foo',
      '--context=',
      '--token=-abc',
      '--user=x',
      '-o=-',
    ]);
  });

  test('short switches stand together, also before a flag with a value', () => {
    assert.deepEqual(words('-Aojson', '-Aw', '-Awo', 'json', '-A=false'), [
      '-A=true',
      '-o=json',
      '-A=true',
      '-w=true',
      '-A=true',
      '-w=true',
      '-o=json',
      '-A=false',
    ]);
  });

  test("a switch takes pflag's truth values, and no word of its own", () => {
    assert.deepEqual(words('--wait', 'false', '--wait=0', '--wait=T'), [
      '--wait=true',
      'false',
      '--wait=false',
      '--wait=true',
    ]);
    assert.equal(problem('--wait=maybe'), 'invalid argument "maybe" for "--wait" flag: not true or false');
  });

  test('a value that is missing is named as kubectl names it', () => {
    assert.equal(problem('--context'), 'flag needs an argument: --context');
    assert.equal(problem('-An'), "flag needs an argument: 'n' in -n");
  });

  test('an unknown flag is told with what pflag says of it', () => {
    assert.deepEqual(readArgv(['status', '--wat=1'], known).problem, {
      code: 'unknown-flag',
      unknown: 'wat',
      message: 'unknown flag: --wat',
    });
    assert.equal(problem('-AZq'), "unknown shorthand flag: 'Z' in -Zq");
  });

  test('nothing after -- is touched, and names are what is neither flag nor value', () => {
    const read = readArgv(['-n', 'x', 'status', '-ojson', 'orders', '--', '-ojson'], known);
    assert.deepEqual(read.words, ['-n=x', 'status', '-o=json', 'orders', '--', '-ojson']);
    assert.deepEqual(read.names, ['status', 'orders']);
  });

  test('an argument may stand after --, where a dash makes no flag of it; one too many is refused there too', async () => {
    assert.equal(await sourceOf('status', '--', 'orders'), 'orders');
    assert.equal(await sourceOf('status', '--', '-w'), '-w');
    assert.equal(await sourceOf('status', 'ad', '--', 'orders'), 'ad/orders');
    await assert.rejects(parse(['status', 'orders', '--', 'more']), { message: 'unexpected argument "more"' });
    await assert.rejects(parse(['version', 'more']), { message: 'unexpected argument "more"' });
  });

  test('an empty value of a flag, long or short, is read as an empty value', async () => {
    for (const flag of ['-n=', '--namespace=']) {
      const parsed = await parse(['status', flag]);
      assert.equal('help' in parsed ? undefined : parsed.args.namespace, '');
    }
  });

  test('a word is quoted as a shell reads it back', () => {
    assert.equal(shellQuote('vpc-0a=1,b'), 'vpc-0a=1,b');
    assert.equal(shellQuote("it's a tag"), `'it'\\''s a tag'`);
    assert.equal(shellQuote(''), "''");
  });

  test('a token is left out of the command that is shown as the way to go on', () => {
    assert.equal(commandLineOf(['up', 'a b', '--token', 'abc']), `kubectl atlas-pe up 'a b' --token …`);
    assert.equal(commandLineOf(['up', '--token=abc']), 'kubectl atlas-pe up --token=…');
  });
});
