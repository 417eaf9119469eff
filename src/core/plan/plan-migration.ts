import type { AnyStep } from './step.ts';

/**
 * The steps that move endpoints from a project's own list to objects of their own, in order. Atlas is never asked for anything: first the
 * operator forgets the endpoints, then another object declares them too, and only then do they leave the list.
 */
export type MigrationStep = AnyStep<
  /** The operator is made to look at the project, so that its status shows what Atlas has. */
  'look' | 'looked' | 'pause' | 'forgotten' | 'create' | 'adopted' | 'move' | 'settled'
>;

/** What the plan of a move is based on. */
export interface MigrationObserved {
  /** Whether this run has made the operator look at the project. */
  readonly asked: boolean;
  /** Whether the status describes the spec as it is, with every endpoint available. */
  readonly current: boolean;
  /** Whether the operator leaves the project alone. */
  readonly paused: boolean;
  /** Whether the operator has forgotten that it applied the endpoints. */
  readonly forgotten: boolean;
  /** Whether the objects exist. */
  readonly created: boolean;
  /** Whether they have the same services and endpoints. */
  readonly adopted: boolean;
  /** Whether the project no longer declares the endpoints, and is no longer left alone. */
  readonly moved: boolean;
  /** Whether the operator has processed that. */
  readonly settled: boolean;
}

/** The steps of a move, given what is observed. Pure: planning again is how an interrupted one resumes. */
export function planMigration(observed: MigrationObserved): readonly MigrationStep[] {
  const { asked, current, paused, forgotten, created, adopted, moved, settled } = observed;
  const beyond = moved || paused;
  return [
    { name: 'look', kind: 'act', done: beyond || asked },
    { name: 'looked', kind: 'wait', done: beyond || (asked && current) },
    { name: 'pause', kind: 'act', done: beyond },
    { name: 'forgotten', kind: 'wait', done: moved || (paused && forgotten) },
    { name: 'create', kind: 'act', done: moved || created },
    { name: 'adopted', kind: 'wait', done: moved || adopted },
    { name: 'move', kind: 'act', done: moved },
    { name: 'settled', kind: 'wait', done: moved && settled },
  ];
}

/** The steps from any point of a move before its last change back to where it began. */
export type MigrationUndoStep = AnyStep<'keep' | 'withdraw' | 'withdrawn' | 'unpause' | 'looked' | 'tidy'>;

/** What the plan of going back is based on. */
export interface MigrationUndoObserved {
  /** Whether none of the objects is left whose deletion would reach Atlas. */
  readonly kept: boolean;
  /** Whether each of the objects that are left is being deleted. */
  readonly withdrawn: boolean;
  /** Whether none is left. */
  readonly gone: boolean;
  readonly paused: boolean;
  readonly current: boolean;
  /** Whether nothing on the project shows any more that a move had begun. */
  readonly tidy: boolean;
}

/** The steps back, given what is observed. */
export function planMigrationUndo(observed: MigrationUndoObserved): readonly MigrationUndoStep[] {
  const { kept, withdrawn, gone, paused, current, tidy } = observed;
  return [
    { name: 'keep', kind: 'act', done: kept },
    { name: 'withdraw', kind: 'act', done: withdrawn },
    { name: 'withdrawn', kind: 'wait', done: gone },
    { name: 'unpause', kind: 'act', done: !paused },
    // What is tidied up is a change of the spec too, and nothing depends on when the operator sees it.
    { name: 'looked', kind: 'wait', done: tidy || (!paused && current) },
    { name: 'tidy', kind: 'act', done: tidy },
  ];
}
