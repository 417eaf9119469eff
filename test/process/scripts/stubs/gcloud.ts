/**
 * Stands in for gcloud, as far as scripts of `--print-commands` use it: it has the commands and flags of
 * cloud.google.com/sdk/gcloud/reference/compute and refuses all others, and sends to CLOUDSDK_API_ENDPOINT_OVERRIDES_COMPUTE what gcloud
 * 528 was seen to send there.
 */
import { readFileSync } from 'node:fs';
import { type Documented, Refused, type Typed, commandIn, read } from './words.ts';

type Json = Readonly<Record<string, unknown>>;
type Kind = 'addresses' | 'forwardingRules';

interface Command extends Documented {
  readonly run: (typed: Typed) => Promise<string>;
}

const place = { project: 'one', region: 'one' } as const;
const both = ['project', 'region'];

const commands: Readonly<Record<string, Command>> = {
  'compute addresses create': {
    flags: { ...place, subnet: 'one', description: 'one' },
    required: [...both, 'subnet'],
    names: 'one',
    run: (typed) =>
      create('addresses', typed, {
        description: typed.one('description'),
        addressType: 'INTERNAL',
        purpose: 'GCE_ENDPOINT',
        subnetwork: link(typed.one('subnet')),
      }),
  },
  'compute forwarding-rules create': {
    flags: {
      ...place,
      network: 'one',
      address: 'one',
      'target-service-attachment': 'one',
      'allow-psc-global-access': 'nothing',
    },
    required: [...both, 'target-service-attachment'],
    names: 'one',
    run: (typed) =>
      create('forwardingRules', typed, {
        IPAddress: link(`${placeOf(typed)}/addresses/${typed.one('address')}`),
        network: link(typed.one('network')),
        target: link(typed.one('target-service-attachment')),
        ...(typed.has('allow-psc-global-access') ? { allowPscGlobalAccess: true } : {}),
      }),
  },
  ...ofKind('addresses', 'addresses', 'beta '),
  ...ofKind('forwarding-rules', 'forwardingRules', ''),
};

/** The commands that both kinds have. @param track where addresses are labelled by every version */
function ofKind(word: string, kind: Kind, track: string): Readonly<Record<string, Command>> {
  return {
    [`compute ${word} describe`]: {
      flags: { ...place, format: 'one' },
      required: both,
      names: 'one',
      run: async (typed) => shown(await send('GET', pathOf(kind, typed)), typed),
    },
    [`${track}compute ${word} update`]: {
      flags: { ...place, 'update-labels': 'one' },
      required: [...both, 'update-labels'],
      names: 'one',
      run: (typed) => label(kind, typed),
    },
    [`compute ${word} list`]: {
      flags: { project: 'one', regions: 'one', filter: 'one', format: 'one' },
      required: ['project', 'regions'],
      run: (typed) => list(kind, typed),
    },
    [`compute ${word} delete`]: {
      flags: { ...place, quiet: 'nothing' },
      // Without it gcloud asks, and nobody answers.
      required: [...both, 'quiet'],
      names: 'some',
      run: async (typed) => {
        for (const name of typed.names) await change(typed, 'DELETE', `${placeOf(typed)}/${kind}/${name}`);
        return '';
      },
    },
  };
}

async function create(kind: Kind, typed: Typed, body: object): Promise<string> {
  await change(typed, 'POST', `${placeOf(typed)}/${kind}`, { name: typed.names[0], ...body });
  return '';
}

async function label(kind: Kind, typed: Typed): Promise<string> {
  const path = pathOf(kind, typed);
  const { labels = {}, labelFingerprint } = (await send('GET', path)) as { labels?: object; labelFingerprint?: string };
  const more = typed
    .one('update-labels')
    .split(',')
    .map((each) => {
      const [, key, value] = /^([a-z][a-z0-9_-]*)=([a-z0-9_-]*)$/.exec(each) ?? [];
      if (key === undefined) throw new Refused(`argument --update-labels: Bad value [${each}]`);
      return [key, value ?? ''];
    });
  await change(typed, 'POST', `${path}/setLabels`, {
    labels: { ...labels, ...Object.fromEntries(more) },
    labelFingerprint,
  });
  return '';
}

async function list(kind: Kind, typed: Typed): Promise<string> {
  const [, wanted] = /^name=\(([^()]*)\)$/.exec(typed.one('filter')) ?? [];
  if (typed.has('filter') && wanted === undefined) throw new Refused('the stub filters by names only');
  const path = `projects/${typed.one('project')}/regions/${typed.one('regions')}/${kind}`;
  const { items = [], nextPageToken } = (await send('GET', path)) as { items?: Json[]; nextPageToken?: string };
  if (nextPageToken !== undefined) throw new Error('the stub reads one page only');
  const names = wanted?.split(' ');
  const found = items.filter(({ name }) => names?.includes(String(name)) ?? true);
  return found.map((each) => shown(each, typed)).join('');
}

/** A resource in the format `value(FIELD)`: an empty line for a field that it lacks. */
function shown(resource: Json, typed: Typed): string {
  if (!typed.has('format')) return `${JSON.stringify(resource)}\n`;
  const [, field] = /^value\((\w+)\)$/.exec(typed.one('format')) ?? [];
  if (field === undefined) throw new Refused('the stub has one value only');
  const value = resource[field] ?? '';
  if (typeof value !== 'string') throw new Refused('the stub has texts only');
  return `${value}\n`;
}

/** Changes something, and waits for the end of it. */
async function change(typed: Typed, method: string, path: string, body?: object): Promise<void> {
  let operation = await send(method, path, body);
  while (operation['status'] !== 'DONE')
    operation = await send('POST', `${placeOf(typed)}/operations/${String(operation['name'])}/wait`);
  if (operation['error'] !== undefined) throw new Error(JSON.stringify(operation['error']));
}

function placeOf(typed: Typed): string {
  return `projects/${typed.one('project')}/regions/${typed.one('region')}`;
}

function pathOf(kind: Kind, typed: Typed): string {
  return `${placeOf(typed)}/${kind}/${typed.names[0]}`;
}

function link(name: string): string {
  return `${process.env['CLOUDSDK_API_ENDPOINT_OVERRIDES_COMPUTE']}${name}`;
}

async function send(method: string, path: string, body?: object): Promise<Json> {
  const token = readFileSync(process.env['CLOUDSDK_AUTH_ACCESS_TOKEN_FILE'] ?? '', 'utf8').trim();
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const answer = await fetch(link(path), {
    method,
    headers,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const read = (await answer.json()) as Json;
  if (!answer.ok) throw new Error(JSON.stringify(read['error']));
  return read;
}

try {
  const { command, rest } = commandIn(commands, process.argv.slice(2));
  process.stdout.write(await command.run(read(command, rest)));
} catch (error) {
  process.stderr.write(`ERROR: (gcloud) ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = error instanceof Refused ? 2 : 1;
}
