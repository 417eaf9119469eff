import type { HttpsTools } from '../harness/https-tools.ts';
import { made, mergePatch } from './api.ts';
import { eventually } from './eventually.ts';

const api = '/apis/admissionregistration.k8s.io/v1';

/** As what a policy may refuse: with status 422 or 403. */
export type Refusal = 'Invalid' | 'Forbidden';

/** The operator writes connection Secrets all the time; of Secrets only those with passwords are the verbs' business. */
const mayGoOn = "request.resource.resource == 'secrets' && !request.name.endsWith('-password')";

function policy(name: string, reason: Refusal): object {
  const any = { apiVersions: ['v1'], operations: ['CREATE', 'UPDATE', 'DELETE'] };
  const resourceRules = [
    { ...any, apiGroups: ['atlas.mongodb.com'], resources: ['atlasdeployments', 'atlasprivateendpoints'] },
    { ...any, apiGroups: [''], resources: ['secrets'] },
  ];
  return {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'ValidatingAdmissionPolicy',
    metadata: { name },
    spec: {
      failurePolicy: 'Fail',
      matchConstraints: { resourceRules },
      validations: [{ expression: mayGoOn, message: 'change freeze until Monday', reason }],
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

/** Refuses every write of what the verbs write, in a namespace with a deployment `orders`. Resolves when the policy is in force. */
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
  await eventually(`the policy ${name}`, async () => {
    const { status } = await admin.call('PATCH', orders, labelled('probe'), mergePatch);
    return status >= 400;
  });
}
