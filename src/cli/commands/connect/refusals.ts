import { isGiven } from '../../../cloud/flags/flag.ts';
import { type EndpointState, isReserved } from '../../../core/endpoint.ts';
import { UserError } from '../../../core/errors.ts';
import { type SelectedEndpoint, nameOf } from '../../endpoints/selected-endpoint.ts';
import type { ConnectArguments, ConnectVerb } from './request.ts';

/** @throws UserError for an endpoint that the verb cannot work on, before anything is done */
export function checkEndpoint(selected: SelectedEndpoint, args: ConnectArguments, verb: ConnectVerb): void {
  const { cloud, flags } = selected;
  const lacking = Object.entries(cloud.attachmentFlags).find(([name]) => !isGiven(flags, name));
  if (args['skip-cloud-check'] === true && lacking !== undefined) {
    const [name, { unseenHint: hint }] = lacking;
    throw new UserError(`--skip-cloud-check requires --${name} on ${cloud.name}`, { hint });
  }
  if (!verb.declares && !args.recreate) mustBeReserved(selected, selected.before);
}

/** `link` only links: it neither declares an endpoint nor waits for a reservation. */
function mustBeReserved(selected: SelectedEndpoint, endpoint: EndpointState | undefined): void {
  const { target, label } = selected;
  const name = nameOf(selected);
  const create = {
    verb: 'create',
    source: target.reference,
    namespace: target.namespace,
    flags: { endpoint: label },
  };
  if (endpoint?.declared === false) {
    throw new UserError(`${name} is no longer in the spec; Atlas still shows it as ${endpoint.state ?? 'unknown'}`, {
      hint: ['declare it again with: ', create],
    });
  }
  if (endpoint?.phase === 'Failed' || isReserved(endpoint)) return;
  throw new UserError(`the service of ${name} is not reserved yet; last seen: ${endpoint?.state ?? 'nothing yet'}`, {
    hint: ['wait for it with: ', create],
  });
}
