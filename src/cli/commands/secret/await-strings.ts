import { type FoundSecret, type SecretQuery } from '../../../atlas/secret/find.ts';
import { awaitPending, pendingStrings } from '../../../atlas/secret/pending-strings.ts';
import { isCurrent, refresh } from '../../../atlas/secret/refresh/refresh.ts';
import type { Run } from '../../../atlas/run.ts';
import { Progress } from '../../../output/progress.ts';
import { UserError } from '../../../core/errors.ts';
import type { Hint } from '../../../core/next-command.ts';
import type { Context } from '../../context.ts';
import { resumeHint } from '../../hints.ts';

/** A Secret as it was found, and how to find it again. */
interface SecretLook {
  readonly run: Run;
  readonly query: SecretQuery;
  readonly found: FoundSecret;
  readonly timeoutMs: number;
}

/** The command that makes the operator rewrite a Secret. @param user the requested database user */
export function refreshHint({ deployment }: FoundSecret, user: string | undefined): Hint {
  const { name = 'NAME', namespace = 'NAMESPACE' } = deployment?.metadata ?? {};
  const command = { verb: 'secret', source: `ad/${name}`, namespace, flags: { user, refresh: true } } as const;
  return ['make the operator write it now with: ', command];
}

/**
 * Makes the operator rewrite the Secret, and reports the progress.
 * @throws UserError if it is unknown what the Secret lacks; TimeoutError; InterruptedError
 */
export async function refreshSecret(look: SecretLook, context: Context): Promise<FoundSecret> {
  const { run, query, found, timeoutMs } = look;
  const progress = new Progress(context.stderr, context);
  const step = 'refresh';
  const current = isCurrent(found);
  // Nothing is known to be missing, but without permissions that means little.
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
    `cannot tell what secret/${found.secret.name} lacks: its deployment does not exist or cannot be read`,
    { hint: ['name the deployment: ', command] },
  );
}

/**
 * Waits for the strings that the operator writes by itself, and says so. Returns the Secret as it was found if there are none.
 * @param endpoint the requested endpoint; undefined for all endpoints
 * @throws TimeoutError, InterruptedError
 */
export async function awaitMissingStrings(
  { run, query, found, timeoutMs }: SecretLook,
  endpoint: string | undefined,
  context: Context,
): Promise<FoundSecret> {
  const pending = await pendingStrings({ ...run, timeoutMs }, found, endpoint);
  if (pending.length === 0) return found;
  const progress = new Progress(context.stderr, context);
  const names = pending.map(({ label }) => `"${label}"`).join(', ');
  progress.note(
    `waiting until the operator writes the string of ${names}, which is available (--wait=false skips this)`,
  );
  const step = 'secret';
  try {
    const onSeen = (seen: string): void => progress.waiting(step, seen);
    const waiting = { ...run, timeoutMs, resume: resumeHint(context), onSeen };
    const after = await awaitPending(waiting, query, found, pending);
    progress.done(step, `secret/${after.secret.name}`);
    return after;
  } finally {
    progress.clear();
  }
}
