import type { Attachment } from '../cloud-endpoint.ts';
import type { PlanProblem } from './problems.ts';

/** One step of a plan, whatever the plan is for. */
export interface AnyStep<N extends string = string> {
  readonly name: N;
  /** Whether the step changes something, or waits for what others do. */
  readonly kind: 'act' | 'wait';
  /** Whether what is observed shows its result already. */
  readonly done: boolean;
}

/** The steps from nothing to a usable endpoint, in their order. What each knows is data; cli/words/steps.ts puts it into words. */
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

/** What is known of the cloud endpoint that a step is about; nothing before one is found or made. */
export interface CloudEndpointKnown {
  readonly id?: string;
  readonly attachment?: Attachment;
  /** The network that it is in, or is to be made in. */
  readonly place?: string;
  /** The cloud's word for its state. */
  readonly state?: string;
}
