/** What is thrown at the program: whatever it is, the answer is a result or a sentence for the user, and never a stack trace. */
import { writeFileSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type IAsyncPropertyWithHooks, array, asyncProperty, constantFrom, nat, oneof, string } from 'fast-check';
import { parse } from '../../src/cli/args/parse.ts';
import { UserError } from '../../src/core/errors.ts';
import { connection } from '../../src/kube/config/kubeconfig.ts';
import { CustomColumns } from '../../src/output/custom-columns.ts';
import { JsonPath } from '../../src/output/jsonpath/jsonpath.ts';
import { oddAnswer } from './bodies.ts';
import { cloudTargets } from './cloud-targets.ts';
import { type Answer, type Cluster, commands, withCluster } from './cluster.ts';
import { mutated, mutatedText, mutation } from './mutation.ts';
import { type Outcome, type Target, checked } from './target.ts';

/** @throws Error for whatever is thrown that is no sentence for the user */
async function orSentence(body: () => unknown): Promise<void> {
  try {
    await body();
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
  }
}

/** @throws Error for a stack trace, or for an interruption of what should not have waited */
async function withoutStack(cluster: Cluster, commandLine: string, change: (answer: Answer) => Answer): Promise<void> {
  const { stderr } = await cluster.run(commandLine, change);
  if (/this is a bug|^ {4}at /m.test(stderr)) throw new Error(`${commandLine}\n${stderr}`);
  if (/^error: interrupted/m.test(stderr)) throw new Error(`${commandLine} waited\n${stderr}`);
}

/** A target that plays back a cluster's answers, with changes. */
function clusterTarget(
  name: string,
  generation: 'v2.11' | 'v2.15',
  property: (cluster: Cluster) => IAsyncPropertyWithHooks<[string, readonly unknown[]]>,
): Target {
  return {
    name,
    run: async (seed, count) => {
      let details: Outcome | undefined;
      await withCluster(generation, async (cluster) => {
        details = await checked(property(cluster), seed, count);
      });
      if (details === undefined) throw new Error('the cluster was not used');
      return details;
    },
  };
}

const command = constantFrom(...commands);
const mutations = array(mutation, { minLength: 1, maxLength: 3 });

const wrongTypes = (generation: 'v2.11' | 'v2.15'): Target =>
  clusterTarget(`wrong types in what an API server answers, operator ${generation}`, generation, (cluster) =>
    asyncProperty(command, mutations, (commandLine, changes) =>
      withoutStack(cluster, commandLine, (answer) => ({ ...answer, body: mutatedText(String(answer.body), changes) })),
    ),
  );

const odd = clusterTarget('bodies that are no JSON, or half of it', 'v2.15', (cluster) =>
  asyncProperty(
    command,
    array(nat(1_000_000), { minLength: 3, maxLength: 3 }),
    (commandLine, [kind = 0, at = 0, status = 0]) =>
      withoutStack(cluster, commandLine, (answer) => oddAnswer(answer, kind, at, status)),
  ),
);

const kubeconfig = {
  apiVersion: 'v1',
  kind: 'Config',
  'current-context': 'a',
  contexts: [
    { name: 'a', context: { cluster: 'c', user: 'u', namespace: 'n' } },
    { name: 'b', context: {} },
  ],
  clusters: [
    {
      name: 'c',
      cluster: {
        server: 'https://h:1/x',
        'certificate-authority-data': '',
        'proxy-url': 'http://p',
        extensions: [{ name: 'e', extension: {} }],
      },
    },
  ],
  users: [
    {
      name: 'u',
      user: {
        token: 't',
        exec: {
          apiVersion: 'client.authentication.k8s.io/v1',
          command: 'true',
          args: ['a'],
          env: [{ name: 'A', value: 'b' }],
          interactiveMode: 'Never',
        },
        as: 'x',
        'as-groups': ['g'],
        'as-user-extra': { k: ['v'] },
      },
    },
    { name: 'v', user: { 'client-certificate-data': 'eA==', 'client-key-data': 'eA==', username: 'n', password: 'p' } },
  ],
};

const folder = mkdtempSync(join(tmpdir(), 'fuzz-'));

const kubeconfigs: Target = {
  name: 'kubeconfigs with wrong types',
  run: (seed, count) =>
    checked(
      asyncProperty(mutations, constantFrom(undefined, 'b', 'v'), (changes, context) =>
        orSentence(() => {
          const file = join(folder, 'config');
          writeFileSync(file, JSON.stringify(mutated(kubeconfig, changes)) ?? '');
          return connection({ kubeconfig: file, context, user: context === 'v' ? 'v' : undefined }, { env: {} });
        }),
      ),
      seed,
      count,
    ),
};

const templatePieces = [
  ...Array.from(`{}[]().,:*?@$'"\\ =<>!-0123a`),
  '..',
  '.x',
  '.items',
  '[*]',
  '[0]',
  '[-1:]',
  '[?(@.x==1)]',
  'range ',
  'end',
  '{range .items[*]}',
  '{end}',
  '{.x}',
  "['x']",
  '\\U7FFFFFFF',
  '"a\\n"',
  'toString',
  '__proto__',
];
const template = oneof(string({ unit: constantFrom(...templatePieces), maxLength: 12 }), string({ maxLength: 20 }));
const data = { kind: 'List', items: [{ x: 1, y: 'text', z: null }, { x: [{ x: 'a' }, { x: true }] }, {}] };

const templates: Target = {
  name: 'templates of jsonpath and custom columns',
  run: (seed, count) =>
    checked(
      asyncProperty(template, mutations, async (text, changes) => {
        const value = mutated(data, changes);
        await orSentence(() => new JsonPath(text).print(value));
        await orSentence(() => new JsonPath(`{${text}}`).printAsJson(value));
        await orSentence(() => CustomColumns.parse(`A:${text}`).print(value, true));
      }),
      seed,
      count,
    ),
};

const word = oneof(
  constantFrom(
    'up',
    'status',
    'secret',
    'delete',
    'link',
    'create',
    'help',
    'version',
    'completion',
    'orders',
    'ad/orders',
    'ad',
    '--',
    '-',
    '',
  ),
  constantFrom(
    '-o',
    '-ojson',
    '-A',
    '-n',
    '--timeout=1s',
    '--wait=toString',
    '--as-user-extra',
    'toString=x',
    '__proto__=1',
    '--tag',
    '--from-nodes',
    '-h',
  ),
  constantFrom(
    '--toString',
    '--__proto__=x',
    '--constructor',
    '-v',
    '6',
    '--subnet-id=,',
    '--region',
    'constructor',
    '--provider=toString',
    '--id=',
  ),
  string({ unit: 'grapheme', maxLength: 6 }),
  string({ unit: constantFrom('-', '=', 'o', 'n', 'A', '"', "'", ' ', '\n', '/'), maxLength: 6 }),
);

const commandLines: Target = {
  name: 'command lines',
  run: (seed, count) =>
    checked(
      asyncProperty(array(word, { maxLength: 6 }), (argv) => orSentence(() => parse(argv))),
      seed,
      count,
    ),
};

export const targets: readonly Target[] = [
  wrongTypes('v2.11'),
  wrongTypes('v2.15'),
  odd,
  ...cloudTargets,
  kubeconfigs,
  templates,
  commandLines,
];
