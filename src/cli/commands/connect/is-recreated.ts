import { obstacleTo } from '../../../core/plan/obstacle.ts';
import type { SelectedEndpoint } from '../../endpoints/selected-endpoint.ts';
import type { ConnectArguments, ConnectVerb } from './request.ts';

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
  const goal = { until: verb.until(placed), id: args.id, attachment: cloud.attachmentOf(flags) };
  return obstacleTo(before, goal) !== undefined;
}
