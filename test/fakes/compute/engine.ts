import type { Clock } from '../../harness/clock.ts';
import type { Answer, Json } from './call.ts';
import type { Delays } from './delays.ts';
import { ComputeError } from './errors.ts';
import { type FailureRule, failureOf } from './failures.ts';
import { checkFrontEnd } from './front-end.ts';
import { Identity } from './identity/identity.ts';
import { OAuthError } from './identity/oauth-error.ts';
import { type Accepted, settle } from './life.ts';
import { Google } from './model.ts';
import { Permissions } from './permissions.ts';
import { match } from './routes.ts';
import type { Arrived, Outgoing } from './wire.ts';

export interface EngineOptions {
  readonly clock: Clock;
  readonly accepted: Accepted;
  readonly delays: Delays;
  readonly pageSize: number;
}

/** What stands behind the wire: Compute Engine and whatever gives tokens for it. */
export class Engine {
  readonly google = new Google();
  readonly permissions = new Permissions();
  readonly identity = new Identity(this.google, this.permissions);
  readonly #options: EngineOptions;

  constructor(options: EngineOptions) {
    this.#options = options;
  }

  /** Does what time and the producers have done since the last request. */
  bringUp(): void {
    const { clock, delays, accepted } = this.#options;
    settle(this.google, delays, clock.now(), accepted);
  }

  /**
   * Carries a request out.
   * @param rule what it is to fail with, in the operation that it starts or after it was carried out
   * @throws ComputeError, OAuthError, Dropped
   */
  answer(arrived: Arrived, rule: FailureRule | undefined): Outgoing | Answer {
    const { request, method, url, text } = arrived;
    const { authorization, 'metadata-flavor': flavor } = request.headers;
    const token = this.identity.answer({ method, url, text, authorization, flavor: flavor?.toString() });
    const answer = token ?? this.#compute(arrived, rule?.inOperation === true ? rule : undefined);
    if (rule !== undefined && rule.inOperation !== true) throw failureOf(rule);
    return answer;
  }

  #compute({ request, method, url, text }: Arrived, failure: FailureRule | undefined): Answer {
    const { google, permissions } = this;
    const { clock, delays, pageSize } = this.#options;
    const { authorization, 'x-goog-user-project': quotaProject } = request.headers;
    const caller = this.identity.caller(authorization);
    const { run, parameters } = match(method, url.pathname, url.searchParams);
    const project = google.project(parameters.get('project') ?? '');
    checkFrontEnd({ google, permissions, caller, method, project, quotaProject: quotaProject?.toString() ?? '' });
    this.bringUp();
    return run({
      google,
      permissions,
      method,
      project,
      delays,
      failure,
      pageSize,
      path: url.pathname,
      query: url.searchParams,
      body: parsed(text),
      now: clock.now(),
      param: (name) => parameters.get(name) ?? '',
      user: caller.principal,
      sleep: (ms) => clock.sleep(ms),
    });
  }
}

function parsed(text: string): Json {
  try {
    return (text === '' ? {} : JSON.parse(text)) as Json;
  } catch {
    throw new ComputeError(400, 'parseError', 'Parse Error');
  }
}

/** The answer that refuses a request. A mistake in the fake is said in it, too, where a test shows it. */
export function refusal(error: unknown, { url }: Arrived, rule: FailureRule | undefined): Outgoing {
  const headers = rule?.retryAfter === undefined ? {} : { 'retry-after': String(rule.retryAfter) };
  if (error instanceof OAuthError) return { status: error.status, body: error.body(), headers };
  if (!(error instanceof ComputeError)) {
    const broken = new ComputeError(500, 'internalError', `the fake Compute Engine failed: ${String(error)}`);
    return { status: 500, body: broken.body() };
  }
  // A token endpoint words the failures on demand in its own way.
  const isToken = /^(?:\/v1)?\/token$/.test(url.pathname);
  const worded = isToken ? new OAuthError(error.status, error.reason, error.message) : error;
  return { status: error.status, body: worded.body(), headers };
}
