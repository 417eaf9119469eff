import { checksOf, holds, unknown } from '../check.ts';

/** Whether the cluster answers, and what of it may be read. */
export const kubernetesChecks = checksOf(
  { link: 'kubernetes', restsOn: [] },
  {
    PE101: ({ rights }) => {
      if (rights === undefined) return [];
      if (rights.refusals.length === 0) return [holds('readable', { server: rights.server })];
      return rights.refusals.map((reason) => unknown('unreadable', { values: { reason } }));
    },
  },
);
