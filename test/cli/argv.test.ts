import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { commandLineOf, readArgv, shellQuote } from '../../src/cli/args/pflag.ts';
import { knownFlags, parse } from '../../src/cli/args/parse.ts';
import { verbs } from '../../src/cli/verbs.ts';
import { suite } from '../harness/suite.ts';

const known = knownFlags(verbs);
const words = (...argv: string[]): readonly string[] => readArgv(argv, known).words;
const problem = (...argv: string[]): string | undefined => readArgv(argv, known).problem?.message;

/** What a command line names as its source. */
function sourceOf(...argv: string[]): unknown {
  const parsed = parse(argv);
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

  test('an argument may stand after --, where a dash makes no flag of it; one too many is refused there too', () => {
    assert.deepEqual(sourceOf('link', '--', 'orders'), ['orders']);
    assert.deepEqual(sourceOf('link', '--', '-w'), ['-w']);
    assert.deepEqual(sourceOf('link', 'ad', '--', 'orders', 'more'), ['ad/orders', 'ad/more']);
    assert.throws(() => parse(['secret', 'orders', '--', 'more']), { message: 'unexpected argument "more"' });
    assert.throws(() => parse(['version', 'more']), { message: 'unexpected argument "more"' });
  });

  test('an empty value of a flag, long or short, is read as an empty value', () => {
    for (const flag of ['-n=', '--namespace=']) {
      const parsed = parse(['status', flag]);
      assert.equal('args' in parsed ? parsed.args.namespace : undefined, '');
    }
  });

  test('a word is quoted as a shell reads it back', () => {
    assert.equal(shellQuote('vpc-0a=1,b'), 'vpc-0a=1,b');
    assert.equal(shellQuote("it's a tag"), `'it'\\''s a tag'`);
    assert.equal(shellQuote(''), "''");
    assert.equal(shellQuote('=ls'), "'=ls'");
  });

  test('what a terminal would obey is written out, and bash reads it back', () => {
    assert.equal(shellQuote('a\u001b[1m\u202e7'), "$'a\\033[1m\\342\\200\\2567'");
    for (const word of ['\u001b]0;t\u0007', "it's\\\n\t\u202e$(id)`id`", '\u009b1', "\u2028'é😀\r"]) {
      const script = `printf %s ${shellQuote(word)}`;
      assert.equal(execFileSync('bash', ['-c', script], { encoding: 'utf8' }), word);
    }
  });

  test('of a repeated flag the last one counts, whichever way it is written, and lists add up', () => {
    const parsed = parse(
      'status --context=a --context b -v1 -v=2 -n x -n=y -oname -ojson -A -A=false --as-group=a --as-group b,c'.split(
        ' ',
      ),
    );
    assert.ok('values' in parsed);
    const { context, v, namespace, 'as-group': groups } = parsed.args;
    assert.deepEqual([context, v, namespace, groups], ['b', '2', 'y', ['a', 'b,c']]);
    assert.deepEqual([parsed.values['output'], parsed.values['all-namespaces']], ['json', false]);
    const up = parse('up x --subnet-id a,b --subnet-id=c --tag a=1 --tag b=2 --wait=0 --wait --id=1 --id='.split(' '));
    assert.ok('values' in up);
    assert.deepEqual(
      [up.values['subnet-id'], up.values['tag'], up.values['wait'], up.values['id']],
      [['a', 'b', 'c'], ['a=1', 'b=2'], true, ''],
    );
    assert.ok('values' in parse(['status', '--help', '--help=false']));
  });

  test('quotes around a value are part of it', () => {
    for (const value of ['"quoted"', "'quoted'", '"', '""', "'a' 'b'", '-"', '"a', '=="'])
      for (const words of [['--endpoint', value], [`--endpoint=${value}`]]) {
        const parsed = parse(['status', ...words, `-n=${value}`]);
        assert.ok('values' in parsed);
        assert.deepEqual([parsed.values['endpoint'], parsed.args.namespace], [value, value]);
      }
  });

  test('a token is left out of the command that is shown as the way to go on', () => {
    assert.equal(commandLineOf(['up', 'a b', '--token', 'abc']), `kubectl atlas-pe up 'a b' --token …`);
    assert.equal(commandLineOf(['up', '--token=abc']), 'kubectl atlas-pe up --token=…');
  });
});
