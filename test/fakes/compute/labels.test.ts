import assert from 'node:assert/strict';
import { suite } from '../../harness/suite.ts';
import { refusalOf, region, withCompute } from './fixture.ts';

suite('labels', (test) => {
  for (const collection of ['addresses', 'forwardingRules']) {
    const one = `${region}/${collection}/one`;
    test(`of ${collection} are replaced as a whole, by whoever has the latest fingerprint`, () =>
      withCompute(async ({ send, connect }) => {
        await connect('one');
        const { labelFingerprint } = (await send('GET', one)).body;
        const set = await send('POST', `${one}/setLabels`, { labels: { team: 'shop' }, labelFingerprint });
        assert.deepEqual([set.body.status, set.body['operationType']], ['DONE', 'setLabels']);
        const { body } = await send('GET', one);
        assert.deepEqual(body.labels, { team: 'shop' });
        assert.notEqual(body.labelFingerprint, labelFingerprint);
        const stale = await send('POST', `${one}/setLabels`, { labels: {}, labelFingerprint });
        assert.equal(refusalOf(stale), '412 conditionNotMet');
        const message = 'Labels fingerprint either invalid or resource labels have changed';
        const item = {
          message,
          domain: 'global',
          reason: 'conditionNotMet',
          location: 'If-Match',
          locationType: 'header',
        };
        assert.deepEqual(stale.body.error, { code: 412, message, errors: [item] });
        assert.equal(refusalOf(await send('POST', `${one}/setLabels`, { labels: {} })), '412 conditionNotMet');
        const last = { labels: {}, labelFingerprint: body.labelFingerprint };
        await send('POST', `${one}/setLabels`, last);
        const bare = (await send('GET', one)).body;
        assert.deepEqual([bare.labels, bare.labelFingerprint], [undefined, '42WmSpB8rSM=']);
      }));
  }

  test('can take their time', () =>
    withCompute(
      async ({ send, connect, clock }) => {
        await connect('one');
        const one = `${region}/forwardingRules/one`;
        const { labelFingerprint } = (await send('GET', one)).body;
        const set = await send('POST', `${one}/setLabels`, { labels: { team: 'shop' }, labelFingerprint });
        assert.equal(set.body.status, 'RUNNING');
        assert.equal((await send('GET', one)).body.labels, undefined);
        clock.pass(40);
        assert.deepEqual((await send('GET', one)).body.labels, { team: 'shop' });
      },
      { delays: { addressMs: 100, ruleMs: 200, labelsMs: 40 } },
    ));

  for (const [what, labels] of [
    ['a key that begins with a digit', { '1st': 'x' }],
    ['a value with a slash', { source: 'default/shop' }],
    ['a value of 64 characters', { source: 'x'.repeat(64) }],
    ['more than 64 of them', Object.fromEntries(Array.from({ length: 65 }, (_, n) => [`k${n}`, 'v']))],
  ] as const) {
    test(`with ${what} are refused`, () =>
      withCompute(async ({ send, address }) => {
        const refused = await send('POST', `${region}/addresses`, address('one', { labels }));
        assert.match(refused.body.error?.message ?? '', /^Invalid value for field 'resource\.labels'/);
      }));
  }
});
