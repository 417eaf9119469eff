import assert from 'node:assert/strict';
import type { DeclareTest } from '../../harness/suite.ts';
import type { OpenWatch, WatchEvent } from '../../harness/https-tools.ts';
import { type Api, made, mergePatch, secretPath, widget, widgetPath } from '../api.ts';

function text({ type, object }: WatchEvent): string {
  return `${type} ${String((object['metadata'] as { name?: string }).name)}`;
}

async function next(watch: OpenWatch, count: number): Promise<readonly string[]> {
  const events: string[] = [];
  while (events.length < count) events.push(text(await watch.next()));
  return events;
}

/** Watches: what they bring, and how they end. */
export function watches(test: DeclareTest, { admin, namespace, compact, pass }: Api): void {
  const versionOf = async (ns: string): Promise<string> =>
    made(await admin.call('GET', widgetPath(ns))).metadata.resourceVersion ?? '';
  const open = async (path: string, body: (watch: OpenWatch) => Promise<void>): Promise<void> => {
    const watch = await admin.watch(path);
    try {
      await body(watch);
    } finally {
      watch.close();
    }
  };

  test('from a version they bring everything after it, in order, whole', async () => {
    const ns = await namespace();
    await admin.call('POST', widgetPath(ns), widget('before'));
    const version = await versionOf(ns);
    const between = made(await admin.call('POST', widgetPath(ns), widget('between')), 201);
    await open(`${widgetPath(ns)}?watch=true&resourceVersion=${version}`, async (watch) => {
      assert.deepEqual(await watch.next(), { type: 'ADDED', object: between });
      const after = made(await admin.call('POST', widgetPath(ns), widget('after')), 201);
      await admin.call('PATCH', widgetPath(ns, 'after'), { spec: { size: 2 } }, mergePatch);
      await admin.call('DELETE', widgetPath(ns, 'after'));
      assert.deepEqual(await next(watch, 2), ['ADDED after', 'MODIFIED after']);
      const { type, object } = await watch.next();
      const { metadata, spec } = object as { metadata: { resourceVersion: string }; spec: { size: number } };
      assert.deepEqual([type, spec.size], ['DELETED', 2]);
      // The deletion is a version of its own: who goes on from it does not see it again.
      assert.equal(Number(metadata.resourceVersion) > Number(after.metadata.resourceVersion) + 1, true);
    });
  });

  for (const query of ['', '&resourceVersion=0', '&resourceVersion=']) {
    test(`without a version (${query}) everything there is comes first`, async () => {
      const ns = await namespace();
      await admin.call('POST', widgetPath(ns), widget('one'));
      await open(`${widgetPath(ns)}?watch=1${query}`, async (watch) => {
        assert.deepEqual(await next(watch, 1), ['ADDED one']);
        await admin.call('POST', widgetPath(ns), widget('two'));
        assert.deepEqual(await next(watch, 1), ['ADDED two']);
      });
    });
  }

  test('other names and namespaces are left out', async () => {
    const [ns, other] = [await namespace(), await namespace()];
    const version = await versionOf(ns);
    const path = `${widgetPath(ns)}?watch=true&resourceVersion=${version}&fieldSelector=metadata.name%3Done`;
    await open(path, async (watch) => {
      await admin.call('POST', widgetPath(other), widget('one'));
      await admin.call('POST', widgetPath(ns), widget('two'));
      await admin.call('POST', widgetPath(ns), widget('one'));
      const { object } = await watch.next();
      assert.deepEqual((object as { metadata: { namespace: string } }).metadata.namespace, ns);
    });
  });

  test('what comes into the selection is ADDED, what leaves it is DELETED', async () => {
    const ns = await namespace();
    await admin.call('POST', widgetPath(ns), widget('one', { tier: 'gold' }));
    await admin.call('POST', widgetPath(ns), widget('two', { tier: 'tin' }));
    const path = `${widgetPath(ns)}?watch=true&resourceVersion=${await versionOf(ns)}&labelSelector=tier%3Dgold`;
    await open(path, async (watch) => {
      const label = (name: string, tier: string): Promise<unknown> =>
        admin.call('PATCH', widgetPath(ns, name), { metadata: { labels: { tier } } }, mergePatch);
      await label('one', 'tin');
      await label('two', 'gold');
      await label('one', 'lead');
      await admin.call('PATCH', widgetPath(ns, 'two'), { spec: { size: 2 } }, mergePatch);
      assert.deepEqual(await next(watch, 3), ['DELETED one', 'ADDED two', 'MODIFIED two']);
    });
  });

  test('with bookmarks, the end of what there was is marked', async () => {
    const ns = await namespace();
    await admin.call('POST', widgetPath(ns), widget('one'));
    await open(`${widgetPath(ns)}?watch=true&allowWatchBookmarks=true`, async (watch) => {
      assert.deepEqual(await next(watch, 1), ['ADDED one']);
      const { type, object } = await watch.next();
      const { metadata, ...rest } = object as { metadata: { annotations: object; resourceVersion: string } };
      assert.deepEqual([type, rest], ['BOOKMARK', { kind: 'Widget', apiVersion: 'contract.example.com/v1' }]);
      assert.deepEqual(metadata.annotations, { 'k8s.io/initial-events-end': 'true' });
    });
  });

  test('two seconds before a watch ends, a bookmark says how far it came; then it ends', async () => {
    const ns = await namespace();
    const version = made(await admin.call('GET', secretPath(ns))).metadata.resourceVersion;
    const path = `${secretPath(ns)}?watch=true&allowWatchBookmarks=true&timeoutSeconds=5&resourceVersion=${version}`;
    await open(path, async (watch) => {
      const secret = made(await admin.call('POST', secretPath(ns), { metadata: { name: 's' } }), 201);
      assert.deepEqual(await next(watch, 1), ['ADDED s']);
      await pass(3_000);
      const { type, object } = await watch.next();
      const { metadata, ...rest } = object as { metadata: { resourceVersion: string } };
      assert.deepEqual([type, rest], ['BOOKMARK', { kind: 'Secret', apiVersion: 'v1' }]);
      assert.deepEqual(Object.keys(metadata), ['resourceVersion']);
      assert.equal(Number(metadata.resourceVersion) >= Number(secret.metadata.resourceVersion), true);
      await pass(2_000);
      await watch.ended;
    });
  });

  test('a version that is too old: an answer 200, then a Status 410 as an event, then the end', async () => {
    const ns = await namespace();
    await compact();
    await open(`${widgetPath(ns)}?watch=true&resourceVersion=1`, async (watch) => {
      const { type, object } = await watch.next();
      const { message, ...rest } = object;
      assert.deepEqual(
        [watch.status, type, rest],
        [
          200,
          'ERROR',
          { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', reason: 'Expired', code: 410 },
        ],
      );
      assert.match(String(message), /^too old resource version: 1 \(\d+\)$/);
      await watch.ended;
    });
  });

  test('a watch by name, in the path, is no watch: the object is answered', async () => {
    const ns = await namespace();
    const created = made(await admin.call('POST', widgetPath(ns), widget('one')), 201);
    assert.deepEqual(made(await admin.call('GET', `${widgetPath(ns, 'one')}?watch=true`)), created);
  });
}
