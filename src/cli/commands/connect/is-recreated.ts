import { obstacleTo } from '../../../core/plan/obstacle.ts';
import type { SelectedEndpoint } from '../../endpoints/selected-endpoint.ts';
import type { ConnectArguments, ConnectVerb } from './request.ts';

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
