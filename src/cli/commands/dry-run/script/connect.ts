import type { ConnectRunner } from '../../../../atlas/connect/runner.ts';
import type { ConnectOptions } from '../../../../atlas/connect/options.ts';
import type { Signs } from '../../../../atlas/sources/signs.ts';
import { cleanManifest } from '../../../../atlas/ownership/clean-manifest.ts';
import { patched } from '../../../../atlas/ownership/patched.ts';
import { idOf } from '../../../../core/endpoint.ts';
import type { CloudScript } from '../../../../cloud/facts.ts';
import { UserError } from '../../../../core/errors.ts';
import { type ScriptCommand, inVariable, markerOf, withVariables } from '../../../../core/script/script.ts';
import type { Step } from '../../../../core/plan/step.ts';
import type { KubeObject } from '../../../../kube/resource.ts';
import { toYaml } from '../../../../output/format.ts';
import type { SelectedEndpoint } from '../../../endpoints/selected-endpoint.ts';
import type { PlannedStep } from '../../../words/steps.ts';
import type { Rehearsed, ScriptSettings } from '../rehearsed.ts';
import { ObjectScript, cloudScriptOf } from './object-script.ts';
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
  const { target, cloud, label, prefix } = selected;
  const script = new ObjectScript(target, settings);
  const known = at.steps.flatMap((each) => ('id' in each && each.id !== undefined ? [each.id] : []))[0];
  // The variables of several endpoints have names of their own.
  const endpoint =
    prefix === undefined ? 'endpoint' : ['endpoint', ...new Set([target.name, label])].map(inVariable).join('_');
  const id = known ?? markerOf(endpoint);
  const object = await declared(planned);
  const names = {
    script,
    cloud: cloudScriptOf(target, cloud, settings),
    id,
    endpoint,
    object,
    signs: target.source.signs(object, label),
  };
  const commands: (readonly ScriptCommand[])[] = [];
  for (const step of at.steps) commands.push(step.done ? [] : await commandsFor(step, names, planned));
  const done = at.steps.every((step) => step.done);
  return { script: stepsOf(plan, commands), connected: { id: withVariables(id), done } };
}

/** The object as it is when it declares the endpoint. */
async function declared(planned: Planned): Promise<KubeObject> {
  const { object } = planned.at.observed;
  if (object === undefined) return manifestOf(planned);
  const { target, label } = planned.selected;
  const isDeclared = planned.at.steps.some(({ name, done }) => name === 'declare' && done);
  return isDeclared ? object : patched(object, target.source.declare(object, label));
}

/** How the commands of a plan name what they are about. */
interface Names {
  readonly script: ObjectScript;
  readonly cloud: CloudScript;
  /** The cloud endpoint's id, or what stands for it. */
  readonly id: string;
  /** The variable that takes the id of a new one. */
  readonly endpoint: string;
  /** The object as it is when it declares the endpoint. */
  readonly object: KubeObject;
  readonly signs: Signs;
}

async function commandsFor(step: Step, names: Names, planned: Planned): Promise<readonly ScriptCommand[]> {
  const { script, cloud, id, object, signs } = names;
  const { observed } = planned.at;
  const { target, label, flags } = planned.selected;
  switch (step.name) {
    case 'remove':
      throw new UserError('--print-commands does not go with --recreate', {
        hint: ['see the steps with: ', planned.settings.withDryRun],
      });
    case 'removed':
      return script.await(signs.released(idOf(observed.endpoint)));
    case 'declare':
      return observed.object === undefined
        ? [script.create(await toYaml(cleanManifest(object)))]
        : script.patch(observed.object, target.source.declare(observed.object, label));
    case 'reserve':
      return script.await(signs.reserved);
    case 'cloud-endpoint':
      return creation(step.place, names, planned);
    case 'accept':
      return cloud.awaitLinkable(id, flags);
    case 'link':
      return script.patch(object, target.source.link(object, label, step.attachment ?? cloud.attachment(id)));
    case 'available':
      return script.await(signs.connected(id));
  }
}

/** Creates the cloud endpoint, with what only the object says when it is there. @throws UserError if there is no place for it */
function creation(
  network: string | undefined,
  { script, cloud, endpoint, signs }: Names,
  { at: { observed, steps }, selected }: Planned,
): readonly ScriptCommand[] {
  if (network === undefined) throw nowhere(selected);
  const isNew = observed.object === undefined;
  const isReserved = steps.some(({ name, done }) => name === 'reserve' && done);
  const known = isReserved ? observed.endpoint?.service : undefined;
  const owner = { ...observed.owner, ...(isNew ? { uid: markerOf('uid') } : {}) };
  const made = { owner, service: known ?? markerOf('service'), network, flags: selected.flags };
  return [
    ...(isNew ? [script.read('jsonpath={.metadata.uid}', 'uid')] : []),
    ...(known === undefined ? [script.readService(signs, 'service')] : []),
    ...cloud.create(made, endpoint),
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
