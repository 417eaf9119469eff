import type { V1Condition } from '@kubernetes/client-node';
import { UserError } from '../../core/errors.ts';
import type { KubeObject } from '../../kube/resource.ts';
import { isSkipped, skipAnnotation } from './annotations.ts';
import type { CustomResource } from './custom-resource.ts';

/** An object of any kind with a status that the operator writes. */
export type Reconciled = KubeObject & Pick<CustomResource, 'status'>;

/** Whether the status describes an older spec. */
export function isBehind({ metadata: { generation }, status }: Reconciled): boolean {
  const seen = status?.observedGeneration;
  return generation !== undefined && seen !== undefined && seen < generation;
}

export function conditionOf(object: Reconciled, type: string): Partial<V1Condition> | undefined {
  return object.status?.conditions?.find((condition) => condition.type === type);
}

/**
 * Why something is not there yet, according to the conditions; undefined if they don't say.
 * @param merelyPending reasons that only repeat that it is not there yet
 */
export function progressOf(object: Reconciled, merelyPending: ReadonlySet<string>): string | undefined {
  if (isBehind(object) && isSkipped(object))
    return `the operator leaves it alone as long as it has the annotation ${skipAnnotation}`;
  if (isBehind(object)) return 'the operator has not processed the last change yet';
  const first = object.status?.conditions?.find(
    ({ type, status, reason, message }) =>
      status === 'False' && (type !== 'Ready' || (message ?? '') !== '') && !merelyPending.has(reason ?? ''),
  );
  if (first === undefined) {
    return object.status?.observedGeneration === undefined
      ? 'no status from the operator yet (is it running?)'
      : undefined;
  }
  return `${first.type} is False: ${[first.reason, first.message].filter((part) => part !== undefined && part !== '').join(': ')}`;
}

/**
 * Refuses an object that the operator ignores: waiting for anything on it would be pointless.
 * @param name as kubectl and messages name it, such as `atlasproject/shop`
 */
export function refuseIgnored(object: Reconciled, name: string): void {
  const { deletionTimestamp, namespace = '' } = object.metadata;
  if (deletionTimestamp !== undefined) {
    throw new UserError(`${name} has been terminating since ${deletionTimestamp}`, {
      hint: ['wait until it is gone: ', { kubectl: ['wait', '--for=delete', name, '-n', namespace] }],
    });
  }
  if (conditionOf(object, 'ResourceVersionIsValid')?.status === 'False') {
    throw new UserError(
      `${name} is labelled for another version of the operator, so this cluster's operator ignores it`,
      {
        hint: [
          'check its label mongodb.com/atlas-resource-version: ',
          { kubectl: ['get', name, '-n', namespace, '--show-labels'] },
        ],
      },
    );
  }
}
