import { isOfKind } from '../../../atlas/api/custom-resource.ts';
import { type AtlasProject, projectResource } from '../../../atlas/api/project.ts';
import { isMoving, moveAnnotation, skipAnnotation } from '../../../atlas/api/annotations.ts';
import { type Move, movesOf } from '../../../atlas/migrate/moves.ts';
import { servicesOfProject } from '../../../atlas/projects/services-of-project.ts';
import type { Run } from '../../../atlas/run.ts';
import type { Target } from '../../../atlas/sources/lookup.ts';
import { UserError } from '../../../core/errors.ts';
import type { Arguments } from '../../args/flag.ts';
import type { endpointFlag } from '../../args/flag-groups.ts';
import type { VerbContext } from '../../context.ts';
import { type DeclaringObject, type Resolved, endpointsOf, resolve } from '../../endpoints/resolve.ts';
import type { WriteArguments } from '../../endpoints/kept-elsewhere.ts';
import { type ClientArguments, openRun } from '../../open-run.ts';
import {
  refuseImmovable,
  refuseOperator,
  refuseOthers,
  refuseSkipped,
  refuseUnfinished,
  statusOf,
  together,
} from './refuse.ts';
import { refuseKept } from './refuse-kept.ts';

/** What a command line says about what to move. */
export type SurveyArguments = ClientArguments &
  WriteArguments &
  Arguments<typeof endpointFlag> & { readonly source: string; readonly undo: boolean };

/** What is to be moved, or moved back. */
export interface Surveyed {
  readonly run: Run;
  readonly target: Target;
  readonly project: AtlasProject;
  readonly moves: readonly Move[];
}

/** Nothing is left to do: the objects that declare the endpoints of the project. */
export interface AlreadyMoved {
  readonly target: Target;
  readonly objects: readonly string[];
}

/**
 * Looks at everything that a move involves, and changes nothing.
 * @throws UserError where it cannot be made without Atlas deleting something, or where there is nothing to move
 */
export async function survey(args: SurveyArguments, context: VerbContext): Promise<Surveyed | AlreadyMoved> {
  const { run, namespace } = await openRun(args, context);
  const { source: text, endpoint } = args;
  const command = (source: string) => ({ verb: 'migrate', source, namespace });
  const resolved = await resolve(run, { text, namespace, described: false, command, region: undefined, endpoint });
  const { declaring, target, project } = projectIn(resolved);
  target.source.refuse(project);
  if ((project.spec?.privateEndpoints ?? []).length === 0) return withoutItems(run, { target, project }, args.undo);
  refuseSkipped(project, target);
  if (args.undo && !isMoving(project)) {
    throw new UserError(`no move of the endpoints of ${target.reference} has begun, so that there is nothing to undo`, {
      hint: ['look at it with: ', statusOf(target)],
    });
  }
  refuseImmovable(project, target);
  const moves = movesOf(project);
  const surveyed = { run, target, project, moves };
  refusePart(declaring, moves, endpoint);
  if (args.undo) return surveyed;
  refuseUnfinished(project, moves, target);
  await refuseOperator(run, target);
  await refuseOthers(run, moves, target);
  await refuseKept(surveyed, args, context);
  return surveyed;
}

/** The project that declares what is named. @throws UserError where that is another object */
function projectIn({ named, declaring }: Resolved) {
  for (const each of declaring) {
    const { target, object } = each;
    if (object !== undefined && isOfKind<AtlasProject>(projectResource, object))
      return { declaring: each, target, project: object };
  }
  const { reference } = named.target;
  throw new UserError(`${reference} has no endpoint in an AtlasProject's own list, which is all that can be moved`, {
    hint: 'name the project, such as ap/shop',
  });
}

/** @throws UserError for some of a project's endpoints without the others */
function refusePart(declaring: DeclaringObject, moves: readonly Move[], named: string | undefined): void {
  if (named === undefined) return;
  const chosen = endpointsOf(declaring, named).map(({ declaredId }) => declaredId);
  const left = moves.flatMap(({ endpoints }) => endpoints).filter(({ declaredId }) => !chosen.includes(declaredId));
  const { reference, name, namespace } = declaring.target;
  if (left.length === 0) return;
  throw new UserError(`${left.map(({ label }) => label).join(', ')} of ${reference} would stay behind; ${together}`, {
    hint: ['move all of them with: ', { verb: 'migrate', source: `ap/${name}`, namespace }],
  });
}

/** @throws UserError for a project whose endpoints are declared nowhere, or that is still left alone */
async function withoutItems(
  run: Run,
  { target, project }: Pick<Surveyed, 'target' | 'project'>,
  undo: boolean,
): Promise<AlreadyMoved> {
  const { reference, namespace } = target;
  if (isMoving(project)) {
    throw new UserError(
      `somebody else has removed the endpoints from ${reference} while they were moved, and the operator still leaves it alone`,
      {
        hint: [
          'if AtlasPrivateEndpoints declare all of them, let the operator look at the project again: ',
          { kubectl: ['annotate', reference, '-n', namespace, `${skipAnnotation}-`, `${moveAnnotation}-`] },
        ],
      },
    );
  }
  const objects = (await servicesOfProject(run, project)).map(({ metadata }) => metadata.name);
  if (objects.length === 0 || undo) {
    const why = undo ? 'what has left it is not put back' : 'there is nothing to move';
    throw new UserError(`${reference} declares no private endpoint: ${why}`, {
      hint: ['look at what there is with: ', { verb: 'status', namespace }],
    });
  }
  return { target, objects };
}
