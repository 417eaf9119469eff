import { regionsOf } from '../../../atlas/projects/cluster-endpoints.ts';
import { type Orphan, findOrphans } from '../../../atlas/disconnect/orphans.ts';
import { type Inventory, listAll } from '../../../atlas/sources/list.ts';
import type { Source, SourceSite } from '../../../atlas/sources/source.ts';
import type { CloudFacts } from '../../../cloud/facts.ts';
import { checkFlags, cloudsOf } from '../../../cloud/flags/check.ts';
import type { FlagValues } from '../../../cloud/flags/flag.ts';
import { flagsFor } from '../../../cloud/flags/table.ts';
import { allClouds } from '../../../cloud/table.ts';
import { anyOf } from '../../../core/any-of.ts';
import { UserError } from '../../../core/errors.ts';
import type { Run } from '../../../atlas/run.ts';
import type { KubeObject } from '../../../kube/resource.ts';
import { ApiError } from '../../../kube/errors.ts';
import { type Template, checkFormat } from '../../../output/format.ts';
import { LiveTable } from '../../../output/table.ts';
import type { VerbContext } from '../../context.ts';
import type { Arguments } from '../../args/flag.ts';
import type { endpointFlag, outputFlag, selectorFlags } from '../../args/flag-groups.ts';
import { type ClientArguments, openAccount, openRun } from '../../open-run.ts';
import { type PlacementArguments, placementOf } from '../../endpoints/placement-flags.ts';
import { printLine } from '../../../output/escape.ts';

type OrphanArguments = ClientArguments &
  PlacementArguments &
  Arguments<ReturnType<typeof outputFlag> & typeof endpointFlag & typeof selectorFlags> & {
    readonly source: readonly string[];
    readonly 'keep-cloud-endpoint': boolean;
  };

/**
 * Prints the cloud endpoints with this program's tags that no source of the cluster refers to. Nothing is deleted.
 * @returns the exit code
 * @throws UserError if the sources of all namespaces cannot be listed: one of them could refer to the endpoint
 */
export async function listOrphans(args: OrphanArguments, context: VerbContext): Promise<number> {
  if (args.source.length > 0) {
    throw new UserError('--orphans takes no SOURCE: it lists the cloud endpoints that nothing refers to', {
      hint: 'omit one of the two',
    });
  }
  const given = [
    ['endpoint', args.endpoint !== undefined],
    ['selector', args.selector !== undefined],
    ['field-selector', args['field-selector'] !== undefined],
    ['keep-cloud-endpoint', args['keep-cloud-endpoint']],
  ] as const;
  const [idle] = given.find(([, isGiven]) => isGiven) ?? [];
  if (idle !== undefined) {
    throw new UserError(`--${idle} has no effect with --orphans, which lists cloud endpoints and deletes nothing`, {
      hint: 'omit one of the two',
    });
  }
  const format = await checkFormat(args.output, ['name'] as const);
  const flags = placementOf(args);
  checkFlags(flags);
  const { run } = await openRun(args, context);
  const inventories = await everySource(run);
  const sites = inventories.flatMap(({ source, objects }) => objects.flatMap((object) => sitesOf(source, object)));
  const chosen = cloudsOf(flags);
  const asked =
    chosen.length > 0 ? chosen : allClouds().filter(({ kind }) => sites.some(({ cloud }) => cloud === kind));
  if (asked.length === 0) {
    const flagsThere = allClouds().map(({ name, whereHint }) => `${whereHint} (${name})`);
    throw new UserError('nothing here says which cloud to search', { hint: `name one with ${anyOf(flagsThere)}` });
  }
  const where = { flags, sites, run, inventories };
  const found = [];
  for (const facts of asked) found.push(...(await orphansOn(facts, where, { args, context })));
  await print(found, format, context);
  return 0;
}

/** Where an object's endpoints are; of one that has none, where they would be: an orphan is often what is left of them. */
function sitesOf(source: Source, object: KubeObject): readonly SourceSite[] {
  const endpoints = source.endpoints(object);
  if (endpoints.length > 0) return endpoints.map(({ label }) => source.site(object, label));
  const cluster = source.declaredElsewhere(object);
  if (cluster !== undefined)
    return regionsOf(cluster).map(({ provider, region }) => ({ cloud: provider, atlasRegion: region }));
  const label = source.isSource(object) ? source.defaultLabel(object) : undefined;
  return label === undefined ? [] : [source.site(object, label)];
}

/** What decides where orphans are looked for. */
interface Where {
  readonly flags: FlagValues;
  readonly sites: readonly SourceSite[];
  readonly run: Run;
  readonly inventories: readonly Inventory[];
}

/** The orphans of one cloud. */
async function orphansOn(
  facts: CloudFacts,
  { flags, sites, run, inventories }: Where,
  { args, context }: { readonly args: OrphanArguments; readonly context: VerbContext },
): Promise<readonly Orphan[]> {
  const attachments = inventories.flatMap(({ source, objects }) =>
    objects.flatMap((object) => source.endpoints(object).flatMap(({ attachment }) => attachment ?? [])),
  );
  const orphans: Orphan[] = [];
  for (const atlasRegion of searchedRegions(facts, sites, flags['region'] !== undefined)) {
    const settings = { flags: flagsFor(facts, flags), atlasRegion, attachments, warn: run.warn };
    const cloud = await openAccount(facts, settings, args, context);
    orphans.push(...findOrphans(facts.kind, await cloud.made(undefined), inventories));
    const { searched } = cloud;
    if (searched !== undefined)
      printLine(context.stderr, `note: searched ${searched}; to search elsewhere, give ${facts.whereHint}`);
  }
  return orphans;
}

/** The sources of all namespaces. @throws UserError without permission to list all of them */
async function everySource(run: Run): Promise<readonly Inventory[]> {
  const refusals: string[] = [];
  const inventories = await listAll({ ...run, warn: (text) => refusals.push(text) }, undefined, {}).catch(
    (error: unknown) => {
      if (error instanceof ApiError && error.code === 403) return undefined;
      throw error;
    },
  );
  if (inventories !== undefined && refusals.length === 0) return inventories;
  throw new UserError(
    'finding the cloud endpoints that nothing refers to requires permission to list sources in all namespaces',
    {
      hint:
        refusals[0] ??
        'ask for permission to list atlasdeployments, atlasprivateendpoints and atlasprojects in all namespaces',
    },
  );
}

/**
 * Where to ask a cloud: in each region of its sites, if it lists endpoints region by region; undefined stands for the region
 * that the flags or the account determine.
 */
function searchedRegions(
  { kind, regional }: CloudFacts,
  sites: readonly SourceSite[],
  named: boolean,
): readonly (string | undefined)[] {
  const own = sites.filter(({ cloud }) => cloud === kind).map(({ atlasRegion }) => atlasRegion);
  return !regional || named || own.length === 0 ? [undefined] : [...new Set(own)];
}

async function print(
  orphans: readonly Orphan[],
  format: 'name' | Template | undefined,
  context: VerbContext,
): Promise<void> {
  if (format === 'name') for (const { endpoint } of orphans) printLine(context.stdout, endpoint.id);
  else if (orphans.length > 0) {
    await new LiveTable(context.stdout).print(
      ['CLOUD ENDPOINT', 'STATE', 'NETWORK', 'MADE FOR', 'ENDPOINT', 'WHY'],
      orphans.map(({ endpoint: { id, state, place, madeFor }, why }) => [
        id,
        state,
        place,
        madeFor?.source,
        madeFor?.label,
        why,
      ]),
    );
  }
  const [first] = orphans;
  if (first === undefined) printLine(context.stderr, 'No orphans found.');
  else {
    const hint = ["delete one with its cloud's own command, such as: ", first.endpoint.removeCommand];
    printLine(context.stderr, context.hintText(hint));
  }
}
