import { isLinked } from '../../../core/endpoint.ts';
import type { PatchOperation } from '../../../kube/resource.ts';
import { refuseUndone } from '../../endpoints/kept-elsewhere.ts';
import type { SelectedEndpoint } from '../../endpoints/selected-endpoint.ts';
import type { Request } from './request.ts';

/**
 * Checks, before anything is done, that what will be written to the object stays there.
 * @throws UserError if it would be undone
 */
export async function refuseWritesUndone(selected: SelectedEndpoint, { args, verb, context }: Request): Promise<void> {
  const { target, object } = selected;
  if (object === undefined) return;
  const operations = writesOf(selected, { args, verb, context });
  if (operations !== undefined) await refuseUndone({ target, object, operations }, args, context);
}

/** What will be written, as far as that is known before the cloud is contacted; undefined if nothing will. */
function writesOf(
  { target, object, label, before, cloud, flags }: SelectedEndpoint,
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
