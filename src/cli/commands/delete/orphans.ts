import { type Orphan, findOrphans } from '../../../atlas/disconnect/orphans.ts';
import { listAll } from '../../../atlas/sources/list.ts';
import { checkFlags, cloudOf, cloudsOf } from '../../../cloud/table.ts';
import { UserError } from '../../../core/errors.ts';
import type { CloudKind } from '../../../core/endpoint.ts';
import { ApiError } from '../../../kube/errors.ts';
import { checkFormat } from '../../../output/format.ts';
import { LiveTable } from '../../../output/table.ts';
import type { Context } from '../../context.ts';
import type { Arguments } from '../../args/flag.ts';
import type { outputFlag } from '../../args/flag-groups.ts';
import { type ConnectArguments, connect, requestLog } from '../../connect.ts';
import { type PlacementArguments, placementOf } from '../../endpoints/placement-flags.ts';

type OrphanArguments = ConnectArguments &
  PlacementArguments &
  Arguments<ReturnType<typeof outputFlag>> & { readonly source: string | undefined };

/**
 * Prints the cloud endpoints with this program's tags that no source of the cluster names. Nothing is deleted.
 * @returns the exit code
 * @throws UserError when the sources of all namespaces may not be listed: what names an endpoint could be among them
 */
export async function listOrphans(args: OrphanArguments, context: Context): Promise<number> {
  if (args.source !== undefined) {
    throw new UserError('--orphans lists what no source names, and a source is named', {
      hint: 'leave one of the two out',
    });
  }
  const format = await checkFormat(args.output, ['name'] as const);
  const flags = placementOf(args);
  checkFlags(flags, undefined);
  const { client } = await connect(args, context);
  const warn = (text: string): void => void context.stderr.write(`warning: ${text}\n`);
  const refusals: string[] = [];
  const inventories = await listAll(
    { client, time: context, warn: (text) => refusals.push(text) },
    undefined,
    {},
  ).catch((error: unknown) => {
    if (error instanceof ApiError && error.code === 403) return undefined;
    throw error;
  });
  if (inventories === undefined || refusals.length > 0) {
    throw new UserError(
      'which cloud endpoints no source names cannot be told without the right to list the sources of all namespaces',
      {
        hint:
          refusals[0] ??
          'cluster-wide list rights on atlasdeployments, atlasprivateendpoints and atlasprojects are needed',
      },
    );
  }
  const sites = inventories.flatMap(({ source, objects }) =>
    objects.flatMap((object) => source.endpoints(object).map(({ label }) => source.site(object, label))),
  );
  const chosen = cloudsOf(flags);
  const kinds = [...new Set<CloudKind>(chosen.length > 0 ? chosen : sites.map(({ cloud }) => cloud))].filter(
    (kind) => kind !== 'GCP',
  );
  if (kinds.length === 0) {
    throw new UserError('no source says in which cloud to look', {
      hint: 'say it with --region REGION (AWS) or --subscription ID (Azure)',
    });
  }
  const orphans: Orphan[] = [];
  for (const kind of kinds) {
    const facts = cloudOf(kind);
    // The region that a flag names is taken by the account itself.
    const everywhere = facts.regional && flags.region === undefined;
    const named = sites.filter(({ cloud }) => everywhere && cloud === kind).map(({ atlasRegion }) => atlasRegion);
    const regions = named.length === 0 ? [undefined] : [...new Set(named)];
    for (const atlasRegion of regions) {
      const cloud = await facts.open({ flags, env: context.env, atlasRegion, warn, log: requestLog(args, context) });
      orphans.push(...findOrphans(await cloud.made(undefined), inventories));
    }
  }
  if (format === 'name') for (const { endpoint } of orphans) context.stdout.write(`${endpoint.id}\n`);
  else if (orphans.length > 0) {
    new LiveTable(context.stdout).print(
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
  if (orphans.length === 0) context.stderr.write('No orphans found.\n');
  else
    context.stderr.write(`delete one with its cloud's own command, such as: ${orphans[0]?.endpoint.removeCommand}\n`);
  return 0;
}
