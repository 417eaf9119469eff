import { type EndpointState, idOf, isReserved } from '../../endpoint.ts';
import { IN_PROGRESS } from '../chain.ts';
import { checksOf, fails, holds, warns } from '../check.ts';
import type { Observed } from '../observed.ts';
import { isExcluded } from '../observed/excluded.ts';

/** Atlas takes 3 to 5 minutes for a service; a quarter of an hour is more than any was seen to take. */
const RESERVING_MS = 15 * 60_000;

/** What is not there yet, or never will be: with the phase's own reason. */
function pending({ endpoint, message, reference }: Observed) {
  const reason = message ?? endpoint?.error ?? endpoint?.state ?? '';
  const details = { object: reference, values: { id: idOf(endpoint), reason } };
  const broken = endpoint?.phase === 'Failed' || endpoint?.phase === 'Unsupported';
  return broken ? fails('broken', details) : warns(IN_PROGRESS, details);
}

/** Whether Atlas's side is there, as far as the endpoint itself shows: one that has a service may still have failed. */
function hasService(endpoint: EndpointState | undefined): boolean {
  return isReserved(endpoint) || (endpoint?.service !== undefined && idOf(endpoint) !== undefined);
}

function judgeService(observed: Observed) {
  const { endpoint } = observed;
  if (!hasService(endpoint)) return isExcluded(observed) ? [] : [pending(observed)];
  return [holds('service', { service: endpoint?.service ?? '' })];
}

function judgePatience({ source, endpoint }: Observed) {
  const ms = source?.reservingMs ?? 0;
  if (hasService(endpoint) || ms < RESERVING_MS) return [];
  return [fails('slow', { object: source?.reference, values: { ms } })];
}

function judgeLinked(observed: Observed) {
  const { endpoint, up, message } = observed;
  const id = idOf(endpoint);
  if (isExcluded(observed)) return [];
  if (id === undefined && endpoint?.phase !== 'Failed') return [fails('no-cloud-endpoint', { fix: placed(up) })];
  if (endpoint?.phase !== 'Available' || id === undefined) return [pending(observed)];
  // What has to be changed one day is said by PE144; it keeps nothing from working.
  if (message !== undefined && message !== endpoint.warning)
    return [warns(IN_PROGRESS, { object: observed.reference, values: { id, reason: message } })];
  return [holds('cloud-endpoint', { id, state: endpoint.state }, id)];
}

/** The command with the placement that needs no further word. */
function placed(up: Observed['up']): Observed['up'] {
  return { ...up, flags: { ...up.flags, 'from-nodes': true } };
}

/** Whether Atlas has made its side. */
export const serviceChecks = checksOf(
  { link: 'service', restsOn: ['declared'], madeBy: ['operator', 'project'] },
  { PE200: judgeService, PE201: judgePatience },
);

/** Whether the two sides are connected, as Atlas sees it. */
export const linkedChecks = checksOf(
  { link: 'linked', restsOn: ['declared', 'service'], madeBy: ['operator', 'project'] },
  { PE210: judgeLinked },
);
