/** Whatever libraries and Node would tell whoever writes a program, a person who runs it sees nothing of it. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { realClock } from '../harness/clock.ts';
import { suite } from '../harness/suite.ts';
import { type Sandbox, type SandboxOptions, seedProject, startSandbox } from './sandbox.ts';

const main = new URL('../../src/main.ts', import.meta.url).pathname;

/** Warns and logs by every way that a library has, as soon as the command prints its result, and once more at its end. */
const talkative = `
  const write = process.stdout.write;
  const talk = () => {
    for (const method of ['log', 'info', 'warn', 'error', 'debug', 'trace']) console[method]('TALK');
  };
  process.stdout.write = function (...args) {
    process.stdout.write = write;
    process.emitWarning('TALK', 'NodeVersionSupportWarning');
    process.emitWarning('TALK', 'DeprecationWarning', 'DEP9999');
    talk();
    return write.apply(process.stdout, args);
  };
  process.on('exit', talk);
`;

/** Variables of a shell that make the libraries print. */
const loud = { AZURE_LOG_LEVEL: 'verbose', GOOGLE_SDK_NODE_LOGGING: '*', DEBUG: '*', NODE_NO_WARNINGS: '0' };

interface Printed {
  readonly stdout: string;
  readonly stderr: string;
}

function run(line: string, env: NodeJS.ProcessEnv, flags: readonly string[]): Promise<Printed> {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', ...flags, main, ...line.split(' ')], {
    env: { ...process.env, NO_COLOR: undefined, FORCE_COLOR: undefined, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const seen = { stdout: '', stderr: '' };
  child.stdout.on('data', (data: Buffer) => (seen.stdout += data.toString()));
  child.stderr.on('data', (data: Buffer) => (seen.stderr += data.toString()));
  return new Promise((resolve) => child.once('close', () => resolve(seen)));
}

const clouds: Readonly<Record<NonNullable<SandboxOptions['cloud']>, (sandbox: Sandbox) => string>> = {
  AWS: () => 'delete --orphans --region us-east-1',
  AZURE: ({ azure }) => `delete --orphans --subscription ${azure.subscription}`,
  GCP: () => 'delete --orphans --gcp-project shop-prod',
};

suite('what libraries tell', (test) => {
  for (const cloud of ['AWS', 'AZURE', 'GCP'] as const)
    test(`on ${cloud}: none of it reaches stderr or stdout`, async () => {
      const sandbox = await startSandbox({ clock: realClock, cloud });
      try {
        seedProject(sandbox);
        const ca = join(dirname(sandbox.kubeconfig), 'ca.pem');
        writeFileSync(ca, sandbox.arm.caPem);
        const env = { ...sandbox.env, NODE_EXTRA_CA_CERTS: ca };
        const line = clouds[cloud](sandbox);
        const quiet = await run(line, env, []);
        assert.match(quiet.stderr, /No orphans found/);
        const preload = `data:text/javascript,${encodeURIComponent(talkative)}`;
        assert.deepEqual(await run(line, { ...env, ...loud }, ['--import', preload]), quiet);
        // What is printed on stdout makes it talk, too.
        const version = await run('version', { ...env, ...loud }, ['--import', preload]);
        assert.doesNotMatch(version.stdout + version.stderr, /TALK/);
      } finally {
        await sandbox.close();
      }
    });
});
