import { UserError } from '../core/errors.ts';
import { interrupted } from '../core/wait.ts';
import type { Context } from './context.ts';

/**
 * Asks whether to go on, on a terminal; elsewhere, and where the output is for a program, --yes is demanded.
 * @param what what is agreed to, as it reads after "--yes is needed to"
 * @throws UserError when nobody can be asked, or the answer is not yes; InterruptedError
 */
export async function confirm(
  question: string,
  what: string,
  args: Readonly<Record<string, unknown>>,
  context: Context,
): Promise<void> {
  if (args['yes'] === true) return;
  const { stdin, stderr, signal } = context;
  if (stdin.isTTY !== true || stderr.isTTY !== true || args['output'] !== undefined) {
    throw new UserError(`--yes is needed to ${what}, because nobody can be asked here`, {
      hint: `look at it with --dry-run; then run: ${context.commandLine} --yes`,
    });
  }
  stderr.write(`${question} [y/N] `);
  const answer = await lineOf(stdin, signal);
  if (signal.aborted)
    throw interrupted(signal, 'while asking', `nothing was changed; run again: ${context.commandLine}`);
  if (/^\s*y(es)?\s*$/i.test(answer)) return;
  throw new UserError('not agreed to; nothing was changed', {
    hint: 'give the placement yourself, or run again with --yes',
  });
}

/** The first line that is typed; what there is of it when the input ends or the signal aborts. */
async function lineOf(stdin: Context['stdin'], signal: AbortSignal): Promise<string> {
  let text = '';
  const chunks = stdin[Symbol.asyncIterator]?.();
  if (chunks === undefined) return text;
  const aborted = new Promise<{ done: true }>((resolve) => {
    signal.addEventListener('abort', () => resolve({ done: true }), { once: true });
  });
  while (!text.includes('\n')) {
    const next = await Promise.race([chunks.next(), aborted]);
    if (next.done === true) break;
    text += Buffer.from(next.value).toString();
  }
  return text.split('\n')[0] ?? '';
}
