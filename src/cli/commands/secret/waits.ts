import { type FoundSecret, type SecretQuery } from '../../../atlas/secret/find.ts';
import { awaitPending, pendingStrings } from '../../../atlas/secret/pending-strings.ts';
import type { Run } from '../../../atlas/run.ts';
import { stalenessOf } from '../../../atlas/secret/staleness.ts';
import { refresh } from '../../../atlas/secret/refresh.ts';
import { Progress } from '../../../output/progress.ts';
import { UserError } from '../../../core/errors.ts';
import type { Context } from '../../context.ts';
import { resumeHint } from '../../hints.ts';

/** The command that makes the operator write a Secret anew. */
export function refreshHint({ deployment }: FoundSecret): string {
  const { name = 'NAME', namespace = 'NAMESPACE' } = deployment?.metadata ?? {};
  return `make the operator write it now with: kubectl atlas-pe secret ad/${name} -n ${namespace} --refresh`;
}

/** Makes the operator write the Secret, and says how that goes. */
export async function refreshed(
  run: Run,
  query: SecretQuery,
  found: FoundSecret,
  context: Context,
  timeoutMs: number,
): Promise<FoundSecret> {
  const progress = new Progress(context.stderr, context);
  const step = { name: 'refresh', detail: '' };
  const current = stalenessOf(found) === undefined;
  // Nothing is missing as far as is known, which is not far.
  if (current && found.refusal !== undefined) throw found.refusal;
  if (found.deployment === undefined) {
    throw new UserError(
      `what secret/${found.secret.name} lacks is unknown: its deployment is not there or cannot be read`,
      {
        hint: `name the deployment: kubectl atlas-pe secret ad/NAME -n ${query.namespace} --refresh`,
      },
    );
  }
  if (current) {
    progress.already({ ...step, detail: `secret/${found.secret.name} holds the string of every available endpoint` });
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

/** Waits for the strings that the operator writes by itself, and says so; the Secret as it was found where there are none. */
export async function awaited(
  run: Run,
  query: SecretQuery,
  found: FoundSecret,
  endpoint: string | undefined,
  context: Context,
  timeoutMs: number,
): Promise<FoundSecret> {
  const coming = await pendingStrings({ ...run, timeoutMs }, found, endpoint);
  if (coming.length === 0) return found;
  const progress = new Progress(context.stderr, context);
  const names = coming.map(({ label }) => `"${label}"`).join(', ');
  progress.note(
    `the operator has not written the string of ${names} yet, which is available: waiting (--wait=false does not)`,
  );
  const step = { name: 'secret', detail: '' };
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
