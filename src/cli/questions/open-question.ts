import type { UserError } from '../../core/errors.ts';

/** A question that nobody can be asked, and how a command line answers it. */
export interface OpenQuestion {
  /** What is to be said, such as `where to create the cloud endpoint`. */
  readonly what: string;
  /** The flags that say it, such as `--from-nodes --yes`; undefined if there is no answer to propose. */
  readonly flags: string | undefined;
  /** Other flags that say it. */
  readonly otherwise?: string;
  /** The error for this question alone, if it has its own. */
  readonly error?: UserError;
}
