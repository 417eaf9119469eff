import type { Declared } from '../../../atlas/diagnosis/source.ts';
import { isOfKind } from '../../../atlas/api/custom-resource.ts';
import type { AtlasDeployment } from '../../../atlas/api/deployment.ts';
import type { AtlasPrivateEndpoint } from '../../../atlas/api/private-endpoint.ts';
import { type AtlasProject, projectResource } from '../../../atlas/api/project.ts';
import { servicesOfProject } from '../../../atlas/projects/services-of-project.ts';
import { type FindEverySecret, everySecretFinder, servedDeployments } from '../../../atlas/secret/find/every.ts';
import { ownSpelling } from '../../../cloud/same-region.ts';
import type { Observed } from '../../../core/chain/observed.ts';
import type { EndpointState } from '../../../core/endpoint.ts';
import type { OwnCommand } from '../../../core/next-command.ts';
import type { VerbContext } from '../../context.ts';
import type { Resolved } from '../../endpoints/resolve.ts';
import type { EndpointRow } from '../../views/endpoint-rows.ts';
import type { Look, Shown } from '../status/look-up.ts';
import { observedSecret } from './observed-secret.ts';

/** An endpoint that was observed, and what it is part of. */
export interface Subject {
  readonly observed: Observed;
  readonly namespace: string;
  /** Undefined if nothing declares it. */
  readonly declared: Declared | undefined;
  readonly deployments: readonly AtlasDeployment[];
}

export function shortReference({ named: { target } }: Resolved): string {
  return `${target.source.shortNames[0]}/${target.name}`;
}

/** What an endpoint is called among several. */
export function nameOf({ endpoint, provider, region }: Observed): string {
  return endpoint?.label ?? `${provider} ${region}`;
}

/** What is known of each endpoint of a named object, and of each region of a dedicated cluster that has none. */
export function observeNamed(look: Look, resolved: Resolved, context: VerbContext): Promise<readonly Subject[]> {
  const { target, object } = resolved.named;
  const ofObject = look.shown.filter(({ object: shown, source }) =>
    resolved.declaring.some(
      ({ target: { source: own, name, namespace } }) =>
        own === source && shown?.metadata.name === name && shown.metadata.namespace === namespace,
    ),
  );
  const several = ofObject.flatMap(({ rows }) => rows).length > 1;
  const up = (endpoint?: EndpointState): OwnCommand => {
    const flags = several ? { endpoint: endpoint?.label } : {};
    return { verb: 'up', source: shortReference(resolved), namespace: target.namespace, flags };
  };
  const cluster = object !== undefined && target.source.isCluster ? [object as AtlasDeployment] : undefined;
  const missing = resolved.declaring.flatMap(({ object: found, part }) =>
    found !== undefined || part === undefined
      ? []
      : [undeclared(part.provider, part.region, { ...up(), flags: regionFlag(part.region, resolved) })],
  );
  const findSecrets = everySecretFinder(look.snapshot);
  const present = ofObject.flatMap((shown) =>
    shown.rows.map((row) => observeRow(look, { shown, row, cluster, findSecrets, up: up(row.endpoint) }, context)),
  );
  const isBare = present.length === 0 && missing.length === 0 && object !== undefined;
  const none = isBare ? [nothing(look, resolved, up())] : [];
  const bare = [...missing, ...none].map(async (observed) => ({
    observed: await observed,
    namespace: target.namespace,
    declared: undefined,
    deployments: cluster ?? [],
  }));
  return Promise.all([...present, ...bare]);
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

/** What is known of every endpoint that is shown, wherever it is declared. */
export function observeAll(look: Look, context: VerbContext): Promise<readonly Subject[]> {
  const findSecrets = everySecretFinder(look.snapshot);
  return Promise.all(
    look.shown.flatMap((shown) => {
      const { rows } = shown;
      return rows.map((row) => {
        const several = rows.filter(
          ({ shortReference: other, view }) => other === row.shortReference && view.namespace === row.view.namespace,
        );
        const flags = several.length > 1 ? { endpoint: row.endpoint.label } : {};
        const up = { verb: 'up', source: row.shortReference, namespace: row.view.namespace, flags };
        return observeRow(look, { shown, row, cluster: undefined, findSecrets, up }, context);
      });
    }),
  );
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

/** An endpoint to observe. */
interface Sought {
  readonly shown: Shown;
  readonly row: EndpointRow;
  /** The deployment that was named; undefined if another object was. */
  readonly cluster: readonly AtlasDeployment[] | undefined;
  readonly findSecrets: FindEverySecret;
  readonly up: OwnCommand;
}

async function observeRow({ snapshot: run }: Look, sought: Sought, context: VerbContext): Promise<Subject> {
  const { shown, row, cluster, findSecrets, up } = sought;
  const { source, object } = shown;
  const { view, endpoint, label } = row;
  if (object === undefined) throw new Error(`${view.source} has a row, but is not there`);
  const deployments = cluster ?? (await servedDeployments(run, source.clusters(object, label), view.namespace));
  const isUsable = endpoint.phase === 'Available';
  const found = isUsable ? await findSecrets(deployments) : { secrets: [], refusal: undefined };
  const observed = {
    provider: source.site(object, label).cloud,
    region: view.region ?? '',
    reference: row.shortReference,
    endpoint,
    message: view.message,
    secrets: isUsable ? found.secrets.map((secret) => observedSecret(secret, endpoint, context)) : undefined,
    refusal: found.refusal,
    up,
  };
  return { observed, namespace: view.namespace, declared: { source, object, label, endpoint }, deployments };
}
