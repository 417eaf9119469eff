import { ownerOf } from '../../../atlas/connect/observe.ts';
import { nearest } from '../../../core/did-you-mean.ts';
import type { EndpointState } from '../../../core/endpoint.ts';
import { UserError } from '../../../core/errors.ts';
import { confirmMaking } from '../../ask.ts';
import { openAccount } from '../../open-run.ts';
import { nameOf, type SelectedEndpoint } from '../../endpoints/selected-endpoint.ts';
import type { VerbContext } from '../../context.ts';
import { againWith } from '../../hints.ts';
import type { Request } from './request.ts';

/**
 * Asks once before an endpoint is created beside others: its name may be mistyped, and the operator may be one that cannot do it.
 * @param request with the doubt about the operator, if there is one
 * @param warn prints a warning of one line
 * @throws UserError when nobody can be asked, or the answer is anything but yes
 */
export async function confirmNew(
  selected: SelectedEndpoint,
  request: Request & { readonly doubt: UserError | undefined },
  warn: (text: string) => void,
): Promise<void> {
  const { args, context, doubt } = request;
  if (args.yes) return;
  const others = await othersMeant(selected, request, warn);
  const error = others === undefined ? doubt : besideOthers(selected, others, { doubt, context });
  if (error !== undefined) await confirmMaking(nameOf(selected), error, args, context);
}

function besideOthers(
  { target, label }: SelectedEndpoint,
  others: readonly string[],
  { doubt, context }: { readonly doubt: UserError | undefined; readonly context: VerbContext },
): UserError {
  const near = nearest(label, others);
  const question = near === undefined ? [] : [`did you mean --endpoint ${near}? `];
  const { message, hint = `create a new one with: ${againWith('--yes', context)}` } = doubt ?? {};
  const text = `${target.reference} has no endpoint "${label}"; it has: ${others.join(', ')}`;
  return new UserError(message === undefined ? text : `${text}; ${message}`, {
    hint: [...question, ...(typeof hint === 'string' ? [hint] : hint)],
  });
}

/** The labels of the endpoints that could have been meant by a name that is new; undefined if there are none, or if it is not new. */
async function othersMeant(
  selected: SelectedEndpoint,
  request: Request,
  warn: (text: string) => void,
): Promise<readonly string[] | undefined> {
  const { args, verb } = request;
  const { target, object, label } = selected;
  if (!verb.declares || args.endpoint === undefined) return undefined;
  const all = object === undefined ? [] : target.source.endpoints(object);
  // If the object is one service, only its cloud endpoints are endpoints that could have been meant.
  const isOther = ({ declared, declaredId }: EndpointState): boolean =>
    declared && (target.source.identity !== 'cloud-endpoint' || declaredId !== undefined);
  const labels = all.filter(isOther).map((each) => each.label);
  // One more endpoint of a service is chosen by its id: the name, which is that of the others, is not mistyped.
  const isSelected = labels.length > 0 && !labels.includes(label) && (await isNew(selected, request, warn));
  return isSelected ? labels : undefined;
}

/** Whether nothing is known of the endpoint. If the spec keeps no labels, they are in the tags of the cloud endpoints. */
async function isNew(
  { before, target, object, attachments, cloud, flags, site, label }: SelectedEndpoint,
  { args, context }: Request,
  warn: (text: string) => void,
): Promise<boolean> {
  if (before === undefined) return true;
  if (target.source.identity !== 'cloud-endpoint' || before.declaredId !== undefined) return false;
  // Without a placement no cloud endpoint is created, and nothing else is declared; an id already says which one is meant.
  const creates = args['from-nodes'] === true || cloud.placement(flags) !== undefined;
  if (!creates || args.id !== undefined) return false;
  const account = await openAccount(cloud, { flags, atlasRegion: site.atlasRegion, attachments, warn }, args, context);
  const owner = ownerOf({ target, label }, object);
  const found = before.service === undefined ? await account.made(owner) : await account.find(owner, before.service);
  return !found.some(({ ours }) => ours);
}
