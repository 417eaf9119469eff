import { isOfKind } from '../../../atlas/api/custom-resource.ts';
import { resourcePolicyAnnotation } from '../../../atlas/api/annotations.ts';
import { type AtlasProject, projectResource } from '../../../atlas/api/project.ts';
import { creation } from '../../../atlas/connect/step-writes.ts';
import { isPaused, moving, tidying, unpausing } from '../../../atlas/migrate/marks.ts';
import { targetOfMove } from '../../../atlas/migrate/moves.ts';
import { readObjects } from '../../../atlas/migrate/objects.ts';
import { MigrationRunner, isLeft } from '../../../atlas/migrate/runner.ts';
import { MigrationUndoRunner, isKept } from '../../../atlas/migrate/undo-runner.ts';
import type { PlannedWrites } from '../../../atlas/rehearsal/changes.ts';
import type { SpecChange } from '../../../atlas/write.ts';
import { annotating } from '../../../kube/write/change.ts';
import type { KubeObject, PatchOperation } from '../../../kube/resource.ts';
import { printLine } from '../../../output/escape.ts';
import type { VerbContext } from '../../context.ts';
import { resumeHint } from '../../hints.ts';
import { migrationPreview } from '../migrate/preview.ts';
import { type SurveyArguments, type Surveyed, survey } from '../migrate/survey.ts';
import { tellMoved } from '../migrate/tell-moved.ts';
import type { migrationScript } from './script/migrate.ts';
import { printRehearsal } from './print.ts';
import { type DryRunArguments, dryRun } from './rehearsed.ts';

/**
 * Shows what a move of a project's endpoints would do, or the way back, from what there is now.
 * @returns the exit code
 * @throws UserError for whatever would stop it before its first change
 */
export function rehearseMigration(args: SurveyArguments & DryRunArguments, context: VerbContext): Promise<number> {
  return dryRun(args, context, async (showing) => {
    const found = await survey(args, context);
    if ('objects' in found) return tellMoved(found, context);
    const { run, target, moves } = found;
    const options = { ...run, target, moves, timeoutMs: 0, resume: resumeHint(context) };
    const { steps } = args.undo
      ? await new MigrationUndoRunner(options).look(undefined)
      : await new MigrationRunner(options).look({ asked: false });
    for (const line of migrationPreview(found, steps, args.undo)) printLine(context.stderr, line);
    const { commands } = showing;
    const script =
      commands === undefined ? [] : await scriptOf(found, steps, commands, new Date(context.now()).toISOString());
    const objects = [...(await objectWrites(found, args.undo)), projectWrites(found, args.undo)];
    return printRehearsal(run, [{ plan: [], objects, notes: [], script }], showing, context);
  });
}

async function scriptOf(...planned: Parameters<typeof migrationScript>): ReturnType<typeof migrationScript> {
  const script = await import('./script/migrate.ts');
  return script.migrationScript(...planned);
}

/** What is written to the objects that declare the endpoints, of which a move makes those that are missing, and the way back leaves none. */
async function objectWrites({ run, moves }: Surveyed, undo: boolean): Promise<readonly PlannedWrites[]> {
  const found = await readObjects({ ...run, moves });
  return moves.flatMap((move, at) => {
    const object = found[at];
    const planned = { target: targetOfMove(move), object, open: false };
    if (!undo) return { ...planned, writes: object === undefined ? [creation(move.object)] : [] };
    if (object === undefined) return [];
    const goes = object.metadata.deletionTimestamp !== undefined;
    const keep = written((each) => annotating(each, { [resourcePolicyAnnotation]: 'keep' }), isKept);
    return { ...planned, writes: goes ? [] : [keep, { verb: 'delete' as const }] };
  });
}

/** What is written to the project, without what is taken back on the way. */
function projectWrites({ target, project }: Surveyed, undo: boolean): PlannedWrites {
  const unpaused = onProject(unpausing, (stored) => !isPaused(stored));
  const tidied = onProject(tidying, (stored) => tidying(stored).length === 0);
  const back = isPaused(project) ? [unpaused, tidied] : [tidied];
  return { target, object: project, writes: undo ? back : [onProject(moving, isLeft)], open: false };
}

function onProject(
  operations: (project: AtlasProject) => readonly PatchOperation[],
  isStored: (stored: AtlasProject) => boolean,
): SpecChange {
  return written(
    (object) => operations(asProject(object)),
    (object) => isStored(asProject(object)),
  );
}

function asProject(object: KubeObject): AtlasProject {
  if (isOfKind<AtlasProject>(projectResource, object)) return object;
  throw new Error(`asked to change a project, and got ${object.kind} ${object.metadata.name}`);
}

function written(operations: SpecChange['operations'], isStored: (stored: KubeObject) => boolean): SpecChange {
  const otherwise = 'its annotations or its spec.privateEndpoints are not as they were written';
  return { verb: 'patch', done: 'written', operations, isStored, otherwise, removes: false };
}
