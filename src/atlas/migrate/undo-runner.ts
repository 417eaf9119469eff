import {
  type MigrationUndoObserved,
  type MigrationUndoStep,
  planMigrationUndo,
} from '../../core/plan/plan-migration.ts';
import type { Observation, Performed, Runner } from '../../core/plan/reconcile.ts';
import type { KubeObject } from '../../kube/resource.ts';
import { attemptWrite } from '../../kube/write/attempt-write.ts';
import { annotating } from '../../kube/write/change.ts';
import { resourcePolicyAnnotation } from '../api/annotations.ts';
import { type AtlasPrivateEndpoint, privateEndpointResource } from '../api/private-endpoint.ts';
import type { AtlasProject } from '../api/project.ts';
import { awaitObjectGone } from '../disconnect/runner.ts';
import { isPaused, tidying, unpausing } from './marks.ts';
import { targetOfMove } from './moves.ts';
import { readObjects } from './objects.ts';
import { type MigrationOptions, awaitProject, missingIn, patchProject, readProject } from './project.ts';

/** What the plan is based on, with the objects that its steps change. */
interface Observed extends MigrationUndoObserved {
  readonly project: AtlasProject;
  readonly objects: readonly AtlasPrivateEndpoint[];
}

/** Going back remembers nothing: all of it can be observed. */
type Nothing = undefined;
type At = Observation<Observed, MigrationUndoStep, Nothing>;
type Done = Promise<Performed<Nothing>>;
type OnSeen = (seen: string) => void;

const done = { done: '', memory: undefined } as const;
const conflict = { conflict: true, memory: undefined } as const;

/** Whether Atlas keeps what the object declares when it is deleted. */
export function isKept({ metadata: { annotations } }: KubeObject): boolean {
  return annotations?.[resourcePolicyAnnotation] === 'keep';
}

/**
 * The way back before the last change of a move. What Atlas has stays as it is: the objects that are deleted say so before, and the operator
 * looks at the project again only when they are gone.
 */
export class MigrationUndoRunner implements Runner<Observed, MigrationUndoStep, Nothing> {
  readonly start = undefined;
  readonly #options: MigrationOptions;

  constructor(options: MigrationOptions) {
    this.#options = options;
  }

  async look(memory: Nothing): Promise<At> {
    const [project, found] = await Promise.all([readProject(this.#options), readObjects(this.#options)]);
    const objects = found.filter((object) => object !== undefined);
    const observed: Observed = {
      project,
      objects,
      kept: objects.every(isKept),
      withdrawn: objects.every(({ metadata }) => metadata.deletionTimestamp !== undefined),
      gone: objects.length === 0,
      paused: isPaused(project),
      current: missingIn(project) === undefined,
      tidy: tidying(project).length === 0,
    };
    return { observed, steps: planMigrationUndo(observed), memory };
  }

  async perform(step: MigrationUndoStep, { observed }: At, onSeen: OnSeen): Done {
    const { target } = this.#options;
    const { project, objects } = observed;
    switch (step.name) {
      case 'keep':
        return this.#keep(objects.filter((object) => !isKept(object)));
      case 'withdraw':
        return this.#withdraw(objects.filter(({ metadata }) => metadata.deletionTimestamp === undefined));
      case 'withdrawn':
        await this.#awaitGone(objects, onSeen);
        return done;
      case 'unpause':
        return this.#patch(project, unpausing(project), (stored) => !isPaused(stored));
      case 'looked':
        await awaitProject(this.#options, `the operator to look at ${target.reference}`, missingIn, onSeen);
        return done;
      case 'tidy':
        return this.#patch(project, tidying(project), (stored) => tidying(stored).length === 0);
    }
  }

  async #patch(
    project: AtlasProject,
    operations: ReturnType<typeof tidying>,
    isStored: (stored: AtlasProject) => boolean,
  ): Done {
    const outcome = await patchProject(this.#options, project, operations, isStored);
    return outcome === undefined ? done : conflict;
  }

  /** Has Atlas keep what the objects declare. Each is deleted only as it is after that: a deletion names the version that it was planned on. */
  async #keep(objects: readonly AtlasPrivateEndpoint[]): Done {
    const { client, time } = this.#options;
    for (const object of objects) {
      const operations = annotating(object, { [resourcePolicyAnnotation]: 'keep' });
      const stored = await attemptWrite(() =>
        client.patch(privateEndpointResource, object, operations, { signal: time.signal }),
      );
      if (stored === 'conflict') return conflict;
    }
    return done;
  }

  async #withdraw(objects: readonly AtlasPrivateEndpoint[]): Done {
    const { client, time } = this.#options;
    for (const object of objects) {
      const deleted = await attemptWrite(() => client.delete(privateEndpointResource, object, { signal: time.signal }));
      if (deleted === 'conflict') return conflict;
    }
    return done;
  }

  async #awaitGone(objects: readonly AtlasPrivateEndpoint[], onSeen: OnSeen): Promise<void> {
    for (const object of objects) {
      const move = this.#options.moves.find((each) => each.object.metadata.name === object.metadata.name);
      if (move === undefined) continue;
      await awaitObjectGone(object, { ...this.#options, target: targetOfMove(move) }, onSeen);
    }
  }
}
