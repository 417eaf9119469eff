import type { HttpsTools } from '../harness/https-tools.ts';
import { made, mergePatch } from './api.ts';

const api = '/apis/admissionregistration.k8s.io/v1';

/** As what a policy may refuse: with status 422 or 403. */
export type Refusal = 'Invalid' | 'Forbidden';

function policy(name: string, reason: Refusal): object {
  const operations = { apiGroups: ['atlas.mongodb.com'], apiVersions: ['v1'], operations: ['UPDATE'] };
  return {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'ValidatingAdmissionPolicy',
    metadata: { name },
    spec: {
      failurePolicy: 'Fail',
      matchConstraints: { resourceRules: [{ ...operations, resources: ['atlasdeployments'] }] },
      validations: [{ expression: 'false', message: 'change freeze until Monday', reason }],
    },
  };
}

function binding(name: string, reason: Refusal): object {
  return {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'ValidatingAdmissionPolicyBinding',
    metadata: { name },
    spec: {
      policyName: name,
      validationActions: ['Deny'],
      matchResources: { namespaceSelector: { matchLabels: { frozen: reason } } },
    },
  };
}

function labelled(value: string): object {
  return { metadata: { labels: { frozen: value } } };
}

/** Refuses every update of the deployment `orders` in a namespace, by a policy of the cluster. Resolves when it is in force. */
export async function freeze(admin: HttpsTools, namespace: string, reason: Refusal): Promise<void> {
  const name = `freeze-${reason.toLowerCase()}`;
  for (const [plural, object] of [
    ['validatingadmissionpolicies', policy(name, reason)],
    ['validatingadmissionpolicybindings', binding(name, reason)],
  ] as const) {
    const answer = await admin.call('POST', `${api}/${plural}`, object);
    // It is the cluster's, and may be there from another namespace's freeze.
    if (answer.status !== 409) made(answer, 201);
  }
  made(await admin.call('PATCH', `/api/v1/namespaces/${namespace}`, labelled(reason), mergePatch));
  const orders = `/apis/atlas.mongodb.com/v1/namespaces/${namespace}/atlasdeployments/orders?dryRun=All`;
  const started = Date.now();
  for (;;) {
    const { status } = await admin.call('PATCH', orders, labelled('probe'), mergePatch);
    if (status >= 400) return;
    if (Date.now() - started > 15_000) throw new Error(`the policy has not come into force; last seen: ${status}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
