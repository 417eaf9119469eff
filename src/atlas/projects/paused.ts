import { UserError } from '../../core/errors.ts';
import type { Hint } from '../../core/next-command.ts';
import type { AtlasDeployment } from '../api/deployment.ts';

/** Whether the spec of a dedicated cluster says that it is paused. */
export function isPaused({ spec }: AtlasDeployment): boolean {
  return (spec?.deploymentSpec ?? spec?.advancedDeploymentSpec)?.paused === true;
}

/** Why a paused cluster's Secret has no private strings. */
export const pausedReason = 'the cluster is paused, and has no private connection string until it is resumed';

/** The command that makes a paused cluster run again. */
export function unpauseHint({ metadata: { name, namespace = '' }, spec }: AtlasDeployment): Exclude<Hint, string> {
  const described = spec?.deploymentSpec === undefined ? 'advancedDeploymentSpec' : 'deploymentSpec';
  const patch = JSON.stringify({ spec: { [described]: { paused: false } } });
  const kubectl = ['patch', 'atlasdeployment', name, '-n', namespace, '--type', 'merge', '-p', patch];
  return ['resume it with: ', { kubectl }];
}

/** @throws UserError for a paused cluster */
export function refusePaused(deployment: AtlasDeployment): void {
  if (!isPaused(deployment)) return;
  throw new UserError(`atlasdeployment/${deployment.metadata.name}: ${pausedReason}`, {
    hint: unpauseHint(deployment),
  });
}
