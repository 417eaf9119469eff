import type { Run } from '../../../atlas/run.ts';
import type { Target } from '../../../atlas/sources/lookup.ts';
import type { SourceSite } from '../../../atlas/sources/source.ts';
import type { CloudEndpoint } from '../../../core/cloud-endpoint.ts';
import { type EndpointState, idOf } from '../../../core/endpoint.ts';
import { UserError, isFailure } from '../../../core/errors.ts';
import { cloudNamed, isServed } from '../../../cloud/table.ts';
import type { CloudProvider } from '../../../cloud/provider.ts';
import type { KubeObject } from '../../../kube/resource.ts';
import type { Arguments } from '../../args/flag.ts';
import type { endpointFlag } from '../../args/flag-groups.ts';
import type { VerbContext } from '../../context.ts';
import { type PlacementArguments, placementOf } from '../../endpoints/placement-flags.ts';
import { type DeclaringObject, type Resolved, endpointsOf, resolve } from '../../endpoints/resolve.ts';
import { type ClientArguments, openAccount, openRun } from '../../open-run.ts';

/** The arguments that say what to export. */
export type ExportArguments = ClientArguments &
  PlacementArguments &
  Arguments<typeof endpointFlag> & { readonly source: string };

/** An endpoint, with what its cloud shows of it. */
export interface ExportedEndpoint {
  readonly endpoint: EndpointState;
  readonly site: SourceSite;
  /** Undefined for an endpoint that is not linked, and where the cloud was not asked or does not know it. */
  readonly cloud: CloudEndpoint | undefined;
}

/** One manifest, and the endpoints that it declares. */
export interface Exported {
  readonly target: Target;
  readonly object: KubeObject;
  readonly manifest: KubeObject;
  readonly endpoints: readonly [ExportedEndpoint, ...ExportedEndpoint[]];
}

/**
 * Reads what a command line exports, one entry for each manifest. What the cloud does not tell is a warning.
 * @throws UserError if nothing declares an endpoint
 */
export async function readExported(args: ExportArguments, context: VerbContext): Promise<readonly Exported[]> {
  const { run, namespace } = await openRun(args, context);
  const { source: text, endpoint, region } = args;
  const command = (source: string) => ({ verb: 'export', source, namespace });
  const resolved = await resolve(run, { text, namespace, described: false, command, region, endpoint });
  const found = resolved.declaring.flatMap((declaring) => endpointsToExport(declaring, endpoint));
  if (found.length === 0) throw nothingDeclared(resolved, endpoint);
  const accountOf = accountOpener(run, args, context);
  const looked = await Promise.all(found.map(async (each) => ({ ...each, cloud: await lookAt(each, accountOf, run) })));
  return [...Map.groupBy(looked, ({ manifest }) => nameOf(manifest)).values()].flatMap(([first, ...others]) =>
    first === undefined ? [] : [{ ...first, endpoints: [first, ...others] }],
  );
}

/** The id of a manifest's object. */
export function nameOf({ kind, metadata: { namespace = '', name } }: KubeObject): string {
  return `${kind}/${namespace}/${name}`;
}

type Found = Omit<Exported, 'endpoints'> & Omit<ExportedEndpoint, 'cloud'>;

function endpointsToExport(declaring: DeclaringObject, named: string | undefined): readonly Found[] {
  const { target, object } = declaring;
  if (object === undefined) return [];
  const { source } = target;
  return endpointsOf(declaring, named)
    .filter(({ declared }) => declared)
    .map((endpoint) => ({
      target,
      object,
      endpoint,
      site: source.site(object, endpoint.label),
      manifest: source.manifest(object, endpoint.label),
    }));
}

function nothingDeclared({ named: { target } }: Resolved, endpoint: string | undefined): UserError {
  const { reference, namespace, source } = target;
  const which = endpoint === undefined ? 'no private endpoint' : `no private endpoint "${endpoint}"`;
  return new UserError(`${reference} in namespace ${namespace} declares ${which} that could be exported`, {
    hint: [
      'look at what there is with: ',
      { verb: 'status', source: `${source.shortNames[0]}/${target.name}`, namespace },
    ],
  });
}

type AccountOf = (found: Found) => Promise<CloudProvider>;

/** How the account of an endpoint is opened: once for all endpoints that an object has in a region. */
function accountOpener({ warn }: Run, args: ExportArguments, context: VerbContext): AccountOf {
  const opened = new Map<string, Promise<CloudProvider>>();
  return ({ target, object, site: { cloud, atlasRegion } }) => {
    const key = JSON.stringify([nameOf(object), cloud, atlasRegion]);
    const attachments = target.source.endpoints(object).flatMap(({ attachment }) => attachment ?? []);
    const settings = { flags: placementOf(args), atlasRegion, attachments, warn };
    const account = opened.get(key) ?? openAccount(cloudNamed(cloud), settings, args, context);
    opened.set(key, account);
    return account;
  };
}

/** The endpoint as its cloud shows it; undefined, with a warning, if the cloud does not tell. */
async function lookAt(found: Found, accountOf: AccountOf, { warn }: Run): Promise<CloudEndpoint | undefined> {
  const { endpoint, site } = found;
  const id = idOf(endpoint);
  if (id === undefined || !isServed(site.cloud)) return undefined;
  try {
    const account = await accountOf(found);
    const shown = await account.get(id, endpoint.service ?? '');
    if (shown === undefined) warn(`the cloud endpoint ${id} does not exist in ${cloudNamed(site.cloud).name} any more`);
    return shown;
  } catch (error) {
    if (!isFailure(error)) throw error;
    warn(`the cloud endpoint ${id} could not be read: ${error.message}`);
    return undefined;
  }
}
