import { faultsFor } from './passing-faults.ts';
import { type Came, type Script, type Sent, runScenario } from './run-scenario.ts';
import type { Scenario } from './scenario.ts';

/** A run that is to come to the same end as one that nothing disturbs. */
export interface Round {
  /** What is done to it. */
  readonly kind: string;
  /** Where. */
  readonly at: string;
  readonly script: Script;
}

const nothing: Script['fault'] = () => undefined;

/** Each request of the unbroken run meets once with each fault that passes. */
export function faultRounds(sent: readonly Sent[]): readonly Round[] {
  return sent.flatMap((request, at) =>
    faultsFor(request.api, request).map(({ name, fault }): Round => {
      const script: Script = { fault: (nth) => (nth === at ? fault : undefined) };
      return { kind: `${request.api} ${name}`, at: atOf(request, at), script };
    }),
  );
}

function ended(how: NonNullable<Script['end']>['how'], nth: number, request: Sent): Round {
  return { kind: how, at: atOf(request, nth), script: { fault: nothing, end: { nth, how } } };
}

/**
 * The run is ended at each of its requests. That before one is that after the one before it: nobody else sees a difference; so only the last
 * request is followed by an end of its own.
 */
export function endRounds(sent: readonly Sent[]): readonly Round[] {
  const last = sent.at(-1);
  return [
    ...sent.map((request, nth) => ended('killed before', nth, request)),
    ...(last === undefined ? [] : [ended('killed after', sent.length - 1, last)]),
    ...sent.map((request, nth) => ended('interrupted', nth, request)),
  ];
}

/** A row of numbers from 0 up to 1 that the seed determines (mulberry32). */
export function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A run in which one request in four fails, as the seed says. */
export function seededRound(seed: number): Round {
  const random = randomOf(seed);
  const fault: Script['fault'] = (_, sent) => {
    if (random() >= 0.25) return undefined;
    const faults = faultsFor(sent.api, sent);
    return faults[Math.floor(random() * faults.length)]?.fault;
  };
  return { kind: 'many faults', at: `seed ${seed}`, script: { fault } };
}

/** Runs a round. @returns what is wrong with how it came out; undefined where nothing is */
export async function judge(scenario: Scenario, { script }: Round, unbroken: Came): Promise<string | undefined> {
  const came = await runScenario(scenario, script);
  const last = came.again ?? came.seen;
  const done = came.again !== undefined && scenario.alreadyDone?.test(last.stderr) === true;
  if (last.code !== 0 && !done) return `exit code ${last.code}\n${last.stderr}`;
  if (script.end?.how === 'interrupted' && came.endedMs > 1_000) return `it went on for ${came.endedMs} ms`;
  if (script.end?.how === 'interrupted' && ![0, 130].includes(came.seen.code ?? -1))
    return `exit code ${came.seen.code} after Ctrl-C\n${came.seen.stderr}`;
  if (came.state === unbroken.state) return undefined;
  const is = came.state.split('\n');
  const differing = unbroken.state.split('\n').filter((line) => !is.includes(line));
  return `another state, without:\n${differing.slice(0, 8).join('\n')}\n${last.stderr}`;
}

function atOf({ api, method, url }: Sent, nth: number): string {
  return `request ${nth}: ${api} ${method} ${url.replace(/\?.*/, '')}`;
}
