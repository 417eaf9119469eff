import type { AnyStep } from './reconcile.ts';
import type { CloudEndpoint } from './cloud-endpoint.ts';
import type { EndpointState } from './endpoint.ts';

/** The steps from a declared endpoint to nothing, in their order: Atlas lets go first, then the cloud endpoint goes. */
export type DeletionStepName = 'remove' | 'removed' | 'cloud-delete' | 'cloud-gone';

/** One step of a deletion. */
export interface DeletionStep extends AnyStep<DeletionStepName> {
  /** The cloud endpoint that the step is about. */
  readonly id?: string;
}

/** One endpoint as its deletion sees it. */
export interface DeletionObserved {
  /** Undefined where neither the spec nor the status knows it. */
  readonly endpoint: EndpointState | undefined;
  /** Whether the status is of a spec before the last change. */
  readonly behind: boolean;
  /** Why Atlas is not waited for to let go of it, where it won't. */
  readonly stays: string | undefined;
  /** The cloud endpoints that go, as far as they are still there; undefined where they are kept. */
  readonly cloud: readonly CloudEndpoint[] | undefined;
}

/** The steps to nothing, given what is observed. Pure: planning again is how an interrupted deletion goes on. */
export function planDeletion({ endpoint, behind, stays, cloud }: DeletionObserved): readonly DeletionStep[] {
  const declared = endpoint?.declared === true;
  const released = endpoint === undefined && !behind;
  const steps: DeletionStep[] = [
    { name: 'remove', done: !declared, detail: declared ? 'take it out of the spec' : 'not in the spec' },
    stays === undefined
      ? {
          name: 'removed',
          done: released,
          detail: released ? 'Atlas has let go of it' : 'wait until Atlas has let go of it',
        }
      : { name: 'removed', done: true, detail: `not waited for: ${stays}` },
  ];
  if (cloud === undefined) return steps;
  const standing = cloud.find(({ readiness }) => readiness !== 'gone');
  const going = cloud.find(({ readiness }) => readiness === 'gone');
  steps.push(
    standing === undefined
      ? {
          name: 'cloud-delete',
          done: true,
          detail: going === undefined ? 'nothing is left' : `${going.id} is ${going.state}`,
        }
      : { name: 'cloud-delete', done: false, detail: `delete ${standing.id}`, id: standing.id },
    going === undefined
      ? { name: 'cloud-gone', done: true, detail: 'nothing is left' }
      : { name: 'cloud-gone', done: false, detail: `wait until ${going.id} is gone`, id: going.id },
  );
  return steps;
}
