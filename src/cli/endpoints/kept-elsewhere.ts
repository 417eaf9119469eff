import { type Effect, effectOf } from '../../atlas/ownership/effect.ts';
import { keeperOf } from '../../atlas/ownership/keeper.ts';
import { manifestChange } from '../../atlas/ownership/manifest-change.ts';
import type { Target } from '../../atlas/sources/lookup.ts';
import { UserError } from '../../core/errors.ts';
import { isTakenOverByFlux } from '../../kube/write/field-managers.ts';
import type { KubeObject, PatchOperation } from '../../kube/resource.ts';
import { toYaml } from '../../output/format.ts';
import type { Arguments } from '../args/flag.ts';
import type { dryRunFlags } from '../args/dry-run/flag.ts';
import type { fieldManagerFlag, forceFlag } from '../args/flag-groups.ts';
import type { Context } from '../context.ts';
import { againWith } from '../hints.ts';
import { printLine } from '../../output/escape.ts';

/** What a command line says about writing to objects whose manifests are kept elsewhere. */
export type WriteArguments = Arguments<typeof forceFlag> &
  Partial<Arguments<typeof fieldManagerFlag> & Arguments<typeof dryRunFlags>>;

/** What a dry run says of what would be undone. */
const refusedOtherwise = 'without --dry-run, this is refused unless --force is given';

/** A change that a command is about to make to an object. */
export interface Change {
  readonly target: Target;
  readonly object: KubeObject;
  /** The operations as far as they are known before the cloud has been asked. */
  readonly operations: readonly PatchOperation[];
  /** The id of the removed item, if one is removed. */
  readonly removed?: string | undefined;
}

/**
 * Refuses a change that is undone when the object's manifest is applied again, and prints it for the place where the manifest is kept.
 * If the change stays, prints a note; a dry run, which shows the change anyway, warns.
 * @throws UserError naming what keeps the object, unless --force is given
 */
export async function refuseUndone(change: Change, args: WriteArguments, context: Context): Promise<void> {
  const { target, object, operations, removed } = change;
  const list = target.source.writes(object);
  const effect = effectOf(object, list, removed);
  if (effect === undefined) return;
  if (effect.undone === undefined) return noteStays(target, effect, context);
  if (args['dry-run'] !== undefined || args.force) {
    const why = args['dry-run'] === undefined ? 'continuing because of --force' : refusedOtherwise;
    printLine(context.stderr, `warning: ${undoneText(target, effect)}; ${why}`);
    return;
  }
  const manifest = await toYaml(await manifestChange(object, list, operations));
  printLine(context.stderr, 'change this where the manifest is kept:');
  for (const line of manifest.trimEnd().split('\n')) printLine(context.stderr, line);
  throw new UserError(`${undoneText(target, effect)}; nothing was changed`, {
    hint: `make the change there; or write it anyway with: ${againWith('--force', context)}`,
  });
}

/**
 * Refuses to delete an object that would be created again by itself.
 * @throws UserError naming what keeps the object, unless --force is given
 */
export function refuseReturning(
  { reference }: Target,
  object: KubeObject,
  args: WriteArguments,
  context: Context,
): void {
  const keeper = keeperOf(object);
  if (keeper?.syncs !== true || args.force) return;
  if (args['dry-run'] !== undefined) {
    const text = `${keeper.name} would create ${reference} again at its next sync`;
    return printLine(context.stderr, `warning: ${text}; ${refusedOtherwise}`);
  }
  throw new UserError(`${keeper.name} would create ${reference} again at its next sync; nothing was changed`, {
    hint: `delete it where its manifest is kept; or delete it anyway with: ${againWith('--force', context)}`,
  });
}

function undoneText({ reference }: Target, { keeper, undone }: Effect): string {
  const when = keeper.syncs ? 'at its next sync' : 'when it is applied again';
  return `${keeper.name} would undo this change to ${reference} ${when}: ${undone}`;
}

function noteStays({ reference }: Target, { keeper }: Effect, context: Context): void {
  printLine(context.stderr, `note: ${reference} is managed by ${keeper.name}, which leaves this change alone`);
}

/** Warns about a field manager whose fields Flux takes over and then removes. */
export function warnOfManager({ 'field-manager': manager }: WriteArguments, warn: (text: string) => void): void {
  if (manager === undefined || !isTakenOverByFlux(manager)) return;
  warn(
    `Flux takes over the fields of the manager ${manager} and removes those that are not in Git; omit --field-manager, or choose a name that does not begin with kubectl`,
  );
}
