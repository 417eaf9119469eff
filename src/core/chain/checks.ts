import { type EndpointState, idOf, isReserved } from '../endpoint.ts';
import type { Check, Finding, Verdict } from './finding.ts';
import type { Observed, ObservedSecret } from './observed.ts';

type Judgement = Omit<Finding, 'link'>;

/** What is not there yet, or never will be: with the phase's own reason. */
function pending({ endpoint, message }: Observed): Judgement {
  const broken = endpoint?.phase === 'Failed' || endpoint?.phase === 'Unsupported';
  const [verdict, code] = broken ? (['fails', 'broken'] as const) : (['warns', 'in-progress'] as const);
  const reason = message ?? endpoint?.error ?? endpoint?.state ?? '';
  return { verdict, seen: { code, id: idOf(endpoint), reason } };
}

function judgeDeclared({ reference, endpoint, provider, region, up }: Observed): readonly Judgement[] {
  if (reference === undefined || endpoint === undefined)
    return [{ verdict: 'fails', seen: { code: 'nothing-declares', provider, region }, fix: up }];
  if (!endpoint.declared) return [{ verdict: 'warns', seen: { code: 'not-in-spec' } }];
  return [{ verdict: 'holds', seen: { code: 'object', reference } }];
}

/** Whether Atlas's side is there, as far as the endpoint itself shows: one that has a service may still have failed. */
function hasService(endpoint: EndpointState | undefined): boolean {
  return isReserved(endpoint) || (endpoint?.service !== undefined && idOf(endpoint) !== undefined);
}

function judgeService(observed: Observed): readonly Judgement[] {
  const { endpoint } = observed;
  if (!hasService(endpoint)) return [pending(observed)];
  return [{ verdict: 'holds', seen: { code: 'service', service: endpoint?.service ?? '' } }];
}

function judgeLinked(observed: Observed): readonly Judgement[] {
  const { endpoint, up, message } = observed;
  const id = idOf(endpoint);
  if (id === undefined && endpoint?.phase !== 'Failed')
    return [{ verdict: 'fails', seen: { code: 'no-cloud-endpoint' }, fix: placed(up) }];
  if (endpoint?.phase !== 'Available' || id === undefined) return [pending(observed)];
  if (message !== undefined) return [{ verdict: 'warns', seen: { code: 'in-progress', id, reason: message } }];
  return [{ verdict: 'holds', seen: { code: 'cloud-endpoint', id, state: endpoint.state } }];
}

/** The command with the placement that needs no further word. */
function placed(up: Observed['up']): Observed['up'] {
  return { ...up, flags: { ...up.flags, 'from-nodes': true } };
}

function judgeString({ secrets = [], refusal }: Observed): readonly Judgement[] {
  const found = secrets.map(ofSecret);
  if (refusal !== undefined) return [...found, { verdict: 'unknown', seen: { code: 'unreadable', reason: refusal } }];
  return found.length > 0 ? found : [{ verdict: 'fails', seen: { code: 'no-secret' } }];
}

function ofSecret({ name, user, writtenMsAgo, holds, refresh }: ObservedSecret): Judgement {
  const [verdict, code]: readonly [Verdict, 'secret-holds' | 'secret-lacks' | 'secret-untold'] =
    holds === undefined ? ['unknown', 'secret-untold'] : holds ? ['holds', 'secret-holds'] : ['fails', 'secret-lacks'];
  return { verdict, seen: { code, name, user, writtenMsAgo }, fix: holds === true ? undefined : refresh };
}

/** The checks that Kubernetes alone answers, in the order of the chain. */
export const checks: readonly Check[] = [
  { link: 'declared', restsOn: [], judge: judgeDeclared },
  { link: 'service', restsOn: ['declared'], judge: judgeService },
  { link: 'linked', restsOn: ['declared', 'service'], judge: judgeLinked },
  { link: 'string', restsOn: ['declared', 'service', 'linked'], judge: judgeString },
];
