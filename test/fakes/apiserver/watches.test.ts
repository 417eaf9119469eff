import assert from 'node:assert/strict';
import type { OpenWatch } from '../../harness/https-tools.ts';
import { suite } from '../../harness/suite.ts';
import { withServer } from './fixture.ts';
import type { FakeKubernetes } from './server.ts';

// How they behave when nothing is ordered is tried beside the real API server: contract.test.ts.

const path = '/api/v1/namespaces/default/secrets';
const secret = (name: string): Record<string, unknown> => ({ kind: 'Secret', metadata: { name } });

async function event(watch: OpenWatch): Promise<string> {
  const { type, object } = await watch.next();
  return `${type} ${String((object['metadata'] as { name?: string } | undefined)?.name ?? object['reason'])}`;
}

function now(server: FakeKubernetes): string {
  return `${path}?watch=true&resourceVersion=${server.store.resourceVersion()}`;
}

suite('watches', (test) => {
  test('while nothing happens, a bookmark comes about every minute', () =>
    withServer(async ({ server, clock, watch }) => {
      const open = await watch(`${now(server)}&allowWatchBookmarks=true`);
      const metadata = { resourceVersion: String(server.store.resourceVersion()) };
      for (let minute = 0; minute < 2; minute += 1) {
        await clock.foreground.sleep(61_000);
        assert.deepEqual(await open.next(), {
          type: 'BOOKMARK',
          object: { kind: 'Secret', apiVersion: 'v1', metadata },
        });
      }
    }));

  test('they can expire', () =>
    withServer(async ({ server, watch }) => {
      const open = await watch(now(server));
      server.watches.expire();
      assert.equal(await event(open), 'ERROR Expired');
      await open.ended;
    }));

  test('they can be ended, broken, and made to fall silent', () =>
    withServer(async ({ server, watch }) => {
      const ended = await watch(now(server));
      server.watches.closeAll();
      await ended.ended;
      const broken = await watch(now(server));
      server.watches.reset();
      await broken.ended;
      const silent = await watch(now(server));
      server.watches.silence(true);
      server.store.create(secret('unheard'));
      server.watches.silence(false);
      server.store.create(secret('heard'));
      assert.equal(await event(silent), 'ADDED heard');
    }));

  test('one with a time limit ends when the time is up', () =>
    withServer(async ({ clock, server, watch }) => {
      const open = await watch(`${now(server)}&timeoutSeconds=60`);
      await clock.foreground.sleep(60_000);
      await open.ended;
    }));
});
