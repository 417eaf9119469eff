import { momentAfter, unlessAborted } from '../../../core/abort.ts';
import { UserError } from '../../../core/errors.ts';
import type { Hint } from '../../../core/next-command.ts';
import type { Time } from '../../../core/wait.ts';
import type { KubeClient } from '../../../kube/client.ts';
import type { KubeObject } from '../../../kube/resource.ts';
import { annotate } from '../../../kube/write/change.ts';
import { skipAnnotation } from '../../api/annotations.ts';
import { deploymentResource } from '../../api/deployment.ts';

/** Tells that it was this program that had the operator leave a deployment alone, and when. */
export const touchAnnotation = 'kubectl-atlas-pe/refreshed-at';

/** Milliseconds that are left for taking the mark off once the command has been told to end. */
const LAST_MOMENT_MS = 600;

/** Whether a refresh that was ended in its middle has left a deployment for which the operator does nothing any more. */
export function isLeftMarked({ kind, metadata: { annotations = {} } }: KubeObject): boolean {
  return (
    kind === deploymentResource.kind &&
    annotations[touchAnnotation] !== undefined &&
    annotations[skipAnnotation] !== undefined
  );
}

/**
 * Takes the mark off, so that the operator looks at the deployment again; it is no error where it is off already. An interruption does not
 * end this at once, as the deployment would stay unattended.
 * @param deployment its name and namespace
 * @returns whether it was on
 * @throws UserError that says what is left and how to take it off
 */
export async function takeOffMark(client: KubeClient, deployment: KubeObject, time: Time): Promise<boolean> {
  const { name, namespace = '' } = deployment.metadata;
  const changed = { resource: deploymentResource, namespace, name };
  const off = { [skipAnnotation]: undefined, [touchAnnotation]: undefined };
  const { signal, end } = momentAfter(time, LAST_MOMENT_MS);
  try {
    return await unlessAborted(signal, annotate(client, changed, off, { ...time, signal }));
  } catch (error) {
    throw leftMarked(deployment, error);
  } finally {
    end();
  }
}

/** How a person takes the mark off. */
export function byHand({ metadata: { name, namespace = '' } }: KubeObject): Hint {
  const words = ['annotate', 'atlasdeployment', name, '-n', namespace, `${skipAnnotation}-`, `${touchAnnotation}-`];
  return ['remove it with: ', { kubectl: words }];
}

/** What is said of a deployment that stays unattended. @param has `still has`, or `may still have` where it is not known */
export function leftMarkText({ metadata: { name } }: KubeObject, has: 'still has' | 'may still have'): string {
  return `atlasdeployment/${name} ${has} the annotation ${skipAnnotation}, which --refresh set: the operator ignores the deployment until the annotation is removed`;
}

function leftMarked(deployment: KubeObject, cause: unknown): UserError {
  const why = cause instanceof UserError ? cause : undefined;
  return new UserError(
    `${leftMarkText(deployment, 'may still have')}: ${why?.message ?? 'the command was interrupted'}`,
    {
      cause,
      hint: byHand(deployment),
      ...(why === undefined ? {} : { exitCode: why.exitCode }),
    },
  );
}
