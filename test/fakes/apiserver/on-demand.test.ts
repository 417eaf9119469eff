import assert from 'node:assert/strict';
import { rejection, suite } from '../../harness/suite.ts';
import { withServer } from './fixture.ts';

// How it behaves when nothing is ordered is tried beside the real API server: contract.test.ts.

const path = '/apis/atlas.mongodb.com/v1/namespaces/default/atlasdeployments';

suite('on demand', (test) => {
  test('requests fail as often as it was ordered', () =>
    withServer(async ({ call, server }) => {
      server.fail({ verb: 'list', resource: 'atlasdeployments', status: 429, reason: 'TooManyRequests', times: 2 });
      const answers = [await call('GET', path), await call('GET', path), await call('GET', path)];
      assert.deepEqual(
        answers.map(({ status, headers }) => [status, headers['retry-after']]),
        [
          [429, '1'],
          [429, '1'],
          [200, undefined],
        ],
      );
    }));

  test('something happens just before a request is served, once', () =>
    withServer(async ({ call, server }) => {
      let times = 0;
      server.beforeNext('list', 'atlasdeployments', () => (times += 1));
      await call('GET', `${path}/one`);
      assert.equal(times, 0);
      await call('GET', path);
      await call('GET', path);
      assert.equal(times, 1);
    }));

  test('what was asked is remembered, with who asked', () =>
    withServer(async ({ call, server }) => {
      await call('PATCH', `${path}/one`, { spec: 1 }, 'application/merge-patch+json');
      assert.deepEqual(server.requests().at(-1), {
        verb: 'patch',
        resource: 'atlasdeployments',
        namespace: 'default',
        name: 'one',
        path: `${path}/one`,
        user: 'admin',
        body: { spec: 1 },
      });
    }));

  test('the CRD of operator 2.12 or later has the rule that tells', () =>
    withServer(
      async ({ call }) => {
        const crds = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions/atlasdeployments.atlas.mongodb.com';
        for (const place of [crds, '/openapi/v3/apis/atlas.mongodb.com/v1'])
          assert.match(JSON.stringify((await call('GET', place)).body), /serverlessSpec cannot be added/);
      },
      { retired: true },
    ));

  test('a server that is stopped refuses, and comes back on the same port with the same objects', () =>
    withServer(async ({ server, call }) => {
      server.store.create({ kind: 'Secret', metadata: { name: 'one' } });
      await server.stop();
      const secrets = '/api/v1/namespaces/default/secrets';
      assert.match((await rejection(call('GET', secrets))).message, /ECONNREFUSED|ECONNRESET|hang up/);
      await server.start();
      assert.equal(((await call('GET', secrets)).body as { items: unknown[] }).items.length, 1);
    }));
});
