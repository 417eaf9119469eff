import type { SourceSite } from '../../atlas/sources/source.ts';
import type { CloudFacts } from '../../cloud/facts.ts';
import type { FlagValues } from '../../cloud/flags/flag.ts';
import { accountFlags } from '../../cloud/flags/table.ts';
import type { PlaceOption } from '../../cloud/placement.ts';
import { ownSpelling } from '../../cloud/same-region.ts';
import { allClouds } from '../../cloud/table.ts';
import { UserError } from '../../core/errors.ts';
import type { Context } from '../context.ts';
import { openAccount, openRun } from '../open-run.ts';
import { type Candidate, type Candidates, directives, nothing, starting } from './candidates.ts';
import { sitesOf } from './endpoints.ts';
import { type OpenFlag, type Typed, typedArguments, typedFlags } from './typed.ts';

/** The last of the values that are being typed, such as `subnet-a,us-east-1=subnet-b`. */
interface OpenValue {
  /** What stands before it, with the comma. */
  readonly before: string;
  /** As it is typed; undefined without a `REGION=`. */
  readonly region: string | undefined;
  readonly others: readonly string[];
}

/**
 * What the account has that a placement flag can name, with its name and what else tells it from the others, in the region of the source:
 * what begins as it is typed or, where nothing does, what is called so.
 * Where a source has several regions, the regions come first.
 * @throws any error of the cluster, the cloud or the credentials; nobody is asked for anything
 */
export async function placeValues(open: OpenFlag, line: Typed, context: Context): Promise<Candidates> {
  const { name = '' } = open;
  const cloud = allClouds().find(({ flags }) => flags[name]?.listed !== undefined);
  const flag = cloud?.flags[name];
  if (cloud === undefined || flag === undefined) return nothing;
  const value = openValue(open.partial, flag.kind === 'list');
  const args = typedArguments(open.before, line);
  const given = typedFlags(open.before, line);
  const regions = value.region === undefined ? await regionsOf(cloud, { given, typed: line }, { args, context }) : [];
  if (flag.regions === 'each' && regions.length > 1) {
    const words = regions.map((region): Candidate => [`${value.before}${ownSpelling(region, cloud.kind)}=`]);
    return { ...starting(open.partial, words), directive: directives.noSpaceNoFiles };
  }
  const atlasRegion = value.region === undefined ? regions[0] : cloud.atlasRegion(value.region);
  const flags = flagsOf(cloud, given);
  const quiet = { ...context, ask: undefined, hintText: () => '' };
  // Half of a placement is refused where an account is opened.
  const settings = { flags: accountFlags(cloud, flags), atlasRegion, attachments: [], warn: () => undefined };
  const account = await openAccount(cloud, settings, args, quiet);
  const { options } = await account.placeOptions({ flag: name, flags, nodes: [], service: undefined });
  const lead = `${value.before}${value.region === undefined ? '' : `${value.region}=`}`;
  const chosen = new Set([...value.others, ...(flag.kind === 'list' ? (given[name] ?? []).map(String) : [])]);
  const left = options.filter(({ id }) => !chosen.has(id));
  const typed = open.partial.slice(lead.length);
  const byId = left.filter(({ id }) => id.startsWith(typed));
  // People know a place by its name; what is inserted is the id.
  const offered = byId.length > 0 ? byId : left.filter((option) => option.name.startsWith(typed));
  return { words: offered.map((option): Candidate => [`${lead}${option.id}`, descriptionOf(option)]) };
}

function openValue(partial: string, isList: boolean): OpenValue {
  const comma = isList ? partial.lastIndexOf(',') + 1 : 0;
  const before = partial.slice(0, comma);
  const region = /^([^=]+)=/.exec(partial.slice(comma))?.[1];
  return { before, region, others: before.split(',').map((word) => word.replace(/^[^=]+=/, '')) };
}

/** What a person knows it by: the columns of a list without the id itself. */
function descriptionOf({ id, columns }: PlaceOption): string {
  return columns.filter((text) => text !== '' && text !== id).join('  ');
}

/** The flags of a cloud as far as they are typed. */
function flagsOf({ flags }: CloudFacts, given: ReturnType<typeof typedFlags>): FlagValues {
  return Object.fromEntries(
    Object.entries(flags).flatMap(([name, { kind }]): [string, string | readonly string[] | true][] => {
      const values = (given[name] ?? []).map(String);
      const last = values.at(-1);
      if (last === undefined) return [];
      if (kind === 'switch') return last === 'true' ? [[name, true]] : [];
      return [[name, kind === 'list' ? values.flatMap((value) => value.split(',')) : last]];
    }),
  );
}

/** The regions, in Atlas's spelling, that the command line or else the source says; none where neither does. */
async function regionsOf(
  cloud: CloudFacts,
  { given, typed }: { readonly given: ReturnType<typeof typedFlags>; readonly typed: Typed },
  { args, context }: { readonly args: Parameters<typeof openRun>[0]; readonly context: Context },
): Promise<readonly string[]> {
  const named = (given['region'] ?? []).map(String).at(-1);
  if (named !== undefined) return [cloud.atlasRegion(named)];
  const { names } = typed;
  if (names.length === 0) return [];
  const asked = await openRun(args, context);
  const sites = await Promise.all(names.map((name) => sitesOf(asked, name))).catch((error: unknown): SourceSite[][] => {
    // The account may have a region of its own.
    if (error instanceof UserError) return [];
    throw error;
  });
  return [...new Set(sites.flat().flatMap((site) => (site.cloud === cloud.kind ? (site.atlasRegion ?? []) : [])))];
}
