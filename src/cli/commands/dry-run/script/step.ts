import type { ScriptCommand, ScriptStep } from '../../../../core/script/script.ts';
import type { PlannedStep } from '../../../words/steps.ts';

/** The steps of a plan, each with its commands. */
export function stepsOf(
  plan: readonly PlannedStep[],
  commands: readonly (readonly ScriptCommand[])[],
): readonly ScriptStep[] {
  return plan.map(({ name, done, detail }, at) => ({
    title: `${name}: ${done ? 'already ' : ''}${detail}`,
    commands: commands[at] ?? [],
  }));
}
