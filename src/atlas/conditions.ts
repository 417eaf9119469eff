import type { V1Condition } from '@kubernetes/client-node';
import type { KubeObject } from '../kube/resource.ts';

/** An object of the operator, as far as all kinds are alike (operator v1.6.0:pkg/api/v1/status/atlascommon.go; the same up to v2.15.1). */
export interface Reconciled extends KubeObject {
  readonly status?: {
    readonly observedGeneration?: number;
    readonly conditions?: readonly Partial<V1Condition>[];
  };
}

/** Whether what the status says is about an older spec. */
export function isBehind({ metadata: { generation }, status }: Reconciled): boolean {
  const seen = status?.observedGeneration;
  return generation !== undefined && seen !== undefined && seen < generation;
}

export function conditionOf(object: Reconciled, type: string): Partial<V1Condition> | undefined {
  return object.status?.conditions?.find((condition) => condition.type === type);
}

/**
 * What the conditions say about why something is not there yet; undefined when they say nothing.
 * @param merelyPending reasons that say no more than that
 */
export function progressOf(object: Reconciled, merelyPending: ReadonlySet<string>): string | undefined {
  if (isBehind(object)) return 'the operator has not seen the last change yet';
  const first = object.status?.conditions?.find(
    ({ type, status, reason, message }) =>
      status === 'False' && (type !== 'Ready' || (message ?? '') !== '') && !merelyPending.has(reason ?? ''),
  );
  if (first === undefined) {
    return object.status?.observedGeneration === undefined
      ? 'the operator has written no status yet; is it running?'
      : undefined;
  }
  return `${first.type} is False: ${[first.reason, first.message].filter((part) => part !== undefined && part !== '').join(': ')}`;
}
