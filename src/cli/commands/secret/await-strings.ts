import { type FoundSecret, type SecretQuery } from '../../../atlas/secret/find/find.ts';
import { awaitSecret } from '../../../atlas/secret/await-strings.ts';
import { isPaused, refusePaused, unpauseHint } from '../../../atlas/projects/paused.ts';
import { SecretNotFound } from '../../../atlas/secret/connection-secret.ts';
import { awaitPending } from '../../../atlas/secret/pending-strings.ts';
import { holdsString } from '../../../atlas/secret/refresh/lack.ts';
import { ageOf, describeStaleness, stalenessOf } from '../../../atlas/secret/staleness.ts';
import { isCurrent, refresh } from '../../../atlas/secret/refresh/refresh.ts';
import type { Run } from '../../../atlas/run.ts';
import { Progress } from '../../../output/progress.ts';
import type { EndpointState } from '../../../core/endpoint.ts';
import { UserError } from '../../../core/errors.ts';
import type { Hint } from '../../../core/next-command.ts';
import type { Context, VerbContext } from '../../context.ts';
import { againWaiting, resumeHint } from '../../hints.ts';

/** A Secret as it was found, and how to find it again. */
interface SecretLook {
  readonly run: Run;
  readonly query: SecretQuery;
  readonly found: FoundSecret;
  readonly timeoutMs: number;
}

/** The command that makes the operator rewrite a Secret, or the one that has to come first. @param user the requested database user */
export function refreshHint({ deployment }: FoundSecret, user: string | undefined): Exclude<Hint, string> {
  if (deployment !== undefined && isPaused(deployment)) return unpauseHint(deployment);
  const { name = 'NAME', namespace = 'NAMESPACE' } = deployment?.metadata ?? {};
  const command = { verb: 'secret', source: `ad/${name}`, namespace, flags: { user, refresh: true } } as const;
  return ['make the operator write it now with: ', command];
}

/**
 * Makes the operator rewrite the Secret, and reports the progress.
 * @throws UserError if it is unknown what the Secret lacks; TimeoutError; InterruptedError
 */
export async function refreshSecret(look: SecretLook, context: VerbContext): Promise<FoundSecret> {
  const { run, query, found, timeoutMs } = look;
  const progress = new Progress(context.screen);
  const step = 'refresh';
  const current = isCurrent(found);
  // Nothing is known to be missing, but without permissions that means little.
  if (current && found.refusal !== undefined) throw found.refusal;
  if (found.deployment === undefined) throw deploymentUnknown(look);
  if (!current) refusePaused(found.deployment);
  if (current) {
    // Where no endpoint is available, there is no string that could be there already.
    if (found.endpoints.some(({ phase }) => phase === 'Available') && holdsString(found))
      progress.already({
        name: step,
        detail: `secret/${found.secret.name} holds the string of every available endpoint`,
      });
    return found;
  }
  try {
    const onSeen = (seen: string): void => progress.waiting(step, seen);
    const waiting = { ...run, timeoutMs, resume: resumeHint(context), onSeen };
    const after = await refresh(waiting, query, found, (text) => progress.note(text));
    progress.done(step, `secret/${after.secret.name}`);
    return after;
  } finally {
    progress.clear();
  }
}

function deploymentUnknown({ query, found }: SecretLook): UserError {
  const { namespace, user } = query;
  const command = { verb: 'secret', source: 'ad/NAME', namespace, flags: { user, refresh: true } } as const;
  return new UserError(
    `cannot tell what secret/${found.secret.name} lacks: its deployment does not exist or cannot be read`,
    { hint: ['name the deployment: ', command] },
  );
}

/** Finds a Secret, and waits for it where the operator has not written it yet. */
export function awaitedSecret(
  timeoutMs: number,
  context: VerbContext,
): (run: Run, query: SecretQuery) => Promise<FoundSecret> {
  return async (run, query) => {
    const progress = new Progress(context.screen);
    const onSeen = (seen: string): void => progress.waiting('secret', seen);
    try {
      return await awaitSecret({ ...run, timeoutMs, resume: resumeHint(context), onSeen }, query);
    } finally {
      progress.clear();
    }
  };
}

/** @throws what it fails with; where the Secret is not there yet, with the command that waits for it */
export async function orSayHowToWait<T>(
  looked: Promise<T>,
  { wait }: { readonly wait: boolean | undefined },
  context: Context,
): Promise<T> {
  try {
    return await looked;
  } catch (error) {
    if (!(error instanceof SecretNotFound) || wait === true) throw error;
    const { hint = '' } = error;
    const given = typeof hint === 'string' ? [hint] : hint;
    throw new SecretNotFound(error.message, { hint: [...given, `; wait for it with: ${againWaiting(context)}`] });
  }
}

/** What is said of strings that the operator writes by itself and has not written yet. */
export function comingLater(
  found: FoundSecret,
  coming: readonly EndpointState[],
  { user, context }: { readonly user: string | undefined; readonly context: Context },
): { readonly text: string; readonly hint: Hint } {
  const { secret } = found;
  const staleness = stalenessOf(found);
  const wait = `wait for it with: ${againWaiting(context)}`;
  if (staleness === undefined) {
    const text = `secret/${secret.name} does not hold the string of ${namesOf(coming)} yet; the operator writes it by itself`;
    return { text, hint: wait };
  }
  const text = describeStaleness(secret, staleness, ageOf(secret, context.now()));
  return { text, hint: [wait, '  or ', ...refreshHint(found, user)] };
}

function namesOf(endpoints: readonly EndpointState[]): string {
  return endpoints.map(({ label }) => `"${label}"`).join(', ');
}

/**
 * Waits for the strings that the operator writes by itself, and says so.
 * @throws TimeoutError, InterruptedError
 */
export async function awaitMissingStrings(
  { run, query, found, timeoutMs }: SecretLook,
  coming: readonly EndpointState[],
  context: VerbContext,
): Promise<FoundSecret> {
  const progress = new Progress(context.screen);
  progress.note(`waiting until the operator writes the string of ${namesOf(coming)}, which is available`);
  const step = 'secret';
  try {
    const onSeen = (seen: string): void => progress.waiting(step, seen);
    const waiting = { ...run, timeoutMs, resume: resumeHint(context), onSeen };
    const after = await awaitPending(waiting, query, found, coming);
    progress.done(step, `secret/${after.secret.name}`);
    return after;
  } finally {
    progress.clear();
  }
}
