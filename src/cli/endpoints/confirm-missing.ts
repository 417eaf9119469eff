import { type RegionalSource, regionsMissing } from '../../atlas/projects/cluster-regions.ts';
import { refuseBeforePrivateEndpoint } from '../../atlas/projects/before-private-endpoint.ts';
import { readProjectObjects } from '../../atlas/projects/visible.ts';
import type { Run } from '../../atlas/run.ts';
import type { Target } from '../../atlas/sources/lookup.ts';
import { cloudNamed } from '../../cloud/table.ts';
import { isGiven } from '../../cloud/flags/flag.ts';
import { cloudFlags } from '../../cloud/flags/table.ts';
import { printLine } from '../../output/escape.ts';
import { canAsk, confirmMaking } from '../ask.ts';
import { placementOf } from './placement-flags.ts';
import type { VerbContext } from '../context.ts';
import { againWith } from '../hints.ts';
import type { Resolved } from './resolve.ts';
import type { EndpointArguments } from './endpoint-arguments.ts';
import type { CallingVerb } from './selected-endpoint.ts';

/**
 * Asks whether to create the objects that regions of a dedicated cluster lack.
 * @throws UserError if it is not confirmed, if the verb creates none, or if one of them would conflict with another object
 */
export async function confirmMissing(
  run: Run,
  { named, declaring }: Resolved,
  { declares, proposesPlacement }: CallingVerb,
  asked: { readonly args: EndpointArguments; readonly context: VerbContext },
): Promise<void> {
  const missing = declaring.flatMap(({ part, object }) => (part === undefined || object !== undefined ? [] : [part]));
  if (missing.length === 0) return;
  // A region of a cloud that this program does not serve is refused before anything is offered.
  for (const { provider } of missing) cloudNamed(provider);
  const deployment = named.object && named.target.source.declaredElsewhere(named.object);
  if (deployment !== undefined) await refuseBeforePrivateEndpoint(run, deployment, missing);
  const error = regionsMissing(named.target, missing, [makingAll(named.target, declares, asked.context)]);
  if (!declares) throw error;
  await refuseConflicts(run, named.target, missing);
  const what = missing.map(({ target, provider, region }) => `${target.reference} for ${provider} ${region}`);
  if (proposesPlacement === true && canAsk(asked.args, asked.context) && isUnplaced(asked.args)) {
    printLine(asked.context.stderr, `${error.message}; to be created: ${what.join(', ')}`);
    return;
  }
  await confirmMaking(what.join(', '), error, asked.args, asked.context);
}

/** Whether the command line leaves open where cloud endpoints are created, and waits until they can be. */
function isUnplaced(args: EndpointArguments): boolean {
  const flags = placementOf(args);
  const isPlaced = cloudFlags().some(({ name, nodes }) => nodes === 'chosen' && isGiven(flags, name));
  return args['from-nodes'] !== true && args.wait !== false && args.id === undefined && !isPlaced;
}

/** The command that creates all of them. */
function makingAll({ reference, namespace }: Target, declares: boolean, context: VerbContext): string {
  if (declares) return againWith('--yes', context);
  return context.hintText([{ verb: 'create', source: reference, namespace, flags: { yes: true } }]);
}

async function refuseConflicts(run: Run, { namespace }: Target, missing: readonly RegionalSource[]): Promise<void> {
  const read = readProjectObjects(run, namespace);
  const others = (): typeof read => read;
  for (const { target, manifest } of missing) {
    const label = target.source.defaultLabel(manifest) ?? '';
    await target.source.refuseConflicts(manifest, { label, isNew: true, others, warn: run.warn });
  }
}
