import type { AtlasDeployment, ServerlessEndpointStatus } from '../../../src/atlas/api/deployment.ts';
import type { AtlasProject } from '../../../src/atlas/api/project.ts';

/** A condition, but for its type and time. */
export interface Condition {
  readonly status: 'True' | 'False';
  readonly reason?: string;
  readonly message?: string;
}

/** What one pass over a deployment's endpoints comes to. */
export interface Outcome {
  /** The entries of the status; undefined leaves them as they were. */
  readonly entries: readonly ServerlessEndpointStatus[] | undefined;
  /** Of ServerlessPrivateEndpointReady; undefined takes it away. */
  readonly endpoints: Condition | undefined;
  /** Of DeploymentReady. */
  readonly deployment: Condition;
  /** Whether the operator polls again after 10 seconds. */
  readonly again: boolean;
}

/** Everything is as the spec wants it. */
export function settled(entries: readonly ServerlessEndpointStatus[], declared: boolean): Outcome {
  return {
    entries,
    endpoints: declared ? { status: 'True' } : undefined,
    deployment: { status: 'True' },
    again: false,
  };
}

/** Something is still to come, or went wrong: the same reason stands in both conditions. */
export function pending(
  entries: readonly ServerlessEndpointStatus[] | undefined,
  declared: boolean,
  reason: string,
  message: string,
): Outcome {
  const condition: Condition = { status: 'False', reason, message };
  return { entries, endpoints: declared ? condition : undefined, deployment: condition, again: true };
}

/** v2.11.1:internal/controller/atlasdeployment/atlasdeployment_controller.go, in the Ready condition of every serverless deployment. */
export const deprecated =
  'WARNING: Serverless is deprecated. See https://dochub.mongodb.org/core/atlas-flex-migration for details.';

/** Serverless instances on GCP have no private endpoints; only DeploymentReady says so. */
export function onGcp(old: boolean, declared: boolean): Outcome {
  if (!declared) return { entries: undefined, endpoints: undefined, deployment: { status: 'True' }, again: false };
  return old
    ? pending(undefined, false, 'ServerlessPrivateEndpointReady', 'private endpoints are not supported for GCP')
    : pending(
        undefined,
        false,
        'ServerlessPrivateEndpointFailed',
        'serverless private endpoints are not supported for GCP',
      );
}

/** A refusal of Atlas, as `AtlasInstance.refusals` asks for it. */
export class AtlasRefusal extends Error {}

type Conditions = readonly ({ readonly type: string } & Condition)[];

/** The conditions of a whole pass, in the order in which operators write them. */
export function conditionsOf({ endpoints, deployment, again }: Outcome, readyMessage: string | undefined): Conditions {
  return [
    {
      type: 'Ready',
      status: again ? 'False' : 'True',
      ...(again || readyMessage === undefined ? {} : { message: readyMessage }),
    },
    { type: 'ResourceVersionIsValid', status: 'True' },
    { type: 'ValidationSucceeded', status: 'True' },
    { type: 'DeploymentReady', ...deployment },
    ...(endpoints === undefined ? [] : [{ type: 'ServerlessPrivateEndpointReady', ...endpoints }]),
  ];
}

/** The conditions of a deployment that did not pass the operator's validation: those of later steps are left as they were. */
export function invalid({ status }: AtlasDeployment, message: string): readonly object[] {
  const first = ['Ready', 'ResourceVersionIsValid', 'ValidationSucceeded'];
  return [
    { type: 'Ready', status: 'False' },
    { type: 'ResourceVersionIsValid', status: 'True' },
    { type: 'ValidationSucceeded', status: 'False', reason: 'InternalError', message },
    ...(status?.conditions ?? []).filter(({ type }) => type === undefined || !first.includes(type)),
  ];
}

/** What operators up to 2.2.0 write when a pass begins: not ready, and all else as it was. */
export function begun({ status }: Pick<AtlasDeployment | AtlasProject, 'status'>): readonly object[] {
  const others = (status?.conditions ?? []).filter(({ type }) => type !== 'Ready');
  return [{ type: 'Ready', status: 'False' }, ...others];
}
