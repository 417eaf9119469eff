import { put } from './create.ts';
import { endpointBody, machineNicBody, networkBody, nicBody, operationBody } from './describe.ts';
import { ArmError, locked, notFound } from './errors.ts';
import type { FailureRule } from './failures.ts';
import { type Azure, key, uuidOf } from './model.ts';

/** One request, after the token, the version and the failures on demand were seen to. */
export interface Call {
  readonly azure: Azure;
  readonly url: string;
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: unknown;
  readonly now: number;
  /** Set when the operation that this starts is to fail. */
  readonly failure: FailureRule | undefined;
  readonly pageSize: number;
}

export interface Answer {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Seconds that the service asks to wait for an operation. */
const RETRY_AFTER = '10';

type Route = readonly [method: string, path: RegExp, run: (call: Call, parts: readonly string[]) => Answer];

function page(call: Call, items: readonly unknown[]): Answer {
  const from = Number(call.query.get('$skipToken') ?? 0);
  const value = items.slice(from, from + call.pageSize);
  const next = from + call.pageSize;
  const nextLink = `${call.url}${call.path}?api-version=${call.query.get('api-version')}&$skipToken=${next}`;
  return { status: 200, body: next < items.length ? { value, nextLink } : { value } };
}

function operationHeaders(call: Call, subscription: string, location: string, name: string): Record<string, string> {
  const base = `${call.url}/subscriptions/${subscription}/providers/Microsoft.Network/locations/${location}`;
  return {
    'azure-asyncoperation': `${base}/operations/${name}?api-version=${call.query.get('api-version')}`,
    'retry-after': RETRY_AFTER,
  };
}

const group = String.raw`(/subscriptions/([^/]+)/resourceGroups/([^/]+))`;
const path = (text: string): RegExp => new RegExp(`^${text}$`, 'i');
const endpointPath = path(`${group}/providers/Microsoft\\.Network/privateEndpoints/([^/]+)`);

const routes: readonly Route[] = [
  [
    'PUT',
    endpointPath,
    (call, [groupId = '', subscription = '']) => {
      const [endpoint, outcome] = put(call.azure, call.path, groupId, call.body, call.now);
      const begun = outcome !== 'changed';
      if (call.failure !== undefined && begun)
        endpoint.failure = { code: call.failure.code, message: call.failure.message ?? 'It failed.' };
      const headers = operationHeaders(call, subscription, endpoint.location, endpoint.operation);
      return { status: outcome === 'new' ? 201 : 200, body: endpointBody(endpoint), headers: begun ? headers : {} };
    },
  ],
  [
    'GET',
    endpointPath,
    ({ azure, path }, [, , groupName = '']) => {
      const endpoint = azure.endpoints.get(key(path));
      if (endpoint === undefined) throw notFound(path, groupName);
      return { status: 200, body: endpointBody(endpoint) };
    },
  ],
  [
    'DELETE',
    endpointPath,
    (call, [, subscription = '']) => {
      const endpoint = call.azure.endpoints.get(key(call.path));
      if (endpoint === undefined) return { status: 204 };
      const lock = [...call.azure.locks].find((scope) => `${key(endpoint.id)}/`.startsWith(`${key(scope)}/`));
      if (lock !== undefined) throw locked(call.path, lock);
      if (endpoint.provisioning !== 'Deleting') {
        endpoint.provisioning = 'Deleting';
        endpoint.since = call.now;
        endpoint.failure =
          call.failure === undefined
            ? undefined
            : { code: call.failure.code, message: call.failure.message ?? 'It failed.' };
      }
      const name = uuidOf('delete', endpoint.id, endpoint.since);
      call.azure.operations.set(name, { endpoint, deletes: true });
      const headers = operationHeaders(call, subscription, endpoint.location, name);
      const location = (headers['azure-asyncoperation'] ?? '').replace('/operations/', '/operationResults/');
      return { status: 202, headers: { ...headers, location } };
    },
  ],
  [
    'GET',
    path(String.raw`/subscriptions/([^/]+)/providers/Microsoft\.Network/privateEndpoints`),
    (call, [subscription = '']) =>
      page(
        call,
        [...call.azure.endpoints.values()]
          .filter(({ id }) => key(id).startsWith(`/subscriptions/${key(subscription)}/`))
          .map(endpointBody),
      ),
  ],
  [
    'GET',
    path(`${group}/providers/Microsoft\\.Network/privateEndpoints`),
    (call, [groupId = '', , groupName = '']) => {
      if (!call.azure.groups.has(key(groupId)))
        throw new ArmError(404, 'ResourceGroupNotFound', `Resource group '${groupName}' could not be found.`);
      const inGroup = [...call.azure.endpoints.values()].filter(({ id }) => key(id).startsWith(`${key(groupId)}/`));
      return page(call, inGroup.map(endpointBody));
    },
  ],
  [
    'GET',
    path(String.raw`/subscriptions/[^/]+/providers/Microsoft\.Network/locations/[^/]+/operations/([^/]+)`),
    ({ azure }, [name = '']) => {
      const body = operationBody(azure, name);
      if (body === undefined) throw new ArmError(404, 'NotFound', `The operation ${name} was not found.`);
      return { status: 200, body, headers: { 'retry-after': RETRY_AFTER } };
    },
  ],
  [
    'GET',
    path(String.raw`/subscriptions/[^/]+/providers/Microsoft\.Network/locations/[^/]+/operationResults/([^/]+)`),
    (call, [name = '']) => {
      const body = operationBody(call.azure, name);
      if (body === undefined) throw new ArmError(404, 'NotFound', `The operation ${name} was not found.`);
      if (body.status === 'InProgress')
        return {
          status: 202,
          headers: { location: `${call.url}${call.path}?${call.query.toString()}`, 'retry-after': RETRY_AFTER },
        };
      if (body.error !== undefined) throw new ArmError(400, body.error.code, body.error.message);
      return { status: 204 };
    },
  ],
  [
    'GET',
    path(String.raw`/subscriptions/([^/]+)/providers/Microsoft\.Network/virtualNetworks`),
    (call, [subscription = '']) => {
      const own = [...call.azure.networks.values()].filter(({ id }) =>
        key(id).startsWith(`/subscriptions/${key(subscription)}/`),
      );
      return page(call, own.map(networkBody));
    },
  ],
  [
    'GET',
    path(`${group}/providers/Microsoft\\.Network/virtualNetworks/([^/]+)`),
    ({ azure, path }, [, , groupName = '']) => {
      const network = azure.networks.get(key(path));
      if (network === undefined) throw notFound(path, groupName);
      return { status: 200, body: networkBody(network) };
    },
  ],
  [
    'GET',
    path(`${group}/providers/Microsoft\\.Network/networkSecurityGroups/([^/]+)`),
    ({ azure, path }, [, , groupName = '']) => {
      const found = azure.securityGroups.get(key(path));
      if (found === undefined) throw notFound(path, groupName);
      const securityRules = [...found.rules].map(([name, properties]) => ({
        name,
        id: `${found.id}/securityRules/${name}`,
        properties,
      }));
      return { status: 200, body: { id: found.id, name: found.id.split('/').at(-1), properties: { securityRules } } };
    },
  ],
  [
    'GET',
    path(`${group}/providers/Microsoft\\.Network/networkInterfaces/([^/]+)`),
    ({ azure, path }, [, , groupName = '']) => {
      const endpoint = [...azure.endpoints.values()].find(({ nicId }) => key(nicId) === key(path));
      if (endpoint !== undefined) {
        const extra = { privateEndpoint: { id: endpoint.id } };
        return { status: 200, body: nicBody(endpoint.nicId, endpoint.subnetId, endpoint.ip, extra) };
      }
      const machine = azure.machines.find(({ id }) => key(id) === key(path));
      if (machine === undefined) throw notFound(path, groupName);
      return { status: 200, body: machineNicBody(machine) };
    },
  ],
  [
    'GET',
    path(`${group}/providers/Microsoft\\.Network/networkInterfaces`),
    (call) =>
      page(call, call.azure.machines.filter(({ id }) => key(id).startsWith(`${key(call.path)}/`)).map(machineNicBody)),
  ],
  [
    'GET',
    path(
      `${group}/providers/Microsoft\\.Compute/virtualMachineScaleSets/([^/]+)/virtualMachines/([^/]+)/networkInterfaces`,
    ),
    (call, [, , groupName = '']) => {
      const found = call.azure.machines.filter(({ id }) => key(id).startsWith(`${key(call.path)}/`));
      if (found.length === 0) throw notFound(call.path.replace(/\/networkInterfaces$/i, ''), groupName);
      return page(call, found.map(machineNicBody));
    },
  ],
];

/** Answers a request. @throws ArmError */
export function answer(call: Call): Answer {
  const subscription = /^\/subscriptions\/([^/]+)/i.exec(call.path)?.[1] ?? '';
  if (!call.azure.subscriptions.has(key(subscription))) {
    throw new ArmError(404, 'SubscriptionNotFound', `The subscription '${subscription}' could not be found.`);
  }
  for (const [method, pattern, run] of routes) {
    const found = method === call.method ? pattern.exec(call.path) : null;
    if (found !== null) return run(call, found.slice(1));
  }
  throw new ArmError(400, 'InvalidResourceType', `The fake has no ${call.method} ${call.path}.`);
}
