import type { Attachment } from '../cloud-endpoint.ts';
import type { PlanProblem } from './problems.ts';

/** A step of any plan. */
export interface AnyStep<N extends string = string> {
  readonly name: N;
  /** Whether the step changes something, or waits for others to do so. */
  readonly kind: 'act' | 'wait';
  /** Whether its result is already there. */
  readonly done: boolean;
}

/** The steps from nothing to a usable endpoint, in order. Each carries data only; cli/words/steps.ts describes it. */
export type Step =
  | (AnyStep<'remove'> & { readonly because: PlanProblem })
  | AnyStep<'removed'>
  | AnyStep<'declare'>
  | (AnyStep<'reserve'> & { readonly service?: string })
  | (AnyStep<'cloud-endpoint'> & CloudEndpointKnown & { readonly from: 'spec' | 'flags' | 'cloud' | 'nowhere' })
  | (AnyStep<'accept'> & CloudEndpointKnown)
  | (AnyStep<'link'> & CloudEndpointKnown)
  | (AnyStep<'available'> & { readonly state?: string });

export type StepName = Step['name'];

/** What is known about the cloud endpoint that a step is about; empty before one is found or created. */
export interface CloudEndpointKnown {
  readonly id?: string;
  readonly attachment?: Attachment;
  /** The network that it is in, or will be created in. */
  readonly place?: string;
  /** The cloud's word for its state. */
  readonly state?: string;
}
