import type { AtlasProject } from '../../../atlas/api/project.ts';
import type { Move } from '../../../atlas/migrate/moves.ts';
import { effectOf } from '../../../atlas/ownership/effect.ts';
import { manifestChange } from '../../../atlas/ownership/manifest-change.ts';
import type { Target } from '../../../atlas/sources/lookup.ts';
import { UserError } from '../../../core/errors.ts';
import type { PatchOperation } from '../../../kube/resource.ts';
import { printLine } from '../../../output/escape.ts';
import { toYaml } from '../../../output/format.ts';
import type { WriteArguments } from '../../endpoints/kept-elsewhere.ts';
import { exportOf } from './refuse.ts';
import { againWith } from '../../hints.ts';
import type { VerbContext } from '../../context.ts';

const removal: readonly PatchOperation[] = [{ op: 'replace', path: '/spec/privateEndpoints', value: [] }];

/**
 * Refuses a move of items that are kept in a manifest, from which they would come back, and prints what belongs there. Against something
 * that goes on applying the manifest by itself not even --force helps: both would declare the endpoints.
 * @throws UserError naming what keeps the project
 */
export async function refuseKept(
  {
    project,
    target,
    moves,
  }: { readonly project: AtlasProject; readonly target: Target; readonly moves: readonly Move[] },
  args: WriteArguments,
  context: VerbContext,
): Promise<void> {
  const list = target.source.writes(project);
  const effect = effectOf(project, list);
  if (effect === undefined) return;
  const { keeper, undone } = effect;
  const { reference } = target;
  if (undone === undefined)
    return printLine(context.stderr, `note: ${reference} is managed by ${keeper.name}, which leaves this change alone`);
  const when = keeper.syncs ? 'at its next sync' : 'when it is applied again';
  const text = `${keeper.name} would put the endpoints back into ${reference} ${when}: ${undone}`;
  if (args.force && !keeper.syncs) return printLine(context.stderr, `warning: ${text}; continuing because of --force`);
  printLine(context.stderr, 'this belongs where the manifest is kept, in the order that export says:');
  const documents = [await manifestChange(project, list, removal), ...moves.map(({ object }) => object)];
  const texts = await Promise.all(documents.map(toYaml));
  for (const line of texts.join('---\n').trimEnd().split('\n')) printLine(context.stderr, line);
  const forced = keeper.syncs ? [] : [`  or write it anyway with: ${againWith('--force', context)}`];
  throw new UserError(`${text}; nothing was changed`, {
    hint: ['make the changes there, in the order that this prints: ', exportOf(target), ...forced],
  });
}
