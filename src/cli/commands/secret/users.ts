import { printLine } from '../../../output/escape.ts';
import { stringsOf } from '../../../atlas/secret/endpoint-strings.ts';
import { AmbiguousError, UserError } from '../../../core/errors.ts';
import type { VerbContext } from '../../context.ts';
import { stringTable } from '../../views/string-table.ts';
import { type LookUpArguments, type LookedUp, lookUp } from './look-up.ts';
import { type SecretFormat, noteDegenerate } from './print.ts';

/**
 * Finds the Secret of a command line or, where it may be that of several database users and they fit into one table, the Secret of each.
 * @throws UserError, TimeoutError, InterruptedError
 */
export async function lookUpUsers(
  args: LookUpArguments,
  format: SecretFormat | undefined,
  context: VerbContext,
): Promise<readonly LookedUp[]> {
  try {
    return [await lookUp(args, format, context)];
  } catch (error) {
    const needsOne = format !== undefined || args.key !== undefined || args.refresh || args.wait === true;
    if (!(error instanceof AmbiguousError) || error.flag !== 'user' || needsOne) throw error;
    return Promise.all(error.choices.map(({ value: user }) => lookUp({ ...args, user }, format, context)));
  }
}

/** A Secret, and the endpoint whose strings are printed; undefined for all. */
interface Wanted extends Pick<LookedUp, 'found' | 'endpoint'> {}

/**
 * Prints the strings of several database users in one table. What one Secret lacks is told, and hides none of the others.
 * @throws UserError if none of them has what is to be printed
 */
export async function printUsers(secrets: readonly Wanted[], headers: boolean, context: VerbContext): Promise<void> {
  const read = secrets.map(({ found, endpoint }) => stringsOrLack({ found, endpoint }));
  const [first] = read;
  if (first instanceof UserError && read.every((each) => each instanceof UserError)) throw first;
  const printed = read.flatMap((each) => (each instanceof UserError ? [] : [each]));
  for (const { found } of printed) noteDegenerate(found, context);
  context.stdout.write(await stringTable(printed, { headers, users: true }));
  for (const each of read) if (each instanceof UserError) printLine(context.stderr, `warning: ${each.message}`);
}

function stringsOrLack({ found, endpoint }: Wanted) {
  try {
    return { found, strings: stringsOf(found, endpoint) };
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
}
