import { checksOf, warns } from '../check.ts';
import type { Observed } from '../observed.ts';

/** Several endpoints in one region exclude endpoints in any other, on every cloud (mongodb/docs, security-private-endpoint.txt). */
function judgeRegions({ source }: Observed) {
  const regions = source?.crowded ?? [];
  return regions.length === 0
    ? []
    : [
        warns('crowded', {
          object: source?.reference,
          values: { regions },
        }),
      ];
}

/** What Atlas and the clouds allow. */
export const limitChecks = checksOf({ link: 'limits', restsOn: ['declared'] }, { PE900: judgeRegions });
