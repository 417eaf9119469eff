/**
 * Thousands of damaged kubeconfigs, read by kubectl (`config view --raw -o json`) and by us: the same result, or a refusal from both.
 * The seed is printed; run the same cases again with it: node test/process/kubeconfig-fuzz.check.ts SEED [CASES]. It needs kubectl, and is
 * part of .ci/run. Ends with a line "N passed, N failed".
 */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UserError } from '../../src/core/errors.ts';
import { loadKubeconfig } from '../../src/kube/config/kubeconfig-file.ts';
import { damaged } from './damaged-kubeconfig.ts';
import { kubectl } from './oracle.ts';

const seed = Number(process.argv[2] ?? Date.now() % 1_000_000_007);
const cases = Number(process.argv[3] ?? 2000);
/** kubectl takes some 50 ms to start. */
const AT_ONCE = 4;
const folder = mkdtempSync(join(tmpdir(), 'kubeconfig-fuzz-'));

/** What is left of a value without what means nothing: null, empty strings and lists, false, and an order of keys. */
function bare(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => bare(item) ?? '');
  if (typeof value !== 'object' || value === null) return value === '' || value === false ? undefined : value;
  const kept = Object.entries(value)
    .map(([key, item]): [string, unknown] => [key, bare(item)])
    .filter(([, item]) => !(item === undefined || item === null || (Array.isArray(item) && item.length === 0)))
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return kept.length === 0 ? undefined : Object.fromEntries(kept);
}

const sorts = ['cluster', 'context', 'user'] as const;

/** kubectl sorts extensions by name, and prints null for one that is left out. */
function inOneSpelling({ name, extension }: { readonly name?: string; readonly extension?: unknown }): string {
  return JSON.stringify([name, extension ?? null]);
}

/** What we do not keep, since we make nothing of it: extensions but those of a cluster, compression, the settings of an auth-provider. */
function unread(sort: string, entry: Record<string, unknown>): object {
  const { 'disable-compression': _compression, extensions, 'auth-provider': provider, ...rest } = entry;
  const name = typeof provider === 'object' && provider !== null && 'name' in provider ? provider.name : undefined;
  return {
    ...rest,
    ...(sort === 'cluster' && Array.isArray(extensions) ? { extensions: extensions.map(inOneSpelling).sort() } : {}),
    ...(provider === undefined ? {} : { 'auth-provider': { name: name ?? '' } }),
  };
}

type Listed = { readonly name?: string } & Readonly<Record<string, Record<string, unknown>>>;

type Parsed = Readonly<Partial<Record<'clusters' | 'contexts' | 'users', readonly Listed[] | null>>> & {
  readonly 'current-context'?: string;
};

/** What kubectl made of the file; undefined if it refused. */
async function theirs(file: string): Promise<unknown> {
  const { code, stdout } = await kubectl(['config', 'view', '--raw', '-o', 'json'], { KUBECONFIG: file });
  if (code !== 0) return undefined;
  const found = JSON.parse(stdout) as Parsed;
  const entries = sorts.map((sort) => {
    const list = found[`${sort}s`] ?? [];
    return [
      sort,
      Object.fromEntries(list.map(({ name, ...rest }) => [name ?? '', bare(unread(sort, rest[sort] ?? {}))])),
    ];
  });
  return { ...Object.fromEntries(entries), current: found['current-context'] ?? '' };
}

/** Why we refused the last file, for the report. */
let reason = '';

/** What we make of it; undefined if we refuse. */
function mine(file: string): unknown {
  reason = '';
  try {
    const found = loadKubeconfig({ KUBECONFIG: file }, undefined);
    const entries = sorts.map((sort) => [
      sort,
      Object.fromEntries([...found[`${sort}s`]].map(([name, { value }]) => [name, bare(unread(sort, { ...value }))])),
    ]);
    return { ...Object.fromEntries(entries), current: found.currentContext ?? '' };
  } catch (error) {
    // Anything else would reach the person as "this is a bug".
    if (!(error instanceof UserError)) throw error;
    reason = error.message;
    return undefined;
  }
}

/** js-yaml takes some flow collections that yaml.v2 refuses, such as `{"a"::"b"}` or a key on two lines: such a file is read, not refused. */
const isFlow = (text: string): boolean => /^\s*[[{]/.test(text.replace(/[^\s -~]|\ufeff/g, ''));
/** What is a damaged file for both in nearly all cases must not hide behind that. */
const LENIENT_SHARE = 0.005;

let [passed, failed, refused, lenient] = [0, 0, 0, 0];

async function compare(index: number): Promise<void> {
  const file = join(folder, String(index));
  const bytes = damaged(seed + index);
  writeFileSync(file, bytes);
  try {
    const expected = await theirs(file);
    const got = mine(file);
    if (expected === undefined && got !== undefined && isFlow(bytes.toString())) lenient += 1;
    else assert.deepEqual(got, expected);
    passed += 1;
    if (expected === undefined && got === undefined) refused += 1;
  } catch (error) {
    failed += 1;
    process.stdout.write(`FAIL case ${index}: ${error instanceof Error ? error.message : String(error)}\n`);
    process.stdout.write(`${reason}\n${JSON.stringify(bytes.toString('latin1'))}\n`);
  } finally {
    rmSync(file);
  }
}

let next = 0;
await Promise.all(
  Array.from({ length: AT_ONCE }, async () => {
    while (next < cases) await compare(next++);
  }),
);
rmSync(folder, { recursive: true });
process.stdout.write(
  `seed ${seed}: ${refused} of ${passed} were refused by both, ${lenient} only by kubectl\n${passed} passed, ${failed} failed\n`,
);
// Files that are all refused, or all taken, would compare nothing.
const compared = lenient <= cases * LENIENT_SHARE && refused > cases / 20 && passed - refused > cases / 20;
process.exit(failed === 0 && compared ? 0 : 1);
