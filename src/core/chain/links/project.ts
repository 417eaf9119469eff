import { checksOf, fails, holds, unknown, warns } from '../check.ts';
import type { Observed } from '../observed.ts';
import { isRefused } from '../observed/known.ts';

function judgeProject({ project }: Observed) {
  if (project === undefined) return [];
  if (isRefused(project)) return [unknown('unreadable', { values: { reason: project.refusal } })];
  const { reference, namespace, exists, trouble } = project;
  if (!exists) return [fails('missing', { object: reference, values: { reference, namespace } })];
  if (trouble !== undefined) {
    const fix = { kubectl: ['describe', 'atlasproject', (reference ?? '').replace(/^ap\//, ''), '-n', namespace] };
    return [warns('not-ready', { object: reference, values: { reference, trouble }, fix })];
  }
  return reference === undefined ? [holds('by-id')] : [holds('ready', { reference }, reference)];
}

/** Whether the Atlas project is there. */
export const projectChecks = checksOf({ link: 'project', restsOn: [] }, { PE120: judgeProject });
