import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { memberCertificates } from '../../fakes/pod/certificates.ts';
import { type Environment, type Kubelet, startKubelet } from '../../fakes/pod/kubelet.ts';
import { type PodNamespace, addresses, startNamespace } from '../../fakes/pod/namespace.ts';
import type { Member, Plan } from '../../fakes/pod/plan.ts';
import { made, mergePatch } from '../api.ts';
import type { RealServer } from '../real-server.ts';

/** The string of these scenarios, and the name of its nodes. */
export const HOST = 'orders-pl-0.ab1cd.mongodb.net';
export const NODE = 'pl-0-us-east-1.ab1cd.mongodb.net';
export const ALIAS = 'vpce-026b4c868ce5d755d-x1y2.vpce-svc-0eb5d7e987976588b.us-east-1.vpce.amazonaws.com';
export const PORTS = [1024, 1025, 1026] as const;
export const MEMBERS = PORTS.map((port) => `${NODE}:${port}`);

/** Programs that the shell's program needs besides the shell. */
const basics = ['sh', 'sleep'] as const;

/** A tool that a container may have. */
export type Tool = 'node' | 'python3' | 'openssl' | 'bash' | 'getent';

/** Pods on a real API server, whose containers have what a test says, in a network that a test plans. */
export interface PodWorkplace {
  readonly kubelet: Kubelet;
  /** The network where all is well, changed as a test says. */
  network(this: void, change?: (plan: Plan) => Plan): Promise<void>;
  /** An environment with some tools and no others. */
  having(this: void, ...tools: readonly Tool[]): Environment;
  /** Creates a Pod that runs on the kubelet, with a container `app`. */
  pod(this: void, namespace: string, name: string, options?: PodOptions): Promise<void>;
  /** Creates a namespace that takes only Pods of the restricted standard. */
  namespace(this: void): Promise<string>;
  /** Plays the kubelet for the ephemeral containers of a namespace: it runs each and reports its end. */
  watch(this: void, namespace: string, images: Readonly<Record<string, Environment>>): Promise<() => void>;
  close(this: void): Promise<void>;
}

interface PodOptions {
  readonly env?: Environment;
  readonly phase?: string;
  readonly ready?: boolean;
  readonly labels?: Readonly<Record<string, string>>;
  readonly owner?: object;
  /** More containers, besides `app`. */
  readonly containers?: readonly object[];
  /** The Secret that `app` takes a variable from. */
  readonly secret?: string;
}

const restricted = {
  runAsNonRoot: true,
  allowPrivilegeEscalation: false,
  capabilities: { drop: ['ALL'] },
  seccompProfile: { type: 'RuntimeDefault' },
};

export async function podWorkplace(server: RealServer): Promise<PodWorkplace> {
  const folder = mkdtempSync(join(tmpdir(), 'kubectl-atlas-pe-tools-'));
  const place: PodNamespace = await startNamespace();
  const kubelet = await startKubelet(place);
  const { trusted, certificates } = await memberCertificates('*.ab1cd.mongodb.net');
  writeFileSync(join(folder, 'ca.pem'), trusted);
  await addNode(server, kubelet.port);
  let tools = 0;
  const having = (...names: readonly Tool[]): Environment => {
    tools += 1;
    const PATH = join(folder, String(tools));
    mkdirSync(PATH);
    for (const name of [...basics, ...names]) symlinkSync(fileOf(name), join(PATH, name));
    const ca = join(folder, 'ca.pem');
    return { PATH, SSL_CERT_FILE: ca, NODE_EXTRA_CA_CERTS: ca, LC_ALL: 'C' };
  };
  return {
    kubelet,
    having,
    network: (change = (plan) => plan) => place.plan(change(healthy(certificates))),
    namespace: async () => {
      const name = await server.namespace();
      const labels = { 'pod-security.kubernetes.io/enforce': 'restricted' };
      made(await server.admin.call('PATCH', `/api/v1/namespaces/${name}`, { metadata: { labels } }, mergePatch));
      return name;
    },
    pod: async (namespace, name, options = {}) => {
      kubelet.containers.set('app', options.env ?? having());
      await addPod(server, namespace, name, options);
    },
    watch: (namespace, images) => watchEphemeral(server, kubelet, namespace, images),
    close: async () => {
      await kubelet.close();
      await place.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Where a tool is here; python3 may be a script that looks for the real one. */
function fileOf(name: string): string {
  if (name === 'node') return process.execPath;
  const command = name === 'python3' ? 'python3 -c "import sys; print(sys.executable)"' : `command -v ${name}`;
  return execFileSync('sh', ['-c', command], { encoding: 'utf8' }).trim();
}

function healthy(certificates: Plan['certificates']): Plan {
  const member = (port: number): Member => ({
    address: addresses.first,
    port,
    behaviour: 'healthy',
    hosts: MEMBERS,
    publicHosts: PORTS.map((each) => `public.ab1cd.mongodb.net:${each}`),
  });
  return {
    certificates,
    names: {
      [`_mongodb._tcp.${HOST}`]: { srv: PORTS.map((port) => ({ target: NODE, port })) },
      [HOST]: { txt: ['authSource=admin&replicaSet=atlas-ab12cd-shard-0'] },
      [NODE]: { cname: ALIAS },
      [ALIAS]: { a: [addresses.first] },
    },
    members: PORTS.map(member),
  };
}

async function addNode({ admin }: RealServer, port: number): Promise<void> {
  const metadata = { name: 'node-a' };
  made(await admin.call('POST', '/api/v1/nodes', { metadata }), 201);
  const status = {
    addresses: [{ type: 'InternalIP', address: '127.0.0.1' }],
    daemonEndpoints: { kubeletEndpoint: { Port: port } },
    // Kubernetes 1.36 passes WebSockets on to such a kubelet; for others the API server translates them to SPDY.
    declaredFeatures: ['ExtendWebSocketsToKubelet'],
  };
  made(await admin.call('PATCH', '/api/v1/nodes/node-a/status', { status }, mergePatch));
}

async function addPod({ admin }: RealServer, namespace: string, name: string, options: PodOptions): Promise<void> {
  const { labels = {}, owner, containers = [], secret, phase = 'Running', ready = true } = options;
  const valueFrom = { secretKeyRef: { name: secret, key: 'connectionStringPrivateSrv' } };
  const env = secret === undefined ? [] : [{ name: 'MONGODB_URI', valueFrom }];
  const app = { name: 'app', image: 'app', env };
  const all = [...containers, app].map((container) => ({ securityContext: restricted, image: 'app', ...container }));
  const metadata = { name, labels, ...(owner === undefined ? {} : { ownerReferences: [owner] }) };
  const path = `/api/v1/namespaces/${namespace}/pods`;
  made(await admin.call('POST', path, { metadata, spec: { nodeName: 'node-a', containers: all } }), 201);
  const status = { phase, conditions: [{ type: 'Ready', status: ready ? 'True' : 'False' }] };
  made(await admin.call('PATCH', `${path}/${name}/status`, { status }, mergePatch));
}

/** An ephemeral container as the API server stores it. */
interface Ephemeral {
  readonly name: string;
  readonly image: string;
  readonly command?: readonly string[];
}

async function watchEphemeral(
  { admin }: RealServer,
  kubelet: Kubelet,
  namespace: string,
  images: Readonly<Record<string, Environment>>,
): Promise<() => void> {
  const watch = await admin.watch(`/api/v1/namespaces/${namespace}/pods?watch=true`);
  const known = new Set<string>();
  const report = async (pod: string, name: string, state: object): Promise<void> => {
    const ephemeralContainerStatuses = [{ name, image: 'x', imageID: 'x', ready: false, restartCount: 0, state }];
    const path = `/api/v1/namespaces/${namespace}/pods/${pod}/status`;
    await admin.call('PATCH', path, { status: { ephemeralContainerStatuses } }, mergePatch);
  };
  const begin = async (pod: string, { name, image, command = [] }: Ephemeral): Promise<void> => {
    const env = images[image];
    if (env === undefined)
      return report(pod, name, { waiting: { reason: 'ErrImagePull', message: `pull access denied for ${image}` } });
    const exitCode = await kubelet.run(`${namespace}/${pod}/${name}`, command, env);
    await report(pod, name, { terminated: { exitCode } });
  };
  const follow = async (): Promise<void> => {
    for (;;) {
      const { object } = await watch.next();
      const { metadata, spec } = object as { metadata: { name: string }; spec?: { ephemeralContainers?: Ephemeral[] } };
      for (const container of spec?.ephemeralContainers ?? []) {
        if (known.has(container.name)) continue;
        known.add(container.name);
        void begin(metadata.name, container);
      }
    }
  };
  follow().catch(() => undefined);
  return watch.close;
}
