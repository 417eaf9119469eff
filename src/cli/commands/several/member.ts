import { Slots } from '../../../core/plan/slots/slots.ts';
import type { VerbContext } from '../../context.ts';

/**
 * How many objects are worked on at the same time; waiting for Atlas, the operator or a cloud does not count, so that a long list takes little
 * longer than one object. A cloud counts the requests of an account: EC2 answers a hundred reads of one kind at once in a region and then 20 a second,
 * and fewer changes (Amazon EC2 Developer Guide, "Request throttling"). Each endpoint needs a few of each at every step.
 */
const AT_ONCE = 10;

/** The places of a command for several objects. */
export function newSlots(): Slots {
  return new Slots(AT_ONCE);
}

/** One of the objects that a command line is for. */
export interface Member<P, R> {
  /** What it is called among them, such as `ad/orders`. */
  readonly name: string;
  /** The same command for this object alone. */
  readonly commandLine: string;
  /** Looks at everything and refuses what it can, before anything is changed. @throws UserError */
  readonly prepare: (context: VerbContext) => Promise<P>;
  /** Makes the changes. */
  readonly act: (prepared: P, context: VerbContext) => Promise<R>;
  /** What has been changed so far, in a few words each. */
  readonly changes: (prepared: P) => readonly string[];
}

/** What became of an object: its result, or why there is none. */
export interface Outcome<R> {
  readonly name: string;
  readonly commandLine: string;
  readonly result: R | undefined;
  /** Undefined if it succeeded. */
  readonly failure: unknown;
  readonly changes: readonly string[];
}

/** The context of one object: what it prints to continue with is the command for this object alone. */
export function contextOf(
  { commandLine }: Pick<Member<never, never>, 'commandLine'>,
  context: VerbContext,
): VerbContext {
  return { ...context, commandLine };
}
