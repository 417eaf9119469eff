import { sourceTypes } from '../atlas/sources/types.ts';
import { anyOf } from '../core/any-of.ts';
import { twoColumns, wrapped } from '../output/layout.ts';
import { flagRows, groupsOf } from './args/flag-rows.ts';
import type { Positionals } from './args/positional.ts';
import { PROGRAM } from './program.ts';
import type { Example, Verb } from './verb.ts';
import { firstExamples, verbs } from './verbs.ts';

/** The help of a verb, or of the program: purpose, examples, usage, flags by group. @param width of the longest line, in columns */
export function helpText(verb: Verb | undefined, width: number): string {
  return `${(verb === undefined ? overview(width) : verbHelp(verb, width)).join('\n\n')}\n`;
}

const moreFlags = `Use "${PROGRAM} options" for a list of the flags that every command takes, such as --context and -n.`;

function overview(width: number): readonly string[] {
  const commands = verbs.map(({ name, usage, description }): [string, string] => [
    `${name} ${usage}`,
    `${description}.`,
  ]);
  const codes = '0 done, 1 failed, 124 timed out, 130 interrupted; on Windows kubectl turns every code but 0 into 1';
  return [
    'Manage private endpoints from Pods to MongoDB Atlas.',
    section('Examples:', exampleLines(firstExamples(), width)),
    section('Commands:', twoColumns(commands, width)),
    section('Usage:', [`  ${PROGRAM} COMMAND [SOURCE] [flags]`, '', ...sourceLines(width)]),
    section('Exit codes:', wrapped(codes, { indent: 2, width })),
    [
      ...wrapped(`Use "${PROGRAM} COMMAND --help" for more information about a command.`, { indent: 0, width }),
      ...wrapped(moreFlags, { indent: 0, width }),
    ].join('\n'),
  ];
}

function verbHelp({ name, usage, description, examples, flags, positional }: Verb, width: number): readonly string[] {
  return [
    wrapped(`${description}.`, { indent: 0, width }).join('\n'),
    section('Examples:', exampleLines(examples, width)),
    section('Usage:', [
      `  ${PROGRAM} ${name}${usage === '' ? '' : ` ${usage}`} [flags]`,
      ...explained(positional, width).flatMap((line, at) => (at === 0 ? ['', line] : [line])),
    ]),
    ...groupsOf(flags).map(([title, group]) => section(title, twoColumns(flagRows(group), width))),
    wrapped(moreFlags, { indent: 0, width }).join('\n'),
  ];
}

/** What the positional argument is. */
function explained({ source, ...others }: Positionals, width: number): readonly string[] {
  if (source !== undefined) return sourceLines(width);
  return Object.values(others).flatMap(({ usage, choices }) =>
    choices === undefined ? [] : wrapped(`${usage} is ${anyOf(choices)}.`, { indent: 2, width }),
  );
}

function sourceLines(width: number): readonly string[] {
  const types = Object.values(sourceTypes).map(({ shortNames: [short], resource, meaning }): [string, string] => [
    `  ${short}/NAME`,
    `${resource.kind}: ${meaning}`,
  ]);
  return [
    ...wrapped('SOURCE is the object that declares the endpoint. A bare NAME is looked up in all kinds:', {
      indent: 2,
      width,
    }),
    ...twoColumns(types, width),
  ];
}

function section(title: string, lines: readonly string[]): string {
  return [title, ...lines].join('\n');
}

/** Examples as kubectl prints them: the meaning as a comment, the command below it, an empty line between two examples. */
function exampleLines(examples: readonly Example[], width: number): readonly string[] {
  const lines = examples.flatMap(([command, meaning]) => [
    ...wrapped(`# ${meaning}`, { indent: 2, width, again: '# ' }),
    // A shell joins what ends with a backslash to the next line.
    ...wrapped(command, { indent: 2, width, again: '  ', continued: ' \\' }),
    '',
  ]);
  return lines.slice(0, -1);
}
