import { nodesOn } from '../../cloud/nodes.ts';
import type { CloudFacts } from '../../cloud/facts.ts';
import type { FlagValues } from '../../cloud/flags/flag.ts';
import { accountFlags, flagsFor } from '../../cloud/flags/table.ts';
import { type NodePlacement, placeByHand } from '../../cloud/placement.ts';
import type { CloudProvider } from '../../cloud/provider.ts';
import type { Run } from '../../atlas/run.ts';
import { UserError } from '../../core/errors.ts';
import { ApiError } from '../../kube/errors.ts';
import { listNodes } from '../../kube/nodes.ts';
import { confirmPlacement } from '../ask.ts';
import { openAccount } from '../open-run.ts';
import type { VerbContext } from '../context.ts';
import { placementFlags, placementReasons } from '../views/node-placement.ts';
import { givenBesideNodes } from './placement-flags.ts';
import type { EndpointArguments } from './endpoint-arguments.ts';
import { type SelectedEndpoint, areInRegions, nameOf } from './selected-endpoint.ts';
import type { SelectedEndpoints } from './select-endpoints.ts';
import { printBlock, printLine } from '../../output/escape.ts';
import type { TellAccount } from '../tell-account.ts';

/** Opens the account of an endpoint's cloud with these flags. */
type OpenAccount = (flags: FlagValues) => Promise<CloudProvider>;

/** A command line that may ask for a placement next to the nodes. */
interface Asked {
  readonly args: EndpointArguments;
  /** Whether an endpoint will be removed and created again. */
  readonly recreated: (selected: SelectedEndpoint) => boolean;
  /** Called before the user is asked to confirm. */
  readonly tellAccount: TellAccount;
}

/**
 * Takes the placement from the cluster's nodes if --from-nodes asks for that and the endpoint has no id yet, or is to be recreated:
 * shows what was chosen and why, and asks for confirmation.
 * @returns the endpoints to continue with
 * @throws UserError if no placement can be derived from the nodes, or if it is not confirmed
 */
export async function placeFromNodes(
  { run, endpoints }: SelectedEndpoints,
  { args, recreated, tellAccount }: Asked,
  context: VerbContext,
): Promise<readonly SelectedEndpoint[]> {
  if (args['from-nodes'] !== true) return endpoints;
  if (areInRegions(endpoints)) throw severalRegions(endpoints);
  const lacking = endpoints.filter((each) => each.before?.declaredId === undefined || recreated(each));
  const [selected = endpoints[0], another] = lacking;
  if (another !== undefined) throw severalLacking(lacking);
  const { declaredId } = selected.before ?? {};
  if (declaredId !== undefined && !recreated(selected)) {
    printLine(
      context.stderr,
      `note: ${nameOf(selected)} already has the cloud endpoint ${declaredId}, so no placement is chosen`,
    );
    return endpoints;
  }
  const { flags, lines } = await proposeBesideNodes(run, selected, { args, tellAccount }, context);
  printBlock(context.stderr, lines);
  await confirmPlacement(args, context);
  return endpoints.map((each) => (each === selected ? { ...selected, flags } : each));
}

/**
 * Derives a placement from the nodes, and tells its account.
 * @returns the flags, and lines that show the placement with its reasons
 * @throws UserError if none can be derived
 */
export async function proposeBesideNodes(
  run: Run,
  selected: SelectedEndpoint,
  { args, tellAccount }: Pick<Asked, 'args' | 'tellAccount'>,
  context: VerbContext,
): Promise<{ readonly flags: FlagValues; readonly lines: readonly string[] }> {
  const open = accountOpener(run, selected, args, context);
  const placement = await chooseBesideNodes(run, selected, args, open);
  const given = flagsFor(selected.cloud, givenBesideNodes(args));
  const flags = { ...selected.flags, ...given, ...placement.flags };
  // The placement can name another account than the one that was asked about the nodes: on Azure the subnet's id has a subscription.
  await tellAccount(await open(flags));
  // For anyone who keeps commands in Git.
  const asFlags = args['dry-run'] === undefined ? [] : [placementFlags(placement)];
  return { flags, lines: [...placementReasons(placement), ...asFlags] };
}

function severalLacking(lacking: readonly SelectedEndpoint[]): UserError {
  const labels = lacking.map(({ label }) => label);
  return new UserError(
    `--from-nodes places one endpoint, but ${labels.join(' and ')} are not linked to a cloud endpoint yet`,
    {
      hint: `choose one with --endpoint ${labels[0]}`,
    },
  );
}

function severalRegions([{ target, site, deployment }, ...others]: SelectedEndpoints['endpoints']): UserError {
  return new UserError(
    `--from-nodes places one endpoint, in the region of the nodes, but ${(deployment ?? target).reference} has ${others.length + 1} regions`,
    { hint: `choose one with --region ${site.atlasRegion ?? 'REGION'}` },
  );
}

function accountOpener(
  run: Run,
  { cloud, site, attachments }: SelectedEndpoint,
  args: EndpointArguments,
  context: VerbContext,
): OpenAccount {
  return (flags) =>
    openAccount(cloud, { flags, atlasRegion: site.atlasRegion, attachments, warn: run.warn }, args, context);
}

async function chooseBesideNodes(
  run: Run,
  { target, before, cloud: facts, flags }: SelectedEndpoint,
  args: EndpointArguments,
  open: OpenAccount,
): Promise<NodePlacement> {
  const nodes = nodesOn(facts, await nodesOf(run, facts), target.reference);
  // Without the placement flags: the nodes are to supply what is missing.
  const account = await open(accountFlags(facts, flags));
  return account.placeFromNodes(nodes, before?.service, flagsFor(facts, givenBesideNodes(args)));
}

async function nodesOf({ client, time }: Run, facts: CloudFacts): ReturnType<typeof listNodes> {
  try {
    return await listNodes(client, time.signal);
  } catch (error) {
    if (!(error instanceof ApiError) || error.code !== 403) throw error;
    throw new UserError(`cannot list the cluster's nodes: ${error.message}`, {
      cause: error,
      hint: placeByHand(facts.placementHint),
    });
  }
}
