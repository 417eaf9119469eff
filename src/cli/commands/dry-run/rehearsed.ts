import type { PlannedWrites } from '../../../atlas/rehearsal/changes.ts';
import type { CloudFacts } from '../../../cloud/facts.ts';
import type { CloudCheck } from '../../../cloud/provider.ts';
import { parseDuration } from '../../../core/duration.ts';
import { AmbiguousError, UserError, exitCodes, isFailure } from '../../../core/errors.ts';
import type { Hint, NextCommand } from '../../../core/next-command.ts';
import { type Template, checkFormat } from '../../../output/format.ts';
import type { GitArguments } from '../connect/git/offer.ts';
import { FIELD_MANAGER } from '../../../kube/write/field-managers.ts';
import { DEFAULT_TIMEOUT } from '../../args/flag-groups.ts';
import { type DryRun, dryRunFormats } from '../../args/dry-run/flag.ts';
import type { ScriptStep, ScriptWord } from '../../../core/script/script.ts';
import type { Context } from '../../context.ts';
import { withInstead } from '../../hints.ts';
import { hintOf, messageOf } from '../../words/errors.ts';
import type { PlannedStep } from '../../words/steps.ts';

/** What would be done for one endpoint. */
export interface Rehearsed {
  readonly plan: readonly PlannedStep[];
  /** What its objects would be written. */
  readonly objects: readonly PlannedWrites[];
  /** What else is to be known of it. */
  readonly notes: readonly Hint[];
  /** The commands that do the same, if they are asked for. */
  readonly script?: readonly ScriptStep[];
  /** What the script connects. */
  readonly connected?: Connected;
  /** What tells it from others. */
  readonly prefix?: string | undefined;
}

/** A cloud endpoint that a script connects. */
export interface Connected {
  readonly id: ScriptWord;
  /** Whether it is connected already. */
  readonly done: boolean;
}

/** What is the same for all commands of a script. */
export interface ScriptSettings {
  /** The command that shows the steps instead. */
  readonly withDryRun: NextCommand;
  /** How long each of the waits may take, such as `30m`, and the same in milliseconds. */
  readonly timeout: string;
  readonly timeoutMs: number;
  /** The field manager of the changes. */
  readonly manager: string;
}

/** How what would be done is shown. */
export interface Showing {
  readonly mode: DryRun;
  /** How the commands that do the same are written, where they are shown instead. */
  readonly commands: ScriptSettings | undefined;
  readonly format: Template | 'json' | 'yaml' | 'diff' | 'name' | undefined;
}

/** A command line with --dry-run or --print-commands. */
export interface DryRunArguments extends GitArguments {
  readonly 'dry-run': DryRun | undefined;
  readonly output: string | undefined;
  readonly 'print-commands'?: boolean;
  readonly 'field-manager'?: string;
  readonly timeout?: string | undefined;
}

/** The exit code of a diff that could not be made: 1 says that there is one (kubectl diff --help, "Exit status"). */
const DIFF_FAILED = 2;

/** The exit code of a dry run of several objects, some of which failed. */
export function failedCode({ format }: Showing): number {
  return format === 'diff' ? DIFF_FAILED : exitCodes.failed;
}

/**
 * Reads -o, and shows what would be done.
 * @returns the exit code of `show`
 * @throws UserError for an unknown format, before anything is read; what `show` throws, under -o diff with another exit code
 */
export async function dryRun(
  args: DryRunArguments,
  context: Pick<Context, 'commandLine'>,
  show: (showing: Showing) => Promise<number>,
): Promise<number> {
  const { 'dry-run': mode = 'client', output, 'print-commands': asCommands = false } = args;
  if (asCommands) refuseBesideCommands(args, context);
  const format = await checkFormat(output, dryRunFormats);
  try {
    return await show({ mode, commands: asCommands ? settingsOf(args, context) : undefined, format });
  } catch (error) {
    throw format === 'diff' ? asFailedDiff(error) : error;
  }
}

/** @throws DurationError */
function settingsOf(
  { timeout = DEFAULT_TIMEOUT, 'field-manager': manager = FIELD_MANAGER }: DryRunArguments,
  context: Pick<Context, 'commandLine'>,
): ScriptSettings {
  const withDryRun = withInstead('--dry-run', '--print-commands', context);
  return { withDryRun, timeout, timeoutMs: parseDuration('timeout', timeout), manager };
}

/** @throws UserError for a flag that has no effect on a script */
function refuseBesideCommands({ output, git, write }: DryRunArguments, context: Pick<Context, 'commandLine'>): void {
  if (output !== undefined)
    throw new UserError('--print-commands prints a script, and has no other format', { hint: 'omit -o' });
  if (git !== true && write === undefined) return;
  const flag = write === undefined ? '--git' : '--write';
  throw new UserError(`--print-commands prints commands that write the object, which ${flag} leaves to Git`, {
    hint: [
      'see the change for Git with: ',
      withInstead('--dry-run -o yaml', '--print-commands', context),
      `; or omit ${flag}`,
    ],
  });
}

function asFailedDiff(error: unknown): unknown {
  const keeps = !isFailure(error) || error instanceof AmbiguousError;
  if (keeps || error.exitCode !== exitCodes.failed) return error;
  const hint = hintOf(error);
  const more = hint === undefined ? {} : { hint };
  return new UserError(messageOf(error), { cause: error, exitCode: DIFF_FAILED, ...more });
}

/** What is said of how a cloud has checked a step. @param what such as `the creation of the cloud endpoint` */
export function checkText(check: CloudCheck, what: string, { name }: CloudFacts): string {
  switch (check) {
    case 'request':
      return `${name} has checked ${what}, permissions included, and would accept it`;
    case 'reads':
      return `${name} checks no request without carrying it out: what ${what} depends on was read, the permission for it was not checked`;
    case 'later':
      return `${name} can check ${what} only when the service is reserved; the placement was read`;
  }
}
