/**
 * Completion through the real things: `kubectl __complete` with kubectl_complete-atlas_pe on the PATH, and bash, zsh and fish with their
 * scripts. Needs `npm run build`, kubectl and the three shells. Ends with a line "N passed, N failed".
 */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { chmodSync, copyFileSync, existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { realClock } from '../harness/clock.ts';
import { seedProject, startSandbox } from '../sandbox/sandbox.ts';
import { check, finish, kubectl } from './oracle.ts';

const root = new URL('../..', import.meta.url).pathname;
const folder = mkdtempSync(join(tmpdir(), 'completion-'));
for (const [from, name] of [
  ['dist/kubectl-atlas_pe', 'kubectl-atlas_pe'],
  ['krew/kubectl_complete-atlas_pe', 'kubectl_complete-atlas_pe'],
] as const) {
  copyFileSync(join(root, from), join(folder, name));
  chmodSync(join(folder, name), 0o755);
}
const PATH = [folder, process.env['PATH']].join(delimiter);
const sandbox = await startSandbox({ clock: realClock, pollMs: 1_000 });
seedProject(sandbox);
sandbox.deploy({ privateEndpoints: [{ name: 'orders-pe' }] });
const env = { ...sandbox.env, PATH };

/** What kubectl completes, without descriptions, and the directive. */
async function asked(words: readonly string[], more = {}): Promise<readonly string[]> {
  const { stdout } = await kubectl(['__complete', 'atlas-pe', ...words], { ...env, ...more });
  return stdout
    .trimEnd()
    .split('\n')
    .map((line) => line.replace(/\t.*/, ''));
}

for (const [words, expected] of [
  [['st'], ['status', ':4']],
  [
    ['status', ''],
    ['orders', ':4'],
  ],
  [
    ['status', '--all'],
    ['--all-namespaces', ':4'],
  ],
  [
    ['link', 'orders', '--endpoint', ''],
    ['orders-pe', ':4'],
  ],
  [
    ['secret', '--user', ''],
    ['app', ':4'],
  ],
  [
    ['status', '--context', 's'],
    ['sandbox', ':4'],
  ],
  [
    ['status', '-n', 'd'],
    ['default', ':4'],
  ],
  [
    ['up', 'orders', '--subnet-id', sandbox.account.subnets.a.slice(0, 14)],
    [sandbox.account.subnets.a, ':4'],
  ],
  [
    ['status', '-o', 'ya'],
    ['yaml', ':4'],
  ],
] as const)
  await check(`kubectl __complete atlas-pe ${words.join(' ')}`, async () =>
    assert.deepEqual(await asked(words), expected),
  );
await check('nothing when the cluster does not answer, within two seconds, start of kubectl included', async () => {
  const started = performance.now();
  // 192.0.2.0/24 is nobody's (RFC 5737): packets to it vanish.
  const flags = ['status', '--server', 'https://192.0.2.1', ''];
  assert.deepEqual(await asked(flags), [':4']);
  assert.ok(performance.now() - started < 2_000, `${performance.now() - started} ms`);
});

/** What a shell prints that runs a script. */
function shell(command: string, script: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const file = join(folder, `script.${command}`);
    writeFileSync(file, script);
    const child = spawn(command, [file], { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'inherit'] });
    let stdout = '';
    child.stdout.on('data', (data: Buffer) => (stdout += data.toString()));
    child.on('error', reject);
    child.on('close', () => resolve(stdout.trim()));
  });
}

for (const [line, expected] of [
  ['kubectl-atlas_pe sta', 'status'],
  ['kubectl-atlas_pe status ', 'orders'],
  ['kubectl-atlas_pe status --output=ya', 'yaml'],
  ['kubectl-atlas_pe status --output ya', 'yaml'],
  [
    `kubectl-atlas_pe up orders --subnet-id us-east-1=${sandbox.account.subnets.a.slice(0, 14)}`,
    sandbox.account.subnets.a,
  ],
  ['kubectl-atlas_pe up orders --vpc-id prod', sandbox.account.vpcId],
] as const)
  await check(`bash: ${line}`, async () => {
    // As bash calls it: words are cut at spaces and =.
    const words = line.split(/(?<= )|(?==)|(?<==)/).map((word) => word.trim());
    const script = `source <(kubectl-atlas_pe completion bash)
COMP_LINE='${line}' COMP_POINT=${line.length} COMP_WORDS=(${words.map((word) => `'${word}'`).join(' ')}) COMP_CWORD=${words.length - 1}
compopt() { :; }
_kubectl_atlas_pe
echo "\${COMPREPLY[@]}"`;
    assert.equal(await shell('bash', script), expected);
  });

for (const [line, expected] of [
  ['sta', 'status'],
  ['status ', 'orders'],
  ['link orders --endpoint ', 'orders-pe'],
] as const) {
  await check(`zsh: ${line}`, async () => {
    // Outside a line editor there is no completion system: its function that takes the candidates prints them instead.
    const words = line.split(' ').map((word) => `'${word}'`);
    const script = `source <(kubectl-atlas_pe completion zsh)
compset() { : }
_describe() { print -rl -- "\${(@P)4}" }
words=(kubectl-atlas_pe ${words.join(' ')}) CURRENT=${words.length + 1}
_kubectl_atlas_pe`;
    assert.equal((await shell('zsh', script)).replace(/:.*/, ''), expected);
  });
  await check(`fish: ${line}`, async () => {
    const script = `kubectl-atlas_pe completion fish | source\ncomplete -C 'kubectl-atlas_pe ${line}'`;
    assert.equal((await shell('fish', script)).replace(/\t.*/, ''), expected);
  });
}
/** A name that a shell would obey where it is inserted as it stands. */
const hostile = `x\\$(touch ${folder}/run):\`touch ${folder}/run\`;"' z`;
sandbox.deploy({ name: 'hostile', privateEndpoints: [{ name: hostile }] });
const hostileLine = 'kubectl-atlas_pe link hostile --endpoint ';

/** @throws AssertionError unless a completed line, which the shell then evaluates, holds the name and runs nothing */
function assertInserted(shellName: string, name: string): void {
  assert.equal(name, hostile, shellName);
  assert.ok(!existsSync(join(folder, 'run')), `${shellName} ran a command`);
}
await check('bash: a name with shell syntax is quoted, and evaluating the completed line runs nothing', async () => {
  const script = `source <(kubectl-atlas_pe completion bash)
COMP_LINE='${hostileLine}' COMP_POINT=${hostileLine.length} COMP_WORDS=(kubectl-atlas_pe link hostile --endpoint '') COMP_CWORD=4
compopt() { :; }
_kubectl_atlas_pe
eval "set -- \${COMPREPLY[0]}"
printf %s "$1"`;
  assertInserted('bash', await shell('bash', script));
});
await check('zsh, at a terminal: likewise', async () => {
  const shown = join(folder, 'shown');
  const script = `zmodload zsh/zpty
zpty z "zsh -f -i"
zpty -w z 'PS1="> "; autoload -Uz compinit; compinit -u -D; source <(kubectl-atlas_pe completion zsh)'
zpty -w z 'show() { print -r -- $BUFFER >${shown}; print -r sho""wn }; zle -N show; bindkey "^X" show; echo rea""dy'
zpty -r -m z out '*ready*'
zpty -w -n z $'${hostileLine}\t\x18'
zpty -r -m z out '*shown*'
eval "set -- $(<${shown})"
printf %s "$5"`;
  assertInserted('zsh', await shell('zsh', script));
});
await check('fish: likewise', async () => {
  const script = `kubectl-atlas_pe completion fish | source\ncomplete -C '${hostileLine}'`;
  assertInserted('fish', await shell('fish', script));
});
await check('kubectl, whose script for bash expands every candidate, gets none that needs quotes', async () =>
  assert.deepEqual(await asked(['link', 'hostile', '--endpoint', '']), [':4']),
);
await sandbox.close();
finish();
