import { UserError } from '../../core/errors.ts';
import type { AtlasPrivateEndpoint } from '../api/private-endpoint.ts';
import type { OwnCommand } from '../../core/next-command.ts';
import type { Target } from '../sources/lookup.ts';
import { type Move, referenceOf } from './moves.ts';

function command({ name, namespace }: Target, undo: boolean): OwnCommand {
  return { verb: 'migrate', source: `ap/${name}`, namespace, ...(undo ? { flags: { undo: true } } : {}) };
}

/** Somebody else has changed the project while it was moved. */
export function changedMeanwhile(target: Target): UserError {
  return new UserError(
    `somebody else has changed spec.privateEndpoints or the annotations of ${target.reference} in the meantime`,
    { hint: ['look at it, then go on with: ', command(target, false), '  or go back with: ', command(target, true)] },
  );
}

/** The service has two owners already. @param isMoving whether a move has begun, whose mark somebody else has taken off since */
export function secondObject(move: Move, target: Target, isMoving: boolean): UserError {
  const what = `${referenceOf(move)} exists already, beside the item ${move.label} of ${target.reference}`;
  if (isMoving) {
    const why = `${what}, and the annotation by which the operator left the project alone during the move is gone`;
    return new UserError(why, { hint: ['go back first with: ', command(target, true)] });
  }
  return new UserError(`${what}; this program did not create it`, {
    hint: [
      'if it is not wanted, make the operator keep what Atlas has, then delete it: ',
      { kubectl: ['annotate', referenceOf(move), '-n', namespaceOf(move), 'mongodb.com/atlas-resource-policy=keep'] },
    ],
  });
}

/** Something else has the object's name. */
export function unlikeObject(move: Move, { metadata }: AtlasPrivateEndpoint): UserError {
  return new UserError(`${referenceOf(move)} exists, and does not declare what ${move.label} is`, {
    hint: [
      'compare them with: ',
      { kubectl: ['get', referenceOf(move), '-n', metadata.namespace ?? '', '-o', 'yaml'] },
    ],
  });
}

/** The object does not come to what the project's item was. */
export function wrongObject(move: Move, why: string, target: Target): UserError {
  return new UserError(`${referenceOf(move)} does not take over ${move.label}: ${why}`, {
    hint: ['nothing is lost; go back with: ', command(target, true)],
  });
}

/** Atlas has an endpoint that the object would not list. */
export function undeclaredInAtlas(id: string, { reference, namespace }: Target): UserError {
  return new UserError(
    `Atlas has the endpoint ${id}, which no item of ${reference} declares: an AtlasPrivateEndpoint that does not list it would delete it`,
    {
      hint: [
        'remove it in Atlas, or declare it as another item of the same service first: ',
        { kubectl: ['edit', reference, '-n', namespace] },
      ],
    },
  );
}

function namespaceOf({ object }: Move): string {
  return object.metadata.namespace ?? '';
}
