import { ownerOf } from '../../../atlas/connect/observe.ts';
import { placementText } from '../../../cloud/placement.ts';
import { type CloudEndpoint, sameId } from '../../../core/cloud-endpoint.ts';
import { isReserved } from '../../../core/endpoint.ts';
import { isFailure } from '../../../core/errors.ts';
import { chooseCloudEndpoint } from '../../../core/plan/choose-cloud-endpoint.ts';
import { PlanError } from '../../../core/plan/problems.ts';
import { printBlock, printLine } from '../../../output/escape.ts';
import { canAsk } from '../../ask.ts';
import type { VerbContext } from '../../context.ts';
import { proposeBesideNodes } from '../../endpoints/from-nodes.ts';
import type { OpenQuestion } from '../../questions/open-question.ts';
import { type SelectedEndpoint, areInRegions, nameOf } from '../../endpoints/selected-endpoint.ts';
import { openAccount } from '../../open-run.ts';
import { messageOf } from '../../words/errors.ts';
import type { ConnectArguments, Unsettled } from '../connect/request.ts';
import { askForPlace } from './ask-for-place.ts';

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
export async function settlePlacement(found: Unsettled, asked: Asked): Promise<Settled> {
  const endpoints: SelectedEndpoint[] = [];
  const asTagged: SelectedEndpoint[] = [];
  for (const selected of found.endpoints) {
    const known = await withTaggedState(selected, found, asked);
    asTagged.push(known);
    endpoints.push((await isToBePlaced(known, found, asked)) ? await placed(selected, found, asked) : selected);
  }
  return { endpoints, asTagged };
}

/** The endpoints with their placement, and as they are where only the tags of their cloud endpoints hold the labels. */
interface Settled {
  readonly endpoints: readonly SelectedEndpoint[];
  readonly asTagged: readonly SelectedEndpoint[];
}

/** The endpoint as it is if it is linked, where the spec keeps no labels: they are in the tags of the cloud endpoints. */
async function withTaggedState(selected: SelectedEndpoint, found: Unsettled, asked: Asked): Promise<SelectedEndpoint> {
  const { before, target, object, label } = selected;
  const isOpen = target.source.identity === 'cloud-endpoint' && before?.declaredId === undefined && isReserved(before);
  const ids = takenIn(selected);
  if (!asked.args.wait || object === undefined || !isOpen || ids.length === 0) return selected;
  const tagged = (await inCloud(selected, found, asked)).find(
    (each) => each.ours && ids.some((id) => sameId(id, each.id)),
  );
  return tagged === undefined ? selected : { ...selected, before: target.source.find(object, label, tagged.id) };
}

/** The cloud endpoints of an endpoint's service, and those with its tags. */
async function inCloud(
  selected: SelectedEndpoint,
  { run }: Unsettled,
  { args, context }: Asked,
): Promise<readonly CloudEndpoint[]> {
  const { before, cloud, flags, site, attachments, object } = selected;
  const settings = { flags, atlasRegion: site.atlasRegion, attachments, warn: run.warn };
  const account = await openAccount(cloud, settings, args, context);
  return account.find(ownerOf(selected, object), before?.service ?? '');
}

function takenIn({ target, object }: SelectedEndpoint): readonly string[] {
  return object === undefined ? [] : target.source.endpoints(object).flatMap(({ declaredId }) => declaredId ?? []);
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
async function isThere(selected: SelectedEndpoint, found: Unsettled, asked: Asked): Promise<boolean> {
  const { before, object } = selected;
  const service = before?.service ?? '';
  const [cloud, owner] = [await inCloud(selected, found, asked), ownerOf(selected, object)];
  const observed = { endpoint: before, cloud, owner, taken: takenIn(selected), recreatable: false };
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
  const isAsked = canAsk(args, context);
  if (!args.yes && !isAsked) {
    context.unanswered?.add(unplaced(selected, found));
    return selected;
  }
  printLine(context.stderr, `${nameOf(selected)} has no cloud endpoint yet`);
  if (!args.yes && isAsked)
    return { ...selected, flags: await askForPlace(selected, found, { args, context }, byHand(selected)) };
  const proposed = proposeBesideNodes(found.run, selected, { ...found, args }, context);
  const place = await (args['dry-run'] === undefined ? proposed : unlessFailed(proposed, found.run.warn));
  if (place === undefined) {
    context.unanswered?.add(unplaced(selected, found));
    return selected;
  }
  printBlock(context.stderr, place.lines);
  return { ...selected, flags: place.flags };
}

/** A placement, if there is one to propose: a run that only shows the plan goes on without. */
async function unlessFailed<T>(proposed: Promise<T>, warn: (text: string) => void): Promise<T | undefined> {
  try {
    return await proposed;
  } catch (error) {
    if (!isFailure(error)) throw error;
    warn(`there is no placement to propose: ${messageOf(error)}`);
    return undefined;
  }
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
