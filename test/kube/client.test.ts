import assert from 'node:assert/strict';
import { type IncomingMessage, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type AtlasDeployment, deploymentResource } from '../../src/atlas/api/deployment.ts';
import { KubeClient } from '../../src/kube/client.ts';
import { connection } from '../../src/kube/config/kubeconfig.ts';
import { ApiError } from '../../src/kube/errors.ts';
import { ConnectionError } from '../../src/kube/http/connection-error.ts';
import { Transport, type Writes } from '../../src/kube/http/transport.ts';
import { secretResource } from '../../src/kube/resource.ts';
import { rejection, suite } from '../harness/suite.ts';

/** What arrived at the server, and what the client logged under -v 8. */
interface Arrived {
  readonly request: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: unknown;
}

interface Place {
  readonly client: KubeClient;
  readonly host: string;
  readonly arrived: Arrived[];
  readonly log: string[];
}

const deployment: AtlasDeployment = {
  apiVersion: 'atlas.mongodb.com/v1',
  kind: 'AtlasDeployment',
  metadata: { name: 'orders', namespace: 'shop', uid: 'u-1', resourceVersion: '7' },
};

/**
 * A client of a server that answers everything alike; a body that is no string is sent as JSON, and undefined never.
 * @param writes what the client may send besides reads; everything when left out
 */
async function answering(
  status: number,
  body: unknown,
  use: (place: Place) => Promise<void>,
  writes?: Writes,
): Promise<void> {
  const arrived: Arrived[] = [];
  const server = createServer((request, response) => {
    let text = '';
    request.on('data', (data: Buffer) => (text += data.toString()));
    request.on('end', () => {
      const { method = '', url = '', headers } = request;
      arrived.push({ request: `${method} ${url}`, headers, body: text === '' ? undefined : JSON.parse(text) });
      if (body === undefined) return;
      const isText = typeof body === 'string';
      response.writeHead(status, { 'content-type': isText ? 'text/html' : 'application/json' });
      response.end(isText ? body : JSON.stringify(body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const flags = { server: `http://${host}/behind/a/prefix`, as: 'bob', asGroups: ['ops'], requestTimeoutMs: 200 };
  const log: string[] = [];
  const toLog = { level: 8, write: (line: string) => log.push(line) };
  const transport = new Transport(await connection(flags, { env: { KUBECONFIG: '/nowhere' } }), toLog, { writes });
  try {
    await use({ client: new KubeClient(transport, 'me'), host, arrived, log });
  } finally {
    transport.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

const path = '/behind/a/prefix/apis/atlas.mongodb.com/v1/namespaces/shop/atlasdeployments';
const operations = [{ op: 'add', path: '/spec/x', value: 1 }] as const;

/** The body of a refusal. */
function status(code: number, reason: string): object {
  return {
    kind: 'Status',
    apiVersion: 'v1',
    message: `no, because ${reason}`,
    reason,
    details: { name: 'orders' },
    code,
  };
}

suite('writes of custom resources', (test) => {
  test('carry the field manager, the guards and whom to act as', () =>
    answering(200, deployment, async ({ client, arrived }) => {
      assert.deepEqual(await client.create(deploymentResource, deployment), deployment);
      assert.deepEqual(await client.patch(deploymentResource, deployment, operations), deployment);
      await client.delete(deploymentResource, deployment);
      const guard = { op: 'replace', path: '/metadata/resourceVersion', value: '7' };
      assert.deepEqual(
        arrived.map(({ request, headers, body }) => [request, headers['content-type'], body]),
        [
          [`POST ${path}?fieldManager=me`, 'application/json', deployment],
          [`PATCH ${path}/orders?fieldManager=me`, 'application/json-patch+json', [guard, ...operations]],
          [
            `DELETE ${path}/orders`,
            'application/json',
            { apiVersion: 'v1', kind: 'DeleteOptions', preconditions: { resourceVersion: '7', uid: 'u-1' } },
          ],
        ],
      );
      for (const { headers } of arrived)
        assert.deepEqual([headers['impersonate-user'], headers['impersonate-group']], ['bob', 'ops']);
    }));

  test('are dry runs, each of them, where they are only to be checked', () =>
    answering(
      200,
      deployment,
      async ({ client, arrived }) => {
        const secret = { apiVersion: 'v1', kind: 'Secret', metadata: deployment.metadata };
        await client.create(deploymentResource, deployment);
        await client.patch(deploymentResource, deployment, operations);
        await client.delete(deploymentResource, deployment);
        await rejection(client.patch(secretResource, secret, operations));
        assert.deepEqual(
          arrived.map(({ request }) => request),
          [
            `POST ${path}?dryRun=All&fieldManager=me`,
            `PATCH ${path}/orders?dryRun=All&fieldManager=me`,
            `DELETE ${path}/orders?dryRun=All`,
            'PATCH /behind/a/prefix/api/v1/namespaces/shop/secrets/orders?dryRun=All&fieldManager=me',
          ],
        );
        // What the query says of a deletion counts only where there is no body.
        assert.deepEqual(
          arrived.map(({ body }) => Object(body).dryRun),
          [undefined, undefined, ['All'], undefined],
        );
      },
      'checked-only',
    ));

  test('are logged under -v 8 with their bodies', () =>
    answering(200, deployment, async ({ client, host, log }) => {
      await client.patch(deploymentResource, deployment, operations);
      const lines = log.join('\n');
      assert.match(lines, /^Request Body: \[\{"op":"replace","path":"\/metadata\/resourceVersion","value":"7"\},/);
      assert.match(lines, new RegExp(`^PATCH http://${host}${path}/orders\\?fieldManager=me 200 OK in \\d+ `, 'm'));
      assert.match(lines, /^Response Body: \{"apiVersion":"atlas\.mongodb\.com\/v1",/m);
    }));

  test('end with the abort of the signal, or after --request-timeout', () =>
    answering(200, undefined, async ({ client }) => {
      const signal = AbortSignal.abort(new Error('Ctrl-C'));
      assert.equal((await rejection(client.create(deploymentResource, deployment, { signal }))).name, 'AbortError');
      const error = await rejection(client.create(deploymentResource, deployment));
      assert.match(error.message, /: no complete answer within 0\.2s \(--request-timeout\)$/);
      assert.ok(error instanceof ConnectionError);
    }));

  test('that are refused throw the same ApiError as a read', async () => {
    for (const [code, body] of [
      [401, status(401, 'Unauthorized')],
      [403, status(403, 'Forbidden')],
      [409, status(409, 'Conflict')],
      [422, status(422, 'Invalid')],
      [500, '<h1>oops</h1>'],
      [404, '404 page not found'],
    ] as const)
      await answering(code, body, async ({ client }) => {
        const read = await rejection(client.get(deploymentResource, 'shop', 'orders'));
        const written = await rejection(client.patch(deploymentResource, deployment, operations));
        assert.ok(written instanceof ApiError);
        assert.deepEqual(written, read);
      });
  });
});

suite('answers of something else than a Kubernetes API', (test) => {
  const cases: readonly (readonly [string, unknown, string])[] = [
    ['a login page', '<html>log in</html>', 'JSON'],
    ['nothing', '', 'JSON'],
    ['a list of nothing', [], 'an object of kind AtlasDeployment'],
    ['no object', null, 'an object of kind AtlasDeployment'],
    ['an object without a name', { ...deployment, metadata: {} }, 'an object of kind AtlasDeployment'],
    ['another kind', { ...deployment, kind: 'Table' }, 'an object of kind AtlasDeployment'],
  ];
  for (const [what, body, expected] of cases) {
    test(`${what} is told in a sentence`, () =>
      answering(200, body, async ({ client, host }) => {
        const sentence = `The server ${host} did not answer like a Kubernetes API: expected ${expected}`;
        const read = await rejection(client.get(deploymentResource, 'shop', 'orders'));
        assert.deepEqual([read.name, read.message], ['ConnectionError', sentence]);
        const written = await rejection(client.create(deploymentResource, deployment));
        assert.equal(written.name, 'ConnectionError');
      }));
  }

  test('a list without items is told, too', () =>
    answering(200, { kind: 'SecretList' }, async ({ client }) => {
      const error = await rejection(client.list(secretResource, 'shop'));
      assert.match(error.message, /: expected a list of secrets$/);
    }));

  test('items of a list have the kind that the list says for all', () =>
    answering(200, { kind: 'SecretList', items: [{ metadata: { name: 'a' } }] }, async ({ client }) => {
      const { items } = await client.list(secretResource, 'shop');
      assert.deepEqual(items, [{ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'a' } }]);
    }));
});
