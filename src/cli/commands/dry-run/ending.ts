import type { Run } from '../../../atlas/run.ts';
import type { ScriptCommand, ScriptStep } from '../../../core/script/script.ts';
import type { PlannedStep } from '../../words/steps.ts';
import type { Connected, Rehearsed, ScriptSettings, Showing } from './rehearsed.ts';

/** What comes after the plans of all endpoints of an object. */
export interface Ending {
  readonly plan: readonly [PlannedStep];
  /** The commands that do the same. */
  readonly commands: (
    run: Run,
    endpoints: readonly Connected[],
    settings: ScriptSettings,
  ) => Promise<readonly ScriptCommand[]>;
}

/**
 * The only endpoint ends with these steps; several end with them together.
 * @param prefix of the steps of several
 * @throws UserError where the commands are asked for and not known
 */
export async function withEnding(
  [first, ...others]: readonly [Rehearsed, ...Rehearsed[]],
  ending: Ending | undefined,
  { run, showing, prefix }: { readonly run: Run; readonly showing: Showing; readonly prefix?: string | undefined },
): Promise<readonly Rehearsed[]> {
  if (ending === undefined) return [first, ...others];
  const { plan } = ending;
  const { commands: settings } = showing;
  const script = settings === undefined ? [] : await scriptOf(ending, run, [first, ...others], settings);
  if (others.length > 0) return [first, ...others, { plan, objects: [], notes: [], script, prefix }];
  return [{ ...first, plan: [...first.plan, ...plan], script: [...(first.script ?? []), ...script] }];
}

async function scriptOf(
  { plan, commands }: Ending,
  run: Run,
  rehearsed: readonly Rehearsed[],
  settings: ScriptSettings,
): Promise<readonly ScriptStep[]> {
  const { stepsOf } = await import('./script/step.ts');
  const endpoints = rehearsed.flatMap(({ connected }) => connected ?? []);
  return stepsOf(plan, [await commands(run, endpoints, settings)]);
}
