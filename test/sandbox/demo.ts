/**
 * The main job on an embedded sandbox: `npm run demo`. Every command that it shows is the built program, run as a process of its own
 * against a Kubernetes API, an operator and a cloud on loopback. It shows a dedicated cluster on AWS; --cloud azure and --cloud gcp take
 * another cloud, --source serverless a serverless deployment. --broken PE310 shows what that check finds, and leaves it to be mended; --broken alone lists what can be broken. --play opens a shell in which a person types the commands; with --keep the
 * sandbox stays, for the person's own tools; with --command "kubectl atlas-pe" an installed plugin runs instead.
 */
import { spawn } from 'node:child_process';
import { anyOf } from '../../src/core/any-of.ts';
import type { Generation } from '../fakes/operator/generation.ts';
import { realClock } from '../harness/clock.ts';
import { type BrokenDemo, breakSandbox, faultList, faultNamed } from './broken.ts';
import { demoHelp, demoOptions } from './demo/options.ts';
import { play } from './demo/play.ts';
import { installPlugin } from './demo/plugin.ts';
import { type CloudTour, type DemoSource, operators, scenesOf, tours } from './demo/tours.ts';
import { addNodes } from './nodes.ts';
import { type Sandbox, seedProject, startSandbox } from './sandbox.ts';

/** The demo's operator looks every second, not every ten, so that nobody waits for a minute to see a minute's work. */
const POLL_MS = 1_000;

/** What is to be shown. */
interface Wish {
  readonly tour: CloudTour;
  readonly source: DemoSource;
  readonly operator: Generation;
  /** What is broken in the end, instead of a tour. */
  readonly broken: BrokenDemo | undefined;
}

const argv = process.argv.slice(2);
if (argv.at(-1) === '--broken') refuse(`--broken takes the code of a check, one of:\n${faultList()}`);
const read = demoOptions(argv);
const values = typeof read === 'string' ? refuse(read) : read;
if (values.help) {
  process.stdout.write(demoHelp);
  process.exit(0);
}

function refuse(why: string): never {
  process.stderr.write(`error: ${why}\n`);
  process.exit(1);
}

function refuseFault(code: string): never {
  return refuse(`no fault is called ${code}; --broken is one of:\n${faultList()}`);
}

function wish(): Wish {
  const { broken: code } = values;
  const broken = code === undefined ? undefined : (faultNamed(code) ?? refuseFault(code));
  const tour = tours[broken?.cloud ?? values.cloud] ?? refuse(`--cloud is ${anyOf(Object.keys(tours))}`);
  const { source } = values;
  if (source !== 'serverless' && source !== 'dedicated') refuse('--source is dedicated or serverless');
  if (source === 'serverless' && tour.cloud === 'GCP') refuse(`Atlas offers no serverless endpoints on ${tour.name}`);
  const able = operators[source];
  if (broken !== undefined) return { tour, source: broken.source, operator: broken.operator, broken };
  const operator = values.operator === undefined ? able[0] : able.find((each) => each === values.operator);
  if (operator === undefined) refuse(`--operator of --source ${source} is ${anyOf(able)}`);
  if (tour.cloud === 'GCP' && operator === 'v2.11') refuse(`on ${tour.name} --operator is v2.15`);
  return { tour, source, operator, broken };
}

const say = (text: string): void => void process.stdout.write(`${text}\n`);

/** Runs one command line and shows what comes back. @throws Error when it fails */
async function show(words: readonly string[], env: Readonly<Record<string, string>>): Promise<void> {
  const [program = '', ...args] = words;
  const child = spawn(program, args, {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const code = await new Promise<number | null>((resolve, reject) => child.on('error', reject).on('close', resolve));
  if (code !== 0) throw new Error(`${words.join(' ')} ended with exit code ${code}`);
}

/** How another terminal reaches the sandbox. @param folder where the program is, if PATH does not have it yet */
function exportsOf(sandbox: Sandbox, { cloud }: CloudTour, folder: string | undefined): string {
  const lines = Object.entries(sandbox.env).map(([name, value]) => `export ${name}=${value}`);
  return [
    '\nThe sandbox goes on until Ctrl-C. In another terminal:\n',
    ...lines,
    ...(folder === undefined ? [] : [`export PATH=${folder}:$PATH`]),
    '',
    'kubectl get atlasdeployments',
    ...(cloud !== 'AWS' ? [] : [`aws --endpoint-url ${sandbox.ec2.url} ec2 describe-vpc-endpoints`]),
    'kubectl atlas-pe status -w',
    '',
  ].join('\n');
}

const invitation = `
Type commands; exit or Ctrl-D ends the sandbox and everything in it. To begin with:

  kubectl atlas-pe status
  kubectl atlas-pe up orders --from-nodes --refresh
  kubectl atlas-pe secret orders
  kubectl atlas-pe delete orders`;

/** What is run, one after the other, and what it is for. */
function scenes({ tour, source, broken }: Wish, sandbox: Sandbox): ReturnType<typeof scenesOf> {
  if (broken === undefined) return scenesOf(source, tour, sandbox);
  const comment = 'Everything is made, so that something can be broken';
  return broken.commands(sandbox).map((commandLine) => ({ comment, commandLine }));
}

async function present(wanted: Wish, sandbox: Sandbox): Promise<void> {
  const { tour, operator, broken } = wanted;
  const plugin = values.command === undefined ? await installPlugin(sandbox.dns.address) : undefined;
  const env = { ...sandbox.env, ...(plugin === undefined ? {} : { PATH: plugin.path }) };
  try {
    say(`A sandbox of a Kubernetes API, the operator (${operator}) and an account of ${tour.name} is up on loopback.`);
    if (values.play) {
      say(invitation);
      return await play(env);
    }
    const started = Date.now();
    for (const { comment, commandLine } of scenes(wanted, sandbox)) {
      say(`\n# ${comment}\n$ kubectl atlas-pe ${commandLine}`);
      await show([...(values.command ?? plugin?.executable ?? '').split(' '), ...commandLine.split(' ')], env);
    }
    if (broken !== undefined) {
      breakSandbox(sandbox, broken);
      const command = `doctor ${broken.name} --dns-server ${sandbox.dns.address}`;
      say(
        `\nWhat ${values.broken} finds is broken now. See it, and the command that fixes it:\n$ kubectl atlas-pe ${command}`,
      );
    }
    say(`\nDone in ${((Date.now() - started) / 1000).toFixed(0)} s.`);
    if (!values.keep && broken === undefined) return;
    say(exportsOf(sandbox, tour, plugin?.folder));
    await new Promise<void>((resolve) => process.once('SIGINT', resolve).once('SIGTERM', resolve));
  } finally {
    plugin?.remove();
  }
}

const wanted = wish();
const sandbox = await startSandbox({
  clock: realClock,
  generation: wanted.operator,
  pollMs: POLL_MS,
  cloud: wanted.tour.cloud,
  armDelays: { createMs: 5_000 },
});
let exitCode = 0;
try {
  seedProject(sandbox);
  // A fault brings the nodes that it is about.
  if (wanted.broken === undefined) addNodes(sandbox, wanted.tour.cloud);
  if (wanted.source === 'dedicated') sandbox.deployCluster();
  else sandbox.deploy();
  await present(wanted, sandbox);
} catch (error) {
  process.stderr.write(`error: the demo failed: ${error instanceof Error ? error.message : String(error)}\n`);
  exitCode = 1;
} finally {
  await sandbox.close();
}
process.exit(exitCode);
