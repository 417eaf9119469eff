import assert from 'node:assert/strict';
import { suite } from '../../harness/suite.ts';
import { withAtlas } from './fixture.ts';

suite('the fake Atlas: faults', (test) => {
  test('refuses so many requests, then none', () =>
    withAtlas(async ({ atlas, get }) => {
      atlas.fail({ method: 'GET', path: /\/serverless$/, status: 429, times: 2 });
      const statuses = [];
      for (let request = 0; request < 3; request += 1) statuses.push((await get('serverless')).status);
      assert.deepEqual(statuses, [429, 429, 200]);
    }));

  test('answers an error as the SDK reads it', () =>
    withAtlas(async ({ atlas, get }) => {
      atlas.fail({ path: /serverless/, status: 409, errorCode: 'BUSY', detail: 'try later' });
      assert.deepEqual((await get('serverless')).body, {
        error: 409,
        errorCode: 'BUSY',
        reason: 'Conflict',
        detail: 'try later',
        parameters: [],
      });
      atlas.heal();
      assert.equal((await get('serverless')).status, 200);
    }));

  test('does the work and loses the answer', () =>
    withAtlas(async ({ atlas, get, post }) => {
      atlas.fail({ method: 'POST', path: /serverless/, status: 500, times: 1, afterEffect: true });
      assert.equal((await post('serverless', { name: 'orders' })).status, 500);
      assert.equal((await get('serverless/orders')).status, 200);
    }));

  test('answers late', () =>
    withAtlas(async ({ atlas, get, clock }) => {
      atlas.fail({ path: /serverless/, delayMs: 30_000, times: 1 });
      const before = clock.now();
      assert.equal((await get('serverless')).status, 200);
      assert.equal(clock.now() - before, 30_000);
    }));

  test('says loudly what it does not know', () =>
    withAtlas(async ({ atlas, get, gid }) => {
      const { status, body } = await get('somethingElse');
      assert.deepEqual([status, body['errorCode']], [500, 'UNEXPECTED_ERROR']);
      assert.deepEqual(atlas.unknown(), [`GET /api/atlas/v2/groups/${gid}/somethingElse`]);
    }));
});
