import { AtlasError } from './errors.ts';

/** Makes matching requests fail, or answer late. */
export interface Fault {
  readonly method?: string;
  /** Of the path with its query. */
  readonly path: RegExp;
  /** The HTTP status of the refusal; left out for a request that is only slow. */
  readonly status?: number;
  /** Defaults to what Atlas says with that status: TOO_MANY_REQUESTS, UNEXPECTED_ERROR and so on (atlas.md, "Faults"). */
  readonly errorCode?: string;
  readonly detail?: string;
  /** How many requests it strikes; every one until `heal()` when left out. */
  readonly times?: number;
  /** Milliseconds until the answer. */
  readonly delayMs?: number;
  /** Does what was asked for, and loses the answer. */
  readonly afterEffect?: boolean;
}

const codes: Readonly<Record<number, string>> = {
  401: 'NOT_ATLAS_GROUP',
  403: 'USER_UNAUTHORIZED',
  409: 'CONFLICT',
  429: 'TOO_MANY_REQUESTS',
  500: 'UNEXPECTED_ERROR',
};

/** The error that a fault answers with; undefined for one that is only slow. */
export function errorOf({ status, errorCode, detail }: Fault): AtlasError | undefined {
  if (status === undefined) return undefined;
  return new AtlasError(status, errorCode ?? codes[status] ?? 'UNEXPECTED_ERROR', detail ?? 'made to fail');
}

/** The faults that are still to strike, in the order in which they were added. */
export class Faults {
  #faults: { fault: Fault; left: number }[] = [];

  add(fault: Fault): void {
    this.#faults.push({ fault, left: fault.times ?? Number.POSITIVE_INFINITY });
  }

  clear(): void {
    this.#faults = [];
  }

  /** Uses up one strike of the first fault that matches. */
  take(method: string, url: string): Fault | undefined {
    const found = this.#faults.find(
      ({ fault, left }) => left > 0 && (fault.method ?? method) === method && fault.path.test(url),
    );
    if (found === undefined) return undefined;
    found.left -= 1;
    return found.fault;
  }
}
