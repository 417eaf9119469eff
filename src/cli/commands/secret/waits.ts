import { type FoundSecret, type SecretQuery } from '../../../atlas/secret/find.ts';
import { awaitPending, pendingStrings } from '../../../atlas/secret/pending-strings.ts';
import { isCurrent, refresh } from '../../../atlas/secret/refresh/refresh.ts';
import type { Run } from '../../../atlas/run.ts';
import { Progress } from '../../../output/progress.ts';
import { UserError } from '../../../core/errors.ts';
import type { Hint } from '../../../core/next-command.ts';
import type { Context } from '../../context.ts';
import { resumeHint } from '../../hints.ts';

/** A Secret as it was found, and how it is looked for again. */
interface SecretLook {
  readonly run: Run;
  readonly query: SecretQuery;
  readonly found: FoundSecret;
  readonly timeoutMs: number;
}

/** The command that makes the operator write a Secret anew. @param user the database user that was asked for */
export function refreshHint({ deployment }: FoundSecret, user: string | undefined): Hint {
  const { name = 'NAME', namespace = 'NAMESPACE' } = deployment?.metadata ?? {};
  const command = { verb: 'secret', source: `ad/${name}`, namespace, flags: { user, refresh: true } } as const;
  return ['make the operator write it now with: ', command];
}

/**
 * Makes the operator write the Secret, and says how that goes.
 * @throws UserError where what the Secret lacks is unknown; TimeoutError; InterruptedError
 */
export async function refreshed(look: SecretLook, context: Context): Promise<FoundSecret> {
  const { run, query, found, timeoutMs } = look;
  const progress = new Progress(context.stderr, context);
  const step = 'refresh';
  const current = isCurrent(found);
  // Nothing is missing as far as is known, which is not far.
  if (current && found.refusal !== undefined) throw found.refusal;
  if (found.deployment === undefined) throw deploymentUnknown(look);
  if (current) {
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
    `what secret/${found.secret.name} lacks is unknown: its deployment is not there or cannot be read`,
    { hint: ['name the deployment: ', command] },
  );
}

/**
 * Waits for the strings that the operator writes by itself, and says so; the Secret as it was found where there are none.
 * @param endpoint the one that is asked for; every one when undefined
 * @throws TimeoutError, InterruptedError
 */
export async function awaited(
  { run, query, found, timeoutMs }: SecretLook,
  endpoint: string | undefined,
  context: Context,
): Promise<FoundSecret> {
  const coming = await pendingStrings({ ...run, timeoutMs }, found, endpoint);
  if (coming.length === 0) return found;
  const progress = new Progress(context.stderr, context);
  const names = coming.map(({ label }) => `"${label}"`).join(', ');
  progress.note(
    `the operator has not written the string of ${names} yet, which is available: waiting (--wait=false does not)`,
  );
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
