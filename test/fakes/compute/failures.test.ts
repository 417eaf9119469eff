import assert from 'node:assert/strict';
import { suite } from '../../harness/suite.ts';
import { commonFailures } from './failures.ts';
import { codesOf, refusalOf, region, withCompute } from './fixture.ts';

const addresses = `${region}/addresses`;

suite('a failure on demand', (test) => {
  test('hits the requests that it is for, as often as asked', () =>
    withCompute(async ({ compute, send, address }) => {
      compute.fail({ method: 'GET', path: /\/addresses$/, status: 503, reason: 'backendError', times: 2 });
      assert.equal((await send('POST', addresses, address('one'))).status, 200);
      assert.equal((await send('GET', region)).status, 200);
      for (let n = 0; n < 2; n += 1) assert.equal(refusalOf(await send('GET', addresses)), '503 backendError');
      assert.equal((await send('GET', addresses)).status, 200);
    }));

  test('lasts until it is healed when it has no end', () =>
    withCompute(async ({ compute, send }) => {
      compute.fail({ ...commonFailures.unavailable, times: Infinity, retryAfter: 7 });
      for (let n = 0; n < 3; n += 1) assert.equal((await send('GET', addresses)).headers.get('retry-after'), '7');
      compute.heal();
      assert.equal((await send('GET', addresses)).status, 200);
    }));

  test('can be a rate limit, whose status is that of a missing right', () =>
    withCompute(async ({ compute, send }) => {
      compute.fail(commonFailures.rateLimited);
      const { status, body } = await send('GET', addresses);
      assert.deepEqual(
        [status, body.error?.status, body.error?.errors],
        [
          403,
          'PERMISSION_DENIED',
          [{ message: body.error?.message, domain: 'usageLimits', reason: 'rateLimitExceeded' }],
        ],
      );
    }));

  test('before the effect makes nothing; after it, the resource is there', () =>
    withCompute(async ({ compute, send, address }) => {
      compute.fail({ method: 'POST', status: 500, reason: 'internalError' });
      await send('POST', addresses, address('one'));
      assert.equal((await send('GET', `${addresses}/one`)).status, 404);
      compute.fail({ method: 'POST', status: 500, reason: 'internalError', afterEffect: true });
      assert.equal((await send('POST', addresses, address('one'))).status, 500);
      assert.equal((await send('GET', `${addresses}/one`)).status, 200);
    }));

  test('without a status breaks the connection, before the effect or after it', () =>
    withCompute(async ({ compute, send, address }) => {
      compute.fail({ method: 'POST' });
      await assert.rejects(send('POST', addresses, address('one')));
      assert.equal((await send('GET', `${addresses}/one`)).status, 404);
      compute.fail({ method: 'POST', afterEffect: true });
      await assert.rejects(send('POST', addresses, address('one')));
      assert.equal((await send('GET', `${addresses}/one`)).status, 200);
    }));

  test('in the operation comes when that is over, for creation and deletion alike', () =>
    withCompute(async ({ compute, send, connect, clock, address }) => {
      await connect('one');
      compute.fail({ method: 'DELETE', inOperation: true, reason: 'RESOURCE_OPERATION_RATE_EXCEEDED', status: 429 });
      const { body } = await send('DELETE', `${region}/forwardingRules/one`);
      assert.equal(body.error, undefined);
      clock.pass(300);
      const operation = await send('GET', `${region}/operations/${body.name}`);
      assert.deepEqual(
        [codesOf(operation), operation.body['httpErrorStatusCode']],
        [['RESOURCE_OPERATION_RATE_EXCEEDED'], 429],
      );
      assert.equal((await send('GET', `${region}/forwardingRules/one`)).status, 200);
      compute.fail({ method: 'POST', inOperation: true, reason: 'INTERNAL_ERROR' });
      await send('POST', addresses, address('two'));
      clock.pass(100);
      assert.equal((await send('GET', `${addresses}/two`)).status, 404);
    }));

  test('can be an answer that does not end, which nobody has to wait for', () =>
    withCompute(async ({ compute }) => {
      compute.fail({ method: 'GET', hang: true });
      const headers = { authorization: `Bearer ${compute.token()}` };
      const answer = await fetch(`${compute.url}/compute/v1/projects/shop-prod/${addresses}`, { headers });
      assert.deepEqual([answer.status, compute.inflight()], [200, 0]);
      const body = answer.text();
      compute.heal();
      await assert.rejects(body);
      assert.equal(compute.inflight(), 0);
    }));

  test('leaves nothing in flight, and every request is kept with its answer', () =>
    withCompute(async ({ compute, send }) => {
      compute.fail({ status: 500, reason: 'internalError' });
      await send('GET', `${addresses}?maxResults=3`);
      assert.equal(compute.inflight(), 0);
      const [last] = compute.requests().slice(-1);
      assert.deepEqual(
        [last?.method, last?.path, last?.status],
        ['GET', `/compute/v1/projects/shop-prod/${addresses}?maxResults=3`, 500],
      );
    }));
});
