import type { DisconnectRunner } from '../../../../atlas/disconnect/runner.ts';
import { unlinking } from '../../../../atlas/disconnect/runner.ts';
import type { EndpointToDelete } from '../../../../atlas/disconnect/scope.ts';
import { patched } from '../../../../atlas/ownership/patched.ts';
import type { CloudScript } from '../../../../cloud/facts.ts';
import type { FlagValues } from '../../../../cloud/flags/flag.ts';
import { accountFlags } from '../../../../cloud/flags/table.ts';
import type { CloudEndpoint } from '../../../../core/cloud-endpoint.ts';
import type { ScriptCommand, ScriptStep } from '../../../../core/script/script.ts';
import type { KubeObject } from '../../../../kube/resource.ts';
import { type PlannedStep, deletionStepText, plannedSteps } from '../../../words/steps.ts';
import type { Surveyed } from '../../delete/survey.ts';
import type { ScriptSettings } from '../rehearsed.ts';
import { ObjectScript, cloudScriptOf } from './object-script.ts';
import { stepsOf } from './step.ts';

type Steps = Awaited<ReturnType<DisconnectRunner['look']>>['steps'];

/**
 * The commands that delete the endpoints of an object, each after the others, and the object itself before the cloud endpoints are gone.
 * @param each the endpoints with their plans
 * @param last the step that deletes the object; undefined if it stays
 * @throws UserError for an object of which the commands are not known
 */
export async function deletionScript(
  { target, facts, object, flags }: Surveyed,
  each: readonly { readonly endpoint: EndpointToDelete; readonly steps: Steps }[],
  last: PlannedStep | undefined,
  settings: ScriptSettings,
): Promise<readonly ScriptStep[]> {
  const script = new ObjectScript(target, settings);
  const cloud = await cloudScriptOf(target, facts, settings);
  const before: ScriptStep[] = [];
  const after: ScriptStep[] = [];
  let now = object;
  for (const { endpoint, steps } of each) {
    const commands = steps.map((step) =>
      step.done ? [] : commandsFor(step, { script, cloud, endpoint, now, target, facts, flags }),
    );
    if (steps.some(({ name, done }) => name === 'remove' && !done))
      now = await patched(now, unlinking(target, endpoint).operations(now));
    const titled = stepsOf(plannedSteps(steps, deletionStepText), commands);
    for (const [at, step] of titled.entries()) (steps[at]?.name === 'cloud-gone' ? after : before).push(step);
  }
  if (last === undefined) return [...before, ...after];
  const goes = object.metadata.deletionTimestamp !== undefined;
  const [deleted] = stepsOf([last], [goes ? [] : [script.remove()]]);
  const gone = { title: `${last.name}: wait until ${target.reference} is gone`, commands: [script.awaitRemoval()] };
  return [...before, ...(deleted === undefined ? [] : [deleted]), ...after, gone];
}

function commandsFor(
  step: Steps[number],
  {
    script,
    cloud,
    endpoint,
    now,
    ...surveyed
  }: Pick<Surveyed, 'target' | 'facts' | 'flags'> & {
    readonly script: ObjectScript;
    readonly cloud: CloudScript;
    readonly endpoint: EndpointToDelete;
    readonly now: KubeObject;
  },
): readonly ScriptCommand[] {
  switch (step.name) {
    case 'remove':
      return script.patch(now, unlinking(surveyed.target, endpoint).operations(now));
    case 'removed':
      return script.await(surveyed.target.source.signs(now, endpoint.label).released(endpoint.id));
    case 'cloud-delete':
      return cloud.remove(...cloudPart(endpoint, step.id, surveyed));
    case 'cloud-gone':
      return cloud.awaitGone(...cloudPart(endpoint, step.id, surveyed));
  }
}

/** A cloud endpoint that is deleted, and the flags that say where it is, and as whom to act. */
function cloudPart(
  { cloud }: EndpointToDelete,
  id: string | undefined,
  { facts, flags }: Pick<Surveyed, 'facts' | 'flags'>,
): readonly [CloudEndpoint, FlagValues] {
  const found = cloud.find((each) => each.id === id);
  if (found === undefined) throw new Error(`asked to delete ${id}, which the cloud has not shown`);
  const shown = Object.entries(found.asFlags ?? {}).flatMap(([name, value]) =>
    value === false ? [] : [[name, value] as const],
  );
  return [found, { ...accountFlags(facts, flags), ...accountFlags(facts, Object.fromEntries(shown)) }];
}
