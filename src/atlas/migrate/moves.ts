import { sameId } from '../../core/cloud-endpoint.ts';
import type { EndpointState } from '../../core/endpoint.ts';
import { holds } from '../../kube/write/not-stored.ts';
import { conditionOf, isBehind } from '../api/conditions.ts';
import { type AtlasPrivateEndpoint, privateEndpointResource } from '../api/private-endpoint.ts';
import type { AtlasProject } from '../api/project.ts';
import { type Target, targetOf } from '../sources/lookup.ts';
import { dedicatedEndpoints } from '../sources/private-endpoint/state.ts';
import { asPrivateEndpoint } from '../sources/project/as-private-endpoint.ts';
import { projectEndpoints } from '../sources/project/state.ts';
import { serviceLabel } from '../sources/project/label.ts';
import { sources } from '../sources/table.ts';

/** A service of a project with all of its endpoints, and the object that is to declare it. */
export interface Move {
  /** What the project calls the service, such as AWS/US_EAST_1. */
  readonly label: string;
  /** Undefined before there is one. */
  readonly service: string | undefined;
  readonly endpoints: readonly EndpointState[];
  readonly object: AtlasPrivateEndpoint;
}

/** The object as kubectl and messages name it. */
export function referenceOf({ object }: Move): string {
  return `${privateEndpointResource.singular}/${object.metadata.name}`;
}

export function targetOfMove({ object: { metadata } }: Move): Target {
  return targetOf(sources.atlasprivateendpoint, metadata.namespace ?? '', metadata.name);
}

/**
 * What is to be moved: every service that the project declares.
 * @param project one whose items are of served clouds, and of regions that are known
 * @throws UserError for an item whose cloud endpoint is not described whole
 */
export function movesOf(project: AtlasProject): readonly Move[] {
  const items = project.spec?.privateEndpoints ?? [];
  // There is one endpoint for each item, in the same order.
  const declared = projectEndpoints(project).filter((endpoint) => endpoint.declared);
  const services = Map.groupBy(items.keys(), (at) => serviceLabel(items[at] ?? {}));
  return [...services].map(([label, indices]) => {
    const endpoints = indices.flatMap((at) => declared[at] ?? []);
    const [cloud = '', atlasRegion] = label.split('/');
    const object = asPrivateEndpoint(project, { cloud, atlasRegion });
    return { label, service: endpoints[0]?.service, endpoints, object };
  });
}

/** Whether an object declares what a move is to make, and nothing else. */
export function isDeclaredBy({ object, endpoints }: Move, found: AtlasPrivateEndpoint): boolean {
  const declared = dedicatedEndpoints(found).filter(({ declaredId }) => declaredId !== undefined);
  return holds(found.spec, object.spec) && declared.length === endpoints.length;
}

/** What keeps an object from being all that the project's items were. */
export type Unlike = { readonly waiting: string } | { readonly wrong: string };

/** How far an object has taken over a service; undefined once it shows the same service with the same endpoints, available. */
export function unlike(move: Move, found: AtlasPrivateEndpoint | undefined): Unlike | undefined {
  if (found === undefined) return { waiting: 'it does not exist' };
  const progress = sources.atlasprivateendpoint.progress(found);
  const shown = dedicatedEndpoints(found);
  const failed = shown.find(({ phase }) => phase === 'Failed');
  if (failed !== undefined && !isBehind(found)) return { wrong: failed.error ?? `${failed.label} has failed` };
  const other = shown.find(({ service }) => service !== undefined && !sameId(service, move.service ?? ''));
  if (other !== undefined) return { wrong: `it is for another service, ${other.service}` };
  const open = move.endpoints.filter(({ declaredId }) => !isAvailable(shown, declaredId));
  if (open.length > 0 || isBehind(found) || conditionOf(found, 'Ready')?.status !== 'True')
    return { waiting: progress ?? 'not in the status yet' };
  return undefined;
}

function isAvailable(shown: readonly EndpointState[], id = ''): boolean {
  return shown.some(({ linkedId, phase }) => sameId(linkedId ?? '', id) && phase === 'Available');
}
