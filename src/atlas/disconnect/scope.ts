import { type CloudEndpoint, sameId } from '../../core/cloud-endpoint.ts';
import { AmbiguousError, UserError } from '../../core/errors.ts';
import { type EndpointState, idOf } from '../../core/endpoint.ts';
import type { CloudProvider } from '../../cloud/provider.ts';
import type { KubeObject } from '../../kube/resource.ts';
import { labelMissing } from '../sources/choose-label.ts';
import type { Target } from '../sources/lookup.ts';

/** One endpoint that is to be deleted, with what there is of it on both sides. */
export interface EndpointToDelete {
  /** How messages name it, such as `endpoint "orders-pe" of atlasdeployment/orders`. */
  readonly name: string;
  readonly label: string;
  /** The cloud endpoint's id in the spec or the status, where there is one. */
  readonly id: string | undefined;
  /** As spec and status have it; undefined where only the cloud still does. */
  readonly endpoint: EndpointState | undefined;
  /** Why Atlas won't let go of it. */
  readonly stays: string | undefined;
  /** The cloud endpoints that go. */
  readonly cloud: readonly CloudEndpoint[];
  /** Those that stay because this program did not make them. */
  readonly foreign: readonly CloudEndpoint[];
  /** Ids that the spec or Atlas has and the cloud does not know where it was asked. */
  readonly unseen: readonly string[];
}

/** What a deletion is asked for. */
export interface DeletionScope {
  readonly target: Target;
  readonly object: KubeObject;
  /** The endpoint that the person names. */
  readonly named: string | undefined;
  /** Undefined where the cloud endpoints are kept. */
  readonly cloud: CloudProvider | undefined;
  /** False where the operator no longer looks at the endpoints. */
  readonly reconciled: boolean;
}

/** An endpoint by its label, before the cloud was asked for it. */
interface Candidate {
  readonly label: string;
  readonly endpoint: EndpointState | undefined;
}

/**
 * The endpoints that a deletion is about: the one named, or the only one there is; of an object that is one service, all.
 * @throws UserError when there is none, or when there are several to choose from
 */
export async function endpointsToDelete(scope: DeletionScope): Promise<readonly EndpointToDelete[]> {
  const { target, object, named, cloud } = scope;
  const ours = (await cloud?.made(undefined))?.filter(({ madeFor }) => madeFor?.uid === object.metadata.uid) ?? [];
  const whole = named === undefined && target.source.identity === 'cloud-endpoint';
  const candidates = whole ? allOf(scope, ours) : [oneOf(scope, ours)];
  return Promise.all(candidates.map((each) => lookUp(scope, each, ours)));
}

/** All that the object declares or Atlas still has, and what was made for it and never linked. */
function allOf({ target, object }: DeletionScope, ours: readonly CloudEndpoint[]): readonly Candidate[] {
  const linked = target.source.endpoints(object).filter((endpoint) => idOf(endpoint) !== undefined);
  const stray = ours.filter(({ id }) => !linked.some((endpoint) => sameId(idOf(endpoint) ?? '', id)));
  const labels = [...new Set(stray.map(({ madeFor }) => madeFor?.label ?? ''))];
  return [
    ...linked.map((endpoint) => ({
      // The label stands in the tags; an id will do where there are none.
      label: ours.find(({ id }) => sameId(id, idOf(endpoint) ?? ''))?.madeFor?.label ?? endpoint.label,
      endpoint,
    })),
    ...labels.map((label) => ({ label, endpoint: undefined })),
  ];
}

function oneOf({ target, object, named }: DeletionScope, ours: readonly CloudEndpoint[]): Candidate {
  const { source } = target;
  const byId = source.identity === 'cloud-endpoint';
  // A service without endpoints is listed as the one that is still to come.
  const endpoints = source.endpoints(object).filter((endpoint) => !byId || idOf(endpoint) !== undefined);
  const spelled = named === undefined ? undefined : source.spell(object, named);
  const label = spelled ?? onlyLabel(target, endpoints) ?? source.defaultLabel(object);
  if (label === undefined) throw nothing(target);
  const tagged = ours.filter(({ madeFor }) => madeFor?.label === label.slice(0, 256));
  const ids = [label, ...tagged.map(({ id }) => id)];
  const linked = endpoints.find((each) => ids.some((id) => sameId(idOf(each) ?? '', id)));
  // The object's own label is that of the only endpoint, where the cloud is not asked for the tags.
  const only = label === source.defaultLabel(object) && endpoints.length === 1 ? endpoints[0] : undefined;
  const endpoint = byId ? (linked ?? only) : source.find(object, label);
  if (endpoint === undefined && tagged.length === 0)
    throw named === undefined ? nothing(target) : missing(target, named, endpoints);
  return { label, endpoint };
}

function missing(target: Target, named: string, endpoints: readonly EndpointState[]): NothingThere {
  const { message, hint } = labelMissing(target, named, endpoints);
  return new NothingThere(message, { hint: endpoints.length === 0 ? orphansHint : (hint ?? orphansHint) });
}

function onlyLabel(target: Target, endpoints: readonly EndpointState[]): string | undefined {
  const [only, second] = endpoints;
  if (second === undefined) return only?.label;
  const labels = endpoints.map(({ label }) => label);
  throw new AmbiguousError(
    `${target.reference} has several endpoints: ${labels.join(', ')}`,
    `choose one with --endpoint ${labels[0]}`,
    'endpoint',
    endpoints.map(({ label, phase }) => ({ value: label, text: `${label} (${phase ?? '<unknown>'})` })),
  );
}

const orphansHint = 'cloud endpoints that no source names are listed with: kubectl atlas-pe delete --orphans';

/** There is nothing to delete, or nothing of that label. */
export class NothingThere extends UserError {}

/** The error for an object that has no endpoint at all. */
export function nothing(target: Target): NothingThere {
  const where = 'neither in its spec and status nor in the cloud';
  return new NothingThere(`${target.reference} has no private endpoint, ${where}`, {
    hint: orphansHint,
  });
}

/** What there is of an endpoint on both sides. */
async function lookUp(
  scope: DeletionScope,
  { label, endpoint }: Candidate,
  ours: readonly CloudEndpoint[],
): Promise<EndpointToDelete> {
  const { target, cloud } = scope;
  const id = idOf(endpoint);
  const ids = [...new Set([endpoint?.declaredId, endpoint?.linkedId].filter((each) => each !== undefined))];
  const named =
    cloud === undefined ? [] : await Promise.all(ids.map((each) => cloud.get(each, endpoint?.service ?? '')));
  const tagged = ours.filter(({ madeFor }) => madeFor?.label === label.slice(0, 256));
  const all = [...named.flatMap((each) => (each === undefined ? [] : [each])), ...tagged];
  const once = all.filter((each, at) => all.findIndex(({ id: other }) => sameId(other, each.id)) === at);
  return {
    name: `endpoint "${label}" of ${target.reference}`,
    label,
    id,
    endpoint,
    stays: staysBecause(scope, endpoint),
    cloud: once.filter(({ madeFor }) => madeFor !== undefined),
    foreign: once.filter(({ madeFor }) => madeFor === undefined),
    unseen: cloud === undefined ? [] : ids.filter((each) => !once.some(({ id: other }) => sameId(other, each))),
  };
}

function staysBecause(
  { target, object, reconciled }: DeletionScope,
  endpoint: EndpointState | undefined,
): string | undefined {
  if (!reconciled && target.source.retiredWithServerless)
    return "this cluster's operator (2.12 or later) leaves serverless endpoints alone, and Atlas retired their instances";
  return endpoint === undefined ? undefined : target.source.stays(object, endpoint);
}
