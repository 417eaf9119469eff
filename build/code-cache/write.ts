/**
 * Writes V8's compiled form of each script of a bundle: of what commands have run, since V8 compiles a function when it is first called. It is
 * a process of its own, since V8 takes a compiled form only from the very version that made it. Its arguments are the
 * names of the scripts as JSON, and their folder, where NAME.cache is written.
 *
 * The same sources give the same bytes: the seed is fixed (--random-seed), nothing comes over a network, V8 does not compile on its own threads
 * while the commands run, and it collects no garbage (it is given room enough): V8 13.6 writes two bytes of each function that it never
 * sets, and they are zero only in memory that it uses for the first time. Node is started with `flagsToCompile` of v8-flags.ts for it.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GCProfiler } from 'node:v8';
import { Script } from 'node:vm';
import { startKubernetes } from './kubernetes-answers.ts';
import { startAws, subnet } from './aws-answers.ts';
import { standInHttp } from './stand-in-http.ts';
import { standInFs, standInProcess } from './stand-in-process.ts';
import { compileOnCallsAlone, flagsToCompile, setFlagsBack } from './v8-flags.ts';

const commands: readonly string[] = [
  'version --client',
  'help',
  'up --help',
  '__complete status o',
  'secret orders -o json',
  'secret secret/shop-orders-app -o json',
  'status',
  'status ad/orders',
  'create shop --wait=false',
  `create store --wait=false --subnet-id ${subnet}`,
];

/** Credentials that are there without a request, and no file or service besides to ask. */
const environment: NodeJS.ProcessEnv = {
  AWS_ACCESS_KEY_ID: 'AKIAWARMUP0000000000',
  AWS_SECRET_ACCESS_KEY: 'none',
  AWS_REGION: 'us-east-1',
  AWS_EC2_METADATA_DISABLED: 'true',
};

const kubeconfig = `apiVersion: v1
kind: Config
current-context: warm-up
contexts:
- name: warm-up
  context:
    cluster: warm-up
    user: warm-up
clusters:
- name: warm-up
  cluster:
    server: https://127.0.0.1:6443
    insecure-skip-tls-verify: true
users:
- name: warm-up
  user:
    token: none
`;

type Load = (
  exports: object,
  require: (id: string) => unknown,
  module: object,
  filename: string,
  process: object,
) => void;

const requireBuiltin = createRequire(import.meta.url);
const [names = '', folder = ''] = process.argv.slice(2);
if (!flagsToCompile.every((flag) => process.execArgv.includes(flag)))
  throw new Error(`run this with ${flagsToCompile.join(' ')}`);
const garbage = new GCProfiler();
garbage.start();
compileOnCallsAlone();
const scripts = new Map(
  (JSON.parse(names) as readonly string[]).map((name) => [
    name,
    new Script(readFileSync(join(folder, name), 'utf8'), { filename: name }),
  ]),
);
const functions = new Map(
  [...scripts.values()].flatMap((script) =>
    Object.entries(script.runInThisContext() as Readonly<Record<string, Load>>),
  ),
);
let printed = '';
const [kubernetes, aws] = [startKubernetes(), startAws()];
const http = standInHttp(({ host, method, path, body }) =>
  host.endsWith('.amazonaws.com') ? aws(body) : kubernetes(method, path),
);
const standIns: Readonly<Record<string, object>> = {
  'node:fs': standInFs((text) => (printed += text)),
  'node:http': http,
  'node:https': http,
  http,
  https: http,
};

/** Makes what loads the scripts of one command, each once. */
function loader(process: object): (name: string) => unknown {
  const loaded = new Map<string, { exports: unknown }>();
  const require = (id: string): unknown =>
    id.startsWith('./') ? load(id.slice(2)) : (standIns[id] ?? requireBuiltin(id));
  const load = (name: string): unknown => {
    const known = loaded.get(name);
    if (known !== undefined) return known.exports;
    const module = { exports: {} };
    loaded.set(name, module);
    functions.get(name)?.(module.exports, require, module, 'warm-up', process);
    return module.exports;
  };
  return load;
}

function run(command: string, env: NodeJS.ProcessEnv): Promise<number> {
  return new Promise((resolve) => loader(standInProcess(command.split(' '), env, resolve))('main.cjs'));
}

const home = mkdtempSync(join(tmpdir(), 'kubectl-atlas-pe-warm-up-'));
try {
  const config = join(home, 'config');
  writeFileSync(config, kubeconfig);
  for (const command of commands) {
    const code = await run(command, { ...environment, KUBECONFIG: config, HOME: home });
    if (code !== 0) throw new Error(`the warm-up's "${command}" ended with ${code}, having printed: ${printed}`);
    printed = '';
  }
  const load = loader(process);
  for (const name of scripts.keys()) if (name !== 'main.cjs') load(name);
  setFlagsBack();
  for (const [name, script] of scripts) writeFileSync(join(folder, `${name}.cache`), script.createCachedData());
  if (garbage.stop().statistics.length > 0)
    throw new Error('V8 collected garbage, so another build would not be the same: give it more room in v8-flags.ts');
} finally {
  rmSync(home, { recursive: true });
}
process.exit(0);
