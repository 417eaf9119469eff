import { KeepsChangingError, MAX_CONFLICTS } from '../../core/errors.ts';
import { conflictPauses } from '../../core/retries/backoff.ts';
import { attemptWrite } from '../../kube/write/attempt-write.ts';
import { notStored } from '../../kube/write/not-stored.ts';
import type { KubeObject } from '../../kube/resource.ts';
import type { Run } from '../run.ts';
import type { SpecChange } from '../write.ts';
import { type ObjectChange, joinedPatch } from './changes.ts';

/** An object as the API server would store it. */
export interface CheckedChange extends ObjectChange {
  /** Whether all of it was checked; what is written after a removal has been processed cannot be checked before that. */
  readonly whole: boolean;
}

/**
 * Has the API server check everything that would be written to an object, admission and validation included.
 * @param run with a client whose writes are only checked
 * @throws UserError if it would refuse, or would not store the change; ApiError; KeepsChangingError
 */
export async function checkObject(run: Run, change: ObjectChange): Promise<CheckedChange> {
  const { client, time } = run;
  const { target, writes } = change;
  const { resource } = target.source;
  const options = { signal: time.signal };
  if (writes.length === 0) return { ...change, whole: true };
  const creation = writes.find((write) => write.verb === 'create');
  if (creation !== undefined) {
    const made = await attemptWrite(() => client.create(resource, creation.manifest, options));
    // Somebody else has made it in the meantime: a run would go on with that one.
    if (made === 'conflict') return { ...change, whole: false };
    if (!creation.isStored(made)) throw notStored(made, creation.otherwise);
    return { ...change, after: made, whole: true };
  }
  const pauses = conflictPauses();
  let { object } = change;
  for (let tries = 0; object !== undefined && tries < MAX_CONFLICTS; tries += 1) {
    const checked = await checkExisting(run, object, change);
    if (checked !== 'conflict') return checked;
    // The operator may write the status at any time.
    await time.sleep(pauses.next(), time.signal);
    object = await client.find(resource, target.namespace, target.name, time.signal);
  }
  throw new KeepsChangingError(target);
}

/** @returns `conflict` if the object is another one by now */
async function checkExisting(
  { client, time }: Run,
  object: KubeObject,
  change: ObjectChange,
): Promise<CheckedChange | 'conflict'> {
  const { target, writes } = change;
  const { resource } = target.source;
  const options = { signal: time.signal };
  const patches = writes.filter((write) => write.verb === 'patch');
  const first = together(patches);
  let after: KubeObject | undefined = object;
  if (first.length > 0) {
    const operations = await joinedPatch(object, first);
    const stored = await attemptWrite(() => client.patch(resource, object, operations, options));
    if (stored === 'conflict') return 'conflict';
    const missing = first.find(({ isStored }) => !isStored(stored, object));
    if (missing !== undefined) throw notStored(stored, missing.otherwise);
    after = stored;
  }
  if (writes.some(({ verb }) => verb === 'delete')) {
    const deleted = await attemptWrite(() => client.delete(resource, object, options));
    if (deleted === 'conflict') return 'conflict';
    after = undefined;
  }
  const whole = first.length === patches.length;
  return { ...change, after: whole ? after : change.after, whole };
}

/** The patches that can be checked as one: those up to where something is put in place of what Atlas has to let go of first. */
function together(patches: readonly SpecChange[]): readonly SpecChange[] {
  const [first] = patches;
  const end = patches.findIndex(({ removes }) => removes !== first?.removes);
  return end < 0 ? patches : patches.slice(0, end);
}
