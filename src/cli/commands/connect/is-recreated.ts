import type { Attachment } from '../../../core/cloud-endpoint.ts';
import type { Goal } from '../../../core/plan/observed.ts';
import { obstacleTo } from '../../../core/plan/obstacle.ts';
import type { SelectedEndpoint } from '../../endpoints/selected-endpoint.ts';
import type { ConnectArguments, ConnectVerb } from './request.ts';

/**
 * What --id asks for: the cloud endpoint to link or, with --recreate, the one to replace. A service that is reserved anew has another name, so
 * that no endpoint that is there already connects to it; and what is replaced is linked no more, so that --recreate acts once.
 */
export function wishOf(
  { id, recreate }: Pick<ConnectArguments, 'id' | 'recreate'>,
  attachment: Attachment | undefined,
): Pick<Goal, 'id' | 'attachment' | 'replaces'> {
  return recreate ? { id: undefined, attachment: undefined, replaces: id } : { id, attachment, replaces: undefined };
}

/** Whether a cloud endpoint will be created, as far as that is known before the cloud is asked. */
export function isCreated(selected: SelectedEndpoint, args: ConnectArguments, verb: ConnectVerb): boolean {
  const { before, cloud, flags } = selected;
  if (cloud.placement(flags) === undefined) return false;
  return before?.declaredId === undefined || isRecreated(selected, args, verb);
}

/** Whether --recreate will remove the existing endpoint, so that a new service is reserved and a new cloud endpoint created. */
export function isRecreated(
  { before, target, cloud, flags }: SelectedEndpoint,
  args: ConnectArguments,
  verb: ConnectVerb,
): boolean {
  if (!args.recreate || before === undefined || target.source.failedHint !== undefined) return false;
  const placed = args['from-nodes'] === true || cloud.placement(flags) !== undefined;
  const obstacle = obstacleTo(before, { until: verb.until(placed), ...wishOf(args, cloud.attachmentOf(flags)) });
  return obstacle !== undefined && (args.id === undefined || obstacle.code === 'to-be-replaced');
}
