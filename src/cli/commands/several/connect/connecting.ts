import { UserError, exitCodes, isFailure } from '../../../../core/errors.ts';
import { formatDuration } from '../../../../core/duration.ts';
import type { VerbContext } from '../../../context.ts';
import { messageOf } from '../../../words/errors.ts';
import { connectEndpoint } from '../../connect/connect-endpoint.ts';
import type { Prepared } from '../../connect/connect-endpoints.ts';
import type { PreparedEndpoint, Request } from '../../connect/request.ts';
import type { ConnectResult } from '../../connect/result.ts';

/** The endpoints of one object, and what is made of them once they are connected. */
export interface PreparedObject<R> extends Prepared {
  readonly end: (results: readonly [ConnectResult, ...ConnectResult[]], context: VerbContext) => Promise<R>;
}

/** An endpoint that is being connected, and what has been changed for it so far. */
interface Begun {
  readonly result: Promise<ConnectResult>;
  readonly changes: readonly string[];
}

/** Endpoints that are being connected: each once, whichever of the objects needs it. */
export class Connecting {
  readonly #begun = new Map<string, Begun>();

  /** Connects the endpoints of one object, and goes on to what the verb ends with. */
  async run<R>({ endpoints, request, end }: PreparedObject<R>, context: VerbContext): Promise<R> {
    const begun = { ...request, context, startedAt: context.now() };
    for (const { progress } of endpoints) progress.begin('waits for its turn');
    const runs = await Promise.allSettled(endpoints.map((each) => this.#connect(each, begun)));
    const results = runs.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
    const took = (): string => formatDuration(context.now() - begun.startedAt);
    try {
      const [first, ...others] = results;
      const failures = runs.flatMap((each) => (each.status === 'rejected' ? [each.reason as unknown] : []));
      if (failures.length > 0 || first === undefined) throw failureOf(failures);
      const ended = await end([first, ...others], context);
      for (const { progress, endpoint } of results)
        progress.end({ sign: 'done', detail: endpoint.state ?? '', took: took() });
      return ended;
    } catch (error) {
      for (const [at, { progress }] of endpoints.entries()) {
        const run = runs[at];
        const reason: unknown = run?.status === 'rejected' ? run.reason : error;
        const isFailed = isFailure(reason) && !context.signal.aborted;
        progress.end(isFailed ? { sign: 'fails', detail: messageOf(reason), took: took() } : undefined);
      }
      throw error;
    }
  }

  async #connect(prepared: PreparedEndpoint, request: Request): Promise<ConnectResult> {
    const { selected, progress } = prepared;
    const key = keyOf(selected);
    const known = this.#begun.get(key);
    const begun = known ?? { result: connectEndpoint(prepared, request), changes: prepared.changes };
    this.#begun.set(key, begun);
    if (known !== undefined) progress.begin('another of the objects has the same endpoint');
    try {
      return { ...(await begun.result), selected, progress };
    } finally {
      if (known !== undefined) prepared.changes.push(...known.changes);
    }
  }
}

/** What tells the endpoints of several objects apart. */
export function keyOf({ target, label }: PreparedEndpoint['selected']): string {
  return JSON.stringify([target.reference, target.namespace, label]);
}

/** What became of an object with some of whose endpoints something went wrong. */
export function failureOf(failures: readonly unknown[]): unknown {
  const [first, another] = failures;
  const other = failures.find((each) => !isFailure(each));
  if (other !== undefined || another === undefined) return other ?? first;
  const errors = failures.filter((each) => each instanceof UserError);
  const isLate = errors.every(({ exitCode }) => exitCode === exitCodes.timedOut);
  const exitCode = isLate ? exitCodes.timedOut : exitCodes.failed;
  return new UserError(errors.map(messageOf).join('; '), { exitCode });
}
