import { DECLARED_ELSEWHERE } from '../chain.ts';
import { checksOf, fails, holds, warns } from '../check.ts';
import type { Observed } from '../observed.ts';
import { isExcluded } from '../observed/excluded.ts';

function judgeDeclared(observed: Observed) {
  const { reference, endpoint, provider, region, up, declaredElsewhere = [] } = observed;
  if (declaredElsewhere.length > 0)
    return [warns(DECLARED_ELSEWHERE, { values: { others: declaredElsewhere }, fix: up })];
  if (isExcluded(observed) && endpoint === undefined) return [];
  if (reference === undefined || endpoint === undefined)
    return provider === ''
      ? [fails('declares-none', { fix: up })]
      : [fails('nothing-declares', { values: { provider, region }, fix: up })];
  if (!endpoint.declared) return [warns('not-in-spec', { object: reference })];
  return [holds('object', { reference }, reference)];
}

function judgeTwin({ source }: Observed) {
  if (source?.twin === undefined) return [];
  return [fails('twin', { object: source.reference, values: { twin: source.twin } })];
}

function judgeSync({ source }: Observed) {
  if (source?.reverted === undefined) return [];
  const { reference, reverted } = source;
  return [warns('reverted', { object: reference, values: { reason: reverted } })];
}

function judgeMismatch({ endpoint, reference }: Observed) {
  const { mismatch, declaredId, linkedId } = endpoint ?? {};
  if (mismatch !== undefined)
    return [fails('mismatch', { object: reference, values: { reason: mismatch.reason }, expected: mismatch.hint })];
  if (declaredId === undefined || linkedId === undefined || declaredId.toLowerCase() === linkedId.toLowerCase())
    return [];
  return [
    fails('other-id', { object: reference, seen: linkedId, expected: declaredId, values: { declaredId, linkedId } }),
  ];
}

function judgeConcern({ endpoint, reference }: Observed) {
  return endpoint?.warning === undefined
    ? []
    : [warns('concern', { object: reference, values: { reason: endpoint.warning } })];
}

function judgeLeftovers({ source }: Observed) {
  return (source?.leftovers ?? []).map(({ id, state }) =>
    warns('left-over', { object: source?.reference, values: { id, state } }),
  );
}

/** Whether one object declares the endpoint, and means what there is. */
export const declaredChecks = checksOf(
  { link: 'declared', restsOn: [] },
  {
    PE140: judgeDeclared,
    PE141: judgeTwin,
    PE142: judgeSync,
    PE143: judgeMismatch,
    PE144: judgeConcern,
    PE145: judgeLeftovers,
  },
);
