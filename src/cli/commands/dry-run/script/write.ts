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
  if ('expect' in command) {
    const { expect, value, otherwise } = command;
    const said = otherwise === undefined ? `"$${expect}"` : shellQuote(otherwise);
    return [`if [ "$${expect}" != ${shellQuote(value)} ]; then echo ${said} >&2; exit ${exitCodes.failed}; fi`];
  }
  if ('print' in command) return [`printf '%s\\n' "$${command.print}" | ${command.through.map(shellQuote).join(' ')}`];
  if ('poll' in command) return loopLines(command, patienceMs, context);
  const { run, input, into } = command;
  const text = programText(run, context);
  if (into !== undefined) return [`${into}=$(${text})`];
  return input === undefined ? [text] : [`${text} <<'EOF'`, input.trimEnd(), 'EOF'];
}

function loopLines(loop: ScriptLoop, patienceMs: number, context: VerbContext): readonly string[] {
  const { poll, until, meanwhile = [], never, between = [], pause = PAUSE } = loop;
  return [
    `looks=${Math.max(1, Math.ceil(patienceMs / 1000 / pause))}`,
    'while :; do',
    `  state=$(${programText(poll, context)})`,
    '  case $state in',
    ...(meanwhile.length === 0 ? [] : [`    ${patterns(meanwhile)}) ;;`]),
    `    ${until === 'anything' ? '?*' : patterns(until)}) break ;;`,
    ...(never.length === 0 ? [] : [`    ${patterns(never)}) echo "$state" >&2; exit ${exitCodes.failed} ;;`]),
    '  esac',
    '  looks=$((looks - 1))',
    `  if [ "$looks" -eq 0 ]; then echo "timed out; last seen: $state" >&2; exit ${exitCodes.timedOut}; fi`,
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

/** A word with variables is written out here, as nothing else knows them. */
function wordOf(word: ScriptWord): Word {
  if (typeof word === 'string') return word;
  const parts = word.map((part) => (typeof part === 'string' ? shellQuote(part) : `"$${part.variable}"`));
  return { placeholder: parts.join('') };
}
