import { ownerOf } from '../../../atlas/connect/observe.ts';
import { placementText } from '../../../cloud/placement.ts';
import { isReserved } from '../../../core/endpoint.ts';
import { UserError } from '../../../core/errors.ts';
import { chooseCloudEndpoint } from '../../../core/plan/choose-cloud-endpoint.ts';
import { PlanError } from '../../../core/plan/problems.ts';
import { printLine } from '../../../output/escape.ts';
import { agrees, canAsk } from '../../ask.ts';
import type { VerbContext } from '../../context.ts';
import { proposeBesideNodes } from '../../endpoints/from-nodes.ts';
import type { OpenQuestion } from '../../questions/open-question.ts';
import { type SelectedEndpoint, areInRegions, nameOf } from '../../endpoints/selected-endpoint.ts';
import { openAccount } from '../../open-run.ts';
import type { ConnectArguments, Unsettled } from '../connect/request.ts';

/** A command line of `up`. */
interface Asked {
  readonly args: ConnectArguments;
  readonly context: VerbContext;
}

/**
 * Has it said where each cloud endpoint is to be created that nothing places yet: beside the cluster's nodes, if the person agrees.
 * @returns the endpoints with their placement
 * @throws UserError if there is none, or the person does not agree
 */
export async function settlePlacement(found: Unsettled, asked: Asked): Promise<readonly SelectedEndpoint[]> {
  const settled: SelectedEndpoint[] = [];
  for (const selected of found.endpoints)
    settled.push((await isToBePlaced(selected, found, asked)) ? await placed(selected, found, asked) : selected);
  return settled;
}

/** Whether something stands in an endpoint's way, which the run tells: that comes before any question. */
export function isObstructed(selected: SelectedEndpoint, { recreated }: Pick<Unsettled, 'recreated'>): boolean {
  const { phase, mismatch } = selected.before ?? {};
  return (phase === 'Failed' || mismatch !== undefined) && !recreated(selected);
}

/** Whether a cloud endpoint will have to be created, and nothing says where. */
async function isToBePlaced(selected: SelectedEndpoint, found: Unsettled, asked: Asked): Promise<boolean> {
  const { before, cloud, flags } = selected;
  const { args } = asked;
  if (!args.wait || args.id !== undefined || cloud.placement(flags) !== undefined) return false;
  if (found.recreated(selected)) return true;
  if (before?.declaredId !== undefined || isObstructed(selected, found)) return false;
  return !isReserved(before) || !(await isThere(selected, found, asked));
}

/** Whether the cloud has an endpoint that can be taken, or has several, which is told when one is chosen. */
async function isThere(selected: SelectedEndpoint, { run }: Unsettled, { args, context }: Asked): Promise<boolean> {
  const { before, cloud, flags, site, attachments, target, object } = selected;
  const service = before?.service ?? '';
  const owner = ownerOf(selected, object);
  const settings = { flags, atlasRegion: site.atlasRegion, attachments, warn: run.warn };
  const found = await (await openAccount(cloud, settings, args, context)).find(owner, service);
  const taken =
    object === undefined ? [] : target.source.endpoints(object).flatMap(({ declaredId }) => declaredId ?? []);
  const observed = { endpoint: before, cloud: found, owner, taken, recreatable: false };
  try {
    return chooseCloudEndpoint(observed, service, { until: 'available', recreate: false, unseen: false }) !== undefined;
  } catch (error) {
    if (!(error instanceof PlanError)) throw error;
    return error.problem.code !== 'no-cloud-endpoint';
  }
}

async function placed(
  selected: SelectedEndpoint,
  found: Unsettled,
  { args, context }: Asked,
): Promise<SelectedEndpoint> {
  if (!args.yes && !canAsk(args, context)) {
    context.unanswered?.add(unplaced(selected, found));
    return selected;
  }
  printLine(context.stderr, `${nameOf(selected)} has no cloud endpoint yet`);
  const { tellAccount, run } = found;
  const { flags } = await proposeBesideNodes(run, selected, { args, tellAccount }, context);
  const agreed =
    args.yes || !canAsk(args, context) || (await agrees("Place it there, beside the cluster's nodes?", context));
  if (agreed) return { ...selected, flags };
  throw new UserError('not placed; nothing was changed', { hint: byHand(selected) });
}

/** The question where to place an endpoint that nobody can be asked. */
function unplaced(selected: SelectedEndpoint, { endpoints }: Unsettled): OpenQuestion {
  const what = `where to create the cloud endpoint of ${nameOf(selected)}`;
  if (!areInRegions(endpoints)) return { what, flags: '--from-nodes --yes', otherwise: byHand(selected) };
  // The nodes are in one region.
  const flags = Object.entries(selected.cloud.flags).filter(([, flag]) => flag.regions === 'each');
  const [name = ''] = flags.find(([, { nodes }]) => nodes === 'chosen') ?? [];
  return { what, flags: undefined, otherwise: `give --${name} REGION=VALUE for each region` };
}

function byHand({ cloud }: SelectedEndpoint): string {
  return `to place it elsewhere, give ${placementText(cloud.placementHint)}`;
}
