import assert from 'node:assert/strict';
import type { DeclareTest } from '../../harness/suite.ts';
import type { Answer } from '../../harness/https-tools.ts';
import { type Api, type Seen, jsonPatch, made, mergePatch, named, refused, widget, widgetPath } from '../api.ts';

const conflict = {
  code: 409,
  reason: 'Conflict',
  message:
    'Operation cannot be fulfilled on widgets.contract.example.com "one": the object has been modified; please apply your changes to the latest version and try again',
  details: named('one'),
};
const rejected = {
  code: 422,
  reason: 'Invalid',
  message: 'the server rejected our request due to an error in our request',
  details: {},
};

/** Patches, conflicts, and the two doors to one object. */
export function patches(test: DeclareTest, { admin, namespace }: Api): void {
  interface One {
    /** The object as it was created. */
    readonly created: Seen;
    readonly path: string;
    json(this: void, operations: unknown, path?: string): Promise<Answer>;
    merge(this: void, patch: unknown, path?: string): Promise<Answer>;
    read(this: void): Promise<Seen>;
  }
  const one = async (): Promise<One> => {
    const ns = await namespace();
    const created = made(await admin.call('POST', widgetPath(ns), widget('one', { tier: 'gold' })), 201);
    const path = widgetPath(ns, 'one');
    return {
      created,
      path,
      json: (operations, at = path) => admin.call('PATCH', at, operations, jsonPatch),
      merge: (patch, at = path) => admin.call('PATCH', at, patch, mergePatch),
      read: async () => made(await admin.call('GET', path)),
    };
  };

  test('a stale resourceVersion is a conflict, in each kind of write, and nothing is written', async () => {
    const { created, path, json, merge, read } = await one();
    const { resourceVersion: stale } = created.metadata;
    const current = made(await merge({ spec: { size: 2 } }));
    const guard = { op: 'replace', path: '/metadata/resourceVersion', value: stale };
    refused(await json([guard, { op: 'add', path: '/spec/more', value: 1 }]), conflict);
    refused(await merge({ metadata: { resourceVersion: stale }, spec: { more: 1 } }), conflict);
    refused(await merge({ metadata: { resourceVersion: stale }, status: { a: 1 } }, `${path}/status`), conflict);
    refused(await admin.call('PUT', path, { ...created, spec: { more: 1 } }), conflict);
    assert.deepEqual(await read(), current);
  });

  test('dryRun=All answers as if it were done, refuses what would be refused, and stores nothing', async () => {
    const { created, path, read } = await one();
    const guard = { op: 'replace', path: '/metadata/resourceVersion', value: created.metadata.resourceVersion };
    const rehearsed = made(
      await admin.call('PATCH', `${path}?dryRun=All`, [guard, { op: 'add', path: '/spec/more', value: 1 }], jsonPatch),
    );
    assert.deepEqual(Object(rehearsed)['spec'].more, 1);
    assert.deepEqual(await read(), created);
    const list = path.slice(0, path.lastIndexOf('/'));
    const twice = await admin.call('POST', `${list}?dryRun=All`, widget('one', {}));
    assert.equal(twice.status, 409);
    made(await admin.call('POST', `${list}?dryRun=All`, widget('two', {})), 201);
    assert.equal((await admin.call('GET', `${list}/two`)).status, 404);
    made(await admin.call('DELETE', `${path}?dryRun=All`));
    assert.deepEqual(await read(), created);
  });

  test('the current resourceVersion is none, and a patch without one is applied to what there is', async () => {
    const { created, json, merge, read } = await one();
    const guard = { op: 'replace', path: '/metadata/resourceVersion', value: created.metadata.resourceVersion };
    made(await json([guard, { op: 'add', path: '/spec/more', value: 1 }]));
    made(await json([{ op: 'add', path: '/spec/yet', value: 2 }]));
    made(await merge({ spec: { size: 3 } }));
    assert.deepEqual((await read()).spec, { size: 3, parts: [{ name: 'a' }], more: 1, yet: 2 });
  });

  test('a write that changes nothing is no new version', async () => {
    const { created, json, merge, read } = await one();
    made(await merge({ spec: { size: 1 } }));
    made(await json([{ op: 'test', path: '/spec/size', value: 1 }]));
    assert.equal((await read()).metadata.resourceVersion, created.metadata.resourceVersion);
  });

  test('a JSON patch edits lists by index, all of it or nothing', async () => {
    const { json, read } = await one();
    const parts = '/spec/parts';
    made(
      await json([
        { op: 'test', path: `${parts}/0/name`, value: 'a' },
        { op: 'add', path: `${parts}/-`, value: { name: 'c' } },
        { op: 'add', path: `${parts}/1`, value: { name: 'b' } },
        { op: 'remove', path: `${parts}/0` },
        { op: 'replace', path: `${parts}/1/name`, value: 'd' },
        { op: 'add', path: '/metadata/labels/example.com~1a', value: 'x' },
        { op: 'copy', from: '/spec/size', path: '/spec/copied' },
        { op: 'move', from: '/spec/size', path: '/spec/moved' },
      ]),
    );
    const { spec, metadata } = await read();
    assert.deepEqual(spec, { parts: [{ name: 'b' }, { name: 'd' }], copied: 1, moved: 1 });
    assert.deepEqual(metadata.labels, { tier: 'gold', 'example.com/a': 'x' });
    const first = { op: 'add', path: '/spec/first', value: 1 };
    for (const operation of [
      { op: 'test', path: `${parts}/0/name`, value: 'a' },
      { op: 'test', path: '/spec/nothing', value: 'a' },
      { op: 'remove', path: `${parts}/7` },
      { op: 'remove', path: '/spec/nothing' },
      { op: 'replace', path: `${parts}/7`, value: {} },
      { op: 'add', path: `${parts}/9`, value: {} },
      { op: 'add', path: '/spec/no/where', value: 1 },
      { op: 'frobnicate', path: '/spec/size', value: 1 },
    ])
      refused(await json([first, operation]), rejected);
    assert.deepEqual((await read()).spec, spec);
  });

  test('beyond RFC 6902: replacing a key that is not there adds it, and it passes a test for null', async () => {
    const { json, read } = await one();
    made(
      await json([
        { op: 'test', path: '/spec/added', value: null },
        { op: 'replace', path: '/spec/added', value: 1 },
      ]),
    );
    assert.deepEqual((await read()).spec, { size: 1, parts: [{ name: 'a' }], added: 1 });
  });

  test('a merge patch merges objects, replaces lists, and takes away what is null', async () => {
    const { merge, read } = await one();
    made(await merge({ spec: { size: null, parts: [{ name: 'z' }], deep: { a: { b: 1 } } } }));
    made(await merge({ spec: { deep: { a: { c: 2 } } }, metadata: { labels: { tier: null } } }));
    const { spec, metadata } = await read();
    assert.deepEqual(spec, { parts: [{ name: 'z' }], deep: { a: { b: 1, c: 2 } } });
    assert.equal(metadata.labels, undefined);
  });

  test('the status has a door of its own, and only the spec counts generations', async () => {
    const { path, merge, read } = await one();
    const seen = async (): Promise<unknown[]> => {
      const { metadata, spec, status } = await read();
      return [metadata.generation, (spec as { size: number }).size, status, metadata.labels];
    };
    made(await merge({ metadata: { labels: { a: 'b' } } }));
    assert.deepEqual(await seen(), [1, 1, undefined, { tier: 'gold', a: 'b' }]);
    made(await merge({ spec: { size: 2 }, status: { x: 1 } }));
    assert.deepEqual(await seen(), [2, 2, undefined, { tier: 'gold', a: 'b' }]);
    made(await merge({ spec: { size: 9 }, status: { x: 2 }, metadata: { labels: { c: 'd' } } }, `${path}/status`));
    assert.deepEqual(await seen(), [2, 2, { x: 2 }, { tier: 'gold', a: 'b' }]);
    assert.deepEqual((await admin.call('GET', `${path}/status`)).body, await read());
  });

  test('what no schema knows is not kept', async () => {
    const { merge, read } = await one();
    made(await merge({ frobs: 1 }));
    assert.equal('frobs' in (await read()), false);
  });

  test('patches that are none: another name, no list, no known kind of patch', async () => {
    const { json, path } = await one();
    refused(await json([{ op: 'replace', path: '/metadata/name', value: 'two' }]), {
      code: 400,
      reason: 'BadRequest',
      message: 'the name of the object (two) does not match the name on the URL (one)',
    });
    refused(await json({ op: 'add' }), {
      code: 400,
      reason: 'BadRequest',
      message: 'error decoding patch: json: cannot unmarshal object into Go value of type []handlers.jsonPatchOp',
    });
    refused(await admin.call('PATCH', path, {}, 'application/strategic-merge-patch+json'), {
      code: 415,
      reason: 'UnsupportedMediaType',
      message:
        'the body of the request was in an unknown format - accepted media types include: application/json-patch+json, application/merge-patch+json, application/apply-patch+yaml',
    });
  });

  test('replacing a custom object needs its resourceVersion', async () => {
    const { path } = await one();
    const message = 'Invalid value: 0: must be specified for an update';
    refused(await admin.call('PUT', path, widget('one')), {
      code: 422,
      reason: 'Invalid',
      message: `widgets.contract.example.com "one" is invalid: metadata.resourceVersion: ${message}`,
      details: {
        ...named('one'),
        causes: [{ reason: 'FieldValueInvalid', message, field: 'metadata.resourceVersion' }],
      },
    });
  });
}
