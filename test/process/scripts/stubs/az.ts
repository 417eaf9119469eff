/**
 * Stands in for the Azure CLI, as far as scripts of `--print-commands` use it: it has the commands and flags of
 * learn.microsoft.com/cli/azure/network and refuses all others, reads tags and other short forms as the CLI reads them
 * (azure-cli: src/azure-cli-core/azure/cli/core/aaz/_utils.py), and sends to AZURE_RESOURCE_MANAGER_ENDPOINT what the CLI sends to Azure.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import jmespath from 'jmespath';
import { type Documented, Refused, type Typed, commandIn, read } from './words.ts';

/** A resource in the form of the wire, or a list of them. */
type Json = Readonly<Record<string, unknown>>;

interface Command extends Documented {
  readonly run: (typed: Typed) => Promise<unknown>;
}

/** A version that the fake has and that the CLI might use. */
const VERSION = '2024-05-01';

const everywhere = { query: 'one', output: 'one', subscription: 'one' } as const;

const commands: Readonly<Record<string, Command>> = {
  'network private-endpoint create': {
    flags: {
      ...everywhere,
      name: 'one',
      'resource-group': 'one',
      location: 'one',
      subnet: 'one',
      'private-connection-resource-id': 'one',
      'connection-name': 'one',
      'manual-request': 'one',
      'request-message': 'one',
      'ip-config': 'many',
      tags: 'many',
    },
    required: ['name', 'resource-group', 'subnet', 'private-connection-resource-id', 'connection-name'],
    run: create,
  },
  'network private-endpoint show': { flags: { ...everywhere, ids: 'one' }, required: ['ids'], run: show },
  'network private-endpoint list': {
    flags: { ...everywhere, 'resource-group': 'one' },
    run: (typed) => list(`${groupOf(typed)}/providers/Microsoft.Network/privateEndpoints`),
  },
  'network private-endpoint delete': { flags: { ...everywhere, ids: 'one' }, required: ['ids'], run: remove },
  'network vnet show': { flags: { ...everywhere, ids: 'one' }, required: ['ids'], run: show },
  'network nic show': { flags: { ...everywhere, ids: 'one' }, required: ['ids'], run: show },
};

async function create(typed: Typed): Promise<unknown> {
  const manual = typed.one('manual-request').toLowerCase() === 'true';
  const connection = {
    name: typed.one('connection-name'),
    properties: {
      privateLinkServiceId: typed.one('private-connection-resource-id'),
      ...(typed.has('request-message') ? { requestMessage: typed.one('request-message') } : {}),
    },
  };
  const address = Object.fromEntries(typed.all('ip-config').map(pair));
  const ipConfigurations = [{ name: address['name'], properties: { privateIPAddress: address['private-ip-address'] } }];
  const body = {
    location: typed.one('location'),
    tags: Object.fromEntries(typed.all('tags').map(pair)),
    properties: {
      subnet: { id: typed.one('subnet') },
      [manual ? 'manualPrivateLinkServiceConnections' : 'privateLinkServiceConnections']: [connection],
      ...(typed.has('ip-config') ? { ipConfigurations } : {}),
    },
  };
  const path = `${groupOf(typed)}/providers/Microsoft.Network/privateEndpoints/${typed.one('name')}`;
  await send('PUT', path, body);
  return settled(path);
}

function show(typed: Typed): Promise<unknown> {
  return send('GET', typed.one('ids'));
}

async function remove(typed: Typed): Promise<undefined> {
  await send('DELETE', typed.one('ids'));
  while ((await answerTo('GET', typed.one('ids'))).status !== 404) await sleep(100);
}

async function list(path: string): Promise<readonly unknown[]> {
  const { value, nextLink } = await send('GET', path);
  if (nextLink !== undefined) throw new Error('the stub reads one page only');
  return Array.isArray(value) ? value : [];
}

/** Waits for the end of what goes on, as the CLI does. */
async function settled(path: string): Promise<Json> {
  for (;;) {
    const resource = await send('GET', path);
    const state = jmespath.search(resource, 'properties.provisioningState') as unknown;
    if (state === 'Failed') throw new Error(`(Failed) ${path}`);
    if (state === 'Succeeded') return resource;
    await sleep(100);
  }
}

function groupOf(typed: Typed): string {
  return `/subscriptions/${typed.one('subscription')}/resourceGroups/${typed.one('resource-group')}`;
}

/** A property as the CLI reads it: a dot or a bracket leads into another one, unless it is quoted. */
function pair(word: string): readonly [string, string] {
  const [, quoted, plain, value = ''] = /^(?:'((?:[^']|'\/)*)'|([\w-]+))=([^]*)$/.exec(word) ?? [];
  const key = quoted?.replaceAll("'/", "'") ?? plain;
  if (key === undefined)
    throw new Refused(`Failed to parse argument: 'AAZStrArg' object is not subscriptable: ${word}`);
  if (value === '' || value === 'null' || value === '??')
    throw new Refused(`Failed to parse argument: argument value cannot be blank: ${word}`);
  if (!value.startsWith("'")) return [key, value];
  const [, inside] = /^'((?:[^']|'\/)*)'$/.exec(value) ?? [];
  if (inside === undefined) throw new Refused(`Failed to parse argument: ${word}`);
  return [key, inside.replaceAll("'/", "'")];
}

async function answerTo(method: string, path: string, body?: object): Promise<Response> {
  const scope = Buffer.from('https://management.azure.com/.default').toString('base64url');
  const url = `${process.env['AZURE_RESOURCE_MANAGER_ENDPOINT']}${path}?api-version=${VERSION}`;
  const headers = { authorization: `Bearer token-for.${scope}`, 'content-type': 'application/json' };
  return fetch(url, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
}

async function send(method: string, path: string, body?: object): Promise<Json> {
  const answer = await answerTo(method, path, body);
  const text = await answer.text();
  if (!answer.ok) throw new Error(text);
  return text === '' ? {} : (JSON.parse(text) as Json);
}

/** The CLI shows properties beside the other fields. */
function flat(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(flat);
  if (typeof value !== 'object' || value === null) return value;
  const { properties, ...own } = value as Json;
  const fields = typeof properties === 'object' && properties !== null ? { ...own, ...properties } : value;
  return Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, flat(field)]));
}

/** As `--output tsv` has it; nothing for null. @throws Refused for rows of several columns, which the stub does not write */
function tsv(result: unknown): string {
  const rows = result === null || result === undefined ? [] : Array.isArray(result) ? result : [result];
  return rows
    .map((row: unknown) => {
      if (typeof row === 'string' || typeof row === 'number' || typeof row === 'boolean') return `${row}\n`;
      throw new Refused('the stub writes no columns');
    })
    .join('');
}

try {
  const { command, rest } = commandIn(commands, process.argv.slice(2));
  const typed = read(command, rest);
  const result = flat(await command.run(typed));
  const queried: unknown =
    typed.has('query') && result !== undefined ? jmespath.search(result, typed.one('query')) : result;
  if (typed.has('output') && typed.one('output') !== 'tsv') throw new Refused('the stub has --output tsv only');
  process.stdout.write(typed.has('output') ? tsv(queried) : queried === undefined ? '' : JSON.stringify(queried));
} catch (error) {
  process.stderr.write(`ERROR: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = error instanceof Refused ? 2 : 1;
}
