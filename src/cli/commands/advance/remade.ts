import { obstacleTo } from '../../../core/plan/obstacle.ts';
import type { Subject } from '../../endpoints/subject.ts';
import type { AdvanceArguments, Towards } from './request.ts';

/** Whether --recreate is going to remove the endpoint as it stands, so that a new service is reserved and a new cloud endpoint made. */
export function isRemade({ before, target, cloud, flags }: Subject, args: AdvanceArguments, verb: Towards): boolean {
  if (!args.recreate || before === undefined || target.source.failedHint !== undefined) return false;
  const placed = args['from-nodes'] === true || cloud.placement(flags) !== undefined;
  const goal = { until: verb.until(placed), id: args.id, attachment: cloud.attachmentOf(flags) };
  return obstacleTo(before, goal) !== undefined;
}
