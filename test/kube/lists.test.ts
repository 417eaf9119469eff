/** Long lists: page by page, and packed. */
import assert from 'node:assert/strict';
import { type IncomingMessage, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { privateEndpointResource } from '../../src/atlas/api/private-endpoint.ts';
import { ReadOnce } from '../../src/atlas/diagnosis/read-once.ts';
import { KubeClient } from '../../src/kube/client.ts';
import { connection } from '../../src/kube/config/kubeconfig.ts';
import { ConnectionError } from '../../src/kube/http/connection-error.ts';
import { Transport } from '../../src/kube/http/transport.ts';
import { rejection, suite } from '../harness/suite.ts';

interface Place {
  readonly client: KubeClient;
  readonly arrived: IncomingMessage[];
}

const forbidden = { kind: 'Status', code: 403, reason: 'Forbidden', message: 'not for you' };

/** A server that packs what it answers, if it is asked to. @param damaged whether it does so badly */
async function packing(
  answer: (url: URL) => unknown,
  use: (place: Place) => Promise<void>,
  damaged = false,
): Promise<void> {
  const arrived: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    arrived.push(request);
    const answered = answer(new URL(request.url ?? '', 'http://x'));
    const body = Buffer.from(JSON.stringify(answered));
    if (request.headers['accept-encoding'] !== 'gzip') return response.end(body);
    const packed = gzipSync(body);
    response.writeHead(answered === forbidden ? 403 : 200, {
      'content-type': 'application/json',
      'content-encoding': 'gzip',
    });
    response.end(damaged ? packed.subarray(0, packed.length - 9) : packed);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const host = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const transport = new Transport(await connection({ server: host }, { env: { KUBECONFIG: '/nowhere' } }));
  try {
    await use({ client: new KubeClient(transport), arrived });
  } finally {
    transport.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

const { kind } = privateEndpointResource;
const apiVersion = 'atlas.mongodb.com/v1';

/** Three pages, of one object each. */
function page(url: URL): unknown {
  const at = Number(url.searchParams.get('continue') ?? '0');
  const metadata = { resourceVersion: '7', ...(at < 2 ? { continue: String(at + 1) } : {}) };
  return { metadata, items: [{ apiVersion, kind, metadata: { name: `é注🚀${at}`, namespace: 'shop' } }] };
}

function namesIn(items: readonly { readonly metadata: { readonly name: string } }[]): readonly string[] {
  return items.map(({ metadata }) => metadata.name);
}

suite('long lists', (test) => {
  test('come packed; a watch and a write are not asked to', () =>
    packing(page, async ({ client, arrived }) => {
      const { items, metadata } = await client.list(privateEndpointResource, undefined);
      assert.deepEqual(namesIn(items), ['é注🚀0', 'é注🚀1', 'é注🚀2']);
      assert.deepEqual(metadata, { resourceVersion: '7' });
      (await client.transport.open({ method: 'GET', path: '/watched' })).resume();
      await client.transport.send({ method: 'PATCH', path: '/written', body: [] });
      assert.deepEqual(
        arrived.map(({ headers }) => headers['accept-encoding']),
        ['gzip', 'gzip', 'gzip', undefined, undefined],
      );
    }));

  test('what is packed badly is no answer of a Kubernetes API', () =>
    packing(
      page,
      async ({ client, arrived }) => {
        const error = await rejection(client.list(privateEndpointResource, undefined));
        assert.ok(error instanceof ConnectionError);
        assert.match(error.message, /did not answer like a Kubernetes API: expected gzip$/);
        assert.equal(error.passing, false);
        assert.equal(arrived.length, 1);
      },
      true,
    ));

  test('the next page is on its way while one is looked at, and no further one', () =>
    packing(page, async ({ client, arrived }) => {
      const pages = client.pages(privateEndpointResource, undefined);
      const first = await pages.next();
      assert.deepEqual(first.done === true ? [] : namesIn(first.value.items), ['é注🚀0']);
      while (arrived.length < 2) await new Promise((resolve) => setImmediate(resolve));
      await pages.return();
      assert.equal(arrived.length, 2);
    }));

  test('what reads once reads each list once, the client itself each time', () =>
    packing(page, async ({ client, arrived }) => {
      const once = new ReadOnce(client.transport);
      for (const namespace of [undefined, 'shop', undefined, 'shop'])
        await Promise.all([1, 2].map(() => once.list(privateEndpointResource, namespace)));
      assert.equal(arrived.length, 3, 'those of a namespace are among all');
      await client.list(privateEndpointResource, undefined);
      await client.list(privateEndpointResource, undefined);
      assert.equal(arrived.length, 3 * 3);
      const another = new ReadOnce(client.transport);
      for (const namespace of ['shop', undefined, 'shop']) await another.list(privateEndpointResource, namespace);
      assert.equal(arrived.length, 5 * 3, 'and not the other way round');
    }));

  test('lists of many namespaces are read as one of all, those of a few one by one', () =>
    packing(page, async ({ client, arrived }) => {
      for (const [expected, lists] of [
        [3, 2],
        [4, 1],
      ] as const) {
        arrived.splice(0);
        const once = new ReadOnce(client.transport);
        once.expectNamespaces(expected);
        const read = await Promise.all(
          ['shop', 'other'].map((namespace) => once.list(privateEndpointResource, namespace, { labelSelector: 'a=b' })),
        );
        assert.equal(arrived.length, lists * 3);
        if (lists === 1)
          assert.deepEqual(
            read.map(({ items }) => items.length),
            [3, 0],
          );
      }
    }));

  test('and one by one where not all may be read', async () => {
    await packing(
      (url) => (url.pathname.includes('/namespaces/') ? page(url) : forbidden),
      async ({ client, arrived }) => {
        const once = new ReadOnce(client.transport);
        once.expectNamespaces(4);
        const read = await Promise.all(
          ['shop', 'other'].map((namespace) => once.list(privateEndpointResource, namespace)),
        );
        assert.deepEqual(
          read.map(({ items }) => items.length),
          [3, 3],
        );
        assert.equal(arrived.length, 1 + 2 * 3);
        assert.deepEqual(once.refusals(), [], 'nothing is missed');
      },
    );
  });

  test('and each answer to what is no object', () =>
    packing(
      () => ({}),
      async ({ client, arrived }) => {
        const once = new ReadOnce(client.transport);
        await Promise.all(['/apis/a', '/apis/a', '/apis/b'].map((path) => once.ask(path)));
        assert.deepEqual(
          arrived.map(({ url }) => url),
          ['/apis/a', '/apis/b'],
        );
      },
    ));
});
