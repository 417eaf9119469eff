import { isIPv4 } from 'node:net';
import type { EndpointState } from '../../../core/endpoint.ts';
import { UserError } from '../../../core/errors.ts';
import { isReserved } from '../../../core/plan.ts';
import type { Subject } from '../../endpoints/resolve.ts';
import type { AdvanceArguments, Towards } from './request.ts';

/** @throws UserError for an address that is none, or that comes without the id of its endpoint */
export function checkIp({ ip, id }: AdvanceArguments): void {
  if (ip === undefined) return;
  if (!isIPv4(ip)) {
    throw new UserError(`invalid value "${ip}" for --ip: not an IPv4 address`, {
      hint: 'it looks like --ip=10.20.1.4',
    });
  }
  if (id === undefined) {
    throw new UserError('--ip needs --id: the address belongs to one endpoint', {
      hint: 'leave both out and the endpoint is looked up',
    });
  }
}

/** @throws UserError for an endpoint that the verb cannot go on with, before anything is done */
export function checkSubject(subject: Subject, args: AdvanceArguments, verb: Towards): void {
  const { cloud } = subject;
  if (args['skip-cloud-check'] === true && cloud.needsIp && args.ip === undefined) {
    throw new UserError(`--skip-cloud-check needs --ip too on ${cloud.name}`, {
      hint: 'Atlas has to be told the private address of the endpoint, which otherwise is read from the cloud',
    });
  }
  if (!verb.declares && !args.recreate) mustBeReserved(subject, subject.before);
}

/** `link` only links: it neither declares nor waits for a reservation that nobody asked for. */
function mustBeReserved({ target, label }: Subject, endpoint: EndpointState | undefined): void {
  const name = `endpoint "${label}" of ${target.reference}`;
  const create = {
    verb: 'create',
    source: target.reference,
    namespace: target.namespace,
    flags: { endpoint: label },
  };
  if (endpoint?.declared === false) {
    throw new UserError(`${name} is not in the spec any more; Atlas shows it as ${endpoint.state ?? 'unknown'}`, {
      hint: ['declare it again with: ', create],
    });
  }
  if (endpoint?.phase === 'Failed' || isReserved(endpoint)) return;
  throw new UserError(
    `the service of ${name} is not reserved yet; last seen: ${endpoint?.state ?? 'not in the status yet'}`,
    { hint: ['wait for it with: ', create] },
  );
}
