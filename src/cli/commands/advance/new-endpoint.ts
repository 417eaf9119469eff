import { ownerOf } from '../../../atlas/connect/observe.ts';
import type { CloudProvider } from '../../../cloud/provider.ts';
import { nearest } from '../../../core/did-you-mean.ts';
import type { EndpointState } from '../../../core/endpoint.ts';
import { UserError } from '../../../core/errors.ts';
import { confirmMaking } from '../../ask.ts';
import { openAccount } from '../../connect.ts';
import { nameOf, type Subject } from '../../endpoints/subject.ts';
import { againWith } from '../../hints.ts';
import type { Request } from './request.ts';

/**
 * Agrees on an endpoint that the person named, that is not there, and that is going to be made beside others: the name may be mistyped.
 * @throws UserError when nobody can be asked, or the answer is anything but yes
 */
export async function agreeOnNew(subject: Subject, request: Request): Promise<void> {
  const { args, verb, context } = request;
  const { target, object, label } = subject;
  if (!verb.declares || args.endpoint === undefined || args.yes || args['dry-run'] === true) return;
  const all = object === undefined ? [] : target.source.endpoints(object);
  // Where the object is one service, only its cloud endpoints are endpoints that something can be mistaken for.
  const isOther = ({ declared, declaredId }: EndpointState): boolean =>
    declared && (target.source.identity !== 'cloud-endpoint' || declaredId !== undefined);
  const others = all.filter(isOther);
  if (others.length === 0 || !(await isNew(subject, request))) return;
  const labels = others.map((each) => each.label);
  const near = nearest(label, labels);
  const question = near === undefined ? '' : `did you mean --endpoint ${near}? `;
  const error = new UserError(`${target.reference} has no endpoint "${label}"; it has: ${labels.join(', ')}`, {
    hint: `${question}a new one is made with: ${againWith('--yes', context)}`,
  });
  await confirmMaking(nameOf(subject), error, args, context);
}

/** Whether nothing is known of the endpoint. Where the spec keeps no labels, the tags of the cloud endpoints have them. */
async function isNew(subject: Subject, request: Request): Promise<boolean> {
  const { before, target, object, cloud, flags } = subject;
  if (before === undefined) return true;
  if (target.source.identity !== 'cloud-endpoint' || before.declaredId !== undefined) return false;
  const { args } = request;
  // Without a placement no cloud endpoint is made, and nothing else is declared; who gives the id has said which one is meant.
  const makes = args['from-nodes'] === true || cloud.placement(flags) !== undefined;
  if (!makes || args.id !== undefined) return false;
  const account = await accountOf(subject, request);
  const owner = ownerOf(subject, object);
  const found = before.service === undefined ? await account.made(owner) : await account.find(owner, before.service);
  return !found.some(({ ours }) => ours);
}

function accountOf({ cloud, flags, site }: Subject, { args, context }: Request): Promise<CloudProvider> {
  const warn = (text: string): void => void context.stderr.write(`warning: ${text}\n`);
  return openAccount(cloud, { flags, atlasRegion: site.atlasRegion, warn }, args, context);
}
