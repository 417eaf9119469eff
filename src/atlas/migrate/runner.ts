import { isMoving } from '../api/annotations.ts';
import { UserError } from '../../core/errors.ts';
import { type MigrationObserved, type MigrationStep, planMigration } from '../../core/plan/plan-migration.ts';
import type { Observation, Performed, Runner } from '../../core/plan/reconcile.ts';
import type { Verdict } from '../../core/wait.ts';
import { attemptWrite } from '../../kube/write/attempt-write.ts';
import { holds, notStored } from '../../kube/write/not-stored.ts';
import type { KubeObject } from '../../kube/resource.ts';
import { isOfKind } from '../api/custom-resource.ts';
import { type AtlasPrivateEndpoint, privateEndpointResource } from '../api/private-endpoint.ts';
import type { AtlasProject } from '../api/project.ts';
import { awaitObject } from '../object-wait.ts';
import { isForgotten, isPaused, looking, moving, pausing } from './marks.ts';
import { type Move, isDeclaredBy, movesOf, referenceOf, targetOfMove, unlike } from './moves.ts';
import { readObjects } from './objects.ts';
import {
  type MigrationOptions,
  awaitProject,
  missingIn,
  patchProject,
  readProject,
  undeclaredIn,
  unprocessedIn,
} from './project.ts';
import { changedMeanwhile, secondObject, undeclaredInAtlas, unlikeObject, wrongObject } from './refusals.ts';

/** What the plan is based on, with the objects that its steps change. */
interface Observed extends MigrationObserved {
  readonly project: AtlasProject;
  readonly objects: readonly (AtlasPrivateEndpoint | undefined)[];
}

/** What nobody can observe: whether this run has made the operator look at the project. */
interface Memory {
  readonly asked: boolean;
}

type At = Observation<Observed, MigrationStep, Memory>;
type Done = Promise<Performed<Memory>>;
type OnSeen = (seen: string) => void;

/** Whether a project neither declares endpoints nor is left alone. */
export function isLeft(project: AtlasProject): boolean {
  return (project.spec?.privateEndpoints ?? []).length === 0 && !isMoving(project);
}

/** The move of all of a project's endpoints: how it is observed, and how each of its steps is performed. */
export class MigrationRunner implements Runner<Observed, MigrationStep, Memory> {
  readonly start: Memory = { asked: false };
  readonly #options: MigrationOptions;

  constructor(options: MigrationOptions) {
    this.#options = options;
  }

  async look(memory: Memory): Promise<At> {
    const [project, objects] = await Promise.all([readProject(this.#options), readObjects(this.#options)]);
    const moved = isLeft(project);
    if (!moved) this.#refuseChanged(project, objects);
    const { moves } = this.#options;
    const observed: Observed = {
      project,
      objects,
      asked: memory.asked,
      current: missingIn(project) === undefined,
      paused: isPaused(project),
      forgotten: isForgotten(project),
      created: objects.every((object) => object !== undefined),
      adopted: moves.every((move, at) => unlike(move, objects[at]) === undefined),
      moved,
      settled: unprocessedIn(project) === undefined,
    };
    return { observed, steps: planMigration(observed), memory };
  }

  async perform(step: MigrationStep, { observed, memory }: At, onSeen: OnSeen): Done {
    const { target, time } = this.#options;
    const { project } = observed;
    const done = { done: '', memory };
    switch (step.name) {
      case 'look': {
        const operations = looking(project, new Date(time.now()).toISOString());
        const outcome = await patchProject(this.#options, project, operations, isMoving);
        return outcome === undefined ? { ...done, memory: { asked: true } } : { conflict: true, memory };
      }
      case 'looked':
        await awaitProject(this.#options, `the operator to look at ${target.reference}`, missingIn, onSeen);
        return done;
      case 'pause':
        return this.#pause(project, memory);
      case 'forgotten':
        await this.#awaitForgotten(onSeen);
        return done;
      case 'create':
        return this.#create(observed, memory);
      case 'adopted':
        for (const move of this.#options.moves) await this.#awaitAdopted(move, onSeen);
        return done;
      case 'move': {
        const outcome = await patchProject(this.#options, project, moving(project), isLeft);
        return outcome === undefined ? done : { conflict: true, memory };
      }
      case 'settled':
        await awaitProject(this.#options, `the operator to process ${target.reference}`, unprocessedIn, onSeen);
        return done;
    }
  }

  /** @throws UserError where something else is declared than when the command began, in the project or beside it */
  #refuseChanged(project: AtlasProject, objects: Observed['objects']): void {
    const { moves, target } = this.#options;
    const now = movesOf(project);
    const isSame = now.length === moves.length && now.every((move, at) => holds(move.object, moves[at]?.object));
    if (!isSame) throw changedMeanwhile(target);
    for (const [at, object] of objects.entries()) {
      const move = moves[at];
      if (object === undefined || move === undefined) continue;
      if (!isPaused(project)) throw secondObject(move, target, isMoving(project));
      if (!isDeclaredBy(move, object)) throw unlikeObject(move, object);
    }
  }

  async #pause(project: AtlasProject, memory: Memory): Done {
    const { moves, target, time } = this.#options;
    const [id] = undeclaredIn(project, moves);
    if (id !== undefined) throw undeclaredInAtlas(id, target);
    const operations = pausing(project, new Date(time.now()).toISOString());
    const outcome = await patchProject(this.#options, project, operations, isPaused);
    return outcome === undefined ? { done: '', memory } : { conflict: true, memory };
  }

  #awaitForgotten(onSeen: OnSeen): Promise<true> {
    const missing = (project: AtlasProject): string | undefined => {
      if (!isPaused(project)) throw changedMeanwhile(this.#options.target);
      return isForgotten(project) ? undefined : 'the operator still counts them as its own';
    };
    return awaitProject(this.#options, 'the operator to forget the endpoints', missing, onSeen);
  }

  async #create({ objects }: Observed, memory: Memory): Done {
    const { client, moves, time } = this.#options;
    for (const [at, { object }] of moves.entries()) {
      if (objects[at] !== undefined) continue;
      const made = await attemptWrite(() => client.create(privateEndpointResource, object, { signal: time.signal }));
      if (made === 'conflict') return { conflict: true, memory };
      if (!holds(made.spec, object.spec)) throw notStored(made, 'its spec is not as it was written');
    }
    return { done: '', memory };
  }

  #awaitAdopted(move: Move, onSeen: OnSeen): Promise<true> {
    const judge = (object: KubeObject | undefined): Verdict<true> => {
      if (object === undefined || !isOfKind<AtlasPrivateEndpoint>(privateEndpointResource, object))
        throw new UserError(`${referenceOf(move)} was deleted during the wait`);
      const left = unlike(move, object);
      if (left === undefined) return { done: true };
      if ('wrong' in left) throw wrongObject(move, left.wrong, this.#options.target);
      return left;
    };
    const what = `${referenceOf(move)} to take over ${move.label}`;
    return awaitObject({ ...this.#options, target: targetOfMove(move) }, what, judge, onSeen);
  }
}
