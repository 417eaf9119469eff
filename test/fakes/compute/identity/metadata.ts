import type { Google } from '../model.ts';
import type { Accounts } from './accounts.ts';
import { CLOUD_SCOPE, LASTS, type Tokens } from './tokens.ts';

/** What the metadata server of a machine or a Pod on Google Cloud answers. */
export interface MetadataAnswer {
  readonly status: number;
  /** A text as it is, or anything else as JSON. */
  readonly body: unknown;
}

const text = (body: string): MetadataAnswer => ({ status: 200, body });

/** @param flavored whether the request has the header `Metadata-Flavor: Google`, without which it is refused */
export function metadata(
  url: URL,
  flavored: boolean,
  { accounts, google, tokens }: { readonly accounts: Accounts; readonly google: Google; readonly tokens: Tokens },
): MetadataAnswer {
  if (!flavored) return { status: 403, body: 'Missing required header "Metadata-Flavor": "Google"' };
  const { attached, attachedProject } = accounts;
  const path = url.pathname.replace(/^\/(?:computeMetadata\/v1\/?)?/, '').replace(/\/$/, '');
  if (path === '' || path === 'instance') return text('');
  if (path === 'universe/universe-domain') return text('googleapis.com');
  if (path === 'project/project-id') return text(attachedProject);
  if (path === 'project/numeric-project-id') return text(google.project(attachedProject).number);
  const [, property] = /^instance\/service-accounts\/(?:default|[^/]+@[^/]+)(?:\/(\w+))?$/.exec(path) ?? [];
  if (attached === undefined || !path.startsWith('instance/service-accounts'))
    return { status: 404, body: 'Not Found' };
  if (property === 'email') return text(attached);
  if (property === 'scopes') return text(`${CLOUD_SCOPE}\n`);
  if (property !== 'token')
    return { status: 200, body: { aliases: ['default'], email: attached, scopes: [CLOUD_SCOPE] } };
  const scopes = url.searchParams.get('scopes')?.split(',') ?? [CLOUD_SCOPE];
  const token = { access_token: tokens.issue(attached, scopes), expires_in: LASTS, token_type: 'Bearer' };
  return { status: 200, body: token };
}
