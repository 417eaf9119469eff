/**
 * Round trips of 5,000 hostile Secrets through the real readers of each format: -o env through dotenv and docker's rules, -o export through five
 * shells, -o yaml through Go's YAML, which is kubectl's. What is refused is counted; what is written has to be read back unchanged. The seed is
 * printed, and may be given as the first argument. Needs sh, dash, bash, zsh, fish and kubectl. Ends with a line "N passed, N failed".
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'dotenv';
import { environment, variableName } from '../../src/cli/views/environment.ts';
import { isOfShell } from '../../src/cli/views/shell-variables.ts';
import { toYaml } from '../../src/output/format.ts';
import { type Data, hostileSecrets, readAsDocker } from '../output/hostile-secrets.ts';
import { check, finish, kubectl } from './oracle.ts';

const COUNT = 5_000;
/** Secrets a process of a shell or of kubectl. */
const BATCH = 500;
const PREFIX = 'ATLAS_';
const seed = Number(process.argv[2] ?? Math.floor(Math.random() * 2 ** 31));
process.stdout.write(`seed ${seed}, ${COUNT} Secrets a format\n`);
const secrets = hostileSecrets(seed, COUNT);
const folder = mkdtempSync(join(tmpdir(), 'formats-'));

function batches<T>(all: readonly T[]): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(all.length / BATCH) }, (_, at) => all.slice(at * BATCH, (at + 1) * BATCH));
}

/** The output of a program in an environment without variables. */
function run(command: string, argv: readonly string[], input: string): string {
  const env = { PATH: process.env['PATH'] ?? '', HOME: folder };
  const { stdout, stderr, status } = spawnSync(command, argv, { env, input, maxBuffer: 2 ** 28, encoding: 'utf8' });
  assert.equal(status, 0, stderr.slice(0, 500));
  return stdout;
}

/** The Secrets that a dialect does not refuse, with their lines. */
function written(dialect: 'env' | 'export', prefix: string): readonly { readonly data: Data; readonly text: string }[] {
  return secrets.flatMap((data) => {
    const { text, unwritable, ofShell } = environment(data, { dialect, prefix });
    return unwritable.length === 0 && ofShell.length === 0 ? [{ data, text }] : [];
  });
}

await check('-o env is read alike by dotenv and by docker', async () => {
  const said = written('env', '');
  process.stdout.write(`     ${said.length} written, ${COUNT - said.length} refused\n`);
  for (const { data, text } of said) {
    const expected = Object.fromEntries(Object.entries(data).map(([key, value]) => [variableName(key), value]));
    assert.deepEqual(readAsDocker(text), expected);
    assert.deepEqual({ ...parse(text) }, expected);
  }
});

for (const shell of ['sh', 'dash', 'bash', 'zsh', 'fish'])
  await check(`-o export is read back by ${shell}`, async () => {
    // fish's own `export` cuts a value at its line breaks.
    const said = written('export', PREFIX).filter(({ text, data }) =>
      shell === 'fish' ? text.split('\n').length === Object.keys(data).length + 1 : true,
    );
    process.stdout.write(`     ${said.length} written, ${COUNT - said.length} refused\n`);
    for (const batch of batches(said)) {
      const script = batch.map(({ data, text }) => {
        const names = Object.keys(data).map((key) => variableName(key, PREFIX));
        return `${text}printf '%s\\0' ${names.map((name) => `"$${name}"`).join(' ')}\n`;
      });
      const file = join(folder, `script.${shell}`);
      writeFileSync(file, script.join(''));
      const read = run(shell, shell === 'zsh' ? ['-f', file] : [file], '').split('\0');
      assert.deepEqual(
        read.slice(0, -1),
        batch.flatMap(({ data }) => Object.values(data)),
      );
    }
  });

await check('-o export without a prefix sets no variable that a shell has for itself', async () => {
  const names = [
    ['bash', ['--norc', '-ic', 'compgen -v']],
    ['zsh', ['-fc', 'print -l ${(k)parameters}']],
    ['fish', ['-c', 'set -n']],
    ['dash', ['-c', 'set']],
  ] as const;
  for (const [shell, argv] of names) {
    const own = run(shell, argv, '')
      .split('\n')
      .map((line) => line.replace(/=.*/, ''));
    const missing = own.filter((name) => /^[A-Z_][A-Z0-9_]*$/.test(name) && !isOfShell(name));
    assert.deepEqual([own.length > 5, missing], [true, []], shell);
  }
});

await check("-o yaml is read back by Go's YAML as the same strings", async () => {
  for (const batch of batches(secrets)) {
    const documents = batch.map(async (data, at) => {
      // As a whole: a text that ends in empty lines is followed by the end of the document, which cannot be indented.
      return `---\n${await toYaml({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: `s${at}` }, data })}`;
    });
    const file = join(folder, 'secrets.yaml');
    writeFileSync(file, (await Promise.all(documents)).join(''));
    // A local annotation: the shortest way through kubectl's reader without a server.
    const argv = ['annotate', '--local', '-f', file, 'read=1', '-o', 'json'];
    const { stdout, stderr } = await kubectl(argv, { KUBECONFIG: '/dev/null' });
    assert.equal(stderr.slice(0, 500), '');
    const read = stdout.split(/(?<=^\})\n(?=\{)/m).map((text) => JSON.parse(text) as { readonly data?: Data });
    assert.deepEqual(
      read.map(({ data }) => ({ ...data })),
      batch.map((data) => ({ ...data })),
    );
  }
});
finish();
