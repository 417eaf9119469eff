import type { ConnectRunner } from '../../../../atlas/connect/runner.ts';
import type { ConnectOptions } from '../../../../atlas/connect/options.ts';
import type { Signs } from '../../../../atlas/sources/signs.ts';
import { cleanManifest } from '../../../../atlas/ownership/clean-manifest.ts';
import { patched } from '../../../../atlas/ownership/patched.ts';
import { idOf } from '../../../../core/endpoint.ts';
import type { CloudScript, ScriptedEndpoint } from '../../../../cloud/facts.ts';
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
  const object = await declared(planned);
  const signs = target.source.signs(object, label);
  const names = {
    script,
    cloud: await cloudScriptOf(target, cloud, settings),
    made: scripted(known, endpoint, { ...planned, signs }),
    into: endpoint,
    object,
    signs,
  };
  const commands: (readonly ScriptCommand[])[] = [];
  for (const step of at.steps) commands.push(step.done ? [] : await commandsFor(step, names, planned));
  const done = at.steps.every((step) => step.done);
  return { script: stepsOf(plan, commands), connected: { id: withVariables(names.made.id), done } };
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
  readonly made: ScriptedEndpoint;
  /** The variable that takes the id of a new one. */
  readonly into: string;
  /** The object as it is when it declares the endpoint. */
  readonly object: KubeObject;
  readonly signs: Signs;
}

async function commandsFor(step: Step, names: Names, planned: Planned): Promise<readonly ScriptCommand[]> {
  const { script, cloud, made, object, signs } = names;
  const { observed } = planned.at;
  const { target, label } = planned.selected;
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
      if (step.place === undefined) throw nowhere(planned.selected);
      return creation({ ...made, network: step.place }, names, planned);
    case 'accept':
      return cloud.awaitLinkable(made);
    case 'link':
      return script.patch(object, target.source.link(object, label, step.attachment ?? cloud.attachment(made)));
    case 'available':
      return script.await(signs.connected(made.id));
  }
}

/** Creates the cloud endpoint, with what only the object says when it is there. */
function creation(made: ScriptedEndpoint, { script, cloud, into }: Names, { at }: Planned): readonly ScriptCommand[] {
  const isNew = at.observed.object === undefined;
  return [...(isNew ? [script.read('jsonpath={.metadata.uid}', 'uid')] : []), ...cloud.create(made, into, script.read)];
}

/**
 * The cloud endpoint, with variables for what is not known before.
 * @param known its id
 * @param variable the one that takes it otherwise
 * @throws UserError if no command reads the service
 */
function scripted(
  known: string | undefined,
  variable: string,
  { at, selected, settings, signs }: Planned & Pick<Names, 'signs'>,
): ScriptedEndpoint {
  const { observed, steps } = at;
  const place = signs.service;
  if (place === undefined) {
    const text = `--print-commands cannot tell which service the endpoint of ${selected.target.reference} is for`;
    throw new UserError(text, { hint: ['see the steps with: ', settings.withDryRun] });
  }
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
