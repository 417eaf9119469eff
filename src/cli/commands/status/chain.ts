import { describeGeneration, readGeneration } from '../../../atlas/operator/version-range.ts';
import type { AtlasDeployment } from '../../../atlas/api/deployment.ts';
import { privateStrings } from '../../../atlas/secret/connection-string.ts';
import { type FindEverySecret, everySecretFinder, servedDeployments } from '../../../atlas/secret/find/every.ts';
import type { FoundSecret } from '../../../atlas/secret/find/find.ts';
import { missingFrom } from '../../../atlas/secret/staleness.ts';
import { regionsOf } from '../../../atlas/projects/cluster-endpoints.ts';
import { ownSpelling } from '../../../cloud/same-region.ts';
import { judgeChain } from '../../../core/chain/chain.ts';
import { checks } from '../../../core/chain/checks.ts';
import type { Observed, ObservedSecret } from '../../../core/chain/observed.ts';
import { sameId } from '../../../core/cloud-endpoint.ts';
import { type EndpointState, idOf } from '../../../core/endpoint.ts';
import type { NextCommand, OwnCommand } from '../../../core/next-command.ts';
import type { Style } from '../../../output/style.ts';
import type { VerbContext } from '../../context.ts';
import type { Resolved } from '../../endpoints/resolve.ts';
import { type NamedChain, chainText } from '../../views/chain-screen.ts';
import type { EndpointRow } from '../../views/endpoint-rows.ts';
import { refreshHint } from '../secret/await-strings.ts';
import type { Look, Shown } from './look-up.ts';

/** Prints the chain of each endpoint of the only object that is named, from its declaration to its strings. */
export async function printChains(look: Look, resolved: Resolved, style: Style, context: VerbContext): Promise<void> {
  const { snapshot: run } = look;
  const [generation, observed] = await Promise.all([
    readGeneration(run.client, context.signal),
    Promise.all(observations(look, resolved, context)),
  ]);
  const places = new Set(observed.map(({ provider, region }) => `${provider} ${region}`.trim()));
  const chains = observed.map((each): NamedChain => ({ name: nameOf(each), ...judgeChain(each, checks) }));
  const { target, object } = resolved.named;
  const kind = target.source.isCluster
    ? [object !== undefined && target.source.declaredElsewhere(object) !== undefined ? 'dedicated' : 'serverless']
    : [];
  const screen = {
    reference: shortReference(resolved),
    about: [...kind, ...places].join(', '),
    operator: generation.version ?? describeGeneration(generation),
    chains,
  };
  context.stdout.write(chainText(screen, style, context.hintText));
}

function shortReference({ named: { target } }: Resolved): string {
  return `${target.source.shortNames[0]}/${target.name}`;
}

function nameOf({ endpoint, provider, region }: Observed): string {
  return endpoint?.label ?? `${provider} ${region}`;
}

/** What is known of each endpoint, and of each region of a dedicated cluster that has none. */
function observations(look: Look, resolved: Resolved, context: VerbContext): readonly Promise<Observed>[] {
  const { target, object } = resolved.named;
  const several = look.shown.flatMap(({ rows }) => rows).length > 1;
  const up = (endpoint?: EndpointState): OwnCommand => {
    const flags = several ? { endpoint: endpoint?.label } : {};
    return { verb: 'up', source: shortReference(resolved), namespace: target.namespace, flags };
  };
  const cluster = object !== undefined && target.source.isCluster ? [object as AtlasDeployment] : undefined;
  const missing = resolved.declaring.flatMap(({ object: found, part }) =>
    found !== undefined || part === undefined
      ? []
      : [
          Promise.resolve(
            undeclared(part.provider, part.region, { ...up(), flags: regionFlag(part.region, resolved) }),
          ),
        ],
  );
  const findSecrets = everySecretFinder(look.snapshot);
  const present = look.shown.flatMap((shown) =>
    shown.rows.map((row) => observe(look, { shown, row, cluster, findSecrets, up: up(row.endpoint) }, context)),
  );
  if (present.length > 0 || missing.length > 0 || object === undefined) return [...present, ...missing];
  const { cloud, atlasRegion = '' } = siteOf(resolved);
  // A project names its endpoints by their services, and takes new ones only from a person who insists.
  const flags =
    target.source.identity === 'service' ? { endpoint: { placeholder: 'PROVIDER/REGION' }, legacy: true as const } : {};
  return [Promise.resolve(undeclared(cloud, atlasRegion, { ...up(), flags }))];
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
interface Subject {
  readonly shown: Shown;
  readonly row: EndpointRow;
  /** The deployment that was named; undefined if another object was. */
  readonly cluster: readonly AtlasDeployment[] | undefined;
  readonly findSecrets: FindEverySecret;
  readonly up: OwnCommand;
}

async function observe({ snapshot: run }: Look, subject: Subject, context: VerbContext): Promise<Observed> {
  const { shown, row, cluster, findSecrets, up } = subject;
  const { source, object } = shown;
  const { view, endpoint, label } = row;
  if (object === undefined) throw new Error(`${view.source} has a row, but is not there`);
  const deployments = cluster ?? (await servedDeployments(run, source.clusters(object, label), view.namespace));
  const isUsable = endpoint.phase === 'Available';
  const found = isUsable ? await findSecrets(deployments) : { secrets: [], refusal: undefined };
  return {
    provider: source.site(object, label).cloud,
    region: view.region ?? '',
    reference: row.shortReference,
    endpoint,
    message: view.message,
    secrets: isUsable ? found.secrets.map((secret) => observedSecret(secret, endpoint, context)) : undefined,
    refusal: found.refusal,
    up,
  };
}

function observedSecret(found: FoundSecret, endpoint: EndpointState, { now }: VerbContext): ObservedSecret {
  const { secret, deployment, endpoints } = found;
  const id = idOf(endpoint) ?? '';
  const { strings } = privateStrings(secret.data, deployment, endpoints);
  const held = strings.some(({ owners }) => owners.some((owner) => sameId(owner.id, id)));
  const lacks =
    strings.length === 0 || missingFrom(found).endpoints.some(({ declaredId = '' }) => sameId(declaredId, id));
  return {
    name: secret.name,
    user: secret.user,
    writtenMsAgo: secret.writtenAt === undefined ? undefined : now() - secret.writtenAt,
    holds: held ? true : lacks ? false : undefined,
    refresh: rewriting(found),
  };
}

/** The command after which the operator writes the Secret: it does so by itself for a serverless deployment. */
function rewriting(found: FoundSecret): NextCommand | undefined {
  const { secret, deployment } = found;
  const { user } = secret;
  if (deployment === undefined || regionsOf(deployment).length > 0)
    return refreshHint(found, user).find((part) => typeof part !== 'string');
  const { name, namespace } = deployment.metadata;
  return { verb: 'secret', source: `ad/${name}`, namespace, flags: { user, wait: true } };
}
