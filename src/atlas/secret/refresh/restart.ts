import type { NextCommand } from '../../../core/next-command.ts';

/** Restarts the operator: it then reconciles everything. */
export const restartOperator: NextCommand = {
  kubectl: ['rollout', 'restart', 'deployment/mongodb-atlas-operator', '-n', 'OPERATOR_NAMESPACE'],
};
