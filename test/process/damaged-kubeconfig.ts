import { dump } from 'js-yaml';

const base64 = Buffer.from('-----BEGIN CERTIFICATE-----\nMA==\n-----END CERTIFICATE-----\n').toString('base64');

/** Valid kubeconfigs with every field that there is. */
const whole: readonly object[] = [
  {
    apiVersion: 'v1',
    kind: 'Config',
    preferences: { colors: true },
    'current-context': 'dev',
    contexts: [
      { name: 'dev', context: { cluster: 'c', user: 'u', namespace: 'shop' } },
      { name: 'prod', context: { cluster: 'd', user: 'v', extensions: [{ name: 'x', extension: { a: 1 } }] } },
    ],
    clusters: [
      { name: 'c', cluster: { server: 'https://127.0.0.1:6443', 'certificate-authority-data': base64 } },
      {
        name: 'd',
        cluster: {
          server: 'https://api.shop.test',
          'insecure-skip-tls-verify': true,
          'proxy-url': 'http://proxy.test:3128',
          'tls-server-name': 'api',
          'disable-compression': true,
          extensions: [{ name: 'client.authentication.k8s.io/exec', extension: { audience: 'x' } }],
        },
      },
    ],
    users: [
      { name: 'u', user: { token: 'abc', 'as-groups': ['a', 'b'], as: 'x', 'as-user-extra': { scope: ['a'] } } },
      { name: 'v', user: { 'client-certificate-data': base64, 'client-key-data': base64 } },
    ],
  },
  {
    apiVersion: 'v1',
    clusters: [{ name: 'c', cluster: { server: 'http://127.0.0.1:8080', 'certificate-authority': '/etc/ca.pem' } }],
    contexts: [{ name: 'dev', context: { cluster: 'c', user: 'aws' } }],
    'current-context': 'dev',
    users: [
      {
        name: 'aws',
        user: {
          exec: {
            apiVersion: 'client.authentication.k8s.io/v1beta1',
            command: 'aws',
            args: ['eks', 'get-token', '--cluster-name', 'shop'],
            env: [{ name: 'AWS_PROFILE', value: 'dev' }],
            installHint: 'brew install awscli',
            interactiveMode: 'Never',
            provideClusterInfo: true,
          },
        },
      },
      {
        name: 'old',
        user: { username: 'bob', password: 'pa:ss', 'auth-provider': { name: 'gcp', config: { a: 'b' } } },
      },
    ],
  },
];

/** Numbers from 0 up to 1, always the same ones for a seed (mulberry32). */
function random(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

type Next = () => number;

function pick<T>(next: Next, of: readonly T[]): T {
  return of[Math.floor(next() * of.length)] as T;
}

/** Scalars as they are typed, among them every one that is no string in YAML 1.1 or 1.2. */
const scalars =
  'yes no on off y n true False ~ null 5 -1 0x1F 017 08 0o7 0b11 1_000 1e3 1. .5 +7 .inf 1:30 2020-01-01 2001-12-14t21:59:43.10-05:00 = - "" \'5\' "yes" !!str 5;!foo x;!!binary aGk=;[];{};[a, b];[null];{a: b};[5];text;a b;a#b;a: b;*x;&x y;@a;%a;| x;"\\x41";"\\u00e9";é;\\;??;,;DATA+OMITTED'
    .split(/;| (?=[^5x#ba]|\S\S)/)
    .filter((word) => word !== '');

/** A value in the text, by its line, and what it becomes. */
const lineEdits: readonly ((line: string, next: Next) => string)[] = [
  (line, next) => line.replace(/(: |- )(?!.*: )\S.*$/, (_all, before: string) => before + pick(next, scalars)),
  (line, next) =>
    line.replace(
      /([\w-]+):/,
      () =>
        `${pick(next, ['name', 'server', 'token', 'user', 'Kind', 'kind', 'apiVersion', 'x', 'exec', 'n', '5', '~', '"a b"'])}:`,
    ),
  (line) => `${line}\n${line}`,
  () => '',
  (line) => ` ${line}`,
  (line) => line.replace(/^ /, ''),
  (line) => line.replace(/^ +/, (spaces) => '\t'.repeat(spaces.length)),
  (line) => `${line} # a comment`,
  (line) => `${line}\r`,
  (line) => `${line}\n\n`,
  (line, next) =>
    `${line}\n${pick(next, ['---', '...', '--- # x', '%YAML 1.1', '# x', '- a', '- name: null', '{', '"', '? a'])}`,
  (line) => line.replace(/: .*$/, ':'),
  (line) => line.replace(/: .*$/, ': null'),
  (line) => line.replace(': ', ':'),
];

/** A character anywhere in the text. */
const characters = ' \t\n\r:-{}[]"\'#&*!|>%@`,?\\~0aé\u0000\u0007\u0085\u2028\ufeff'.split('');

const textEdits: readonly ((text: string, next: Next) => string)[] = [
  (text, next) => {
    const lines = text.split('\n');
    const at = Math.floor(next() * lines.length);
    lines[at] = pick(next, lineEdits)(lines[at] ?? '', next);
    return lines.join('\n');
  },
  (text, next) => {
    const at = Math.floor(next() * text.length);
    return text.slice(0, at) + pick(next, characters) + text.slice(at + (next() < 0.5 ? 1 : 0));
  },
  (text, next) => {
    const [from, to] = [next(), next()].map((each) => Math.floor(each * text.length)).sort((a, b) => a - b);
    return next() < 0.5 ? text.slice(0, to) : text.slice(0, from) + text.slice(to);
  },
];

const encodings: readonly ((text: string) => Buffer)[] = [
  (text) => Buffer.from(`\ufeff${text}`, 'utf16le'),
  (text) => Buffer.from(`\ufeff${text}`, 'utf16le').swap16(),
  (text) => Buffer.from(`\ufeff${text}`),
  (text) => Buffer.from(text.replaceAll('\n', '\r\n')),
  (text) => Buffer.from(text, 'latin1'),
];

/** A kubeconfig with one to three things that are wrong or odd, always the same one for a seed. */
export function damaged(seed: number): Buffer {
  const next = random(seed);
  const value = pick(next, whole);
  let text = next() < 0.15 ? JSON.stringify(value, undefined, pick(next, [0, 2, '\t'])) : dump(value);
  // One edit in two is of a line: others leave hardly a file that can be read.
  for (let left = 1 + Math.floor(next() * 3); left > 0; left -= 1)
    text = (next() < 0.7 ? (textEdits[0] ?? pick(next, textEdits)) : pick(next, textEdits))(text, next);
  return next() < 0.2 ? pick(next, encodings)(text) : Buffer.from(text);
}
