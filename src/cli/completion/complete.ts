import { type DatabaseUser, userResource } from '../../atlas/api/database-user.ts';
import { type Source } from '../../atlas/sources/source.ts';
import { parseTarget } from '../../atlas/sources/lookup.ts';
import type { KubeClient } from '../../kube/client.ts';
import { loadKubeconfig } from '../../kube/config/kubeconfig-file.ts';
import type { KubeObject, Resource } from '../../kube/resource.ts';
import { readArgv } from '../args/pflag.ts';
import type { Context } from '../context.ts';
import type { Completes, Flags } from '../args/flag.ts';
import { type Verb, connect } from '../args/flag-groups.ts';
import { flagsOf, knownFlags } from '../args/parse.ts';
import { verbs } from '../verbs.ts';
import { allSources } from '../../atlas/sources/table.ts';

/** Nobody waits longer for a completion. */
const LIMIT_MS = 900;
/** What follows the candidates, in the protocol of cobra that kubectl speaks (cobra completions.go, ShellCompDirective). */
const directives = { default: 0, noFiles: 4, noSpaceNoFiles: 6 } as const;

type Candidate = readonly [word: string, description?: string];

interface Candidates {
  readonly words: readonly Candidate[];
  readonly directive?: number;
}

const namespaces: Resource = {
  group: '',
  version: 'v1',
  plural: 'namespaces',
  singular: 'namespace',
  kind: 'Namespace',
};
const nothing: Candidates = { words: [] };

/**
 * What may stand in the place of the last word, a line each, with a tab before its description, and a directive as the last line.
 * Names come live from the cluster; when it does not answer in time, or at all, there are none, and nothing is said about it.
 */
export async function complete(words: readonly string[], context: Context): Promise<string> {
  const over = new AbortController();
  const late = context.sleep(LIMIT_MS, over.signal).then(
    () => nothing,
    () => nothing,
  );
  const quiet = { ...context, stdin: {}, stderr: { write: () => true } };
  const found = await Promise.race([candidates(words, quiet).catch(() => nothing), late]);
  over.abort();
  const lines = found.words.map(([word, description]) =>
    description === undefined ? word : `${word}\t${description}`,
  );
  return [...lines, `:${found.directive ?? directives.noFiles}`, ''].join('\n');
}

async function candidates(words: readonly string[], context: Context): Promise<Candidates> {
  const before = words.slice(0, -1);
  const partial = words.at(-1) ?? '';
  const [name, ...names] = readArgv(before, knownFlags(verbs)).names;
  const verb = verbs.find((candidate) => candidate.name === name);
  const known = knownFlags(verb === undefined ? verbs : [verb]);
  const flags: Flags = verb === undefined ? Object.assign({}, ...verbs.map(flagsOf)) : flagsOf(verb);
  const ended = before.includes('--');
  // A flag that still wants its value is a problem only until that is typed.
  const last = before.at(-1) ?? '';
  const open = !ended && readArgv([last], known).problem?.message.startsWith('flag needs an argument') === true;
  const inline = /^(--[^=]+)=(.*)$/s.exec(ended ? '' : partial);
  if (open || inline !== null) {
    const flag = flagNamed(flags, open ? last : (inline?.[1] ?? ''));
    const typed = open ? partial : (inline?.[2] ?? '');
    return values(flag?.completes, typed, verb, names[0], open ? before.slice(0, -1) : before, context);
  }
  if (partial.startsWith('-') && !ended) return starting(partial, flagWords(flags));
  if (name === undefined)
    return starting(
      partial,
      verbs.map((each): Candidate => [each.name, each.description]),
    );
  if (verb?.choices !== undefined && names.length === 0)
    return starting(
      partial,
      verb.choices.map((choice): Candidate => [choice]),
    );
  if (verb === undefined || !verb.usage.includes('SOURCE') || names.length > 0) return nothing;
  const { client, namespace } = await connect(argumentsOf(before, flags), context);
  return starting(partial, await sourceNames(client, namespace, partial));
}

function starting(partial: string, words: readonly Candidate[], directive?: number): Candidates {
  const fitting = words.filter(([word]) => word.startsWith(partial));
  return directive === undefined ? { words: fitting } : { words: fitting, directive };
}

function flagWords(flags: Flags): readonly Candidate[] {
  return Object.entries(flags).flatMap(([name, { alias, description }]): Candidate[] => [
    ...(typeof alias === 'string' ? [[`-${alias}`, description] as const] : []),
    [`--${name}`, description],
  ]);
}

function flagNamed(flags: Flags, typed: string): Flags[string] | undefined {
  const name = typed.replace(/^-+/, '');
  const letter = typed.startsWith('--') ? undefined : name.at(-1);
  return letter === undefined
    ? flags[name]
    : Object.entries(flags).find(([long, { alias }]) => alias === letter || long === letter)?.[1];
}

/** The values of the flags that are typed so far. */
function argumentsOf(words: readonly string[], flags: Flags): Readonly<Record<string, unknown>> {
  const args: Record<string, unknown> = {};
  for (const word of readArgv(words, knownFlags(verbs)).words) {
    const read = /^--?([^=]+)=(.*)$/s.exec(word);
    if (read === null) continue;
    const [, typed = '', value = ''] = read;
    const name = Object.entries(flags).find(([long, { alias }]) => long === typed || alias === typed)?.[0] ?? typed;
    const flag = flags[name];
    if (flag?.array === true) args[name] = [...((args[name] as string[] | undefined) ?? []), value];
    else args[name] = flag?.type === 'boolean' ? value === 'true' : value;
  }
  return {
    ...args,
    'kubeconfig-user': args['kube-user'] ?? (flags['kube-user'] === undefined ? args['user'] : undefined),
  };
}

async function values(
  completes: Completes | undefined,
  partial: string,
  verb: Verb | undefined,
  source: string | undefined,
  before: readonly string[],
  context: Context,
): Promise<Candidates> {
  const flags: Flags = verb === undefined ? {} : flagsOf(verb);
  const args = argumentsOf(before, flags);
  const plain = (names: Iterable<string>): Candidates =>
    starting(
      partial,
      [...names].map((name): Candidate => [name]),
    );
  if (completes === undefined) return nothing;
  if (completes === 'files') return { words: [], directive: directives.default };
  if (typeof completes !== 'string') {
    const found = plain(completes);
    // A format that wants a template goes on after its equals sign.
    return found.words.length === 1 && found.words[0]?.[0].endsWith('=') === true
      ? { ...found, directive: directives.noSpaceNoFiles }
      : found;
  }
  const kubeconfig = (): ReturnType<typeof loadKubeconfig> =>
    loadKubeconfig(context.env, typeof args['kubeconfig'] === 'string' ? args['kubeconfig'] : undefined);
  switch (completes) {
    case 'contexts':
      return plain(kubeconfig().contexts.keys());
    case 'clusters':
      return plain(kubeconfig().clusters.keys());
    case 'kubeconfig-users':
      return plain(kubeconfig().users.keys());
    case 'namespaces': {
      const { client } = await connect(args, context);
      return plain((await client.list(namespaces, undefined)).items.map(({ metadata }) => metadata.name));
    }
    case 'endpoints': {
      const { client, namespace } = await connect(args, context);
      return plain(await endpointLabels(client, namespace, source));
    }
    case 'database-users': {
      const { client, namespace } = await connect(args, context);
      const { items } = await client.list<DatabaseUser>(userResource, namespace);
      return plain(new Set(items.flatMap(({ spec }) => spec?.username ?? [])));
    }
  }
}

/** Names, or TYPE/NAME as soon as a slash is typed. */
async function sourceNames(client: KubeClient, namespace: string, partial: string): Promise<readonly Candidate[]> {
  const slash = partial.indexOf('/');
  const prefix = slash < 0 ? '' : partial.slice(0, slash + 1);
  const kinds = slash < 0 ? allSources() : parseTarget(`${prefix}x`, namespace).map(({ source }) => source);
  const objects = (await listOf(client, kinds, namespace)).filter(
    // Most projects declare no endpoint: they are offered where one is asked for. Endpoints of a cluster may be declared elsewhere.
    ({ source, object }) => slash >= 0 || source.isCluster || source.isSource(object),
  );
  return [...new Set(objects.map(({ object }) => object.metadata.name))].map((name): Candidate => [`${prefix}${name}`]);
}

/** The objects of some kinds; of a kind that is not served, or may not be read, none. */
async function listOf(
  client: KubeClient,
  kinds: readonly Source[],
  namespace: string,
): Promise<readonly { readonly source: Source; readonly object: KubeObject }[]> {
  const lists = await Promise.all(
    kinds.map(async (source) => {
      const list = await client.list(source.resource, namespace).catch(() => undefined);
      return (list?.items ?? []).map((object) => ({ source, object }));
    }),
  );
  return lists.flat();
}

/** The labels of the source that is named, or of all. */
async function endpointLabels(
  client: KubeClient,
  namespace: string,
  named: string | undefined,
): Promise<ReadonlySet<string>> {
  const targets = named === undefined ? undefined : parseTarget(named, namespace);
  const kinds = targets?.map(({ source }) => source) ?? allSources();
  const objects = await listOf(client, kinds, namespace);
  const meant = objects.filter(({ object }) => targets === undefined || object.metadata.name === targets[0].name);
  return new Set(meant.flatMap(({ source, object }) => source.endpoints(object).map(({ label }) => label)));
}
