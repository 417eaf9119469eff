import { isMoving, isSkipped } from '../api/annotations.ts';
import type { ObservedSource } from '../../core/chain/observed/cluster.ts';
import { UserError } from '../../core/errors.ts';
import { type EndpointState, idOf } from '../../core/endpoint.ts';
import type { KubeObject } from '../../kube/resource.ts';
import { managersOf } from '../../kube/write/field-managers.ts';
import { type Reconciled, conditionOf } from '../api/conditions.ts';
import type { AtlasPrivateEndpoint } from '../api/private-endpoint.ts';
import { effectOf } from '../ownership/effect.ts';
import type { ProjectObjects } from '../projects/visible.ts';
import type { Source } from '../sources/source.ts';
import { dedicatedEndpoints } from '../sources/private-endpoint/state.ts';

/** An endpoint, and the object that declares it. */
export interface Declared {
  readonly source: Source;
  readonly object: Reconciled;
  readonly label: string;
  readonly endpoint: EndpointState;
}

type ReadOthers = () => Promise<ProjectObjects>;

/** The reasons of the operator's conditions for credentials that are missing or refused (v2.15.1:api/condition.go). */
const accessReasons: ReadonlySet<string> = new Set(['AtlasAPIAccessNotConfigured', 'AtlasCredentialsNotProvided']);

/** What the object that declares an endpoint says of itself. @param others reads the objects of its project, where they matter */
export async function observeSource(declared: Declared, others: ReadOthers, now: number): Promise<ObservedSource> {
  const { source, object, label, endpoint } = declared;
  const { name, namespace = '', generation, deletionTimestamp } = object.metadata;
  const age = (time: string | undefined): number | undefined => {
    const at = Date.parse(time ?? '');
    return Number.isNaN(at) ? undefined : now - at;
  };
  const refused = (object.status?.conditions ?? []).find(({ reason = '' }) => accessReasons.has(reason));
  return {
    reference: `${source.shortNames[0]}/${name}`,
    name,
    namespace,
    kind: source.resource.singular,
    generation,
    observedGeneration: object.status?.observedGeneration,
    changedMsAgo: age(changedAt(object)),
    skipped: isSkipped(object),
    moving: isMoving(object),
    otherVersion: conditionOf(object, 'ResourceVersionIsValid')?.status === 'False',
    terminatingMs: age(deletionTimestamp),
    accessTrouble: refused === undefined ? undefined : (refused.message ?? refused.reason),
    reservingMs: endpoint.phase === 'Reserving' ? age(reservingSince(object)) : undefined,
    twin: await twinOf(source, object, label, others),
    reverted: revertedBy(source, object, endpoint),
    leftovers: source
      .endpoints(object)
      .filter((each) => !each.declared && each.phase !== 'Deleting')
      .map((each) => ({ id: idOf(each) ?? each.label, state: each.state ?? each.phase ?? 'unknown' })),
    crowded: isPrivateEndpoint(object) ? await crowdedRegions(object, others) : [],
  };
}

function isPrivateEndpoint(object: KubeObject): object is AtlasPrivateEndpoint {
  return object.kind === 'AtlasPrivateEndpoint';
}

/** When the spec was last written: each manager of the object has its own time. */
function changedAt({ metadata: { managedFields = [], creationTimestamp } }: KubeObject): string | undefined {
  const times = managedFields.filter(({ subresource }) => subresource === undefined).flatMap(({ time }) => time ?? []);
  return times.toSorted().at(-1) ?? creationTimestamp;
}

function reservingSince(object: Reconciled): string | undefined {
  const since = conditionOf(object, 'PrivateEndpointServiceReady')?.lastTransitionTime;
  return since === undefined ? object.metadata.creationTimestamp : String(since);
}

/** The refusal of a second object for the same service, in words; undefined if there is none. */
async function twinOf(
  source: Source,
  object: KubeObject,
  label: string,
  others: ReadOthers,
): Promise<string | undefined> {
  try {
    await source.refuseConflicts(object, { label, isNew: false, others, warn: () => undefined });
    return undefined;
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
}

/** Managers whose writes come from a manifest. */
const fromManifest = /^(argocd-controller|kustomize-controller|helm-controller|helm|kubectl-client-side-apply)$/;

/** Why the next sync undoes what somebody wrote beside the manifest. */
function revertedBy(source: Source, object: KubeObject, endpoint: EndpointState): string | undefined {
  const list = source.writes(object);
  const effect = effectOf(object, list, idOf(endpoint));
  if (effect?.undone === undefined || !effect.keeper.syncs) return undefined;
  const beside = managersOf(object, list.path).some(
    ({ operation, manager = '' }) => operation === 'Update' && !fromManifest.test(manager),
  );
  return beside ? `${effect.keeper.name}: ${effect.undone}` : undefined;
}

/** How many cloud endpoints an object names. */
function linked(object: AtlasPrivateEndpoint): number {
  return dedicatedEndpoints(object).filter(({ declaredId }) => declaredId !== undefined).length;
}

/** Other regions of the project that have endpoints, where the object's own region has several. */
async function crowdedRegions(object: AtlasPrivateEndpoint, others: ReadOthers): Promise<readonly string[]> {
  if (linked(object) < 2) return [];
  const { services, projects } = await others();
  const keyOf = ({ spec, metadata }: AtlasPrivateEndpoint) => projects.keyOf(spec, metadata.namespace ?? '');
  const regions = services.objects
    .filter((each) => keyOf(each) === keyOf(object) && linked(each) > 0)
    .map(({ spec }) => `${spec?.provider} ${spec?.region}`);
  const own = `${object.spec?.provider} ${object.spec?.region}`;
  return [...new Set(regions)].filter((region) => region !== own).sort();
}
