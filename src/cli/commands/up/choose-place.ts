import type { Run } from '../../../atlas/run.ts';
import type { CloudFlag, FlagValues } from '../../../cloud/flags/flag.ts';
import { isGiven } from '../../../cloud/flags/flag.ts';
import { accountFlags, flagsFor } from '../../../cloud/flags/table.ts';
import { countOf, ownNodes } from '../../../cloud/nodes.ts';
import type { ClusterNode, PlaceOption, PlaceQuery } from '../../../cloud/placement.ts';
import type { CloudProvider } from '../../../cloud/provider.ts';
import { isFailure } from '../../../core/errors.ts';
import { listNodes } from '../../../kube/nodes.ts';
import { printBlock, printLine } from '../../../output/escape.ts';
import type { Context, VerbContext } from '../../context.ts';
import { givenBesideNodes } from '../../endpoints/placement-flags.ts';
import type { SelectedEndpoint } from '../../endpoints/selected-endpoint.ts';
import { openAccount } from '../../open-run.ts';
import { type ListItem, chooseFromList } from '../../questions/choose-from-list.ts';
import type { TellAccount } from '../../tell-account.ts';
import { flagWords } from '../../views/node-placement.ts';
import type { ConnectArguments } from '../connect/request.ts';

/** A command line whose person can be asked. */
export interface Asked {
  readonly args: ConnectArguments;
  readonly context: VerbContext & { readonly ask: NonNullable<Context['ask']> };
}

/** What is known of the endpoint. */
interface Found {
  readonly run: Run;
  readonly tellAccount: TellAccount;
  /** What a person has to know before the first list. */
  readonly notes: readonly string[];
}

/** What is chosen of the account, one flag after the other. */
interface Choosing extends Asked {
  readonly account: CloudProvider;
  readonly tellAccount: TellAccount;
  readonly nodes: readonly ClusterNode[];
  readonly service: string | undefined;
}

/**
 * Has a place for a cloud endpoint chosen from lists of what the account has: on AWS a VPC, its subnets and its security groups.
 * @returns the endpoint's flags with those that place it; undefined if the account has nothing that could be chosen
 * @throws UserError, NoAnswer
 */
export async function choosePlace(
  selected: SelectedEndpoint,
  { run, tellAccount, notes }: Found,
  { args, context }: Asked,
): Promise<FlagValues | undefined> {
  const { cloud, site, attachments, before } = selected;
  const open = (flags: FlagValues): Promise<CloudProvider> =>
    openAccount(cloud, { flags, atlasRegion: site.atlasRegion, attachments, warn: run.warn }, args, context);
  const given = { ...selected.flags, ...flagsFor(cloud, givenBesideNodes(args)) };
  const account = await open(accountFlags(cloud, given));
  const choosing = {
    args,
    context,
    account,
    tellAccount,
    nodes: await knownNodes(selected, run),
    service: before?.service,
  };
  let chosen: FlagValues = {};
  for (const [flag, facts] of Object.entries(cloud.flags)) {
    if (facts.listed === undefined || isGiven(given, flag)) continue;
    const { listed, kind } = facts;
    const above = Object.keys(chosen).length === 0 ? notes : [];
    const next = await chooseFlag({ flag, listed, kind, above }, { ...given, ...chosen }, choosing);
    if (next === undefined) return undefined;
    chosen = { ...chosen, ...next };
  }
  const flags = { ...given, ...chosen };
  printBlock(context.stderr, ['note: the same place without these questions:', `  ${flagWords(chosen)}`]);
  await tellAccount(await open(flags));
  return flags;
}

/** The nodes on the endpoint's cloud; none to who may not list them. */
async function knownNodes({ cloud }: SelectedEndpoint, { client, time }: Run): Promise<readonly ClusterNode[]> {
  try {
    return ownNodes(cloud, await listNodes(client, time.signal));
  } catch (error) {
    if (!isFailure(error)) throw error;
    return [];
  }
}

/** A flag whose value is chosen from a list. */
interface ListedFlag extends Pick<PlaceQuery, 'flag'>, Pick<CloudFlag, 'kind'> {
  readonly listed: string;
  /** Lines above the list. */
  readonly above: readonly string[];
}

/** @returns the flag, and those that go with it; undefined if there is nothing to choose from */
async function chooseFlag(
  { flag, listed, kind, above }: ListedFlag,
  flags: FlagValues,
  { account, tellAccount, nodes, service, context }: Choosing,
): Promise<FlagValues | undefined> {
  const { options, also, onlyOne } = await account.placeOptions({ flag, flags, nodes, service });
  if (options.length === 0) {
    printLine(context.stderr, `note: there is no ${listed} to choose from`);
    return undefined;
  }
  await tellAccount(account);
  const several = kind === 'list';
  const ids = await chooseFromList({ what: listed, several, onlyOne, above, items: options.map(itemOf) }, context);
  return { ...also, [flag]: several ? ids : ids[0] };
}

function itemOf({ nodes, columns, ...option }: PlaceOption): ListItem {
  return { ...option, columns: [...columns, nodes === 0 ? '' : countOf(Array.from({ length: nodes }))] };
}
