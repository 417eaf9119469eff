import type { ConnectRunner } from '../../../../atlas/connect/runner.ts';
import type { ConnectOptions } from '../../../../atlas/connect/options.ts';
import { cleanManifest } from '../../../../atlas/ownership/clean-manifest.ts';
import { UserError } from '../../../../core/errors.ts';
import { type ScriptCommand, inVariable, markerOf, withVariables } from '../../../../core/script/script.ts';
import type { Step } from '../../../../core/plan/step.ts';
import type { KubeObject } from '../../../../kube/resource.ts';
import { toYaml } from '../../../../output/format.ts';
import type { SelectedEndpoint } from '../../../endpoints/selected-endpoint.ts';
import type { PlannedStep } from '../../../words/steps.ts';
import type { Rehearsed, ScriptSettings } from '../rehearsed.ts';
import { SourceScript } from './source-script.ts';
import { stepsOf } from './step.ts';

type At = Awaited<ReturnType<ConnectRunner['look']>>;

/** A plan, and what it was made from. */
interface Planned {
  readonly at: At;
  readonly plan: readonly PlannedStep[];
  readonly selected: SelectedEndpoint;
  readonly connection: ConnectOptions;
  readonly settings: ScriptSettings;
}

/**
 * The commands that do what a plan does.
 * @throws UserError for a plan of which the commands are not known
 */
export async function connectScript(planned: Planned): Promise<Pick<Rehearsed, 'script' | 'connected'>> {
  const { selected, settings, at, plan } = planned;
  const script = new SourceScript(selected.target, selected.cloud, settings);
  const known = at.steps.flatMap((each) => ('id' in each && each.id !== undefined ? [each.id] : []))[0];
  // The variables of several endpoints have names of their own.
  const endpoint = selected.prefix === undefined ? 'endpoint' : `endpoint_${inVariable(selected.label)}`;
  const id = known ?? markerOf(endpoint);
  const commands: (readonly ScriptCommand[])[] = [];
  for (const step of at.steps)
    commands.push(step.done ? [] : await commandsFor(step, { script, id, endpoint }, planned));
  const done = at.steps.every((step) => step.done);
  return { script: stepsOf(plan, commands), connected: { id: withVariables(id), done } };
}

/** How the commands of a plan name what they are about. */
interface Names {
  readonly script: SourceScript;
  /** The cloud endpoint's id, or what stands for it. */
  readonly id: string;
  /** The variable that takes the id of a new one. */
  readonly endpoint: string;
}

async function commandsFor(step: Step, names: Names, planned: Planned): Promise<readonly ScriptCommand[]> {
  const { script, id } = names;
  const { observed } = planned.at;
  const { target, label, flags } = planned.selected;
  switch (step.name) {
    case 'remove':
    case 'removed':
      throw new UserError('--print-commands does not go with --recreate', {
        hint: 'print the commands of delete first, then those of this command without --recreate',
      });
    case 'declare':
      return [script.create(await toYaml(cleanManifest(manifestOf(planned))))];
    case 'reserve':
      return [script.awaitReserved()];
    case 'cloud-endpoint':
      return creation(step.place, names, planned);
    case 'accept':
      return script.cloud.awaitLinkable(id, flags);
    case 'link': {
      const attachment = step.attachment ?? script.cloud.attachment(id);
      return [script.patch(target.source.link(observed.object ?? manifestOf(planned), label, attachment))];
    }
    case 'available':
      return [script.awaitConnected(id)];
  }
}

/** Creates the cloud endpoint, with what only the object says when it is there. @throws UserError if there is no place for it */
function creation(
  network: string | undefined,
  { script, endpoint }: Names,
  { at: { observed, steps }, selected }: Planned,
): readonly ScriptCommand[] {
  if (network === undefined) throw nowhere(selected);
  const isNew = observed.object === undefined;
  const isReserved = steps.some(({ name, done }) => name === 'reserve' && done);
  const known = isReserved ? observed.endpoint?.service : undefined;
  const owner = { ...observed.owner, ...(isNew ? { uid: markerOf('uid') } : {}) };
  const made = { owner, service: known ?? markerOf('service'), network, flags: selected.flags };
  return [
    ...(isNew ? [script.read('.metadata.uid', 'uid')] : []),
    ...(known === undefined ? [script.read('.status.serviceName', 'service')] : []),
    ...script.cloud.create(made, endpoint),
  ];
}

function manifestOf({ connection: { manifest } }: Planned): KubeObject {
  if (manifest === undefined) throw new Error('asked for the commands of an object without a manifest');
  return manifest;
}

function nowhere({ target, cloud }: SelectedEndpoint): UserError {
  return new UserError(`nothing says where to create the cloud endpoint of ${target.reference}`, {
    hint: `give ${cloud.placementHint.map((word) => (typeof word === 'string' ? word : word.placeholder)).join(' ')}`,
  });
}
