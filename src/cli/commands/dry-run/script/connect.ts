import type { ConnectRunner } from '../../../../atlas/connect/runner.ts';
import type { ConnectOptions } from '../../../../atlas/connect/options.ts';
import { cleanManifest } from '../../../../atlas/ownership/clean-manifest.ts';
import { awsAttachment } from '../../../../cloud/aws/attachment.ts';
import { UserError } from '../../../../core/errors.ts';
import { type ScriptCommand, type ScriptStep, markerOf } from '../../../../core/script.ts';
import type { Step } from '../../../../core/plan/step.ts';
import { toYaml } from '../../../../output/format.ts';
import type { SelectedEndpoint } from '../../../endpoints/selected-endpoint.ts';
import type { PlannedStep } from '../../../words/steps.ts';
import { SourceScript } from './source-script.ts';
import { stepsOf } from './step.ts';

type At = Awaited<ReturnType<ConnectRunner['look']>>;

/** A plan, and what it was made from. */
interface Planned {
  readonly at: At;
  readonly plan: readonly PlannedStep[];
  readonly selected: SelectedEndpoint;
  readonly connection: ConnectOptions;
  /** How long each wait may take. */
  readonly waits: string;
}

/**
 * The commands that do what a plan does.
 * @throws UserError for a plan of which the commands are not known
 */
export async function connectScript(planned: Planned): Promise<readonly ScriptStep[]> {
  const { selected, waits, at, plan } = planned;
  const script = new SourceScript(selected.target, selected.cloud, waits);
  const commands = await Promise.all(at.steps.map((step) => (step.done ? [] : commandsFor(step, script, planned))));
  return stepsOf(plan, commands);
}

async function commandsFor(
  step: Step,
  script: SourceScript,
  { at: { observed, steps }, selected, connection }: Planned,
): Promise<readonly ScriptCommand[]> {
  const { flags } = selected;
  const known = steps.flatMap((each) => ('id' in each && each.id !== undefined ? [each.id] : []))[0];
  const id = known ?? markerOf('endpoint');
  switch (step.name) {
    case 'remove':
    case 'removed':
      throw new UserError('--print-commands does not go with --recreate', {
        hint: 'print the commands of delete first, then those of this command without --recreate',
      });
    case 'declare':
      return [script.create(await toYaml(cleanManifest(manifestOf(connection))))];
    case 'reserve':
      return [script.awaitReserved()];
    case 'cloud-endpoint': {
      if (step.place === undefined) throw nowhere(selected);
      const isNew = observed.object === undefined;
      const service =
        steps.find(({ name }) => name === 'reserve')?.done === true ? observed.endpoint?.service : undefined;
      const owner = { ...observed.owner, ...(isNew ? { uid: markerOf('uid') } : {}) };
      return [
        ...(isNew ? [script.read('.metadata.uid', 'uid')] : []),
        ...(service === undefined ? [script.read('.status.serviceName', 'service')] : []),
        ...script.cloud.create(
          { owner, service: service ?? markerOf('service'), network: step.place, flags },
          'endpoint',
        ),
      ];
    }
    case 'accept':
      return script.cloud.awaitLinkable(id, flags);
    case 'link': {
      const attachment = step.attachment ?? awsAttachment(id);
      if (attachment === undefined) throw new Error('asked for the commands that link nothing');
      const object = observed.object ?? manifestOf(connection);
      return [script.patch(selected.target.source.link(object, selected.label, attachment))];
    }
    case 'available':
      return [script.awaitConnected(id)];
  }
}

function manifestOf({ manifest }: ConnectOptions) {
  if (manifest === undefined) throw new Error('asked for the commands of an object without a manifest');
  return manifest;
}

function nowhere({ target, cloud }: SelectedEndpoint): UserError {
  return new UserError(`nothing says where to create the cloud endpoint of ${target.reference}`, {
    hint: [`give ${cloud.placementHint.map((word) => (typeof word === 'string' ? word : word.placeholder)).join(' ')}`],
  });
}
