import { type RegionalSource, regionsMissing, sourcesOfCluster } from '../../atlas/projects/cluster-regions.ts';
import {
  type Description,
  type DescriptionFlags,
  manifestOf,
  refuseEdit,
} from '../../atlas/sources/private-endpoint/manifest.ts';
import { readNeighbourhood, refuseRivals } from '../../atlas/projects/conflicts.ts';
import { type FoundTarget, type Target } from '../../atlas/sources/lookup.ts';
import { sameId } from '../../core/cloud-endpoint.ts';
import { UserError } from '../../core/errors.ts';
import type { KubeClient } from '../../kube/client.ts';
import type { KubeObject } from '../../kube/resource.ts';
import type { VerbContext } from '../context.ts';
import { confirmMaking } from '../ask.ts';
import { againWith } from '../hints.ts';
import type { SubjectArguments } from './subject-arguments.ts';

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
 * @param warn told of what could not be looked at
 * @throws UserError where an object that is missing is not to be made
 */
export async function meantBy(
  client: KubeClient,
  given: FoundTarget,
  description: Description | undefined,
  args: SubjectArguments,
  context: VerbContext,
  purpose: Purpose,
  warn: (text: string) => void,
): Promise<readonly Meant[]> {
  const all =
    description === undefined ? await sourcesOfCluster(client, given, args.region, context.signal) : undefined;
  const parts = all === undefined ? undefined : withEndpoint(all, args.endpoint);
  if (parts === undefined) {
    const { target, object: found } = given;
    const manifest = description === undefined ? undefined : manifestFor(description, target, found);
    return [{ target, found, manifest: found ?? manifest, deployment: undefined, region: description?.region }];
  }
  const missing = parts.filter(({ object }) => object === undefined);
  if (missing.length > 0) await makeMissing(client, given, missing, args, context, purpose, warn);
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
  client: KubeClient,
  given: FoundTarget,
  missing: readonly RegionalSource[],
  args: SubjectArguments,
  context: VerbContext,
  { declares }: Purpose,
  warn: (text: string) => void,
): Promise<void> {
  const all = declares
    ? againWith('--yes', context)
    : context.hintText([
        { verb: 'create', source: given.target.reference, namespace: given.target.namespace, flags: { yes: true } },
      ]);
  const error = regionsMissing(given, missing, all);
  if (!declares) throw error;
  const neighbourhood = await readNeighbourhood(client, given.target.namespace, context.signal);
  for (const { manifest } of missing) refuseRivals(neighbourhood, manifest, warn);
  await confirmMaking(
    missing.map(({ target, provider, region }) => `${target.reference} for ${provider} ${region}`).join(', '),
    error,
    args,
    context,
  );
}

/** The flags that describe an object which is not there yet. */
export function descriptionOf(args: SubjectArguments): DescriptionFlags {
  return {
    project: args.project,
    projectId: args['project-id'],
    connectionSecret: args['connection-secret'],
    provider: args.provider,
    region: args.region,
  };
}

/** The object that is to be made. @throws UserError where the one that is there is another */
function manifestFor(description: Description, target: Target, found: KubeObject | undefined): KubeObject {
  if (target.source.resource.kind !== 'AtlasPrivateEndpoint') {
    throw new UserError(
      `--provider, --project and --connection-secret describe an AtlasPrivateEndpoint, which ${target.reference} is not`,
      {
        hint: `write ape/${target.name}, or leave them out`,
      },
    );
  }
  if (found === undefined) return manifestOf(description, target.namespace, target.name);
  refuseEdit(found, description);
  return found;
}
