import type { VerbContext } from '../../context.ts';
import type { ConnectArguments, ConnectVerb } from '../connect/request.ts';
import type { StringArguments } from './dedicated-secret.ts';
import { settlePlacement } from './settle-placement.ts';
import { type StringAnswers, settleString } from './settle-string.ts';

const until = (): 'available' => 'available';

/**
 * What `up` does with the endpoints of an object.
 * @param context asks what is to be asked, or takes the questions that nobody can be asked
 * @param settled called when everything has been asked, before the first change
 * @returns the verb and, once everything has been asked, what was answered about the connection string
 */
export function upVerb(
  args: ConnectArguments & StringArguments,
  context: VerbContext,
  settled: () => void = () => undefined,
): { readonly verb: ConnectVerb; readonly answers: () => StringAnswers } {
  let answers = (): StringAnswers => args;
  const settle: NonNullable<ConnectVerb['settle']> = async (found) => {
    const { endpoints, asTagged } = await settlePlacement(found, { args, context });
    answers = await settleString({ ...found, endpoints: asTagged }, { args, context });
    settled();
    return endpoints;
  };
  const verb = { name: 'up', until, declares: true, proposesPlacement: true, endsWithString: true, settle };
  return { verb, answers: () => answers() };
}
