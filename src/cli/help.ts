import type { Flag, Flags } from './args/flag.ts';
import { PROGRAM } from './program.ts';
import { type Example, type Verb, flagsOf } from './verb.ts';
import { firstExamples, verbs } from './verbs.ts';

/** The longest a line of help may be. */
const WIDTH = 100;
/** The last column in which descriptions may begin; a longer flag gets a line of its own. */
const WIDEST = 34;

/** The help of a verb, or of the program: purpose, examples, usage, flags by group. */
export function helpText(verb: Verb | undefined): string {
  return `${verb === undefined ? overview() : verbHelp(verb)}\n`;
}

function overview(): string {
  const commands = verbs.map(({ name, usage, description }): [string, string] => [`${name} ${usage}`, description]);
  return [
    'Manage private endpoints from Pods to MongoDB Atlas.',
    section('Examples:', exampleLines(firstExamples)),
    section('Commands:', twoColumns(commands)),
    section('Usage:', [`  ${PROGRAM} COMMAND [SOURCE] [flags]`]),
    section('Exit codes:', [
      '  0 done, 1 failed, 124 timed out, 130 interrupted; on Windows kubectl turns every code but 0 into 1',
    ]),
    `Use "${PROGRAM} COMMAND --help" for more information about a command.`,
  ].join('\n\n');
}

function verbHelp(verb: Verb): string {
  const groups = Map.groupBy(Object.entries(flagsOf(verb)), ([, flag]) => flag.group);
  const usage = verb.usage === '' ? '' : ` ${verb.usage}`;
  return [
    `${verb.description}.`,
    section('Examples:', exampleLines(verb.examples)),
    section('Usage:', [
      `  ${PROGRAM} ${verb.name}${usage} [flags]`,
      ...(verb.positional['source'] !== undefined
        ? ['', ...wrapped('SOURCE is the object that declares the endpoint: NAME or TYPE/NAME, such as ad/orders.', 2)]
        : []),
    ]),
    ...[...groups].map(([title, flags]) => section(title, twoColumns(flagRows(Object.fromEntries(flags))))),
  ].join('\n\n');
}

function section(title: string, lines: readonly string[]): string {
  return [title, ...lines].join('\n');
}

/** Examples as kubectl prints them: the meaning as a comment, the command below it, an empty line between two examples. */
function exampleLines(examples: readonly Example[]): readonly string[] {
  const lines = examples.flatMap(([command, meaning]) => [...wrapped(`# ${meaning}`, 2, '# '), `  ${command}`, '']);
  return lines.slice(0, -1);
}

/** Flags as they are typed, each with its description. */
export function flagRows(flags: Flags): readonly (readonly [spelling: string, description: string])[] {
  return Object.entries(flags).map(([name, flag]) => [spelling(name, flag), described(flag)]);
}

function spelling(name: string, flag: Flag): string {
  const long = name.length === 1 ? `-${name}, --${name}` : `--${name}`;
  const short = flag.alias !== undefined ? `-${flag.alias}, ` : name.length === 1 ? '' : '    ';
  const value = flag.type === 'boolean' ? '' : ` ${flag.value ?? name.replace(/.*-/, '').toUpperCase()}`;
  return `${short}${long}${value}`;
}

function described({ description, default: standard }: Flag): string {
  return standard === undefined ? description : `${description} (default ${String(standard)})`;
}

function twoColumns(rows: readonly (readonly [string, string])[]): readonly string[] {
  const indent = Math.min(WIDEST, Math.max(...rows.map(([left]) => left.length)) + 4);
  return rows.flatMap(([left, right]) => {
    const [first = '', ...more] = wrapped(right, indent);
    if (left.length + 4 > indent) return [`  ${left}`, first, ...more];
    return [`  ${left}`.padEnd(indent) + first.slice(indent), ...more];
  });
}

/** Wraps a text into lines that begin at a column. @param again the prefix of every line but the first */
function wrapped(text: string, indent: number, again = ''): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && indent + longer.length > WIDTH) {
      lines.push(line);
      line = `${again}${word}`;
    } else line = longer;
  }
  return [...lines, line].map((each) => `${' '.repeat(indent)}${each}`);
}
