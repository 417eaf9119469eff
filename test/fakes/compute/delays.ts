/** How long each thing takes, in milliseconds of the fake's clock. */
export interface Delays {
  /** Until an operation that was accepted begins: PENDING so long, then RUNNING. */
  readonly queueMs: number;
  readonly addressMs: number;
  readonly ruleMs: number;
  readonly labelsMs: number;
  readonly patchMs: number;
  readonly deleteMs: number;
  /** From the moment when the producer knows a rule to ACCEPTED. */
  readonly acceptMs: number;
}

export const usualDelays: Delays = {
  queueMs: 0,
  addressMs: 3_000,
  ruleMs: 10_000,
  labelsMs: 0,
  patchMs: 3_000,
  deleteMs: 8_000,
  acceptMs: 0,
};
