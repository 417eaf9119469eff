import { type Move, referenceOf } from '../../../atlas/migrate/moves.ts';
import type { MigrationStep, MigrationUndoStep } from '../../../core/plan/plan-migration.ts';
import { type Moved, migrationStepList } from '../../words/migration-steps.ts';
import type { Surveyed } from './survey.ts';

/** What is moved, as messages name it. */
export function movedOf({ target, moves }: Pick<Surveyed, 'target' | 'moves'>): Moved {
  return { project: target.reference, objects: moves.map(referenceOf) };
}

/** What will be done, line by line, and what a person should know of it. */
export function migrationPreview(
  surveyed: Surveyed,
  steps: readonly (MigrationStep | MigrationUndoStep)[],
  undo: boolean,
): readonly string[] {
  const { target, moves } = surveyed;
  const { reference, namespace } = target;
  const width = Math.max(...moves.map(({ label }) => label.length));
  const rows = moves.map((move) => `  ${move.label.padEnd(width)}  ${idsOf(move)}  ${referenceOf(move)}`);
  return [
    undo
      ? `to be moved back to ${reference} in namespace ${namespace}; Atlas keeps everything:`
      : `to be moved from ${reference} to objects of their own in namespace ${namespace}; Atlas keeps everything:`,
    ...rows,
    'in these steps:',
    ...migrationStepList(steps, movedOf(surveyed)),
    ...(undo
      ? []
      : [
          `note: from pause to move, the operator does nothing else for ${reference}`,
          'note: what is removed from its other lists meanwhile may stay in Atlas',
        ]),
  ];
}

function idsOf({ endpoints }: Move): string {
  return endpoints.flatMap(({ declaredId }) => declaredId ?? []).join(', ');
}
