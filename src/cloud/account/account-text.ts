import type { Retries } from '../../core/retries/retries.ts';
/** What is known of the account that a command acts on. */
interface ActedOn {
  /** The cloud and its account, such as `AWS account 123456789012`. */
  readonly account: string;
  /** Whose credentials are used, or where they come from; undefined if nothing says it. */
  readonly by: string | undefined;
  /** The regions that are acted in, in the cloud's own spelling, in which one may stand several times; none if that is not known yet. */
  readonly regions: readonly (string | undefined)[];
}

/** The account as one line, such as `AWS account 123456789012 (profile prod), region us-east-1`. */
export function accountText({ account, by, regions }: ActedOn): string {
  const known = distinct(regions);
  const where = known.length === 0 ? '' : `, region${known.length === 1 ? '' : 's'} ${known.join(' and ')}`;
  return `${account}${by === undefined ? '' : ` (${by})`}${where}`;
}

/** Each of the values once, in their order, without those that are not known. */
export function distinct(values: readonly (string | undefined)[]): readonly string[] {
  return [...new Set(values)].filter((value) => value !== undefined);
}

/** Milliseconds for whatever gives the credentials, such as a program of the person's own, before the account is left untold. */
const CREDENTIALS_MS = 60_000;

/** What limits waiting for credentials in order to tell the account; the next request that needs them waits on, and reports what fails. */
export function patienceForCredentials(retries: Retries): AbortSignal {
  return AbortSignal.any([AbortSignal.timeout(retries.patienceMs(CREDENTIALS_MS)), retries.time.signal]);
}
