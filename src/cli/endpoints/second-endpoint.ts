import { type Ability, can } from '../../atlas/operator/abilities.ts';
import { type Generation, runningGeneration } from '../../atlas/operator/version-range.ts';
import type { Run } from '../../atlas/run.ts';
import { UserError } from '../../core/errors.ts';
import type { VerbContext } from '../context.ts';
import { againWith } from '../hints.ts';
import { type CallingVerb, type SelectedEndpoint, nameOf } from './selected-endpoint.ts';

/** What is not known of new endpoints, and has to be confirmed: an error for where nobody can be asked. */
export type Doubts = ReadonlyMap<SelectedEndpoint, UserError>;

/** What operators that lack an ability do instead. */
const consequences: Partial<Readonly<Record<Ability, string>>> = {
  writesSeveralStrings:
    'operators up to 1.6 write no private connection string at all once a deployment has two endpoints, and remove the one that is there',
  connectsSeveralToOneService: 'operators up to 1.6 connect one endpoint to a service of an AtlasProject and no more',
};

/**
 * Refuses a new endpoint beside another one that the cluster's operator cannot do.
 * @returns the endpoints of which that cannot be told, because the operator's version cannot be seen, each with what to ask about it
 * @throws UserError before anything is declared
 */
export async function refuseBeyondOperator(
  run: Run,
  endpoints: readonly SelectedEndpoint[],
  { declares }: CallingVerb,
  context: VerbContext,
): Promise<Doubts> {
  const doubts = new Map<SelectedEndpoint, UserError>();
  if (!declares) return doubts;
  for (const selected of endpoints) {
    const { target, object, label, before } = selected;
    const ability = object === undefined || before !== undefined ? undefined : target.source.needs(object, label);
    if (ability === undefined) continue;
    const generation = await runningGeneration(run.client, run.time.signal);
    const able = can(generation, ability);
    if (able === true) continue;
    if (able === false) throw beyond(selected, ability, generation);
    const text = `${consequences[ability]}, and it is unknown whether this cluster's operator is one of them`;
    const hint = `if it is 1.7.0 or later, declare the endpoint with: ${againWith('--yes', context)}`;
    doubts.set(selected, new UserError(text, { hint }));
  }
  return doubts;
}

function beyond(selected: SelectedEndpoint, ability: Ability, { version }: Generation): UserError {
  return new UserError(
    `${nameOf(selected)} would be a second one, and ${consequences[ability]}; this cluster's is ${version ?? 'one of them'}`,
    { hint: 'upgrade the operator to 1.7.0 or later, or keep one endpoint in the spec' },
  );
}
