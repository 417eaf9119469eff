import { checksOf, each, fails, holds, warns } from '../check.ts';
import type { Observed } from '../observed.ts';

function judgeKind({ clusters }: Observed) {
  return (clusters ?? []).map(({ reference, kind }) =>
    kind === 'flex' || kind === 'shared' || kind === 'serverless-retired'
      ? fails(kind, { object: reference, values: { reference } })
      : holds('offers', { reference, kind }, reference),
  );
}

function judgePause({ clusters }: Observed) {
  return each(clusters, ({ reference, paused, unpause }) =>
    paused ? [fails('paused', { object: reference, values: { reference }, fix: unpause })] : [],
  );
}

function judgeRegions({ clusters, endpoint }: Observed) {
  // Of a region for which nothing is declared, PE140 says so.
  if (endpoint === undefined) return [];
  return each(clusters, ({ reference, namespace, kind, bareRegions }) => {
    if (kind !== 'dedicated') return [];
    if (bareRegions.length === 0) return [holds('all-regions', { reference }, reference)];
    return bareRegions.map(({ provider, region }) =>
      fails('bare-region', {
        object: reference,
        values: { reference, provider, region },
        // Nodes need not be in that region, so that where the endpoint is to be is asked for.
        fix: { verb: 'up', source: reference, namespace, flags: { region } },
      }),
    );
  });
}

function judgeState({ clusters }: Observed) {
  return each(clusters, ({ reference, state, trouble }) => {
    const object = reference;
    if (state !== undefined && state !== 'IDLE') return [warns('busy', { object, values: { reference, state } })];
    if (trouble !== undefined) return [warns('trouble', { object, values: { reference, trouble } })];
    return [];
  });
}

/** Whether the deployments can have a private string. */
export const deploymentChecks = checksOf(
  { link: 'deployment', restsOn: [] },
  { PE130: judgeKind, PE131: judgePause, PE132: judgeRegions, PE133: judgeState },
);
