import { writeFileSync } from 'node:fs';
import { makeCertificates } from '../fakes/apiserver/certificates.ts';
import type { Rule } from '../fakes/apiserver/access.ts';
import { refuses } from '../harness/bad-input.ts';
import { suite } from '../harness/suite.ts';
import type { World } from '../harness/world.ts';

function withKubeconfig(
  world: World,
  options: Parameters<World['kubernetes']['kubeconfig']>[0],
): { KUBECONFIG: string } {
  const file = `${world.kubeconfig}-other`;
  writeFileSync(file, world.kubernetes.kubeconfig(options));
  return { KUBECONFIG: file };
}

/** Somebody with just these rights, and a serverless deployment to try them on. */
function somebody(rules: readonly Rule[]) {
  return async (world: World): Promise<{ KUBECONFIG: string }> => {
    world.deploy();
    await world.operator.settled();
    return withKubeconfig(world, { token: world.kubernetes.addUser('eve', rules) });
  };
}

const reader: Rule = { verbs: ['get', 'list', 'watch'], apiGroups: ['atlas.mongodb.com'], resources: ['*'] };

function missing(verb: string, resource: string, group: string, name = ''): string {
  const qualified = group === '' ? resource : `${resource}.${group}`;
  return `
Error from server (Forbidden): ${qualified}${name} is forbidden: User "eve" cannot ${verb} resource "${resource}" in API group "${group}" in the namespace "default"
hint: the missing permission is "${verb}" on ${qualified} in namespace default; docs/permissions.md has the whole Role. Check with: kubectl auth can-i ${verb} ${qualified} -n default
`;
}

suite('a cluster that cannot be used', (test) => {
  refuses(test, {
    when: 'there is no kubeconfig',
    env: { KUBECONFIG: '/nonexistent/config' },
    command: 'status',
    stderr: `
error: no kubeconfig found (looked for /nonexistent/config)
hint: set KUBECONFIG or name a file with --kubeconfig; on EKS: aws eks update-kubeconfig --name CLUSTER
`,
  });
  refuses(test, {
    when: 'the context is unknown',
    command: 'create orders --context sandbix',
    stderr: `
error: context "sandbix" does not exist
hint: did you mean "sandbox"? list them with: kubectl config get-contexts
`,
  });
  refuses(test, {
    when: 'nobody listens there',
    given: (world) => world.kubernetes.stop(),
    command: 'up orders',
    stderr: `
The connection to the server 127.0.0.1:{port} was refused - did you specify the right host or port?
hint: check the context with: kubectl config current-context
  and the server with: kubectl cluster-info
`,
  });
  refuses(test, {
    when: 'the certificate is signed by another authority',
    given: async (world: World) => withKubeconfig(world, { caPem: (await makeCertificates()).caPem }),
    command: 'status',
    stderr: `
Unable to connect to the server: tls: failed to verify certificate: x509: certificate signed by unknown authority
hint: the certificate of 127.0.0.1:{port} (CN=kube-apiserver, issued by CN=sandbox-ca) is not signed by the certificate-authority of this context; compare with: kubectl config view --minify
`,
  });
  refuses(test, {
    when: 'the credentials are not accepted',
    given: (world) => withKubeconfig(world, { token: 'stale' }),
    command: 'secret orders',
    stderr: `
error: You must be logged in to the server (Unauthorized)
hint: the credentials of this context were refused: log in again, then check with: kubectl auth whoami
`,
  });
  refuses(test, {
    when: 'deployments may not be listed',
    given: somebody([]),
    command: 'status',
    stderr: missing('list', 'atlasdeployments', 'atlas.mongodb.com'),
  });
  refuses(test, {
    when: 'a deployment may not be read',
    given: somebody([]),
    command: 'create orders',
    stderr: missing('get', 'atlasdeployments', 'atlas.mongodb.com', ' "orders"'),
  });
  refuses(test, {
    when: 'a deployment may not be patched',
    given: somebody([reader]),
    command: 'create orders',
    afterProgress: true,
    stderr: missing('patch', 'atlasdeployments', 'atlas.mongodb.com', ' "orders"'),
  });
  refuses(test, {
    when: 'Secrets may not be listed',
    given: somebody([reader]),
    command: 'secret orders',
    stderr: missing('list', 'secrets', ''),
  });
  for (const command of ['create orders', 'link orders', 'up orders', 'status', 'status orders']) {
    refuses(test, {
      when: `the operator is not installed: ${command}`,
      options: { resources: [], empty: true },
      command,
      stderr: `
error: the MongoDB Atlas Kubernetes Operator is not installed in this cluster, which does not serve atlasdeployments.atlas.mongodb.com
hint: install the operator, or choose another cluster with --context; check with: kubectl api-resources --api-group=atlas.mongodb.com
`,
    });
  }
});
