import type { PlannedWrites } from '../../../atlas/rehearsal/changes.ts';
import type { CloudFacts } from '../../../cloud/facts.ts';
import type { CloudCheck } from '../../../cloud/provider.ts';
import { AmbiguousError, UserError, exitCodes, isFailure } from '../../../core/errors.ts';
import type { Hint } from '../../../core/next-command.ts';
import { type Template, checkFormat } from '../../../output/format.ts';
import { type DryRun, dryRunFormats } from '../../args/dry-run/flag.ts';
import { hintOf, messageOf } from '../../words/errors.ts';
import type { PlannedStep } from '../../words/steps.ts';

/** What would be done for one endpoint. */
export interface Rehearsed {
  readonly plan: readonly PlannedStep[];
  /** What its objects would be written. */
  readonly objects: readonly PlannedWrites[];
  /** What else is to be known of it. */
  readonly notes: readonly Hint[];
  /** What tells it from others. */
  readonly prefix?: string | undefined;
}

/** How what would be done is shown. */
export interface Showing {
  readonly mode: DryRun;
  readonly format: Template | 'json' | 'yaml' | 'diff' | 'name' | undefined;
}

/** A command line with --dry-run. */
export interface DryRunArguments {
  readonly 'dry-run': DryRun | undefined;
  readonly output: string | undefined;
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
  { 'dry-run': mode = 'client', output }: DryRunArguments,
  show: (showing: Showing) => Promise<number>,
): Promise<number> {
  const format = await checkFormat(output, dryRunFormats);
  try {
    return await show({ mode, format });
  } catch (error) {
    throw format === 'diff' ? asFailedDiff(error) : error;
  }
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
