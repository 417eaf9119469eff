import { addresses } from './addresses.ts';
import type { Answer, Handler } from './call.ts';
import { ComputeError } from './errors.ts';
import { firewalls } from './firewalls.ts';
import { forwardingRules } from './forwarding-rules.ts';
import { operationBody, operationOf } from './operations.ts';
import { places } from './places.ts';
import { waitFor } from './wait.ts';

const listQuery = ['filter', 'maxResults', 'orderBy', 'pageToken'];
const aggregatedQuery = [...listQuery, 'includeAllScopes'];
const changeQuery = ['requestId'];

const project = 'projects/{project}';
const region = `${project}/regions/{region}`;
const zone = `${project}/zones/{zone}`;
const address = `${region}/addresses/{address}`;
const rule = `${region}/forwardingRules/{forwardingRule}`;
const operation = `${region}/operations/{operation}`;

/** Handlers by `METHOD path`, with the parameters of the query that each understands. */
const routes: Readonly<Record<string, readonly [handler: Handler, query: readonly string[]]>> = {
  [`POST ${region}/addresses`]: [addresses.insert, changeQuery],
  [`GET ${region}/addresses`]: [addresses.list, listQuery],
  [`GET ${project}/aggregated/addresses`]: [addresses.aggregated, aggregatedQuery],
  [`GET ${address}`]: [addresses.get, []],
  [`DELETE ${address}`]: [addresses.remove, changeQuery],
  [`POST ${address}/setLabels`]: [addresses.setLabels, changeQuery],
  [`POST ${region}/forwardingRules`]: [forwardingRules.insert, changeQuery],
  [`GET ${region}/forwardingRules`]: [forwardingRules.list, listQuery],
  [`GET ${project}/aggregated/forwardingRules`]: [forwardingRules.aggregated, aggregatedQuery],
  [`GET ${rule}`]: [forwardingRules.get, []],
  [`PATCH ${rule}`]: [forwardingRules.patch, changeQuery],
  [`DELETE ${rule}`]: [forwardingRules.remove, changeQuery],
  [`POST ${rule}/setLabels`]: [forwardingRules.setLabels, changeQuery],
  [`GET ${operation}`]: [(call): Answer => ({ body: operationBody(operationOf(call), call.now) }), []],
  [`POST ${operation}/wait`]: [waitFor, []],
  [`GET ${project}/global/networks`]: [places.networks, listQuery],
  [`GET ${project}/global/networks/{network}`]: [places.network, []],
  [`GET ${project}/global/firewalls`]: [firewalls.list, listQuery],
  [`POST ${project}/global/firewalls`]: [firewalls.insert, changeQuery],
  [`GET ${region}/subnetworks`]: [places.subnetworks, listQuery],
  [`GET ${region}/subnetworks/{subnetwork}`]: [places.subnetwork, []],
  [`GET ${project}/aggregated/subnetworks/listUsable`]: [places.usable, []],
  [`GET ${zone}/instances`]: [places.instances, listQuery],
  [`GET ${zone}/instances/{instance}`]: [places.instance, []],
  [`GET ${project}/regions`]: [places.regions, listQuery],
  [`GET ${region}`]: [places.region, []],
  [`GET ${project}/getXpnHost`]: [places.xpnHost, []],
  [`GET ${project}`]: [places.project, []],
};

/** `METHOD path` of everything that the fake serves. */
export const served: readonly string[] = Object.keys(routes);

/** Parameters of every method that change nothing that the fake models. */
const everywhere = ['alt', 'prettyPrint', 'key', 'quotaUser'];

interface Route {
  readonly method: string;
  readonly words: readonly string[];
  readonly handler: Handler;
  readonly query: readonly string[];
}

const compiled: readonly Route[] = Object.entries(routes).map(([key, [handler, query]]) => {
  const [method = '', path = ''] = key.split(' ');
  return { method, words: path.split('/'), handler, query: [...query, ...everywhere] };
});

function parametersOf(words: readonly string[], segments: readonly string[]): Map<string, string> | undefined {
  if (words.length !== segments.length) return undefined;
  const parameters = new Map<string, string>();
  for (const [index, word] of words.entries()) {
    const segment = segments[index] ?? '';
    if (word.startsWith('{')) parameters.set(word.slice(1, -1), segment);
    else if (word !== segment) return undefined;
  }
  return parameters;
}

/** A request that a route knows. */
export interface Matched {
  readonly run: Handler;
  readonly parameters: ReadonlyMap<string, string>;
}

/** Finds the route of a request. @throws ComputeError for a path or a parameter that the fake does not model */
export function match(method: string, path: string, query: URLSearchParams): Matched {
  const segments = path.replace('/compute/v1/', '').split('/').map(decodeURIComponent);
  for (const route of compiled) {
    const parameters = route.method === method ? parametersOf(route.words, segments) : undefined;
    if (parameters === undefined) continue;
    const unknown = [...query.keys()].find((name) => !route.query.includes(name));
    if (unknown === undefined) return { run: route.handler, parameters };
    const message = `Invalid JSON payload received. Unknown name "${unknown}": Cannot bind query parameter. Field '${unknown}' could not be found in request message.`;
    throw new ComputeError(400, 'invalid', message, { rpcStatus: 'INVALID_ARGUMENT' });
  }
  throw new ComputeError(501, 'notImplemented', `The fake Compute Engine has no ${method} ${path}.`);
}
