import { type CloudEndpoint, sameId } from '../../core/cloud-endpoint.ts';
import { AmbiguousError, UserError } from '../../core/errors.ts';
import type { Hint } from '../../core/next-command.ts';
import { type EndpointState, idOf } from '../../core/endpoint.ts';
import type { CloudProvider } from '../../cloud/provider.ts';
import type { KubeObject } from '../../kube/resource.ts';
import { labelMissing } from '../sources/choose-label.ts';
import type { Target } from '../sources/lookup.ts';

/** An endpoint to delete, with what exists of it in Kubernetes and in the cloud. */
export interface EndpointToDelete {
  /** How messages name it, such as `endpoint "orders-pe" of atlasdeployment/orders`. */
  readonly name: string;
  readonly label: string;
  /** The cloud endpoint's id in the spec or the status, if there is one. */
  readonly id: string | undefined;
  /** As in the spec and the status; undefined if only the cloud still has it. */
  readonly endpoint: EndpointState | undefined;
  /** Why Atlas keeps it; undefined if it does not. */
  readonly stays: string | undefined;
  /** The cloud endpoints to delete. */
  readonly cloud: readonly CloudEndpoint[];
  /** Cloud endpoints that stay, because this program did not create them. */
  readonly foreign: readonly CloudEndpoint[];
  /** Ids in the spec or in Atlas that were not found where the cloud was searched. */
  readonly unseen: readonly string[];
}

/** What a deletion is about. */
export interface DeletionScope {
  readonly target: Target;
  readonly object: KubeObject;
  /** The endpoint that the user names. */
  readonly named: string | undefined;
  /** Undefined if the cloud endpoints are kept. */
  readonly cloud: CloudProvider | undefined;
  /** False if the operator no longer reconciles the endpoints. */
  readonly reconciled: boolean;
}

/** An endpoint by its label, before it was looked up in the cloud. */
interface Candidate {
  readonly label: string;
  readonly endpoint: EndpointState | undefined;
}

/**
 * The endpoints that a deletion is about: the one that is named, or the only one; for an object that is a whole service, all of them.
 * @throws UserError if there is none, or if there are several to choose from
 */
export async function endpointsToDelete(scope: DeletionScope): Promise<readonly EndpointToDelete[]> {
  const { target, object, named, cloud } = scope;
  const ours = (await cloud?.made(undefined))?.filter(({ madeFor }) => madeFor?.uid === object.metadata.uid) ?? [];
  const whole = named === undefined && target.source.identity === 'cloud-endpoint';
  const candidates = whole ? allOf(scope, ours) : [oneOf(scope, ours)];
  return Promise.all(candidates.map((each) => lookUp(scope, each, ours)));
}

/** All endpoints that the object declares or Atlas still has, and those whose cloud endpoint was created but never linked. */
function allOf({ target, object }: DeletionScope, ours: readonly CloudEndpoint[]): readonly Candidate[] {
  const linked = target.source.endpoints(object).filter((endpoint) => idOf(endpoint) !== undefined);
  const unlinked = ours.filter(({ id }) => !linked.some((endpoint) => sameId(idOf(endpoint) ?? '', id)));
  const labels = [...new Set(unlinked.map(({ madeFor }) => madeFor?.label ?? ''))];
  return [
    ...linked.map((endpoint) => ({
      // The label is in the tags; without tags, the id serves as one.
      label: ours.find(({ id }) => sameId(id, idOf(endpoint) ?? ''))?.madeFor?.label ?? endpoint.label,
      endpoint,
    })),
    ...labels.map((label) => ({ label, endpoint: undefined })),
  ];
}

function oneOf({ target, object, named }: DeletionScope, ours: readonly CloudEndpoint[]): Candidate {
  const { source } = target;
  const byId = source.identity === 'cloud-endpoint';
  // A service without endpoints is listed as the one that is yet to be linked.
  const endpoints = source.endpoints(object).filter((endpoint) => !byId || idOf(endpoint) !== undefined);
  const spelled = named === undefined ? undefined : source.spell(object, named);
  const label = spelled ?? onlyLabel(target, endpoints) ?? source.defaultLabel(object);
  if (label === undefined) throw nothingToDelete(target);
  const tagged = ours.filter(({ madeFor }) => madeFor?.label === label.slice(0, 256));
  const ids = [label, ...tagged.map(({ id }) => id)];
  const linked = endpoints.find((each) => ids.some((id) => sameId(idOf(each) ?? '', id)));
  // If the cloud is not asked for tags, the object's own label is taken to be that of its only endpoint.
  const only = label === source.defaultLabel(object) && endpoints.length === 1 ? endpoints[0] : undefined;
  const endpoint = byId ? (linked ?? only) : source.find(object, label);
  if (endpoint === undefined && tagged.length === 0)
    throw named === undefined ? nothingToDelete(target) : missing(target, named, endpoints);
  return { label, endpoint };
}

function missing(target: Target, named: string, endpoints: readonly EndpointState[]): NothingToDelete {
  const { message, hint } = labelMissing(target, named, endpoints);
  return new NothingToDelete(message, { hint: endpoints.length === 0 ? orphansHint : (hint ?? orphansHint) });
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

const orphansHint: Hint = [
  'list cloud endpoints that no source refers to with: ',
  { verb: 'delete', flags: { orphans: true } },
];

/** There is nothing to delete, or nothing of that label. */
export class NothingToDelete extends UserError {}

/** The error for an object that has no endpoint at all. */
export function nothingToDelete({ reference }: Target): NothingToDelete {
  return new NothingToDelete(`${reference} has no private endpoint in its spec, its status or the cloud`, {
    hint: orphansHint,
  });
}

/** Looks up what exists of an endpoint in Kubernetes and in the cloud. */
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
    return "this cluster's operator (2.12 or later) ignores serverless endpoints, and Atlas has retired serverless instances";
  return endpoint === undefined ? undefined : target.source.stays(object, endpoint);
}
