import { exitCodes } from '../../../../core/errors.ts';
import type { Word } from '../../../../core/next-command.ts';
import type {
  ScriptCommand,
  ScriptLoop,
  ScriptPattern,
  ScriptProgram,
  ScriptStep,
  ScriptWord,
} from '../../../../core/script/script.ts';
import { shellQuote } from '../../../args/pflag.ts';
import type { VerbContext } from '../../../context.ts';

/** Seconds between two looks. */
const PAUSE = 5;

/**
 * A script for sh that goes through steps. It ends at the first command that fails.
 * @param patienceMs milliseconds after which a wait is over, roughly: what is asked takes its own time
 */
export function scriptText(steps: readonly ScriptStep[], patienceMs: number, context: VerbContext): string {
  const blocks = steps.map(({ title, commands }, at) =>
    [
      `# ${at + 1}/${steps.length} ${title}`,
      ...commands.flatMap((command) => linesOf(command, patienceMs, context)),
    ].join('\n'),
  );
  const head = ['#!/bin/sh', `# Printed by: ${context.commandLine}`, 'set -eu'].join('\n');
  return `${[head, ...blocks].join('\n\n')}\n`;
}

function linesOf(command: ScriptCommand, patienceMs: number, context: VerbContext): readonly string[] {
  if ('poll' in command) return loopLines(command, patienceMs, context);
  if ('each' in command) {
    const { each, in: list, counted, commands } = command;
    return [
      ...(counted === undefined ? [] : [`${counted}=0`]),
      `for ${each} in $${list}; do`,
      ...commands.flatMap((inner) => linesOf(inner, patienceMs, context)).map((line) => `  ${line}`),
      ...(counted === undefined ? [] : [`  ${counted}=$((${counted} + 1))`]),
      'done',
    ];
  }
  if (!('run' in command)) return [valueLine(command)];
  const { run, input, into, unless, through = [] } = command;
  const text = programText(run, context);
  if (into !== undefined) return [`${into}=$(${[text, ...through.map(inShell)].join(' | ')})`];
  if (unless !== undefined) return [`${programText(unless, context)} >/dev/null 2>&1 ||`, `  ${text}`];
  return input === undefined ? [text] : [`${text} <<'EOF'`, input.trimEnd(), 'EOF'];
}

/** What only deals with variables. */
function valueLine(
  command: Exclude<ScriptCommand, { readonly run: unknown } | { readonly each: string } | ScriptLoop>,
) {
  if ('expect' in command) {
    const { expect, value, otherwise } = command;
    const said = otherwise === undefined ? `"$${expect}"` : shellQuote(otherwise);
    return `if [ "$${expect}" != ${quoted(value)} ]; then echo ${said} >&2; exit ${exitCodes.failed}; fi`;
  }
  if ('expectSeveral' in command) {
    const { expectSeveral, otherwise } = command;
    return `case $${expectSeveral} in *[[:space:]]*) ;; *) echo ${shellQuote(otherwise)} >&2; exit ${exitCodes.failed} ;; esac`;
  }
  if ('print' in command) return `printf '%s\\n' "$${command.print}" | ${inShell(command.through)}`;
  if ('digestOf' in command) {
    const { set, digestOf, digits } = command;
    // Linux has the first program, macOS the second.
    return `${set}=$(printf %s ${quoted(digestOf)} | { sha256sum 2>/dev/null || shasum -a 256; } | cut -c 1-${digits})`;
  }
  const { set, to, after } = command;
  return `${set}=${after === undefined ? '' : `\${${set}:+"$${set}"${shellQuote(after)}}`}${quoted(to)}`;
}

function loopLines(loop: ScriptLoop, patienceMs: number, context: VerbContext): readonly string[] {
  const { poll, until, meanwhile = [], never, into = 'state', between = [], pause = PAUSE } = loop;
  return [
    `looks=${Math.max(1, Math.ceil(patienceMs / 1000 / pause))}`,
    'while :; do',
    `  ${into}=$(${programText(poll, context)})`,
    `  case $${into} in`,
    ...(meanwhile.length === 0 ? [] : [`    ${patterns(meanwhile)}) ;;`]),
    `    ${until === 'anything' ? '?*' : patterns(until)}) break ;;`,
    ...(never.length === 0 ? [] : [`    ${patterns(never)}) echo "$${into}" >&2; exit ${exitCodes.failed} ;;`]),
    '  esac',
    '  looks=$((looks - 1))',
    `  if [ "$looks" -eq 0 ]; then echo "timed out; last seen: $${into}" >&2; exit ${exitCodes.timedOut}; fi`,
    ...between.flatMap((each) => linesOf(each, patienceMs, context)).map((line) => `  ${line}`),
    `  sleep ${pause}`,
    'done',
  ];
}

function patterns(all: readonly ScriptPattern[]): string {
  return all.map(patternText).join(' | ');
}

function patternText(pattern: ScriptPattern): string {
  if (typeof pattern === 'string') return shellQuote(pattern);
  return pattern.map((part) => (part === '' ? '' : shellQuote(part))).join('*');
}

function programText(program: ScriptProgram, { hintText }: VerbContext): string {
  return hintText([
    'kubectl' in program ? { kubectl: program.kubectl.map(wordOf) } : { shell: program.shell.map(wordOf) },
  ]);
}

function inShell(words: readonly string[]): string {
  return words.map(shellQuote).join(' ');
}

/** A word with variables is written out here, as nothing else knows them. */
function wordOf(word: ScriptWord): Word {
  return typeof word === 'string' ? word : { placeholder: quoted(word) };
}

function quoted(word: ScriptWord): string {
  if (typeof word === 'string') return word === '' ? "''" : shellQuote(word);
  return word.map((part) => (typeof part === 'string' ? shellQuote(part) : `"$${part.variable}"`)).join('');
}
