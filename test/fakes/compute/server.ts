import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Clock } from '../../harness/clock.ts';
import { type Gate, behind } from '../../harness/gate.ts';
import { type Delays, usualDelays } from './delays.ts';
import { Engine, refusal } from './engine.ts';
import { Dropped, Failures, type FailureRule, failureOf } from './failures.ts';
import type { Identity } from './identity/identity.ts';
import { CLOUD_SCOPE } from './identity/tokens.ts';
import { type Accepted, type RuleSnapshot, snapshotOf } from './life.ts';
import { type Connection, type Google, found } from './model.ts';
import type { Permissions } from './permissions.ts';
import { type Arrived, type Received, Wire, read } from './wire.ts';

export interface FakeComputeOptions {
  readonly clock: Clock;
  /** Asked for each pending rule, at every request; nobody accepts when it is left out. */
  readonly accepted?: Accepted;
  readonly delays?: Partial<Delays>;
  /** Members of a list's page; 500 when left out, which is also the most that a request can ask for. */
  readonly pageSize?: number;
  /** A free one when left out. */
  readonly port?: number;
  readonly gate?: Gate | undefined;
}

export interface FakeCompute {
  readonly url: string;
  /** What is there. Add to it with the functions of seed.ts, at any time. */
  readonly google: Google;
  readonly permissions: Permissions;
  /** Whoever may get a token, and the tokens. */
  readonly identity: Identity;
  /** An access token, for who needs no library to get one. */
  readonly token: () => string;
  /** The forwarding rules of all projects at this moment, oldest first. */
  readonly rules: () => readonly RuleSnapshot[];
  /** Every answered request so far, refused ones included, and those for tokens too. */
  readonly requests: () => readonly Received[];
  readonly fail: (rule: FailureRule) => void;
  /** Ends all failures, and breaks off the requests that hang. */
  readonly heal: () => void;
  /** Changes a connection behind its user's back. @param rule its relative name. @throws ComputeError when there is no such rule */
  readonly setConnection: (rule: string, connection: Connection) => void;
  /** Requests that have arrived and are not answered. One that is held open on purpose is not among them. */
  readonly inflight: () => number;
  readonly close: () => Promise<void>;
}

/** Answers one request, as the rule that hits it says. @throws ComputeError, OAuthError, Dropped */
async function respond(engine: Engine, wire: Wire, arrived: Arrived, rule: FailureRule | undefined): Promise<void> {
  if (rule?.hang === true) return wire.hold(arrived.response);
  if (rule !== undefined && rule.afterEffect !== true && rule.inOperation !== true) throw failureOf(rule);
  const answer = engine.answer(arrived, rule);
  if (!('later' in answer)) return wire.send(arrived, { status: 200, ...answer });
  wire.hold(arrived.response);
  const body = await answer.later();
  wire.release(arrived.response);
  wire.send(arrived, { status: 200, body });
}

/** Starts the fake on loopback. Its behaviour is written down in compute.md. */
export async function startCompute(options: FakeComputeOptions): Promise<FakeCompute> {
  const { clock, accepted = () => false, pageSize = 500 } = options;
  const engine = new Engine({ clock, accepted, pageSize, delays: { ...usualDelays, ...options.delays } });
  const { google, permissions, identity } = engine;
  const failures = new Failures();
  const wire = new Wire();
  const serve = async (arrived: Arrived): Promise<void> => {
    const rule = failures.take(arrived.method, arrived.url.pathname);
    try {
      await respond(engine, wire, arrived, rule);
    } catch (error) {
      if (error instanceof Dropped) arrived.request.socket.destroy();
      else wire.send(arrived, refusal(error, arrived, rule));
    }
  };
  const pass = behind(options.gate, 'compute', (request, response) => void read(request, response).then(serve));
  const server = createServer((request, response) => {
    wire.opened(response);
    pass(request, response);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    google,
    permissions,
    identity,
    token: () => identity.tokens.issue('somebody@example.com', [CLOUD_SCOPE]),
    rules: () => {
      engine.bringUp();
      return [...google.rules.values()].map(snapshotOf);
    },
    requests: () => wire.received(),
    fail: (rule) => failures.add(rule),
    heal() {
      failures.clear();
      wire.dropHeld();
    },
    setConnection(rule, connection) {
      engine.bringUp();
      found(google.rules, rule).connection = connection;
    },
    inflight: () => wire.inflight(),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
