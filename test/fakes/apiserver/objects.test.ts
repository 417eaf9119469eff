import assert from 'node:assert/strict';
import { suite } from '../../harness/suite.ts';
import { type Answer, withServer } from './fixture.ts';

const path = '/apis/atlas.mongodb.com/v1/namespaces/default/atlasdeployments';
const deployment = (name: string, labels: Record<string, string> = {}): object => ({
  apiVersion: 'atlas.mongodb.com/v1',
  kind: 'AtlasDeployment',
  metadata: { name, labels },
  spec: { serverlessSpec: { privateEndpoints: [{ name: 'a' }] } },
});

function refusal({ status, body }: Answer): string {
  const { reason, message, code } = body as Record<string, string>;
  assert.equal(code, status);
  return `${status} ${reason}: ${message}`;
}

suite('objects', (test) => {
  test('what is created can be read, with uid, generation and resourceVersion', () =>
    withServer(async ({ call }) => {
      const made = await call('POST', path, deployment('orders'));
      assert.equal(made.status, 201);
      const { metadata } = made.body as { metadata: Record<string, unknown> };
      assert.equal(metadata['generation'], 1);
      assert.match(String(metadata['resourceVersion']), /^\d+$/);
      assert.deepEqual((await call('GET', `${path}/orders`)).body, made.body);
      assert.equal(
        refusal(await call('POST', path, deployment('orders'))),
        '409 AlreadyExists: atlasdeployments.atlas.mongodb.com "orders" already exists',
      );
    }));

  test('what is not there, and what is not served', () =>
    withServer(async ({ call }) => {
      assert.equal(
        refusal(await call('GET', `${path}/nope`)),
        '404 NotFound: atlasdeployments.atlas.mongodb.com "nope" not found',
      );
      const unserved = await call('GET', '/apis/atlas.mongodb.com/v1/namespaces/default/atlaswidgets');
      assert.deepEqual([unserved.status, unserved.body], [404, '404 page not found\n']);
    }));

  test('a patch that names a stale version is a conflict; one that names none is applied', () =>
    withServer(async ({ call }) => {
      const made = await call('POST', path, deployment('orders'));
      const stale = (made.body as { metadata: { resourceVersion: string } }).metadata.resourceVersion;
      const label = { op: 'add', path: '/metadata/labels/x', value: 'y' };
      const guard = { op: 'replace', path: '/metadata/resourceVersion', value: stale };
      assert.equal((await call('PATCH', `${path}/orders`, [label], 'application/json-patch+json')).status, 200);
      assert.equal(
        refusal(await call('PATCH', `${path}/orders`, [guard, label], 'application/json-patch+json')),
        '409 Conflict: Operation cannot be fulfilled on atlasdeployments.atlas.mongodb.com "orders": the object has been modified; please apply your changes to the latest version and try again',
      );
    }));

  test('a JSON patch edits lists by index, and a test that fails refuses all of it', () =>
    withServer(async ({ call }) => {
      await call('POST', path, deployment('orders'));
      const list = '/spec/serverlessSpec/privateEndpoints';
      const patched = await call(
        'PATCH',
        `${path}/orders`,
        [
          { op: 'test', path: `${list}/0/name`, value: 'a' },
          { op: 'add', path: `${list}/-`, value: { name: 'b' } },
          { op: 'remove', path: `${list}/0` },
        ],
        'application/json-patch+json',
      );
      assert.deepEqual((patched.body as { spec: unknown }).spec, {
        serverlessSpec: { privateEndpoints: [{ name: 'b' }] },
      });
      for (const operation of [
        { op: 'test', path: `${list}/0/name`, value: 'a' },
        { op: 'remove', path: `${list}/7` },
        { op: 'add', path: '/spec/no/where', value: 1 },
      ]) {
        assert.equal(
          refusal(await call('PATCH', `${path}/orders`, [operation], 'application/json-patch+json')),
          '422 Invalid: the server rejected our request due to an error in our request',
        );
      }
    }));

  test('the generation grows with the spec only; the status has a door of its own', () =>
    withServer(async ({ call }) => {
      await call('POST', path, { ...deployment('orders'), status: { x: 1 } });
      const read = async (): Promise<[unknown, unknown]> => {
        const { metadata, status } = (await call('GET', `${path}/orders`)).body as {
          metadata: { generation: number };
          status?: unknown;
        };
        return [metadata.generation, status];
      };
      const merge = 'application/merge-patch+json';
      await call('PATCH', `${path}/orders`, { metadata: { labels: { x: 'y' } } }, merge);
      assert.deepEqual(await read(), [1, { x: 1 }]);
      await call('PATCH', `${path}/orders`, { spec: { y: 1 }, status: { x: 2 } }, merge);
      assert.deepEqual(await read(), [2, { x: 1 }]);
      await call('PATCH', `${path}/orders/status`, { spec: { y: 9 }, status: { x: 3 } }, merge);
      assert.deepEqual(await read(), [2, { x: 3 }]);
    }));

  test('lists are selected by labels and fields, and come in pages', () =>
    withServer(async ({ call }) => {
      for (const [name, tier] of [
        ['a', 'gold'],
        ['b', 'tin'],
        ['c', 'gold'],
      ] as const)
        await call('POST', path, deployment(name, { tier }));
      const names = async (query: string): Promise<string> => {
        const { items } = (await call('GET', `${path}?${query}`)).body as { items: { metadata: { name: string } }[] };
        return items.map(({ metadata }) => metadata.name).join('');
      };
      const expected = {
        'tier=gold': 'ac',
        'tier!=gold': 'b',
        'tier in (tin,lead)': 'b',
        'tier notin (tin)': 'ac',
        '!tier': '',
        tier: 'abc',
        'tier=gold,tier': 'ac',
      };
      for (const [selector, found] of Object.entries(expected))
        assert.equal(await names(`labelSelector=${encodeURIComponent(selector)}`), found, selector);
      assert.equal(await names('fieldSelector=metadata.name%3Db'), 'b');
      assert.equal(
        refusal(await call('GET', `${path}?fieldSelector=spec.x%3D1`)),
        '400 BadRequest: field label not supported: spec.x',
      );
      const page = (await call('GET', `${path}?limit=2`)).body as {
        metadata: { continue: string; remainingItemCount: number };
      };
      assert.equal(page.metadata.remainingItemCount, 1);
      assert.equal(await names(`limit=2&continue=${page.metadata.continue}`), 'c');
    }));
});

suite('access', (test) => {
  test('an unknown token is unauthorized, a known one may do what its rules say', () =>
    withServer(async ({ call, server }) => {
      assert.equal(
        refusal(await call('GET', path, undefined, undefined, 'nonsense')),
        '401 Unauthorized: Unauthorized',
      );
      const token = server.addUser('eve', [
        { verbs: ['list'], apiGroups: ['atlas.mongodb.com'], resources: ['atlasdeployments'], namespaces: ['default'] },
      ]);
      assert.equal((await call('GET', path, undefined, undefined, token)).status, 200);
      assert.equal(
        refusal(await call('GET', '/apis/atlas.mongodb.com/v1/atlasdeployments', undefined, undefined, token)),
        '403 Forbidden: atlasdeployments.atlas.mongodb.com is forbidden: User "eve" cannot list resource "atlasdeployments" in API group "atlas.mongodb.com" at the cluster scope',
      );
      assert.equal(
        refusal(await call('PATCH', `${path}/x/status`, {}, 'application/merge-patch+json', token)),
        '403 Forbidden: atlasdeployments.atlas.mongodb.com "x" is forbidden: User "eve" cannot patch resource "atlasdeployments/status" in API group "atlas.mongodb.com" in the namespace "default"',
      );
    }));

  test('SelfSubjectAccessReview tells the same', () =>
    withServer(async ({ call, server }) => {
      const token = server.addUser('eve', [{ verbs: ['get'], apiGroups: [''], resources: ['secrets'] }]);
      const may = async (verb: string): Promise<unknown> => {
        const body = { spec: { resourceAttributes: { verb, group: '', resource: 'secrets', namespace: 'default' } } };
        const answer = await call(
          'POST',
          '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews',
          body,
          undefined,
          token,
        );
        return (answer.body as { status: { allowed: boolean } }).status.allowed;
      };
      assert.deepEqual([await may('get'), await may('list')], [true, false]);
    }));

  test('a failure on demand comes as often as it was ordered', () =>
    withServer(async ({ call, server }) => {
      server.fail({ verb: 'list', resource: 'atlasdeployments', status: 429, reason: 'TooManyRequests', times: 2 });
      assert.deepEqual(
        [(await call('GET', path)).status, (await call('GET', path)).status, (await call('GET', path)).status],
        [429, 429, 200],
      );
    }));
});
