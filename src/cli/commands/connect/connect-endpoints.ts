import type { CloudProvider } from '../../../cloud/provider.ts';
import { refuseMoving } from '../../../atlas/projects/refuse-moving.ts';
import { parseDuration } from '../../../core/duration.ts';
import type { Hint } from '../../../core/next-command.ts';
import { Progress } from '../../../output/progress.ts';
import { confirmRemoval } from '../../ask.ts';
import type { VerbContext } from '../../context.ts';
import { warnOfManager } from '../../endpoints/kept-elsewhere.ts';
import { placeFromNodes } from '../../endpoints/from-nodes.ts';
import { type SelectedEndpoint, nameOf } from '../../endpoints/selected-endpoint.ts';
import { type SelectedEndpoints, selectEndpoints } from '../../endpoints/select-endpoints.ts';
import { openAccount } from '../../open-run.ts';
import { type TellAccount, accountTeller } from '../../tell-account.ts';
import { resultsOf, reportFailure } from './failures.ts';
import { connectEndpoint } from './connect-endpoint.ts';
import { confirmNew } from './confirm-new.ts';
import { isCreated, isRecreated } from './is-recreated.ts';
import { checkEndpoint } from './refusals.ts';
import { offerOf } from './git/offer.ts';
import { refuseWritesUndone } from './writes.ts';
import type { ConnectArguments, PreparedEndpoint, Request, ConnectVerb } from './request.ts';
import type { ConnectResult } from './result.ts';

/** What a command line asks for, before its endpoints are known. */
export interface Asked {
  readonly args: ConnectArguments;
  readonly context: VerbContext;
  readonly verb: ConnectVerb;
}

/** The endpoints of a command line, with which nothing is done yet. */
export interface Prepared {
  readonly endpoints: readonly PreparedEndpoint[];
  readonly request: Request;
}

/**
 * What create, link and up share: read the source, select the endpoint, and take it to the goal from its current state. For a
 * dedicated cluster in several regions, that is done for all regions at the same time.
 * @returns a result for each endpoint
 * @throws UserError, TimeoutError, InterruptedError; with several endpoints, once all of them have ended
 */
export async function connectEndpoints(
  args: ConnectArguments,
  context: VerbContext,
  verb: ConnectVerb,
): Promise<readonly [ConnectResult, ...ConnectResult[]]> {
  parseDuration('timeout', args.timeout);
  const found = await selectEndpoints(args, context, verb);
  const more = { client: found.run.client, tellAccount: accountTeller(context) };
  const { endpoints, request } = await prepareEndpoints(found, { args, context, verb }, more);
  const runs = await Promise.allSettled(
    endpoints.map((each) => reportFailure(each, connectEndpoint(each, request), context)),
  );
  return resultsOf(endpoints, runs, context);
}

/**
 * Has everything said that is still to be said of endpoints, and refuses what can be refused before anything is changed.
 * @throws UserError
 */
export async function prepareEndpoints(
  found: SelectedEndpoints,
  { args, context, verb }: Asked,
  { client, tellAccount, beside }: Pick<Request, 'client' | 'beside'> & { readonly tellAccount: TellAccount },
): Promise<Prepared> {
  const timeoutMs = parseDuration('timeout', args.timeout);
  const offer = await offerOf(found.endpoints, args, context);
  const request = { verb, args, context, client, timeoutMs, startedAt: context.now(), beside, offer };
  for (const selected of found.endpoints) {
    // An object of its own is read alone, and what connects it deletes nothing.
    if (selected.object?.kind === 'AtlasProject') await refuseMoving(found.run, selected.target, selected.object);
    const doubt = found.doubts.get(selected);
    await confirmNew(selected, { ...request, doubt }, found.run.warn);
  }
  const recreated = (selected: SelectedEndpoint): boolean => isRecreated(selected, args, verb);
  const nearNodes = await placeFromNodes(found, { args, recreated, tellAccount }, context);
  const unsettled = { run: found.run, endpoints: nearNodes, recreated, tellAccount };
  const placed = verb.settle === undefined ? nearNodes : await verb.settle(unsettled);
  warnOfManager(args, found.run.warn);
  if (offer === undefined) for (const selected of placed) await refuseWritesUndone(selected, request);
  const prepared = placed.map((selected) => prepare(selected, request));
  for (const { selected, account } of prepared) if (isCreated(selected, args, verb)) await tellAccount(await account());
  for (const each of prepared) {
    const { selected, progress } = each;
    if (!args.recreate || selected.before === undefined) continue;
    // Of several, those that work are left alone.
    if (prepared.length > 1 && !isRecreated(selected, args, verb)) continue;
    progress.clear();
    await confirmRemoval(nameOf(selected), args, context);
  }
  return { endpoints: prepared, request };
}

/** @throws UserError for what can be refused before anything is done */
function prepare(selected: SelectedEndpoint, { args, context, verb, beside }: Request): PreparedEndpoint {
  const { target, prefix = '' } = selected;
  checkEndpoint(selected, args, verb);
  const progress =
    beside === undefined
      ? new Progress(context.screen, selected.prefix)
      : new Progress(context.screen, prefix.padEnd(beside.width), beside);
  // Among several, each line begins with the name.
  if (beside === undefined)
    progress.note(
      `endpoint ${selected.label} of ${target.source.shortNames[0]}/${target.name} in namespace ${target.namespace}`,
    );
  const { object, flags } = selected;
  const unapplied = object === undefined ? undefined : target.source.unapplied(object, flags);
  if (unapplied !== undefined) progress.warn(context.hintText(unapplied), unapplied);
  return { selected, progress, changes: [], account: accountOf(selected, progress, args, context) };
}

function accountOf(
  { cloud, flags, site, attachments }: SelectedEndpoint,
  progress: Progress,
  args: ConnectArguments,
  context: VerbContext,
): () => Promise<CloudProvider> {
  const warn = (text: string, parts?: Hint): void => progress.warn(text, parts);
  let opened: Promise<CloudProvider> | undefined;
  return () =>
    (opened ??= openAccount(cloud, { flags, atlasRegion: site.atlasRegion, attachments, warn }, args, context));
}
