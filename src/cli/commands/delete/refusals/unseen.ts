import { UserError } from '../../../../core/errors.ts';
import { accountHint } from '../../../../cloud/flags/table.ts';
import type { Context } from '../../../context.ts';
import { againWith } from '../../../hints.ts';
import type { Surveyed } from '../survey.ts';

/**
 * Refuses to delete the rest of an endpoint whose cloud endpoint is not where it should be: with the wrong region, profile or subscription it
 * would live on, and nothing would name it any more.
 * @throws UserError
 */
export function refuseUnseen(found: readonly Surveyed[], context: Context): void {
  for (const { endpoints, facts } of found) {
    // Of one that stays in Atlas the status goes on naming the cloud endpoint after that is deleted.
    const [id] = endpoints.flatMap(({ unseen, stays, endpoint }) =>
      stays === undefined || endpoint?.declared === true ? unseen : [],
    );
    if (id === undefined) continue;
    throw new UserError(`cannot find the cloud endpoint ${id} on ${facts.name}; nothing was removed`, {
      hint: `say where it is with ${accountHint(facts)}; if it is gone already, delete the rest with: ${againWith('--keep-cloud-endpoint', context)}`,
    });
  }
}
