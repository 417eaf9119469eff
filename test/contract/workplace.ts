import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AtlasDeployment } from '../../src/atlas/api/deployment.ts';
import { shellQuote } from '../../src/cli/args/pflag.ts';
import { run } from '../../src/cli/run.ts';
import { KubeClient } from '../../src/kube/client.ts';
import { connection } from '../../src/kube/config/kubeconfig.ts';
import { Transport } from '../../src/kube/http/transport.ts';
import type { KubeObject } from '../../src/kube/resource.ts';
import { type SeededAccount, seedAccount } from '../fakes/ec2/seed.ts';
import { type FakeEc2, startEc2 } from '../fakes/ec2/server.ts';
import type { Generation } from '../fakes/operator/generation.ts';
import { FakeOperator } from '../fakes/operator/operator.ts';
import { fastClock } from '../harness/fast-clock.ts';
import { type PrintedCommand, harmless, runPrinted } from '../harness/printed-commands.ts';
import type { RunOptions, Seen } from '../harness/world.ts';
import { type DeploymentOptions, deploymentManifest, projectManifest, userManifests } from '../sandbox/manifests.ts';
import { awsEnvironment, publish } from '../sandbox/environments.ts';
import { made, mergePatch } from './api.ts';
import { watchFor } from './onlookers.ts';
import type { RealServer } from './real-server.ts';

/** A command that changes something, in a form that soon gives up waiting. */
function shortly(command: PrintedCommand): readonly string[] | undefined {
  return harmless(command) === undefined && command.argv[0] !== 'secret'
    ? [...command.argv, '--timeout=20s']
    : undefined;
}

/** How much faster than real the operator, EC2 and the command live: 10 s are a quarter of a second. */
const FACTOR = 40;

const atlasPath = '/apis/atlas.mongodb.com/v1/namespaces';

export interface WorkOptions extends RunOptions {
  /** Whose kubeconfig; the administrator's when left out. */
  readonly kubeconfig?: string;
  /** How many real milliseconds a command goes on after its output matched `stopAt`. */
  readonly lingerMs?: number;
}

/** A namespace of a real API server, with an operator for it and an AWS account. */
export interface Workplace {
  readonly namespace: string;
  /** The id in Atlas of the project `shop`. */
  readonly projectId: string;
  readonly ec2: FakeEc2;
  readonly account: SeededAccount;
  readonly operator: FakeOperator;
  /** The time of the commands in milliseconds, which goes faster than the real one. */
  readonly now: () => number;
  /** Applies a serverless deployment. */
  deploy(this: void, options?: DeploymentOptions): Promise<void>;
  /** Creates an object of Atlas's, with its status. */
  apply(this: void, plural: string, manifest: Record<string, unknown>): Promise<void>;
  read(this: void, name?: string): Promise<AtlasDeployment>;
  /** Reads an object of Atlas's. */
  get(this: void, plural: string, name: string): Promise<KubeObject & { readonly spec?: unknown }>;
  /** Runs a command line in this process and this namespace, given without `kubectl atlas-pe`. */
  run(this: void, commandLine: string, options?: WorkOptions): Promise<Seen>;
}

/** Adds a cloud endpoint that is there already, for what a test declares as linked: `up` and `link` look at it. */
export function addStanding({ ec2: { account } }: Pick<Workplace, 'ec2'>, id: string): void {
  const name = 'com.amazonaws.vpce.us-east-1.vpce-svc-0123456789abcdef0';
  const service = account.addService(name, { region: 'us-east-1', zones: ['us-east-1a'] });
  account.addEndpoint(id, service, account.addVpc({ region: 'us-east-1' }));
}

/**
 * Runs the body in a namespace of its own, with a project and a database user.
 * @param options how much faster than real the operator, EC2 and the commands in this process live, and how many objects the operator looks at at a time
 * @param options.wholeProjects whether the operator looks at projects as the real one does, which takes no other service beside an item's
 * @throws Error also when the operator could not write something: the real CRDs refuse what the fake must not write
 */
export async function atWork(
  server: RealServer,
  generation: Generation,
  body: (place: Workplace) => Promise<void>,
  options: { readonly factor?: number; readonly workers?: number; readonly wholeProjects?: boolean } = {},
): Promise<void> {
  const { factor = FACTOR, workers = 1, wholeProjects = false } = options;
  const clock = fastClock(factor);
  const namespace = await server.namespace();
  // Each namespace has a project of its own: two objects of one project are rivals, wherever they are.
  const projectId = createHash('sha256').update(namespace).digest('hex').slice(0, 24);
  const folder = mkdtempSync(join(tmpdir(), 'kubectl-atlas-pe-'));
  /** The cloud endpoints that Atlas was given by an AtlasProject. */
  const given = new Set<string>();
  const ec2 = await startEc2({ clock, accepted: (id) => operator.accepts(id) || given.has(id) });
  const transport = new Transport(await connection({ kubeconfig: server.config.kubeconfigPath }, { env: {} }));
  const failures: unknown[] = [];
  const operator: FakeOperator = new FakeOperator({
    clock,
    transport,
    generation,
    workers,
    onService: (service) => publish(ec2, service),
    onFailure: (error) => failures.push(error),
  });
  const stop = new AbortController();
  const client = new KubeClient(transport);
  const onProject = (services: readonly string[], ids: readonly string[]): void => {
    for (const service of services) publish(ec2, service);
    for (const id of ids) given.add(id);
  };
  const watching = watchFor(
    { client, operator, namespace, generation, onProject: wholeProjects ? undefined : onProject },
    { ...clock, signal: stop.signal },
  );
  watching.catch((error: unknown) => failures.push(error));
  const env = awsEnvironment(ec2.url, folder);
  const inherited = { ...process.env };
  // The AWS SDK reads the process's environment and nothing else.
  Object.assign(process.env, env);

  const apply: Workplace['apply'] = async (plural, { status, ...manifest }) => {
    const path = `${atlasPath}/${namespace}/${plural}`;
    const { metadata } = made(await server.admin.call('POST', path, manifest), 201);
    if (status !== undefined)
      made(await server.admin.call('PATCH', `${path}/${metadata.name}/status`, { status }, mergePatch));
  };
  const runWords = async (argv: readonly string[], options: WorkOptions): Promise<Seen> => {
    const interrupt = new AbortController();
    const seen = { stdout: '', stderr: '' };
    const into = (name: 'stdout' | 'stderr') => (text: string) => {
      seen[name] += text;
      options.onOutput?.(text);
      const over = options.stopAt?.test(seen.stdout + seen.stderr) === true;
      if (over) setTimeout(() => interrupt.abort({ exitCode: 130 }), options.lingerMs ?? 0);
      return true;
    };
    const code = await run(argv, {
      stdout: { write: into('stdout') },
      stderr: { write: into('stderr'), columns: 100 },
      stdin: {},
      env: { ...env, KUBECONFIG: options.kubeconfig ?? server.config.kubeconfigPath, ...options.env },
      ...clock,
      signal: interrupt.signal,
      commandLine: ['kubectl', 'atlas-pe', ...argv].map(shellQuote).join(' '),
    });
    return { ...seen, code };
  };
  /** What the last command printed for the person to type next, to be run in the end. */
  let runLast: (() => Promise<void>) | undefined;
  const runIt: Workplace['run'] = async (commandLine, options = {}) => {
    const argv = [...commandLine.split(' ').filter((word) => word !== ''), '-n', namespace];
    const seen = await runWords(argv, options);
    const { kubeconfig, env: own } = options;
    const as = { ...(kubeconfig === undefined ? {} : { kubeconfig }), ...(own === undefined ? {} : { env: own }) };
    const runAs = (words: readonly string[]): Promise<Seen> => runWords(words, as);
    await runPrinted(seen, argv, runAs, harmless);
    runLast = () => runPrinted(seen, argv, runAs, shortly);
    return seen;
  };
  try {
    await apply('atlasprojects', { ...projectManifest(namespace), status: { id: projectId, conditions: [] } });
    const [password = {}, user = {}] = userManifests('app', 'p@ss:word/1', namespace);
    made(await server.admin.call('POST', `/api/v1/namespaces/${namespace}/secrets`, password), 201);
    await apply('atlasdatabaseusers', user);
    await body({
      namespace,
      projectId,
      ec2,
      operator,
      now: () => clock.now(),
      account: seedAccount(ec2, 'us-east-1'),
      apply,
      deploy: (options) => apply('atlasdeployments', deploymentManifest({ ...options, namespace })),
      read: async (name = 'orders') => {
        const { body: object } = await server.admin.call('GET', `${atlasPath}/${namespace}/atlasdeployments/${name}`);
        return object as AtlasDeployment;
      },
      get: async (plural, name) => {
        const { body: object } = await server.admin.call('GET', `${atlasPath}/${namespace}/${plural}/${name}`);
        return object as KubeObject;
      },
      run: runIt,
    });
    await runLast?.();
    if (failures.length > 0) throw new AggregateError(failures, `the operator failed: ${String(failures[0])}`);
  } finally {
    for (const key of Object.keys(env)) {
      if (inherited[key] === undefined) delete process.env[key];
      else process.env[key] = inherited[key];
    }
    operator.close();
    stop.abort();
    await watching.catch(() => undefined);
    transport.close();
    await ec2.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
