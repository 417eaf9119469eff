import { isOfKind } from '../../../atlas/api/custom-resource.ts';
import type { AtlasDeployment } from '../../../atlas/api/deployment.ts';
import type { AtlasPrivateEndpoint } from '../../../atlas/api/private-endpoint.ts';
import { type AtlasProject, projectResource } from '../../../atlas/api/project.ts';
import { servicesOfProject } from '../../../atlas/projects/services-of-project.ts';
import { everySecretFinder } from '../../../atlas/secret/find/every.ts';
import { ownSpelling } from '../../../cloud/same-region.ts';
import type { Observed } from '../../../core/chain/observed.ts';
import type { EndpointState } from '../../../core/endpoint.ts';
import type { OwnCommand } from '../../../core/next-command.ts';
import type { VerbContext } from '../../context.ts';
import { type DeclaringObject, type Resolved, endpointsOf } from '../../endpoints/resolve.ts';
import type { EndpointRow } from '../../views/endpoint-rows.ts';
import type { Look, Shown } from '../status/look-up.ts';
import { type Sought, type Subject, observeRow } from './observe.ts';

export function shortReference({ named: { target } }: Resolved): string {
  return `${target.source.shortNames[0]}/${target.name}`;
}

/** An endpoint of a named object, or what is known where there is none. */
type Meant = { readonly sought: Sought } | { readonly bare: Subject };

/**
 * What is known of each endpoint of the named objects, and of each region of a dedicated cluster that has none. An endpoint that several
 * of them have in common, or that is named twice, is looked at once, for all of their clusters.
 */
export async function observeNamed(
  look: Look,
  all: readonly Resolved[],
  context: VerbContext,
): Promise<readonly Subject[]> {
  const findSecrets = everySecretFinder(look.snapshot);
  const meant = new Map<string, Meant>();
  for (const each of await Promise.all(all.map((resolved) => meantBy(look, resolved, findSecrets)))) {
    for (const [key, found] of each) {
      const known = meant.get(key);
      meant.set(key, known === undefined ? found : both(known, found));
    }
  }
  return Promise.all(
    [...meant.values()].map(async (each) => ('bare' in each ? each.bare : observeRow(look, each.sought, context))),
  );
}

/** The same endpoint, of which the strings of all clusters that are named are looked at; of all that it serves where it is named itself. */
function both(known: Meant, other: Meant): Meant {
  if ('bare' in known || 'bare' in other) return known;
  const [own, more] = [known.sought.cluster, other.sought.cluster];
  const cluster =
    own === undefined || more === undefined
      ? undefined
      : [...own, ...more.filter((each) => !own.some((first) => isSame(first, each)))];
  return { sought: { ...known.sought, cluster } };
}

function isSame({ metadata }: AtlasDeployment, { metadata: other }: AtlasDeployment): boolean {
  return metadata.name === other.name && metadata.namespace === other.namespace;
}

/** What one named object means, each with what identifies it. */
async function meantBy(
  look: Look,
  resolved: Resolved,
  findSecrets: Sought['findSecrets'],
): Promise<readonly (readonly [string, Meant])[]> {
  const { target, object } = resolved.named;
  const rows = look.shown.flatMap((shown) => rowsFor(shown, resolved).map((row) => ({ shown, row })));
  const up = (endpoint?: EndpointState): OwnCommand => {
    const flags = rows.length > 1 ? { endpoint: endpoint?.label } : {};
    return { verb: 'up', source: shortReference(resolved), namespace: target.namespace, flags };
  };
  const cluster = object !== undefined && target.source.isCluster ? [object as AtlasDeployment] : undefined;
  const missing = resolved.declaring.flatMap(({ object: found, part }) =>
    found !== undefined || part === undefined
      ? []
      : [undeclared(part.provider, part.region, { ...up(), flags: regionFlag(part.region, resolved) })],
  );
  const isBare = rows.length === 0 && missing.length === 0 && object !== undefined;
  const none = isBare ? [await nothing(look, resolved, up())] : [];
  const bare = { namespace: target.namespace, declared: undefined, deployments: cluster ?? [] };
  return [
    ...rows.map(({ shown, row }): [string, Meant] => [
      row.key,
      { sought: { shown, row, cluster, findSecrets, up: up(row.endpoint) } },
    ]),
    ...[...missing, ...none].map((observed): [string, Meant] => [
      `${target.namespace}/${target.reference} without ${observed.provider} ${observed.region}`,
      { bare: { observed, ...bare } },
    ]),
  ];
}

/** The rows of an object that are those of the named one: of a dedicated cluster, those of its regions. */
function rowsFor({ object, source, rows }: Shown, { declaring }: Resolved): readonly EndpointRow[] {
  const own = declaring.filter(
    ({ target: { source: of, name, namespace } }) =>
      of === source && object?.metadata.name === name && object.metadata.namespace === namespace,
  );
  return rows.filter((row) => own.some((each) => isMeant(row, each)));
}

function isMeant({ label, endpoint }: EndpointRow, declaring: DeclaringObject): boolean {
  if (declaring.label === undefined) return true;
  return endpointsOf(declaring, undefined).some((each) => each.label === label || each.label === endpoint.label);
}

/** What is known of an object that declares no endpoint at all. */
async function nothing({ snapshot: run }: Look, resolved: Resolved, up: OwnCommand): Promise<Observed> {
  const { cloud, atlasRegion = '' } = siteOf(resolved);
  const { object } = resolved.named;
  const isProject = object !== undefined && isOfKind<AtlasProject>(projectResource, object);
  const others = isProject ? await servicesOfProject(run, object) : [];
  if (others.length > 0) return declaredBy(others, undeclared(cloud, atlasRegion, up));
  // A project names its endpoints by their services, and takes new ones only from a person who insists.
  const flags =
    resolved.named.target.source.identity === 'service'
      ? { endpoint: { placeholder: 'PROVIDER/REGION' }, legacy: true as const }
      : {};
  return undeclared(cloud, atlasRegion, { ...up, flags });
}

/** The same for a project whose endpoints are declared by objects of their own, which are to be looked at instead. */
function declaredBy(others: readonly AtlasPrivateEndpoint[], observed: Observed): Observed {
  const namespace = others[0]?.metadata.namespace;
  const names = others.map(({ metadata }) => `ape/${metadata.name}`);
  const [source, ...more] = names.filter((_, at) => others[at]?.metadata.namespace === namespace);
  return { ...observed, declaredElsewhere: names, up: { verb: 'status', source, namespace, more } };
}

/** The flag that chooses a region, where the cluster has several. */
function regionFlag(region: string, { declaring }: Resolved): OwnCommand['flags'] {
  return declaring.length > 1 ? { region } : {};
}

/** Where the named object is, if it is in one place. */
function siteOf({ named: { target, object } }: Resolved): {
  readonly cloud: string;
  readonly atlasRegion?: string | undefined;
} {
  const isOnePlace = object !== undefined && target.source.identity !== 'service';
  return isOnePlace ? target.source.site(object, '') : { cloud: '' };
}

function undeclared(provider: string, atlasRegion: string, up: OwnCommand): Observed {
  const region = ownSpelling(atlasRegion, provider);
  const none = {
    reference: undefined,
    endpoint: undefined,
    message: undefined,
    secrets: undefined,
    refusal: undefined,
  };
  return { provider, region, ...none, up };
}
