import assert from 'node:assert/strict';
import type { DeclareTest } from '../../harness/suite.ts';
import { type Api, jsonPatch, named, refused, secretPath, widget, widgetPath } from '../api.ts';

const reviews = '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews';

/** The Status of somebody who may not. */
function forbidden(user: string, verb: string, what: string, namespace: string | undefined, name?: string) {
  const scope = namespace === undefined ? 'at the cluster scope' : `in the namespace "${namespace}"`;
  const subject = `widgets.contract.example.com${name === undefined ? '' : ` "${name}"`}`;
  const { name: _name, ...nameless } = named('');
  return {
    code: 403,
    reason: 'Forbidden',
    message: `${subject} is forbidden: User "${user}" cannot ${verb} resource "${what}" in API group "contract.example.com" ${scope}`,
    details: name === undefined ? nameless : named(name),
  };
}

/** Who may do what, and how it is said who may not. */
export function access(test: DeclareTest, { admin, anonymous, stranger, person, namespace }: Api): void {
  test('an unknown token: 401; no credentials: somebody who may nothing', async () => {
    const ns = await namespace();
    refused(await stranger.call('GET', widgetPath(ns)), { code: 401, reason: 'Unauthorized', message: 'Unauthorized' });
    refused(await anonymous.call('GET', widgetPath(ns)), forbidden('system:anonymous', 'list', 'widgets', ns));
    refused(await anonymous.call('GET', '/apis'), {
      code: 403,
      reason: 'Forbidden',
      message: 'forbidden: User "system:anonymous" cannot get path "/apis"',
      details: {},
    });
    assert.equal((await anonymous.call('GET', '/readyz')).status, 200);
    assert.equal((await anonymous.call('GET', '/version')).status, 200);
  });

  test('each verb is a right of its own, in its namespace: 403 names it', async () => {
    const [ns, other] = [await namespace(), await namespace()];
    const rules = [
      { verbs: ['list'], apiGroups: ['contract.example.com'], resources: ['widgets'], namespaces: [ns] },
      { verbs: ['patch'], apiGroups: ['contract.example.com'], resources: ['widgets/status'], namespaces: [ns] },
    ];
    const lister = await person('lister', rules);
    assert.equal((await lister.call('GET', widgetPath(ns))).status, 200);
    assert.equal((await lister.call('GET', `${widgetPath(ns)}?fieldSelector=metadata.name%3Done`)).status, 200);
    const no = (verb: string, what = 'widgets', at: string | undefined = ns, name?: string) =>
      forbidden('lister', verb, what, at, name);
    refused(await lister.call('GET', widgetPath(other)), no('list', 'widgets', other));
    refused(await lister.call('GET', '/apis/contract.example.com/v1/widgets'), {
      ...forbidden('lister', 'list', 'widgets', undefined),
    });
    refused(await lister.call('GET', `${widgetPath(ns)}?watch=true&timeoutSeconds=1`), no('watch'));
    refused(await lister.call('GET', widgetPath(ns, 'one')), no('get', 'widgets', ns, 'one'));
    refused(await lister.call('PATCH', widgetPath(ns, 'one'), [], jsonPatch), no('patch', 'widgets', ns, 'one'));
    refused(await lister.call('DELETE', widgetPath(ns, 'one')), no('delete', 'widgets', ns, 'one'));
    refused(await lister.call('POST', widgetPath(ns), widget('one')), no('create'));
    refused(await lister.call('GET', `${widgetPath(ns, 'one')}/status`), no('get', 'widgets/status', ns, 'one'));
    await admin.call('POST', widgetPath(ns), widget('one'));
    assert.equal((await lister.call('PATCH', `${widgetPath(ns, 'one')}/status`, [], jsonPatch)).status, 200);
    refused(await lister.call('GET', secretPath(ns)), {
      code: 403,
      reason: 'Forbidden',
      message: `secrets is forbidden: User "lister" cannot list resource "secrets" in API group "" in the namespace "${ns}"`,
      details: { kind: 'secrets' },
    });
  });

  test('who may not is not told what is served, nor what is there', async () => {
    const ns = await namespace();
    const nobody = await person('nobody', []);
    const { status, body } = await nobody.call('GET', `/apis/contract.example.com/v1/namespaces/${ns}/gadgets`);
    assert.deepEqual([status, (body as { reason: string }).reason], [403, 'Forbidden']);
    refused(await nobody.call('GET', widgetPath('nowhere')), forbidden('nobody', 'list', 'widgets', 'nowhere'));
    refused(await nobody.call('GET', '/nonsense'), {
      code: 403,
      reason: 'Forbidden',
      message: 'forbidden: User "nobody" cannot get path "/nonsense"',
      details: {},
    });
    // Discovery is everybody's who is somebody.
    assert.equal((await nobody.call('GET', '/apis/contract.example.com/v1')).status, 200);
    assert.equal((await nobody.call('GET', '/apis/nothing.example.com/v1')).status, 404);
    assert.equal((await nobody.call('GET', '/openapi/v3/apis/contract.example.com/v1')).status, 200);
  });

  test('SelfSubjectAccessReview says the same', async () => {
    const ns = await namespace();
    const reader = await person('reader', [
      { verbs: ['get'], apiGroups: ['contract.example.com'], resources: ['widgets'], namespaces: [ns] },
    ]);
    const review = async (tools: typeof reader, attributes: object): Promise<unknown> => {
      const spec = {
        resourceAttributes: { group: 'contract.example.com', resource: 'widgets', namespace: ns, ...attributes },
      };
      const sent = { apiVersion: 'authorization.k8s.io/v1', kind: 'SelfSubjectAccessReview', spec };
      const { status, body } = await tools.call('POST', reviews, sent);
      const {
        status: said,
        metadata: _metadata,
        ...rest
      } = body as { status: { allowed: boolean }; metadata: unknown };
      assert.deepEqual([status, rest], [201, sent]);
      return said.allowed;
    };
    assert.equal(await review(reader, { verb: 'get' }), true);
    assert.equal(await review(reader, { verb: 'list' }), false);
    assert.equal(await review(reader, { verb: 'get', namespace: 'other' }), false);
    assert.equal(await review(reader, { verb: 'get', subresource: 'status' }), false);
    assert.equal(await review(admin, { verb: 'frobnicate' }), true);
    const { status, body } = await anonymous.call('POST', reviews, {});
    assert.deepEqual([status, (body as { reason: string }).reason], [403, 'Forbidden']);
  });
}
