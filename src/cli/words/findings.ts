import type { Seen } from '../../core/chain/finding.ts';
import { formatAge } from '../../core/duration.ts';
import { partsOf } from '../../core/endpoint.ts';
import { shortId } from '../../cloud/short-service.ts';

/** What was seen of a link, in one line. */
export function seenText(seen: Seen): string {
  switch (seen.code) {
    case 'object':
      return seen.reference;
    case 'nothing-declares':
      return seen.provider === ''
        ? 'it declares no private endpoint'
        : `nothing declares an endpoint in ${seen.provider} ${seen.region}`.trimEnd();
    case 'not-in-spec':
      return 'no longer in the spec';
    case 'service':
      return serviceText(seen.service);
    case 'no-cloud-endpoint':
      return 'there is no cloud endpoint yet';
    case 'cloud-endpoint':
      return seen.state === undefined ? shortId(seen.id) : `${shortId(seen.id)}   ${seen.state}`;
    case 'in-progress':
    case 'broken':
      return seen.id === undefined ? seen.reason : `${shortId(seen.id)}   ${seen.reason}`;
    case 'secret-holds':
    case 'secret-lacks':
    case 'secret-untold':
      return secretText(seen);
    case 'no-secret':
      return 'there is no connection Secret yet; the operator writes one for each AtlasDatabaseUser';
    case 'unreadable':
      return seen.reason;
  }
}

/** A service by the name that the resource has in its cloud, and how many parts there are beside the first. */
function serviceText(service: string): string {
  const [first = '', ...others] = partsOf(service);
  return others.length === 0 ? shortId(first) : `${shortId(first)} and ${others.length} more`;
}

type SeenSecret = Extract<Seen, { readonly writtenMsAgo: number | undefined }>;

function secretText({ code, name, user, writtenMsAgo }: SeenSecret): string {
  const written = writtenMsAgo === undefined ? '' : `, written ${formatAge(writtenMsAgo)} ago`;
  const verdict = {
    'secret-holds': '',
    'secret-lacks': ', lacks it',
    'secret-untold': ', may hold it: the status of the deployment does not tell',
  }[code];
  return `secret/${name} (${user})${written}${verdict}`;
}
