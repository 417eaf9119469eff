import type { Word } from '../../../../core/next-command.ts';
import type { ScriptCommand, ScriptProgram, ScriptStep, ScriptWord } from '../../../../core/script.ts';
import { shellQuote } from '../../../args/pflag.ts';
import type { VerbContext } from '../../../context.ts';

/** Seconds between two looks. */
const PAUSE = 5;

/** A script for sh that goes through steps. It ends at the first command that fails. */
export function scriptText(steps: readonly ScriptStep[], context: VerbContext): string {
  const blocks = steps.map(({ title, commands }, at) =>
    [`# ${at + 1}/${steps.length} ${title}`, ...commands.flatMap((command) => linesOf(command, context))].join('\n'),
  );
  const head = ['#!/bin/sh', `# What this does, step by step: ${context.commandLine}`, 'set -eu'].join('\n');
  return `${[head, ...blocks].join('\n\n')}\n`;
}

function linesOf(command: ScriptCommand, context: VerbContext): readonly string[] {
  if ('expect' in command) {
    const { expect, value } = command;
    return [`if [ "$${expect}" != ${shellQuote(value)} ]; then echo "$${expect}" >&2; exit 1; fi`];
  }
  if ('poll' in command) {
    const { poll, until, never } = command;
    return [
      'while :; do',
      `  state=$(${programText(poll, context)})`,
      '  case $state in',
      `    ${patterns(until)}) break ;;`,
      ...(never.length === 0 ? [] : [`    ${patterns(never)}) echo "$state" >&2; exit 1 ;;`]),
      '  esac',
      `  sleep ${PAUSE}`,
      'done',
    ];
  }
  const { run, input, into } = command;
  const text = programText(run, context);
  if (into !== undefined) return [`${into}=$(${text})`];
  return input === undefined ? [text] : [`${text} <<'EOF'`, input.trimEnd(), 'EOF'];
}

function patterns(words: readonly string[]): string {
  return words.map((word) => (word === '' ? "''" : shellQuote(word))).join(' | ');
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
