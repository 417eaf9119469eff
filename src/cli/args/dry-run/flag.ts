import { UserError } from '../../../core/errors.ts';
import { type Arguments, type Flag, type Flags, choice, toggle } from '../flag.ts';
import { general, outputFlag } from '../flag-groups.ts';

/** How a command shows what it would do: by reading alone, or with the API server and the cloud checking it. */
export type DryRun = 'client' | 'server';

/** kubectl's flag, and one for commands instead of steps. A verb that has them writes nothing when one is given (cli/open-run.ts). */
export const dryRunFlags = {
  'dry-run': choice(
    general,
    'Show what would be done, without doing it: client only reads, server also has the API server and the cloud check it',
    ['client', 'server', 'none'],
    { value: 'MODE' },
  ),
  'print-commands': toggle(
    general,
    'Print a shell script of the commands of kubectl and the cloud that do the same, and change nothing',
  ),
} as const satisfies Flags;

/** The formats of -o under --dry-run, which are about the objects as they would be, as kubectl has them. */
export const dryRunFormats = ['json', 'yaml', 'diff', 'name', 'jsonpath', 'jsonpath-as-json', 'jsonpath-file'] as const;

/** -o of a verb that has --dry-run. @param formats those that it prints without */
export function changeOutputFlag(formats: readonly string[]): { readonly output: Flag<string | undefined> } {
  const { output } = outputFlag(formats);
  const { output: more } = outputFlag(dryRunFormats.filter((format) => !formats.includes(format)));
  const [own = [], others = []] = [output.completes, more.completes].filter((each) => typeof each !== 'string');
  const description = `${output.description}, and with --dry-run ${others.join(', ')}`;
  return { output: { ...output, description, completes: [...own, ...others] } };
}

/** What a command line says about being tried out. */
type TrialArguments = Partial<Arguments<typeof dryRunFlags>>;

/** Whether a command is only to show what it would do. */
export function isRehearsed(args: TrialArguments): boolean {
  return args['dry-run'] !== undefined || args['print-commands'] === true;
}

/**
 * The command line of a command that only shows what it would do, so that nothing is written.
 * @throws UserError if it is to show two things
 */
export function asRehearsed<A extends TrialArguments>(args: A): A & { readonly 'dry-run': DryRun } {
  if (args['print-commands'] === true && args['dry-run'] !== undefined)
    throw new UserError('--dry-run shows the steps, and --print-commands the commands that do the same', {
      hint: 'use one or the other; neither changes anything',
    });
  return { ...args, 'dry-run': args['dry-run'] ?? 'client' };
}
