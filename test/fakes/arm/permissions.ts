import type { Permissions } from '../permissions.ts';
import { ArmError } from './errors.ts';
import { principal } from './directory.ts';

interface Asked {
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
}

const verbs: Readonly<Record<string, string>> = { GET: 'read', PUT: 'write', DELETE: 'delete' };

/** The operation of a resource provider that a request is, such as `Microsoft.Network/privateEndpoints/read`; undefined for the poll of an operation. */
function actionOf({ method, path }: Asked): string | undefined {
  const [provider = '', ...rest] = (/\/providers\/(.+)$/i.exec(path)?.[1] ?? '').split('/');
  // Who may begin an operation may look at it.
  if (rest[0]?.toLowerCase() === 'locations') return undefined;
  const types = rest.filter((_, index) => index % 2 === 0);
  return `${provider}/${types.join('/')}/${verbs[method] ?? 'action'}`;
}

function clientText(): string {
  return `The client '${principal.client}' with object id '${principal.client}'`;
}

/**
 * Checks what a request needs: its own action and, of a new private endpoint, to join the subnet.
 * @throws ArmError in the words of Azure (learn.microsoft.com/azure/role-based-access-control/troubleshooting; Azure/CloudShell#561)
 */
export function checkPermissions(permissions: Permissions, asked: Asked): void {
  const action = actionOf(asked);
  if (action === undefined) return;
  if (!permissions.has(action))
    throw new ArmError(
      403,
      'AuthorizationFailed',
      `${clientText()} does not have authorization to perform action '${action}' over scope '${asked.path}' or the scope is invalid. If access was recently granted, please refresh your credentials.`,
    );
  const join = 'Microsoft.Network/virtualNetworks/subnets/join/action';
  if (asked.method !== 'PUT' || permissions.has(join)) return;
  const { properties } = asked.body as { readonly properties?: { readonly subnet?: { readonly id?: string } } };
  throw new ArmError(
    403,
    'LinkedAuthorizationFailed',
    `${clientText()} has permission to perform action '${action}' on scope '${asked.path}'; however, it does not have permission to perform action(s) '${join}' on the linked scope(s) '${properties?.subnet?.id ?? ''}' (respectively) or the linked scope(s) are invalid.`,
  );
}
