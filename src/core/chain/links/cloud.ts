import { type CloudEndpoint, sameAttachment, sameId } from '../../cloud-endpoint.ts';
import { idOf } from '../../endpoint.ts';
import { checksOf, fails, holds, unknown, warns } from '../check.ts';
import type { Observed } from '../observed.ts';
import { isRefused, told } from '../observed/known.ts';

/** The cloud endpoint, where one was looked for and is there. */
function shownOf({ cloud }: Observed): CloudEndpoint | undefined {
  return told(cloud)?.endpoint;
}

function judgeAccount({ cloud }: Observed) {
  return cloud !== undefined && isRefused(cloud) ? [unknown('unreadable', { values: { reason: cloud.refusal } })] : [];
}

function judgeExistence(observed: Observed) {
  const cloud = told(observed.cloud);
  const id = idOf(observed.endpoint);
  if (cloud === undefined || id === undefined) return [];
  const { endpoint, searched } = cloud;
  if (endpoint !== undefined && endpoint.readiness !== 'gone')
    return [holds('there', { id, place: endpoint.place }, id)];
  return [fails('gone', { object: id, values: { id, searched }, fix: replaced(observed) })];
}

/** What removes the declaration of an endpoint that is gone; a new one is made with `up` then. */
function replaced({ up, endpoint }: Observed): Observed['up'] {
  const flags = { endpoint: endpoint?.label, 'keep-cloud-endpoint': true as const };
  return { verb: 'delete', source: up.source, namespace: up.namespace, flags };
}

function judgeState(observed: Observed) {
  const endpoint = shownOf(observed);
  if (endpoint === undefined || endpoint.readiness === 'gone') return [];
  const { id, state, reason, readiness } = endpoint;
  const details = { object: id, values: { id, state, reason } };
  const linked = observed.endpoint?.phase === 'Available';
  switch (readiness) {
    case 'connected':
      return [holds('connected', { id, state }, id)];
    case 'dead':
      return [fails(reason === undefined ? 'dead' : 'dead-because', { ...details, fix: replaced(observed) })];
    case 'creating':
      return [warns('creating', details)];
    case 'ready':
      // Atlas says AVAILABLE of an endpoint that it has accepted.
      return [linked ? fails('not-accepted', details) : warns('waiting', details)];
  }
}

/** Whether the nodes are in the network of the endpoint. */
function judgePlace(observed: Observed) {
  const endpoint = shownOf(observed);
  const { nodePlaces = [], reachedByPeering = false } = told(observed.cloud) ?? {};
  if (endpoint === undefined || nodePlaces.length === 0) return [];
  const { id, place } = endpoint;
  const others = nodePlaces.filter((other) => !sameId(other, place));
  if (others.length === 0) return [holds('beside-nodes', { place }, id)];
  const details = { object: id, values: { id, place, others }, seen: place, expected: others.join(', ') };
  return [reachedByPeering ? warns('elsewhere', details) : fails('unreachable', details)];
}

function judgeService(observed: Observed) {
  const endpoint = shownOf(observed);
  const service = observed.endpoint?.service;
  if (endpoint === undefined || endpoint.service === '' || service === undefined) return [];
  const { id } = endpoint;
  if (sameId(endpoint.service, service)) return [holds('same-service', {}, id)];
  const values = { id, service: endpoint.service, expected: service };
  return [
    fails('other-service', { object: id, values, seen: endpoint.service, expected: service, fix: replaced(observed) }),
  ];
}

/** Whether the spec says of the endpoint what its cloud says, such as its address. */
function judgeAttachment(observed: Observed) {
  const [own, declared] = [shownOf(observed)?.attachment, observed.endpoint?.attachment];
  if (own === undefined || declared === undefined || sameAttachment(own, declared)) return [];
  const id = shownOf(observed)?.id;
  return [fails('other-attachment', { object: observed.reference, values: { id } })];
}

/** Whether the cloud endpoint is there and accepted. */
export const cloudChecks = checksOf(
  { link: 'cloud', restsOn: ['declared'] },
  { PE300: judgeAccount, PE301: judgeExistence, PE302: judgeState },
);

/** Whether clients can reach it, as far as all clouds have it in common. */
export const networkChecks = checksOf({ link: 'network', restsOn: ['declared', 'cloud'] }, { PE303: judgePlace });

/** Whether both sides mean each other. */
export const idChecks = checksOf(
  { link: 'ids', restsOn: ['declared', 'cloud'] },
  { PE400: judgeService, PE401: judgeAttachment },
);
