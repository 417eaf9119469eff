import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { type HandClock, handClock } from '../../harness/hand-clock.ts';
import { within } from '../../harness/suite.ts';
import type { RuleSnapshot } from './life.ts';
import { addAttachment, type SeededGoogle, seedGoogle } from './seed.ts';
import { type FakeCompute, type FakeComputeOptions, startCompute } from './server.ts';

/** What the tests read of an answer. */
export interface Body {
  readonly kind?: string;
  readonly id?: string;
  readonly name?: string;
  readonly status?: string;
  readonly address?: string;
  readonly IPAddress?: string;
  readonly users?: readonly string[];
  readonly labels?: Readonly<Record<string, string>>;
  readonly labelFingerprint?: string;
  readonly fingerprint?: string;
  readonly target?: string;
  readonly allowPscGlobalAccess?: boolean;
  readonly pscConnectionStatus?: string;
  readonly nextPageToken?: string;
  readonly error?: {
    readonly code: number;
    readonly message: string;
    readonly status?: string;
    readonly errors: readonly { readonly code?: string; readonly reason?: string; readonly message: string }[];
  };
  readonly [field: string]: unknown;
}

export interface Reply {
  readonly status: number;
  readonly body: Body;
  readonly headers: Headers;
}

/** The service attachment of a producer that the tests connect to. */
export const attachment =
  'projects/p-0123456789abcdef01234567/regions/europe-west1/serviceAttachments/sa-europe-west1-0123456789abcdef01234567-0';

/** Sends a request below the seeded project, or to a path that begins with a slash. */
export type Send = (method: string, path: string, body?: unknown, headers?: Record<string, string>) => Promise<Reply>;

export interface Bench {
  readonly compute: FakeCompute;
  readonly clock: HandClock;
  readonly seed: SeededGoogle;
  /** Rules that the producer knows, by name. */
  readonly known: Set<string>;
  readonly send: Send;
  /** A sound request for an address, and for a rule that uses the address of the same name. */
  readonly address: (name: string, changes?: object) => object;
  readonly rule: (name: string, changes?: object) => object;
  /** Makes an address and a rule of that name and lets both get ready. */
  readonly connect: (name: string) => Promise<void>;
}

export const region = 'regions/europe-west1';

/** Every answer of a test run is noted where this is set, to be compared with Google's own description of the API. */
function note(compute: FakeCompute): void {
  const folder = process.env['COMPUTE_TRANSCRIPTS'];
  if (folder === undefined) return;
  const lines = compute.requests().map((received) => `${JSON.stringify(received)}\n`);
  appendFileSync(join(folder, `${process.pid}.jsonl`), lines.join(''));
}

/** Runs `body` against a fresh fake with a seeded account, over plain HTTP. */
export async function withCompute(
  body: (bench: Bench) => Promise<void>,
  options: Omit<FakeComputeOptions, 'clock'> = {},
): Promise<void> {
  const clock = handClock();
  const known = new Set<string>();
  const delays = { addressMs: 100, ruleMs: 200, patchMs: 100, deleteMs: 300 };
  const accepted = ({ name }: RuleSnapshot): boolean => known.has(name);
  const compute = await startCompute({ clock, delays, accepted, ...options });
  const seed = seedGoogle(compute);
  addAttachment(compute.google, attachment);
  const token = compute.token();
  const send: Send = async (method, path, content, headers = {}) => {
    const url = `${compute.url}${path.startsWith('/') ? path : `/compute/v1/projects/${seed.project}/${path}`}`;
    const json = content === undefined ? {} : { body: JSON.stringify(content) };
    const answer = await fetch(url, {
      method,
      ...json,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
    });
    const text = await answer.text();
    return { status: answer.status, body: (text === '' ? {} : JSON.parse(text)) as Body, headers: answer.headers };
  };
  const address: Bench['address'] = (name, changes) => ({
    name,
    addressType: 'INTERNAL',
    subnetwork: seed.subnetworks.endpoints.name,
    ...changes,
  });
  const rule: Bench['rule'] = (name, changes) => ({
    name,
    IPAddress: `projects/${seed.project}/${region}/addresses/${name}`,
    network: seed.networkName,
    target: attachment,
    ...changes,
  });
  const connect = async (name: string): Promise<void> => {
    await send('POST', `${region}/addresses`, address(name));
    clock.pass(100);
    await send('POST', `${region}/forwardingRules`, rule(name));
    clock.pass(200);
  };
  try {
    // A body that hangs must still let the fake be closed, or the process of the test would never end.
    const bench = { compute, clock, seed, known, send, address, rule, connect };
    await within(10_000, 'the body of withCompute', body(bench));
    note(compute);
  } finally {
    await compute.close();
  }
}

/** The status and the reason of a refusal. */
export function refusalOf({ status, body }: Reply): string {
  return `${status} ${body.error?.errors[0]?.reason}`;
}

/** The codes that an operation ended with. */
export function codesOf({ body }: Reply): readonly (string | undefined)[] {
  return (body.error?.errors ?? []).map(({ code }) => code);
}
