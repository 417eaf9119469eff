import { isLinked } from '../../../core/endpoint.ts';
import type { PatchOperation } from '../../../kube/resource.ts';
import { refuseUndone } from '../../endpoints/kept-elsewhere.ts';
import type { Subject } from '../../endpoints/subject.ts';
import type { Request } from './request.ts';

/**
 * Looks, before anything is done anywhere, whether what is going to be written to the object stays there.
 * @throws UserError where it would be undone
 */
export async function refuseWritesUndone(subject: Subject, { args, verb, context }: Request): Promise<void> {
  const { target, object } = subject;
  if (object === undefined) return;
  const operations = writesOf(subject, { args, verb, context });
  if (operations !== undefined) await refuseUndone({ target, object, operations }, args, context);
}

/** What is going to be written, as far as that is known before the cloud is asked; undefined where nothing is. */
function writesOf(
  { target, object, label, before, cloud, flags }: Subject,
  { args, verb }: Pick<Request, 'args' | 'verb' | 'context'>,
): readonly PatchOperation[] | undefined {
  if (object === undefined) return undefined;
  const declares = before === undefined ? target.source.declare(object, label) : [];
  const links = verb.until(cloud.placement(flags) !== undefined) === 'available' && !isLinked(before);
  if (declares.length === 0 && !links && !(args.recreate && before !== undefined)) return undefined;
  const attachment = cloud.attachmentOf(flags);
  const known = links && before?.declared === true && attachment !== undefined;
  return known ? target.source.link(object, label, attachment) : declares;
}
