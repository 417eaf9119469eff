import type { IncomingMessage } from 'node:http';
import type { Api, Fault } from '../harness/gate.ts';

/** A fault that passes, and what it is called in the output. */
export interface PassingFault {
  readonly name: string;
  readonly fault: Fault;
}

const json = { 'content-type': 'application/json' };
const retry = { ...json, 'retry-after': '2' };

function answer(
  name: string,
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = json,
): PassingFault {
  return {
    name,
    fault: { kind: 'answer', status, headers, body: typeof body === 'string' ? body : JSON.stringify(body) },
  };
}

const broken: readonly PassingFault[] = [
  { name: 'reset', fault: { kind: 'drop' } },
  { name: 'lost answer', fault: { kind: 'lost' } },
];

function status(code: number, reason: string): unknown {
  return { kind: 'Status', apiVersion: 'v1', status: 'Failure', code, reason, message: 'a fault on purpose' };
}

function ec2(code: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?><Response><Errors><Error><Code>${code}</Code><Message>a fault on purpose</Message></Error></Errors><RequestID>0</RequestID></Response>`;
}

function arm(code: string): unknown {
  return { error: { code, message: 'a fault on purpose' } };
}

function google(code: number, reason: string): unknown {
  return { error: { code, message: 'a fault on purpose', errors: [{ reason, message: 'a fault on purpose' }] } };
}

const xml = { 'content-type': 'text/xml;charset=UTF-8' };

/** Each API's own ways to say that it cannot for the moment. */
const ofApi: Readonly<Record<Api, readonly PassingFault[]>> = {
  kubernetes: [
    answer('429', 429, status(429, 'TooManyRequests'), retry),
    answer('500', 500, status(500, 'InternalError')),
    answer('503', 503, 'upstream connect error', { 'content-type': 'text/plain' }),
    ...broken,
  ],
  ec2: [
    answer('RequestLimitExceeded', 503, ec2('RequestLimitExceeded'), xml),
    answer('Throttling', 400, ec2('Throttling'), xml),
    answer('InternalError', 500, ec2('InternalError'), xml),
    ...broken,
  ],
  arm: [
    answer('429', 429, arm('TooManyRequests'), retry),
    answer('409 AnotherOperationInProgress', 409, arm('AnotherOperationInProgress')),
    answer('RetryableError', 400, arm('RetryableError')),
    answer('503', 503, arm('ServiceUnavailable')),
    ...broken,
  ],
  compute: [
    answer('429', 429, google(429, 'rateLimitExceeded'), retry),
    answer('403 rateLimitExceeded', 403, google(403, 'rateLimitExceeded')),
    answer('503', 503, google(503, 'backendError')),
    ...broken,
  ],
};

const ofSignIn: readonly PassingFault[] = [
  answer('503', 503, { error: 'temporarily_unavailable', error_description: 'a fault on purpose' }),
  ...broken,
];

/** The faults with which a request may meet. */
export function faultsFor(api: Api, { url = '' }: Pick<IncomingMessage, 'url'>): readonly PassingFault[] {
  const isSignIn = (api === 'arm' && /oauth2|openid/.test(url)) || (api === 'compute' && !url.startsWith('/compute/'));
  return isSignIn ? ofSignIn : ofApi[api];
}
