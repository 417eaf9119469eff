import type { CloudEndpoint } from '../cloud-endpoint.ts';
import type { EndpointState } from '../endpoint.ts';
import type { AnyStep } from './step.ts';

/**
 * The steps from a declared endpoint to nothing, in order: Atlas lets go first, then the cloud endpoint is deleted. Each step carries
 * data only; cli/words/steps.ts describes it.
 */
export type DeletionStep =
  | AnyStep<'remove'>
  | (AnyStep<'removed'> & {
      /** Why there is no wait for Atlas, if it keeps the endpoint. */
      readonly stays?: string;
    })
  | (AnyStep<'cloud-delete'> & CloudEndpointGoing)
  | (AnyStep<'cloud-gone'> & CloudEndpointGoing);

/** The cloud endpoint that a step is about; empty if none is left. */
interface CloudEndpointGoing {
  readonly id?: string;
  /** The cloud's word for its state. */
  readonly state?: string;
}

/** What the plan of a deletion is based on: one endpoint as Kubernetes, Atlas and the cloud show it. */
export interface DeletionObserved {
  /** Undefined if it is in neither the spec nor the status. */
  readonly endpoint: EndpointState | undefined;
  /** Whether the status describes the spec before its last change. */
  readonly behind: boolean;
  /** Why Atlas keeps it, so that there is nothing to wait for. */
  readonly stays: string | undefined;
  /** The cloud endpoints to delete that still exist; undefined if they are kept. */
  readonly cloud: readonly CloudEndpoint[] | undefined;
}

/** The steps to nothing, given what is observed. Pure: planning again is how an interrupted deletion resumes. */
export function planDeletion({ endpoint, behind, stays, cloud }: DeletionObserved): readonly DeletionStep[] {
  const released = endpoint === undefined && !behind;
  const steps: DeletionStep[] = [
    { name: 'remove', kind: 'act', done: endpoint?.declared !== true },
    { name: 'removed', kind: 'wait', done: released || stays !== undefined, ...(stays === undefined ? {} : { stays }) },
  ];
  if (cloud === undefined) return steps;
  const standing = cloud.find(({ readiness }) => readiness !== 'gone');
  const going = cloud.find(({ readiness }) => readiness === 'gone');
  steps.push(
    { name: 'cloud-delete', kind: 'act', done: standing === undefined, ...goingOf(standing ?? going) },
    { name: 'cloud-gone', kind: 'wait', done: cloud.length === 0, ...goingOf(going ?? standing) },
  );
  return steps;
}

function goingOf(endpoint: CloudEndpoint | undefined): CloudEndpointGoing {
  return endpoint === undefined ? {} : { id: endpoint.id, state: endpoint.state };
}
