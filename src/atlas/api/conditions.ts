import type { V1Condition } from '@kubernetes/client-node';
import { UserError } from '../../core/errors.ts';
import type { KubeObject } from '../../kube/resource.ts';
import type { CustomResource } from './custom-resource.ts';

/** An object whose status may be looked at, whatever its kind. */
export type Reconciled = KubeObject & Pick<CustomResource, 'status'>;

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

/**
 * Refuses an object that the operator leaves alone: nothing that is waited for would come.
 * @param name as messages name it, such as `atlasproject/shop`
 */
export function refuseUnattended(object: Reconciled, name: string): void {
  const { deletionTimestamp, namespace = '' } = object.metadata;
  if (deletionTimestamp !== undefined) {
    throw new UserError(`${name} is being deleted since ${deletionTimestamp}`, {
      hint: `wait until it is gone: kubectl wait --for=delete ${name} -n ${namespace}`,
    });
  }
  if (conditionOf(object, 'ResourceVersionIsValid')?.status === 'False') {
    throw new UserError(`${name} is made for another version of the operator, which leaves it alone`, {
      hint: `see its label mongodb.com/atlas-resource-version: kubectl get ${name} --show-labels`,
    });
  }
}
