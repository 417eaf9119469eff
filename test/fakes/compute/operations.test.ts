import assert from 'node:assert/strict';
import { suite } from '../../harness/suite.ts';
import { type Bench, type Reply, codesOf, refusalOf, region, withCompute } from './fixture.ts';
import { RULES_QUOTA } from './quotas.ts';
import { fill } from './subnets.ts';

const addresses = `${region}/addresses`;

async function insert({ send, address, clock }: Bench, name: string, query = ''): Promise<Reply> {
  const made = await send('POST', `${addresses}${query}`, address(name));
  clock.pass(100);
  return send('GET', `${region}/operations/${made.body.name}`);
}

suite('an operation', (test) => {
  test('is PENDING, RUNNING, then DONE, and says of what and whose it is', () =>
    withCompute(
      async ({ send, address, clock, seed }) => {
        const { body } = await send('POST', addresses, address('one'));
        const seen = async (): Promise<Reply> => send('GET', `${region}/operations/${body.name}`);
        assert.deepEqual([body.status, body['progress'], body['startTime']], ['PENDING', 0, undefined]);
        clock.pass(10);
        assert.equal((await seen()).body.status, 'RUNNING');
        clock.pass(100);
        const done = (await seen()).body;
        const { id, name, targetId, insertTime, startTime, endTime, selfLink, ...rest } = done;
        for (const number of [id, targetId]) assert.match(String(number), /^\d{19}$/);
        assert.match(String(name), /^operation-1788220800000-[0-9a-f]{13}-[0-9a-f]{8}-[0-9a-f]{8}$/);
        assert.ok(String(selfLink).endsWith(`/${region}/operations/${name}`));
        assert.deepEqual(
          [insertTime, startTime, endTime].map((time) => String(time).slice(17)),
          ['00.000-07:00', '00.010-07:00', '00.110-07:00'],
        );
        const link = `https://www.googleapis.com/compute/v1/projects/${seed.project}/${region}`;
        assert.deepEqual(rest, {
          kind: 'compute#operation',
          operationType: 'insert',
          targetLink: `${link}/addresses/one`,
          status: 'DONE',
          user: 'somebody@example.com',
          progress: 100,
          region: link,
        });
        assert.equal((await send('GET', `${region}/operations/${String(id)}`)).body.name, name);
      },
      { delays: { queueMs: 10, addressMs: 100 } },
    ));

  test('that is waited for answers when it is over, and at once when it was over before', () =>
    withCompute(async ({ send, address, clock }) => {
      const { body } = await send('POST', addresses, address('one'));
      const before = clock.now();
      const waited = await send('POST', `${region}/operations/${body.name}/wait`);
      assert.deepEqual([waited.body.status, clock.now() - before], ['DONE', 100]);
      assert.equal((await send('POST', `${region}/operations/${body.name}/wait`)).body.status, 'DONE');
      assert.equal(clock.now() - before, 100);
    }));

  test('that takes longer than two minutes is answered unfinished', () =>
    withCompute(
      async ({ send, address, clock }) => {
        const { body } = await send('POST', addresses, address('one'));
        const before = clock.now();
        const waited = await send('POST', `${region}/operations/${body.name}/wait`);
        assert.deepEqual([waited.body.status, clock.now() - before], ['RUNNING', 120_000]);
      },
      { delays: { addressMs: 150_000 } },
    ));

  test('fails with the code of what was wrong, in an answer of 200, and leaves nothing behind', () =>
    withCompute(async (bench) => {
      const { send, seed } = bench;
      fill(seed.subnetworks.endpoints, 0);
      const { status, body } = await insert(bench, 'one');
      assert.deepEqual(
        [status, body.status, body.error, body['httpErrorStatusCode'], body['httpErrorMessage']],
        [
          200,
          'DONE',
          {
            errors: [
              {
                code: 'IP_SPACE_EXHAUSTED',
                message: `IP space of '${seed.subnetworks.endpoints.name}' is exhausted.`,
              },
            ],
          },
          400,
          'BAD REQUEST',
        ],
      );
      assert.equal((await send('GET', `${addresses}/one`)).status, 404);
    }));

  test('fails where an address is asked for that is taken', () =>
    withCompute(async ({ send, address, clock }) => {
      await send('POST', addresses, address('one', { address: '10.60.1.9' }));
      const { body } = await send('POST', addresses, address('two', { address: '10.60.1.9' }));
      clock.pass(100);
      const operation = await send('GET', `${region}/operations/${body.name}`);
      assert.deepEqual(
        [codesOf(operation), operation.body['httpErrorStatusCode']],
        [['IP_IN_USE_BY_ANOTHER_RESOURCE'], 409],
      );
      assert.equal((await send('GET', `${addresses}/one`)).body.status, 'RESERVED');
    }));

  test('fails where a quota is used up, with its name, limit and region', () =>
    withCompute(async ({ send, connect, address, rule, clock, compute, seed }) => {
      compute.google.project(seed.project).quotas.set(RULES_QUOTA, 1);
      await connect('one');
      await send('POST', addresses, address('two'));
      clock.pass(100);
      const { body } = await send('POST', `${region}/forwardingRules`, rule('two'));
      clock.pass(200);
      const operation = await send('GET', `${region}/operations/${body.name}`);
      assert.deepEqual(operation.body.error?.errors, [
        {
          code: 'QUOTA_EXCEEDED',
          message: "Quota 'PSC_INTERNAL_LB_FORWARDING_RULES' exceeded.  Limit: 1.0 in region europe-west1.",
          errorDetails: [
            {
              quotaInfo: {
                metricName: 'compute.googleapis.com/psc_internal_lb_forwarding_rules',
                limitName: 'PSC-INTERNAL-LB-FORWARDING-RULES-per-project-region',
                limit: 1,
                dimensions: { region: 'europe-west1' },
              },
            },
          ],
        },
      ]);
      const quotas = (await send('GET', region)).body['quotas'] as { metric: string; limit: number; usage: number }[];
      assert.deepEqual(
        quotas.find(({ metric }) => metric === RULES_QUOTA),
        { metric: RULES_QUOTA, limit: 1, usage: 1 },
      );
    }));

  test('that nobody started is 404', () =>
    withCompute(async ({ send }) => {
      assert.equal(refusalOf(await send('GET', `${region}/operations/operation-1`)), '404 notFound');
    }));
});

suite('a requestId', (test) => {
  const requestId = '?requestId=0e3c3b1e-5b0e-4c6a-9e7d-2f6f3a1b2c3d';

  test('carries a request out once, and names the operation of the first one', () =>
    withCompute(async (bench) => {
      const { send, address, clock } = bench;
      const first = await insert(bench, 'one', requestId);
      assert.equal(`?requestId=${String(first.body['clientOperationId'])}`, requestId);
      const again = await send('POST', `${addresses}${requestId}`, address('one'));
      assert.deepEqual([again.status, again.body.name, again.body.status], [200, first.body.name, 'DONE']);
      clock.pass(3_600_000);
      const late = await send('POST', `${addresses}${requestId}`, address('one'));
      assert.equal(refusalOf(late), '409 alreadyExists', 'the server has forgotten it by then');
    }));

  test('of an operation that failed names that failure again', () =>
    withCompute(async (bench) => {
      const { send, address, compute } = bench;
      compute.fail({ method: 'POST', inOperation: true, reason: 'INTERNAL_ERROR' });
      await insert(bench, 'one', requestId);
      const again = await send('POST', `${addresses}${requestId}`, address('one'));
      assert.deepEqual([again.body.status, codesOf(again)], ['DONE', ['INTERNAL_ERROR']]);
    }));

  test('of a request that was refused is free', () =>
    withCompute(async ({ send, address }) => {
      assert.equal((await send('POST', `${addresses}${requestId}`, address('One'))).status, 400);
      assert.equal((await send('POST', `${addresses}${requestId}`, address('one'))).status, 200);
    }));

  test('is a UUID, and not the zero one', () =>
    withCompute(async ({ send, address }) => {
      for (const id of ['one', '00000000-0000-0000-0000-000000000000']) {
        const refused = await send('POST', `${addresses}?requestId=${id}`, address('one'));
        assert.match(refused.body.error?.message ?? '', /^Invalid value for field 'requestId'/);
      }
    }));
});
