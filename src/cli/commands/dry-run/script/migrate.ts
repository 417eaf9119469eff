import { isOfKind } from '../../../../atlas/api/custom-resource.ts';
import { resourcePolicyAnnotation } from '../../../../atlas/api/annotations.ts';
import { type AtlasProject, projectResource } from '../../../../atlas/api/project.ts';
import { looking, moving, pausing, tidying, unpausing } from '../../../../atlas/migrate/marks.ts';
import { type Move, referenceOf, targetOfMove } from '../../../../atlas/migrate/moves.ts';
import { readObjects } from '../../../../atlas/migrate/objects.ts';
import { adopted, allAvailable, forgotten, settled, undeclaredOutput } from '../../../../atlas/migrate/signs.ts';
import { isKept } from '../../../../atlas/migrate/undo-runner.ts';
import { cleanManifest } from '../../../../atlas/ownership/clean-manifest.ts';
import { patched } from '../../../../atlas/ownership/patched.ts';
import { sources } from '../../../../atlas/sources/table.ts';
import type { MigrationStep, MigrationUndoStep } from '../../../../core/plan/plan-migration.ts';
import type { ScriptCommand, ScriptStep } from '../../../../core/script/script.ts';
import type { KubeObject, PatchOperation } from '../../../../kube/resource.ts';
import { toYaml } from '../../../../output/format.ts';
import { migrationStepName, migrationStepText } from '../../../words/migration-steps.ts';
import { movedOf } from '../../migrate/preview.ts';
import type { Surveyed } from '../../migrate/survey.ts';
import type { ScriptSettings } from '../rehearsed.ts';
import { ObjectScript } from './object-script.ts';

type AnyStep = MigrationStep | MigrationUndoStep;

/** The API server checks a change, and stores nothing. */
const asCheck = ['--dry-run=server'];

/**
 * The commands that move a project's endpoints, or go back. Each change of the project tests that its list is what it was planned on.
 * @param since when the move began, as an ISO 8601 time
 */
export async function migrationScript(
  surveyed: Surveyed,
  steps: readonly AnyStep[],
  settings: ScriptSettings,
  since: string,
): Promise<readonly ScriptStep[]> {
  const objects = await readObjects({ ...surveyed.run, moves: surveyed.moves });
  const script = new MigrationScript(surveyed, objects, settings, since);
  const moved = movedOf(surveyed);
  const first = steps.find(({ done }) => !done);
  const written: ScriptStep[] = [];
  for (const step of steps) {
    const checks = step === first && steps.some(({ name, done }) => name === 'move' && !done) ? script.checks() : [];
    const commands = step.done ? [] : [...(await checks), ...(await script.commandsFor(step))];
    const already = step.done ? 'already: ' : '';
    written.push({ title: `${migrationStepName(step)}: ${already}${migrationStepText(step, moved)}`, commands });
  }
  return written;
}

/** A script that goes through the steps in their order. */
class MigrationScript {
  readonly #surveyed: Surveyed;
  readonly #objects: readonly (KubeObject | undefined)[];
  readonly #settings: ScriptSettings;
  readonly #since: string;
  readonly #script: ObjectScript;
  /** The project after the steps so far. */
  #now: AtlasProject;

  constructor(
    surveyed: Surveyed,
    objects: readonly (KubeObject | undefined)[],
    settings: ScriptSettings,
    since: string,
  ) {
    this.#surveyed = surveyed;
    this.#objects = objects;
    this.#settings = settings;
    this.#since = since;
    this.#script = new ObjectScript(surveyed.target, settings);
    this.#now = surveyed.project;
  }

  /** Has the API server check every change of a move: a project without a way on is worse than one that was never touched. */
  async checks(): Promise<readonly ScriptCommand[]> {
    const change = tested(this.#now, moving(this.#now));
    return [...(await this.#creations(asCheck)), ...this.#script.patch(this.#now, change, asCheck)];
  }

  async commandsFor({ name }: AnyStep): Promise<readonly ScriptCommand[]> {
    const { moves } = this.#surveyed;
    switch (name) {
      case 'look':
        return this.#change(looking(this.#now, this.#since));
      case 'looked':
        return this.#script.await(allAvailable(this.#now, moves));
      case 'pause':
        return [...this.#refuseUndeclared(), ...(await this.#change(pausing(this.#now, this.#since)))];
      case 'forgotten':
        return this.#script.await([forgotten]);
      case 'create':
        return this.#creations();
      case 'adopted':
        return moves.flatMap((move) => this.#awaitAdopted(move));
      case 'move':
        return this.#change(moving(this.#now));
      case 'settled':
        return this.#script.await(settled);
      case 'keep':
        return this.#present((object) => !isKept(object)).map((each) =>
          each.annotate(`${resourcePolicyAnnotation}=keep`),
        );
      case 'withdraw':
        return this.#present(({ metadata }) => metadata.deletionTimestamp === undefined).map((each) => each.remove());
      case 'withdrawn':
        return this.#present(() => true).map((each) => each.awaitRemoval());
      case 'unpause':
        return this.#change(unpausing(this.#now));
      case 'tidy':
        return this.#change(tidying(this.#now));
    }
  }

  async #change(operations: readonly PatchOperation[]): Promise<readonly ScriptCommand[]> {
    const commands = this.#script.patch(this.#now, tested(this.#now, operations));
    const after = await patched(this.#now, operations);
    if (!isOfKind<AtlasProject>(projectResource, after)) throw new Error('a patch has changed the kind of an object');
    this.#now = after;
    return commands;
  }

  /** An object that does not list what Atlas has would delete it. */
  #refuseUndeclared(): readonly ScriptCommand[] {
    const { moves, target } = this.#surveyed;
    const otherwise = `Atlas has an endpoint that no item of ${target.reference} declares: an AtlasPrivateEndpoint would delete it`;
    return [this.#script.read(undeclaredOutput(moves), 'undeclared'), { expect: 'undeclared', value: '', otherwise }];
  }

  /** @param more flags */
  #creations(more: readonly string[] = []): Promise<readonly ScriptCommand[]> {
    const missing = this.#surveyed.moves.filter((_move, at) => this.#objects[at] === undefined);
    return Promise.all(
      missing.map(async (move) => this.#scriptOf(move).create(await toYaml(cleanManifest(move.object)), more)),
    );
  }

  #awaitAdopted(move: Move): readonly ScriptCommand[] {
    const { service } = sources.atlasprivateendpoint.signs(move.object, move.label);
    const script = this.#scriptOf(move);
    const otherwise = `${referenceOf(move)} is for another service than ${move.label}`;
    return [
      ...script.await(adopted(move, move.object)),
      ...(service === undefined
        ? []
        : [script.read(service.output, 'service'), { expect: 'service', value: move.service ?? '', otherwise }]),
    ];
  }

  #present(isMeant: (object: KubeObject) => boolean): readonly ObjectScript[] {
    return this.#surveyed.moves.flatMap((move, at) => {
      const object = this.#objects[at];
      return object !== undefined && isMeant(object) ? [this.#scriptOf(move)] : [];
    });
  }

  #scriptOf(move: Move): ObjectScript {
    return new ObjectScript(targetOfMove(move), this.#settings);
  }
}

/** Operations with a test that the project declares what it did. */
function tested({ spec }: AtlasProject, operations: readonly PatchOperation[]): readonly PatchOperation[] {
  return [{ op: 'test', path: '/spec/privateEndpoints', value: spec?.privateEndpoints }, ...operations];
}
