import { constantFrom, oneof, sample, string, stringMatching, tuple, uniqueArray } from 'fast-check';

export type Data = Readonly<Record<string, string>>;

/** What one of the dialects takes for something else than a letter. */
const pieces = [
  ...Array.from(`'"\`\\$#!%~*?[]{}()<>|&;=:,^@+- \t\n\r\0abZ7_.`),
  '\\n',
  '\\\\',
  "'\\''",
  '$(id)',
  '`id`',
  '${HOME}',
  '$HOME',
  '!!',
  '#x',
  ' #',
  '%s',
  '=~',
  'export ',
  '\\u0041',
  '""',
  "''",
  '\u2028',
  '\u2029',
  '\ufeff',
  '\u00a0',
  '\u0085',
  '\u001b[1m',
  '\u007f',
  '\u202e',
  'é',
  '漢',
  '😀',
  '-n',
  '---',
  '...',
  '- ',
  ': ',
  '? ',
];

/** Texts that a reader of YAML may take for numbers, truths, times, or nothing. */
const looksLike = [
  '0X1F2A',
  '0x1f',
  '0b11',
  '0B1_1',
  '0o17',
  '0O7',
  '017',
  '1_000',
  '_1',
  '+1',
  '-0b1',
  '1e3',
  '1E+3',
  '.5',
  '5.',
  '1.',
  '-.5e-3',
  '.inf',
  '-.INF',
  '.NaN',
  'y',
  'Y',
  'yes',
  'NO',
  'On',
  'off',
  'true',
  'FALSE',
  'null',
  'Null',
  '~',
  '',
  '<<',
  '=',
  '1:30',
  '190:20:30',
  '2026-01-02',
  '2026-1-2T3:4:5Z',
  '2001-12-14t21:59:43.10-05:00',
  '1__2',
  '0x_1F',
  '12345678901234567890123',
  '0x1p-2',
  'inf',
  'NaN',
  '0',
];

const value = oneof(
  { weight: 6, arbitrary: string({ unit: constantFrom(...pieces), maxLength: 12 }) },
  { weight: 2, arbitrary: constantFrom(...looksLike) },
  {
    weight: 1,
    arbitrary: tuple(constantFrom('', '-', '+', '_'), stringMatching(/^(0[xXbBoO])?[0-9a-fA-F_.eE]{1,9}$/)).map(
      (parts) => parts.join(''),
    ),
  },
  { weight: 1, arbitrary: string({ unit: 'grapheme', maxLength: 12 }) },
  { weight: 2, arbitrary: string({ unit: constantFrom(...Array.from('abcXYZ019@:/%._-+?&=')), maxLength: 40 }) },
);

/** Keys as Kubernetes allows them, with those of the operator, and some that become a shell's own variables or each other. */
const key = oneof(
  constantFrom(
    'username',
    'password',
    'connectionStringStandardSrv',
    'connectionStringPrivateSrv',
    'connectionStringPrivate1',
  ),
  constantFrom(
    'uid',
    'path',
    'home',
    'ifs',
    'ps1',
    '_',
    '1',
    '1a',
    'a.b',
    'a-b',
    'a_b',
    'tls.crt',
    'y',
    'null',
    '0x1F',
    '1e3',
    'toString',
    '__proto__',
  ),
  stringMatching(/^[-._a-zA-Z0-9]{1,10}$/),
);

/** As many Secrets as are asked for, always the same for a seed. */
export function hostileSecrets(seed: number, count: number): readonly Data[] {
  const secret = uniqueArray(tuple(key, value), { selector: ([name]) => name, minLength: 1, maxLength: 6 });
  return sample(secret, { seed, numRuns: count }).map((entries) => Object.fromEntries(entries));
}

/**
 * A file as docker reads it with --env-file (docker/cli pkg/kvfile/kvfile.go): each line without its end and the blanks before it, but for comments;
 * a name up to the first equals sign, and all that follows it as it is.
 * @throws Error for what docker refuses
 */
export function readAsDocker(text: string): Data {
  const lines = text.replace(/\n$/, '').split('\n');
  const entries = lines.map((line, at): [string, string] => {
    if (Buffer.byteLength(line) >= 64 * 1024) throw new Error('token too long');
    const read = (at === 0 ? line.replace(/^\ufeff/, '') : line).replace(/\r$/, '').replace(/^[ \t]+/, '');
    const equals = read.indexOf('=');
    const name = read.slice(0, equals);
    if (equals < 1 || /\s/.test(name) || name.startsWith('#')) throw new Error(`not a variable: ${line}`);
    return [name, read.slice(equals + 1)];
  });
  return text === '' ? {} : Object.fromEntries(entries);
}
