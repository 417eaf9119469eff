import type { VerbContext } from '../../context.ts';
import { printLine } from '../../../output/escape.ts';
import { accountTeller } from '../../tell-account.ts';
import { deletionPreview } from '../../views/deletion-preview.ts';
import { isMissing } from './missing.ts';
import { refuseUnseen } from './refusals/unseen.ts';
import { type SurveyArguments, type Surveyed, idsInCloud, survey } from './survey.ts';

/**
 * Finds what is to be deleted, and shows it.
 * @returns nothing if there is nothing, and that is no error
 * @throws UserError
 */
export async function previewDeletion(
  args: SurveyArguments & { readonly 'ignore-not-found': boolean },
  context: VerbContext,
): Promise<readonly Surveyed[]> {
  const found = await survey(args, context).catch((error: unknown) => {
    if (args['ignore-not-found'] && isMissing(error)) return undefined;
    throw error;
  });
  if (found === undefined) return [];
  const tellAccount = accountTeller(context);
  for (const { cloud, endpoints } of found) if (cloud !== undefined) await tellAccount(cloud, idsInCloud(endpoints));
  for (const line of deletionPreview(found, context.hintText)) printLine(context.stderr, line);
  refuseUnseen(found, context);
  return found;
}
