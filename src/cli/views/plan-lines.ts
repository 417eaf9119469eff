import type { Style } from '../../output/style.ts';
import type { PlannedStep } from '../words/steps.ts';

/** The columns of the names of steps, and of what says that one is done. */
const [NAME, DONE] = [9, 7] as const;

/** A plan line by line, in the columns of the progress of a run. @param prefix before every line, of several endpoints */
export function planLines(steps: readonly PlannedStep[], style: Style, prefix = ''): readonly string[] {
  const width = String(steps.length).length;
  return steps.map(({ name, done, detail }, at) => {
    const number = steps.length < 2 ? '' : `${String(at + 1).padStart(width)}/${steps.length} `;
    const sign = done ? style.plainSign('held') : ' ';
    const state = (done ? 'already' : '').padStart(DONE);
    return `${prefix === '' ? '' : `${prefix}  `} ${sign} ${number}${name.padEnd(NAME)} ${state}  ${detail}`;
  });
}
