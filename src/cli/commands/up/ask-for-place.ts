import type { FlagValues } from '../../../cloud/flags/flag.ts';
import { UserError, isFailure } from '../../../core/errors.ts';
import { agreesBelow } from '../../ask.ts';
import { proposeBesideNodes } from '../../endpoints/from-nodes.ts';
import type { SelectedEndpoint } from '../../endpoints/selected-endpoint.ts';
import { NoAnswer } from '../../questions/no-answer.ts';
import { messageOf } from '../../words/errors.ts';
import type { Unsettled } from '../connect/request.ts';
import { type Asked, choosePlace } from './choose-place.ts';

/**
 * Proposes a place beside the nodes; who wants another one, or for whom there is none, chooses it from lists.
 * @param byHand the hint for who wants neither
 * @throws UserError if there is nothing to choose from either; NoAnswer
 */
export async function askForPlace(
  selected: SelectedEndpoint,
  found: Unsettled,
  { args, context }: Asked,
  byHand: string,
): Promise<FlagValues> {
  const proposed = await proposeBesideNodes(found.run, selected, { ...found, args }, context).catch(
    (error: unknown): UserError => {
      if (!isFailure(error) || error instanceof NoAnswer) throw error;
      return error;
    },
  );
  if (!(proposed instanceof UserError)) {
    const what = context.together === undefined ? 'it' : 'everything that has no cloud endpoint yet';
    const question = `Place ${what} there, beside the cluster's nodes?`;
    if (await agreesBelow(proposed.lines, question, context)) return proposed.flags;
  }
  const notes =
    proposed instanceof UserError
      ? [`note: no place beside the cluster's nodes can be proposed: ${messageOf(proposed)}`]
      : [];
  const notPlaced = new UserError('not placed; nothing was changed', { hint: byHand });
  const otherwise = proposed instanceof UserError ? proposed : notPlaced;
  const flags = await choosePlace(selected, { ...found, notes }, { args, context }).catch((error: unknown) => {
    // What keeps the account from being listed has kept the nodes from being found.
    if (proposed instanceof UserError && isSame(error, proposed)) throw proposed;
    throw error;
  });
  if (flags === undefined) throw otherwise;
  return flags;
}

function isSame(error: unknown, other: UserError): boolean {
  return error instanceof UserError && messageOf(error) === messageOf(other);
}
