import { ownerOf } from '../../../atlas/connect/observe.ts';
import { nearest } from '../../../core/did-you-mean.ts';
import type { EndpointState } from '../../../core/endpoint.ts';
import { UserError } from '../../../core/errors.ts';
import { confirmMaking } from '../../ask.ts';
import { openAccount } from '../../open-run.ts';
import { nameOf, type SelectedEndpoint } from '../../endpoints/selected-endpoint.ts';
import { againWith } from '../../hints.ts';
import type { Request } from './request.ts';

/**
 * Asks before an endpoint that was named is created next to others: the name may be mistyped.
 * @param warn prints a warning of one line
 * @throws UserError when nobody can be asked, or the answer is anything but yes
 */
export async function confirmNew(
  selected: SelectedEndpoint,
  request: Request,
  warn: (text: string) => void,
): Promise<void> {
  const { args, verb, context } = request;
  const { target, object, label } = selected;
  if (!verb.declares || args.endpoint === undefined || args.yes || args['dry-run'] === true) return;
  const all = object === undefined ? [] : target.source.endpoints(object);
  // If the object is one service, only its cloud endpoints are endpoints that could have been meant.
  const isOther = ({ declared, declaredId }: EndpointState): boolean =>
    declared && (target.source.identity !== 'cloud-endpoint' || declaredId !== undefined);
  const others = all.filter(isOther);
  const labels = others.map((each) => each.label);
  // One more endpoint of a service is chosen by its id: the name, which is that of the others, is not mistyped.
  if (others.length === 0 || labels.includes(label) || !(await isNew(selected, request, warn))) return;
  const near = nearest(label, labels);
  const question = near === undefined ? '' : `did you mean --endpoint ${near}? `;
  const error = new UserError(`${target.reference} has no endpoint "${label}"; it has: ${labels.join(', ')}`, {
    hint: `${question}create a new one with: ${againWith('--yes', context)}`,
  });
  await confirmMaking(nameOf(selected), error, args, context);
}

/** Whether nothing is known of the endpoint. If the spec keeps no labels, they are in the tags of the cloud endpoints. */
async function isNew(
  { before, target, object, cloud, flags, site, label }: SelectedEndpoint,
  { args, context }: Request,
  warn: (text: string) => void,
): Promise<boolean> {
  if (before === undefined) return true;
  if (target.source.identity !== 'cloud-endpoint' || before.declaredId !== undefined) return false;
  // Without a placement no cloud endpoint is created, and nothing else is declared; an id already says which one is meant.
  const creates = args['from-nodes'] === true || cloud.placement(flags) !== undefined;
  if (!creates || args.id !== undefined) return false;
  const account = await openAccount(cloud, { flags, atlasRegion: site.atlasRegion, warn }, args, context);
  const owner = ownerOf({ target, label }, object);
  const found = before.service === undefined ? await account.made(owner) : await account.find(owner, before.service);
  return !found.some(({ ours }) => ours);
}
