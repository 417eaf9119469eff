import assert from 'node:assert/strict';
import { rejection, suite } from '../../harness/suite.ts';
import { type OpenWatch, withServer } from './fixture.ts';

const path = '/api/v1/namespaces/default/secrets';
const secret = (name: string): Record<string, unknown> => ({ kind: 'Secret', metadata: { name } });

async function event(watch: OpenWatch): Promise<string> {
  const { type, object } = await watch.next();
  return `${type} ${String((object['metadata'] as { name?: string } | undefined)?.name ?? object['reason'])}`;
}

suite('watches', (test) => {
  test('from a version they bring everything after it, in order', () =>
    withServer(async ({ server, watch }) => {
      server.store.create(secret('before'));
      const version = server.store.resourceVersion();
      server.store.create(secret('between'));
      const open = await watch(`${path}?watch=1&resourceVersion=${version}`);
      server.store.create(secret('after'));
      server.store.edit('secrets', 'default', 'after', (object) => (object['data'] = { a: 'Yg==' }));
      assert.deepEqual(
        [await event(open), await event(open), await event(open)],
        ['ADDED between', 'ADDED after', 'MODIFIED after'],
      );
    }));

  test('without a version all objects come first; other namespaces and names do not', () =>
    withServer(async ({ server, watch }) => {
      server.store.create(secret('one'));
      const open = await watch(`${path}?watch=true&fieldSelector=metadata.name%3Done`);
      server.store.create({ ...secret('one'), metadata: { name: 'one', namespace: 'other' } });
      server.store.create(secret('two'));
      server.store.edit('secrets', 'default', 'one', (object) => (object['data'] = { a: 'Yg==' }));
      assert.deepEqual([await event(open), await event(open)], ['ADDED one', 'MODIFIED one']);
    }));

  test('a bookmark says which version is current, as an object of the kind', () =>
    withServer(async ({ server, watch }) => {
      const open = await watch(
        `${path}?watch=true&allowWatchBookmarks=true&resourceVersion=${server.store.resourceVersion()}`,
      );
      assert.deepEqual(await open.next(), {
        type: 'BOOKMARK',
        object: {
          kind: 'Secret',
          apiVersion: 'v1',
          metadata: { resourceVersion: String(server.store.resourceVersion()) },
        },
      });
    }));

  test('a compacted version is 410 as an answer, an expired one 410 in the stream', () =>
    withServer(async ({ server, call, watch }) => {
      const version = server.store.resourceVersion();
      server.store.create(secret('one'));
      server.store.compact();
      const { status, body } = await call('GET', `${path}?watch=true&resourceVersion=${version}`);
      assert.deepEqual([status, (body as { reason: string }).reason], [410, 'Expired']);
      const open = await watch(`${path}?watch=true&resourceVersion=${server.store.resourceVersion()}`);
      server.watches.expire();
      assert.equal(await event(open), 'ERROR Expired');
      await open.ended;
    }));

  test('they can be ended, broken, and made to fall silent', () =>
    withServer(async ({ server, watch }) => {
      const open = (): Promise<OpenWatch> =>
        watch(`${path}?watch=true&resourceVersion=${server.store.resourceVersion()}`);
      const ended = await open();
      server.watches.closeAll();
      await ended.ended;
      const broken = await open();
      server.watches.reset();
      await broken.ended;
      const silent = await open();
      server.watches.silence(true);
      server.store.create(secret('unheard'));
      server.watches.silence(false);
      server.store.create(secret('heard'));
      assert.equal(await event(silent), 'ADDED heard');
    }));

  test('one with a time limit ends when the time is up', () =>
    withServer(async ({ clock, watch }) => {
      const open = await watch(`${path}?watch=true&resourceVersion=1000&timeoutSeconds=60`);
      await clock.foreground.sleep(60_000);
      await open.ended;
    }));

  test('a server that is stopped refuses, and comes back on the same port with the same objects', () =>
    withServer(async ({ server, call }) => {
      server.store.create(secret('one'));
      await server.stop();
      assert.match((await rejection(call('GET', path))).message, /ECONNREFUSED|ECONNRESET|hang up/);
      await server.start();
      assert.equal(((await call('GET', path)).body as { items: unknown[] }).items.length, 1);
    }));
});
