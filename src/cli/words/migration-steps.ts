import type { MigrationStep, MigrationUndoStep } from '../../core/plan/plan-migration.ts';
import type { Report } from '../../core/plan/reconcile.ts';
import type { Progress } from '../../output/progress.ts';

type AnyMigrationStep = MigrationStep | MigrationUndoStep;
type Name = AnyMigrationStep['name'];

/** What a step is called in a line of progress. */
const names: Readonly<Record<Name, string>> = {
  look: 'look',
  looked: 'current',
  pause: 'pause',
  forgotten: 'forget',
  create: 'create',
  adopted: 'adopt',
  move: 'move',
  settled: 'settle',
  keep: 'keep',
  withdraw: 'withdraw',
  withdrawn: 'gone',
  unpause: 'unpause',
  tidy: 'tidy',
};

/** What is moved, as messages name it. */
export interface Moved {
  /** Such as `atlasproject/shop`. */
  readonly project: string;
  /** Such as `atlasprivateendpoint/shop-us-east-1`, one for each service. */
  readonly objects: readonly string[];
}

/** What is moved in the words of a sentence. */
interface Words {
  readonly project: string;
  readonly objects: string;
  readonly have: string;
  /** Such as `it shows`. */
  readonly show: string;
  readonly are: string;
  readonly exist: string;
}

/** What a step will do, and what is so once it is done. */
const texts: Readonly<Record<Name, readonly [todo: (words: Words) => string, done: (words: Words) => string]>> = {
  look: [
    ({ project }) => `make the operator look at ${project} once more`,
    ({ project }) => `asked the operator to look at ${project}`,
  ],
  looked: [() => 'wait until its status shows every endpoint as available', () => 'every endpoint is available'],
  pause: [
    ({ project }) => `annotate ${project}, so that the operator leaves it alone`,
    ({ project }) => `the operator is to leave ${project} alone`,
  ],
  forgotten: [
    () => 'wait until the operator no longer counts the endpoints as its own',
    () => 'the operator no longer counts the endpoints as its own',
  ],
  create: [({ objects }) => `create ${objects}`, ({ objects, exist }) => `${objects} ${exist}`],
  adopted: [
    ({ show }) => `wait until ${show} the same service and endpoints as available`,
    ({ objects, have }) => `${objects} ${have} the same service and endpoints`,
  ],
  move: [
    () => 'remove its items and the annotation in one change; there is no --undo after it',
    ({ project }) => `removed the items and the annotation from ${project}`,
  ],
  settled: [
    ({ project }) => `wait until the operator has processed ${project}`,
    ({ project }) => `${project} is Ready without the items`,
  ],
  keep: [
    ({ objects }) => `annotate ${objects}, so that Atlas keeps everything`,
    () => 'nothing is left whose deletion reaches Atlas',
  ],
  withdraw: [({ objects }) => `delete ${objects}`, ({ objects, are }) => `${objects} ${are} deleted`],
  withdrawn: [
    ({ objects, are }) => `wait until ${objects} ${are} gone`,
    ({ objects, are }) => `${objects} ${are} gone`,
  ],
  unpause: [
    ({ project }) => `take the annotation off ${project}`,
    ({ project }) => `the operator looks at ${project} again`,
  ],
  tidy: [({ project }) => `take the mark of the move off ${project}`, ({ project }) => `${project} is as it was`],
};

function wordsOf({ project, objects }: Moved): Words {
  const [have, are, exist, show] =
    objects.length === 1 ? ['has', 'is', 'exists', 'it shows'] : ['have', 'are', 'exist', 'they show'];
  return { project, objects: objects.join(', '), have, are, exist, show };
}

/** What a step will do or, if it is done, the evidence for that. */
export function migrationStepText({ name, done }: Pick<AnyMigrationStep, 'name' | 'done'>, moved: Moved): string {
  const [todo, evidence] = texts[name];
  return (done ? evidence : todo)(wordsOf(moved));
}

/** What a step is called. */
export function migrationStepName({ name }: Pick<AnyMigrationStep, 'name'>): string {
  return names[name];
}

/** The steps as a numbered list, from before the first one. */
export function migrationStepList(steps: readonly AnyMigrationStep[], moved: Moved): readonly string[] {
  return steps.map(
    (step, at) =>
      `  ${at + 1} ${names[step.name].padEnd(9)} ${step.done ? 'already: ' : ''}${migrationStepText(step, moved)}`,
  );
}

/** Reports the progress of a move, step by step. */
export function migrationReport(progress: Progress, moved: Moved): Report<AnyMigrationStep> {
  const shown = ({ name }: AnyMigrationStep): string => migrationStepText({ name, done: true }, moved);
  return {
    planned: (steps) => progress.plan(steps.map(({ name }) => names[name])),
    already: (step) => progress.already({ name: names[step.name], detail: shown(step) }),
    waiting: ({ name }, seen) => progress.waiting(names[name], seen),
    done: (step) => progress.done(names[step.name], shown(step)),
  };
}
