import type { ConnectRunner } from '../../../../atlas/connect/runner.ts';
import type { ConnectOptions } from '../../../../atlas/connect/options.ts';
import { cleanManifest } from '../../../../atlas/ownership/clean-manifest.ts';
import { UserError } from '../../../../core/errors.ts';
import { type ScriptCommand, inVariable, markerOf, withVariables } from '../../../../core/script/script.ts';
import type { Step } from '../../../../core/plan/step.ts';
import type { KubeObject } from '../../../../kube/resource.ts';
import type { ScriptedEndpoint } from '../../../../cloud/facts.ts';
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
  const made = scripted(known, endpoint, planned);
  const commands: (readonly ScriptCommand[])[] = [];
  for (const step of at.steps)
    commands.push(step.done ? [] : await commandsFor(step, { script, made, into: endpoint }, planned));
  const done = at.steps.every((step) => step.done);
  return { script: stepsOf(plan, commands), connected: { id: withVariables(made.id), done } };
}

/** How the commands of a plan name what they are about. */
interface Names {
  readonly script: SourceScript;
  readonly made: ScriptedEndpoint;
  /** The variable that takes the id of a new one. */
  readonly into: string;
}

async function commandsFor(step: Step, names: Names, planned: Planned): Promise<readonly ScriptCommand[]> {
  const { script, made } = names;
  const { observed } = planned.at;
  const { target, label } = planned.selected;
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
      if (step.place === undefined) throw nowhere(planned.selected);
      return creation({ ...made, network: step.place }, names, planned);
    case 'accept':
      return script.cloud.awaitLinkable(made);
    case 'link': {
      const attachment = step.attachment ?? script.cloud.attachment(made);
      return [script.patch(target.source.link(observed.object ?? manifestOf(planned), label, attachment))];
    }
    case 'available':
      return [script.awaitConnected(made.id)];
  }
}

/** Creates the cloud endpoint, with what only the object says when it is there. */
function creation(made: ScriptedEndpoint, { script, into }: Names, { at }: Planned): readonly ScriptCommand[] {
  const isNew = at.observed.object === undefined;
  return [...(isNew ? [script.read('.metadata.uid', 'uid')] : []), ...script.cloud.create(made, into, script.read)];
}

/**
 * The cloud endpoint, with variables for what is not known before.
 * @param known its id
 * @param variable the one that takes it otherwise
 */
function scripted(known: string | undefined, variable: string, planned: Planned): ScriptedEndpoint {
  const { at, selected } = planned;
  const { observed, steps } = at;
  const object = observed.object ?? manifestOf(planned);
  const place = selected.target.source.servicePlace(object);
  if (place === undefined) throw new Error(`no path leads to the service of ${selected.target.reference}`);
  const isReserved = steps.some(({ name, done }) => name === 'reserve' && done);
  return {
    id: known ?? markerOf(variable),
    isNew: steps.some(({ name, done }) => name === 'cloud-endpoint' && !done),
    owner: { ...observed.owner, ...(observed.object === undefined ? { uid: markerOf('uid') } : {}) },
    service: { known: isReserved ? observed.endpoint?.service : undefined, ...place },
    region: selected.site.atlasRegion,
    network: undefined,
    flags: selected.flags,
  };
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
