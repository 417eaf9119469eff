import { isSkipped } from '../../../src/atlas/api/annotations.ts';
import { type AtlasProject, projectResource } from '../../../src/atlas/api/project.ts';
import { begun } from './outcome.ts';
import type { Pass, Place } from './pass.ts';
import { type ProjectOutcome, lastApplied, reconcileProject } from './project.ts';

/** The order in which operators write them; others come after. */
const first = ['Ready', 'ResourceVersionIsValid', 'ValidationSucceeded', 'ProjectReady'];

/** The conditions of the last pass with what this one changes. */
function conditionsOf({ status }: AtlasProject, { conditions, ready }: ProjectOutcome): readonly object[] {
  const changed = conditions as Readonly<Record<string, object | null>>;
  const kept = (status?.conditions ?? []).filter(({ type = '' }) => !first.includes(type) && !(type in changed));
  const set = Object.entries(changed).filter(([, condition]) => condition !== null);
  return [
    ...first.map((type) => ({ type, status: type === 'Ready' && !ready ? 'False' : 'True' })),
    ...kept,
    ...set.map(([type, condition]) => ({ type, ...condition })),
  ];
}

/** One that is to be left alone: operators from 2.8.1 on forget what they have applied of it (operator.md, "AtlasProject"). */
async function passSkipped(at: Place, object: AtlasProject): Promise<boolean> {
  const applied = object.metadata.annotations?.[lastApplied];
  if (at.generation === 'v1.6' || applied === undefined) return false;
  const { privateEndpoints: _, ...rest } = JSON.parse(applied) as Record<string, unknown>;
  await at.writes.annotate(projectResource, object, { [lastApplied]: JSON.stringify(rest) });
  return false;
}

/** The private endpoints of an AtlasProject. */
export const passProject: Pass = async (at, namespace, name) => {
  const object = await at.client.find<AtlasProject>(projectResource, namespace, name);
  if (object === undefined) return false;
  if (isSkipped(object)) return passSkipped(at, object);
  if (at.generation === 'v1.6') await at.writes.status(projectResource, object, { conditions: begun(object) });
  const project = at.project(name);
  const outcome = reconcileProject(object, project.services, at.generation);
  project.publish();
  const { entries, ready } = outcome;
  if (ready) await at.writes.annotate(projectResource, object, { [lastApplied]: JSON.stringify(object.spec) });
  await at.writes.status(projectResource, object, {
    ...(entries === undefined ? {} : { privateEndpoints: entries.length === 0 ? null : entries }),
    conditions: conditionsOf(object, outcome),
  });
  return outcome.again;
};
