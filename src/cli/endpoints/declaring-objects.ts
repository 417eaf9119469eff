import { type RegionalSource, regionsMissing, sourcesOfCluster } from '../../atlas/projects/cluster-regions.ts';
import type { Description, DescriptionFlags } from '../../atlas/sources/private-endpoint/manifest.ts';
import { readProjectObjects } from '../../atlas/projects/visible.ts';
import type { Run } from '../../atlas/run.ts';
import { type FoundTarget, type Target } from '../../atlas/sources/lookup.ts';
import { sameId } from '../../core/cloud-endpoint.ts';
import type { KubeObject } from '../../kube/resource.ts';
import type { Context } from '../context.ts';
import { type ClusterArguments, textOf } from '../args/flag-groups.ts';
import { confirmMaking } from '../ask.ts';

/** What the subjects of a command line are looked up for. */
export interface Purpose {
  /** The verb's name. */
  readonly name: string;
  /** Whether an endpoint that is not there is declared. */
  readonly declares: boolean;
}

/** Whose endpoints are meant, before the endpoint of each is chosen. */
export interface Meant {
  readonly target: Target;
  readonly found: KubeObject | undefined;
  readonly manifest: KubeObject | undefined;
  readonly deployment: string | undefined;
  /** The region as Atlas spells it, where the command line does not name the region of the placement. */
  readonly region: string | undefined;
}

/**
 * Finds whose endpoints are meant: those of the object that is named or described, or of one for each region of a dedicated cluster.
 * @throws UserError where an object that is missing is not to be made
 */
export async function meantBy(
  run: Run,
  given: FoundTarget,
  description: Description | undefined,
  args: ClusterArguments,
  context: Context,
  purpose: Purpose,
): Promise<readonly Meant[]> {
  const all = description === undefined ? await sourcesOfCluster(run, given, textOf(args, 'region')) : undefined;
  const parts = all === undefined ? undefined : withEndpoint(all, textOf(args, 'endpoint'));
  if (parts === undefined) {
    const { target, object: found } = given;
    const manifest = description === undefined ? undefined : target.source.described(target, description, found);
    return [{ target, found, manifest: found ?? manifest, deployment: undefined, region: description?.region }];
  }
  const missing = parts.filter(({ object }) => object === undefined);
  if (missing.length > 0) await makeMissing(run, given, missing, args, context, purpose);
  return parts.map(({ target, object, manifest, region }) => ({
    target,
    found: object,
    manifest: object ?? manifest,
    deployment: given.target.reference,
    region,
  }));
}

/** The cloud of an object that is for one region. */
export function cloudKindOf({ target, manifest }: Meant): string | undefined {
  return manifest === undefined ? undefined : target.source.site(manifest, '').cloud;
}

/** Only the region with the cloud endpoint that --endpoint names by its id; all of them for any other label. */
function withEndpoint(parts: readonly RegionalSource[], label: string | undefined): readonly RegionalSource[] {
  const owning = parts.filter(
    ({ target, object }) =>
      label !== undefined &&
      object !== undefined &&
      target.source.endpoints(object).some(({ declaredId }) => sameId(declaredId ?? '', label)),
  );
  return owning.length > 0 ? owning : parts;
}

/** Agrees on the objects that are to be made. @throws UserError when nobody agrees, or when the verb makes none */
async function makeMissing(
  run: Run,
  given: FoundTarget,
  missing: readonly RegionalSource[],
  args: ClusterArguments,
  context: Context,
  { declares }: Purpose,
): Promise<void> {
  const all = declares
    ? `${context.commandLine} --yes`
    : `kubectl atlas-pe create ${given.target.reference} -n ${given.target.namespace} --yes`;
  const error = regionsMissing(given.target, missing, all);
  if (!declares) throw error;
  const read = readProjectObjects(run, given.target.namespace);
  const others = (): typeof read => read;
  for (const { target, manifest } of missing) {
    const label = target.source.defaultLabel(manifest) ?? '';
    await target.source.refuseConflicts(manifest, { label, isNew: true, others, warn: run.warn });
  }
  await confirmMaking(
    missing.map(({ target, provider, region }) => `${target.reference} for ${provider} ${region}`).join(', '),
    error,
    args,
    context,
  );
}

/** The flags that describe an object which is not there yet. */
export function descriptionOf(args: ClusterArguments): DescriptionFlags {
  return {
    project: textOf(args, 'project'),
    projectId: textOf(args, 'project-id'),
    connectionSecret: textOf(args, 'connection-secret'),
    provider: textOf(args, 'provider'),
    region: textOf(args, 'region'),
  };
}
