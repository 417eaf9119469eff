import assert from 'node:assert/strict';
import type { DeclareTest } from '../../harness/suite.ts';
import { type Api, made, mergePatch, named, refused, secretPath, widget, widgetPath } from '../api.ts';

const subdomain =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";

function invalid(kind: string, name: string, field: string, reason: string, message: string): object {
  const who = name === '' ? {} : { name };
  return { ...who, group: 'contract.example.com', kind, causes: [{ reason, message, field }] };
}

/** The refusal of a deletion. */
function unmet(what: string): Parameters<typeof refused>[1] {
  return {
    code: 409,
    reason: 'Conflict',
    message: `Operation cannot be fulfilled on Widget.contract.example.com "one": ${what}`,
    details: { ...named('one'), kind: 'Widget' },
  };
}

/** Creating, reading and deleting one object. */
export function objects(test: DeclareTest, { admin, namespace }: Api): void {
  test('what is created can be read: with uid, resourceVersion and generation, and without the status', async () => {
    const ns = await namespace();
    const posted = { ...widget('one', { tier: 'gold' }), status: { ready: true } };
    const created = made(await admin.call('POST', widgetPath(ns), posted), 201);
    const { uid, resourceVersion, generation, labels } = created.metadata;
    assert.match(String(uid), /^[0-9a-f-]{36}$/);
    assert.match(String(resourceVersion), /^\d+$/);
    assert.deepEqual([generation, labels, created.status], [1, { tier: 'gold' }, undefined]);
    assert.deepEqual((await admin.call('GET', widgetPath(ns, 'one'))).body, created);
  });

  test('fieldValidation=Strict: a field that no schema knows is refused, and dropped without it', async () => {
    const ns = await namespace();
    const posted = { ...widget('one'), extra: 1 };
    refused(await admin.call('POST', `${widgetPath(ns)}?fieldValidation=Strict`, posted), {
      code: 400,
      reason: 'BadRequest',
      message: 'Widget in version "v1" cannot be handled as a Widget: strict decoding error: unknown field "extra"',
    });
    assert.equal('extra' in made(await admin.call('POST', widgetPath(ns), posted), 201), false);
  });

  test('dryRun=All: what would be is answered, and nothing is kept', async () => {
    const ns = await namespace();
    const tried = made(await admin.call('POST', `${widgetPath(ns)}?dryRun=All`, widget('one')), 201);
    assert.deepEqual([tried.metadata.resourceVersion, tried.metadata.generation], [undefined, 1]);
    assert.equal((await admin.call('GET', widgetPath(ns, 'one'))).status, 404);
    const created = made(await admin.call('POST', widgetPath(ns), widget('one')), 201);
    refused(await admin.call('POST', `${widgetPath(ns)}?dryRun=All`, widget('one')), {
      code: 409,
      reason: 'AlreadyExists',
      message: 'widgets.contract.example.com "one" already exists',
      details: named('one'),
    });
    const path = `${widgetPath(ns, 'one')}?dryRun=All`;
    const changed = made(await admin.call('PATCH', path, { spec: { size: 2 } }, mergePatch));
    assert.deepEqual(
      [changed.spec, changed.metadata.resourceVersion, changed.metadata.generation],
      [{ size: 2, parts: [{ name: 'a' }] }, created.metadata.resourceVersion, 2],
    );
    assert.equal((await admin.call('DELETE', path)).status, 200);
    assert.deepEqual((await admin.call('GET', widgetPath(ns, 'one'))).body, created);
  });

  test('dryRun=All beside a body of options, which alone counts: the object is deleted, unless the body says it too', async () => {
    const ns = await namespace();
    const created = made(await admin.call('POST', widgetPath(ns), widget('one')), 201);
    const path = `${widgetPath(ns, 'one')}?dryRun=All`;
    const options = { apiVersion: 'v1', kind: 'DeleteOptions', preconditions: { uid: created.metadata.uid } };
    assert.equal((await admin.call('DELETE', path, { ...options, dryRun: ['All'] })).status, 200);
    assert.deepEqual((await admin.call('GET', widgetPath(ns, 'one'))).body, created);
    assert.equal((await admin.call('DELETE', path, options)).status, 200);
    assert.equal((await admin.call('GET', widgetPath(ns, 'one'))).status, 404);
  });

  test('a name that is taken: 409 AlreadyExists', async () => {
    const ns = await namespace();
    await admin.call('POST', widgetPath(ns), widget('one'));
    refused(await admin.call('POST', widgetPath(ns), widget('one')), {
      code: 409,
      reason: 'AlreadyExists',
      message: 'widgets.contract.example.com "one" already exists',
      details: named('one'),
    });
  });

  test('what is not there: 404 with its name, whatever is done to it', async () => {
    const ns = await namespace();
    const expected = {
      code: 404,
      reason: 'NotFound',
      message: 'widgets.contract.example.com "nope" not found',
      details: named('nope'),
    };
    refused(await admin.call('GET', widgetPath(ns, 'nope')), expected);
    refused(await admin.call('PATCH', widgetPath(ns, 'nope'), {}, mergePatch), expected);
    refused(await admin.call('DELETE', widgetPath(ns, 'nope')), expected);
    refused(await admin.call('GET', secretPath(ns, 'nope')), {
      code: 404,
      reason: 'NotFound',
      message: 'secrets "nope" not found',
      details: { name: 'nope', kind: 'secrets' },
    });
  });

  test('a resource that is not served: 404, and no Status but a line of text', async () => {
    const ns = await namespace();
    for (const path of [
      `/apis/contract.example.com/v1/namespaces/${ns}/gadgets`,
      `/apis/contract.example.com/v1/namespaces/${ns}/gadgets/one`,
      `/apis/nothing.example.com/v1/namespaces/${ns}/gadgets`,
    ]) {
      const { status, body, headers } = await admin.call('GET', path);
      assert.deepEqual(
        [status, body, headers['content-type']],
        [404, '404 page not found\n', 'text/plain; charset=utf-8'],
      );
    }
  });

  test('what cannot be created: no name, a bad name, another kind, another namespace, no such namespace', async () => {
    const ns = await namespace();
    const post = (manifest: object, at = ns): ReturnType<typeof admin.call> =>
      admin.call('POST', widgetPath(at), manifest);
    refused(await post({ ...widget('x'), metadata: {} }), {
      code: 422,
      reason: 'Invalid',
      message:
        'Widget.contract.example.com "" is invalid: metadata.name: Required value: name or generateName is required',
      details: invalid(
        'Widget',
        '',
        'metadata.name',
        'FieldValueRequired',
        'Required value: name or generateName is required',
      ),
    });
    refused(await post(widget('Bad_Name')), {
      code: 422,
      reason: 'Invalid',
      message: `Widget.contract.example.com "Bad_Name" is invalid: metadata.name: Invalid value: "Bad_Name": ${subdomain}`,
      details: invalid(
        'Widget',
        'Bad_Name',
        'metadata.name',
        'FieldValueInvalid',
        `Invalid value: "Bad_Name": ${subdomain}`,
      ),
    });
    refused(await post({ ...widget('x'), kind: 'Gadget' }), {
      code: 422,
      reason: 'Invalid',
      message: 'Gadget.contract.example.com "x" is invalid: kind: Invalid value: "Gadget": must be Widget',
      details: invalid('Gadget', 'x', 'kind', 'FieldValueInvalid', 'Invalid value: "Gadget": must be Widget'),
    });
    refused(await post({ ...widget('x'), metadata: { name: 'x', namespace: 'other' } }), {
      code: 400,
      reason: 'BadRequest',
      message: 'the namespace of the provided object does not match the namespace sent on the request',
    });
    refused(await post(widget('x'), 'nowhere'), {
      code: 404,
      reason: 'NotFound',
      message: 'namespaces "nowhere" not found',
      details: { name: 'nowhere', kind: 'namespaces' },
    });
  });

  test('deleting is answered with a Status that has the uid', async () => {
    const ns = await namespace();
    const { uid } = made(await admin.call('POST', widgetPath(ns), widget('one')), 201).metadata;
    const { status, body } = await admin.call('DELETE', widgetPath(ns, 'one'));
    const success = { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success' };
    assert.deepEqual([status, body], [200, { ...success, details: { ...named('one'), uid } }]);
    assert.equal((await admin.call('GET', widgetPath(ns, 'one'))).status, 404);
  });

  test('a deletion with preconditions: 409 where the object is another one or was changed since', async () => {
    const ns = await namespace();
    const { uid, resourceVersion } = made(await admin.call('POST', widgetPath(ns), widget('one')), 201).metadata;
    const remove = (preconditions: object): ReturnType<typeof admin.call> =>
      admin.call('DELETE', widgetPath(ns, 'one'), { apiVersion: 'v1', kind: 'DeleteOptions', preconditions });
    refused(
      await remove({ uid: 'another' }),
      unmet(
        `the UID in the precondition (another) does not match the UID in record (${uid}). The object might have been deleted and then recreated`,
      ),
    );
    const stale = `the ResourceVersion in the precondition (1) does not match the ResourceVersion in record (${resourceVersion}). The object might have been modified`;
    refused(await remove({ uid, resourceVersion: '1' }), unmet(stale));
    assert.equal((await remove({ uid, resourceVersion })).status, 200);
    assert.equal((await admin.call('GET', widgetPath(ns, 'one'))).status, 404);
  });

  test('what a finalizer holds is only marked, and gone when the last one lets go', async () => {
    const ns = await namespace();
    const manifest = { ...widget('one'), metadata: { name: 'one', finalizers: ['example.com/held'] } };
    const { uid } = made(await admin.call('POST', widgetPath(ns), manifest), 201).metadata;
    type Marked = { readonly uid: string; readonly generation: number; readonly [key: string]: unknown };
    const remove = async (): Promise<Marked> =>
      made(await admin.call('DELETE', widgetPath(ns, 'one'))).metadata as Marked;
    const marked = await remove();
    assert.deepEqual([marked.uid, marked.generation, marked['deletionGracePeriodSeconds']], [uid, 2, 0]);
    assert.match(String(marked['deletionTimestamp']), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    // A second deletion changes nothing.
    assert.deepEqual(await remove(), marked);
    await admin.call('PATCH', widgetPath(ns, 'one'), { metadata: { finalizers: null } }, mergePatch);
    assert.equal((await admin.call('GET', widgetPath(ns, 'one'))).status, 404);
  });

  test('a Secret: stringData become data in the order of the keys, its type is Opaque, it has no generation', async () => {
    const ns = await namespace();
    const secret = { metadata: { name: 's' }, data: { c: 'eg==' }, stringData: { b: 'x', a: 'ü' } };
    made(await admin.call('POST', secretPath(ns), secret), 201);
    const { data, type, metadata } = made(await admin.call('GET', secretPath(ns, 's')));
    assert.deepEqual(Object.entries(data as object), [
      ['a', 'w7w='],
      ['b', 'eA=='],
      ['c', 'eg=='],
    ]);
    assert.deepEqual([type, metadata.generation], ['Opaque', undefined]);
  });
}
