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

/** What a step will do, and what is so once it is done. */
function textsOf(name: Name, { project, objects: list }: Moved): readonly [todo: string, done: string] {
  const objects = list.join(', ');
  const [have, are, exist] = list.length === 1 ? ['has', 'is', 'exists'] : ['have', 'are', 'exist'];
  switch (name) {
    case 'look':
      return [`make the operator look at ${project} once more`, `asked the operator to look at ${project}`];
    case 'looked':
      return ['wait until its status shows every endpoint as available', 'every endpoint is available'];
    case 'pause':
      return [`annotate ${project}, so that the operator leaves it alone`, `the operator is to leave ${project} alone`];
    case 'forgotten':
      return [
        'wait until the operator no longer counts the endpoints as its own',
        'the operator no longer counts the endpoints as its own',
      ];
    case 'create':
      return [`create ${objects}`, `${objects} ${exist}`];
    case 'adopted':
      return [
        `wait until ${objects} ${have} the same service and endpoints, available`,
        `${objects} ${have} the same service and endpoints`,
      ];
    case 'move':
      return [
        `remove the items and the annotation from ${project}, in one change; after it there is no --undo`,
        `removed the items and the annotation from ${project}`,
      ];
    case 'settled':
      return [`wait until the operator has processed ${project}`, `${project} is Ready without the items`];
    case 'keep':
      return [`annotate ${objects}, so that Atlas keeps everything`, 'nothing is left whose deletion reaches Atlas'];
    case 'withdraw':
      return [`delete ${objects}`, `${objects} ${are} deleted`];
    case 'withdrawn':
      return [`wait until ${objects} ${are} gone`, `${objects} ${are} gone`];
    case 'unpause':
      return [`take the annotation off ${project}`, `the operator looks at ${project} again`];
    case 'tidy':
      return [`take the mark of the move off ${project}`, `${project} is as it was`];
  }
}

/** What a step will do or, if it is done, the evidence for that. */
export function migrationStepText({ name, done }: Pick<AnyMigrationStep, 'name' | 'done'>, moved: Moved): string {
  return textsOf(name, moved)[done ? 1 : 0];
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
