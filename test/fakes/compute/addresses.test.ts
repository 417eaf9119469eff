import assert from 'node:assert/strict';
import { suite } from '../../harness/suite.ts';
import { refusalOf, region, withCompute } from './fixture.ts';
import { fill } from './subnets.ts';

const addresses = `${region}/addresses`;

suite('an address', (test) => {
  test('is RESERVING, then RESERVED, with an address of its subnet', () =>
    withCompute(async ({ send, clock, address, seed }) => {
      const made = await send(
        'POST',
        addresses,
        address('one', { description: 'for Atlas', labels: { team: 'shop' } }),
      );
      assert.deepEqual([made.status, made.body.kind, made.body.status], [200, 'compute#operation', 'RUNNING']);
      assert.deepEqual((await send('GET', `${addresses}/one`)).body.status, 'RESERVING');
      clock.pass(100);
      const { body } = await send('GET', `${addresses}/one`);
      const link = `https://www.googleapis.com/compute/v1/projects/${seed.project}/${region}`;
      const { id, creationTimestamp, labelFingerprint, ...rest } = body;
      assert.match(String(id), /^\d{19}$/);
      assert.equal(creationTimestamp, '2026-08-31T17:00:00.000-07:00');
      assert.match(String(labelFingerprint), /^[\w+/]{11}=$/);
      assert.deepEqual(rest, {
        kind: 'compute#address',
        name: 'one',
        description: 'for Atlas',
        address: '10.60.1.2',
        status: 'RESERVED',
        region: link,
        selfLink: `${link}/addresses/one`,
        networkTier: 'PREMIUM',
        addressType: 'INTERNAL',
        purpose: 'GCE_ENDPOINT',
        subnetwork: `${link}/subnetworks/endpoints`,
        labels: { team: 'shop' },
      });
    }));

  test('is IN_USE by a rule, and cannot be deleted before it', () =>
    withCompute(async ({ send, connect, clock }) => {
      await connect('one');
      const { body } = await send('GET', `${addresses}/one`);
      assert.deepEqual([body.status, body.users?.map((user) => user.split('/').at(-1))], ['IN_USE', ['one']]);
      const refused = await send('DELETE', `${addresses}/one`);
      assert.equal(refusalOf(refused), '400 resourceInUseByAnotherResource');
      await send('DELETE', `${region}/forwardingRules/one`);
      assert.equal(refusalOf(await send('DELETE', `${addresses}/one`)), '400 resourceInUseByAnotherResource');
      clock.pass(300);
      assert.equal((await send('DELETE', `${addresses}/one`)).status, 200);
      clock.pass(300);
      assert.equal(refusalOf(await send('GET', `${addresses}/one`)), '404 notFound');
    }));

  test('is given back to its subnet when it is deleted', () =>
    withCompute(async ({ send, address, clock, seed }) => {
      fill(seed.subnetworks.endpoints, 1);
      await send('POST', addresses, address('one'));
      clock.pass(100);
      await send('DELETE', `${addresses}/one`);
      clock.pass(300);
      await send('POST', addresses, address('two'));
      clock.pass(100);
      assert.equal((await send('GET', `${addresses}/two`)).body.address, '10.60.1.2');
    }));

  test('may be asked for by number', () =>
    withCompute(async ({ send, address, clock }) => {
      await send('POST', addresses, address('one', { address: '10.60.1.77' }));
      clock.pass(100);
      assert.equal((await send('GET', `${addresses}/one`)).body.address, '10.60.1.77');
      const outside = await send('POST', addresses, address('two', { address: '10.61.1.77' }));
      assert.equal(refusalOf(outside), '400 invalid');
    }));

  for (const [what, changes, message] of [
    [
      'that is EXTERNAL because nobody said otherwise',
      { addressType: undefined },
      /^Invalid value for field 'resource\.subnetwork'/,
    ],
    ['without a subnet', { subnetwork: '' }, /No default subnetwork was found for an address with type INTERNAL/],
    ['of an unknown subnet', { subnetwork: `${region}/subnetworks/none` }, /subnetwork resource cannot be found/],
    ['of a subnet in another region', { subnetwork: 'regions/us-central1/subnetworks/away' }, /in the same region/],
    ['of a subnet for proxies', { subnetwork: `${region}/subnetworks/proxies` }, /REGIONAL_MANAGED_PROXY/],
    ['with a purpose of global addresses', { purpose: 'PRIVATE_SERVICE_CONNECT' }, /resource\.purpose/],
    ['with a name in capitals', { name: 'One' }, /^Invalid value for field 'resource\.name': 'One'\. Must be a match/],
    ['without a name', { name: undefined }, /^Required field 'resource\.name' not specified$/],
    ['with a network', { network: 'global/networks/prod' }, /Unknown name "network" at 'address_resource'/],
    ['with a label in capitals', { labels: { team: 'Shop' } }, /^Invalid value for field 'resource\.labels'/],
  ] as const) {
    test(`${what} is refused`, () =>
      withCompute(async ({ send, address }) => {
        const refused = await send('POST', addresses, address('one', changes));
        assert.equal(refused.status, 400);
        assert.match(refused.body.error?.message ?? '', message);
        assert.equal((await send('GET', addresses)).body['items'], undefined);
      }));
  }

  test('of a name that is taken is refused with 409, and one of an unknown region with 400', () =>
    withCompute(async ({ send, address }) => {
      await send('POST', addresses, address('one'));
      assert.equal(refusalOf(await send('POST', addresses, address('one'))), '409 alreadyExists');
      const elsewhere = await send('POST', 'regions/mars-west1/addresses', address('one'));
      assert.equal(elsewhere.body.error?.message, "Invalid value for field 'region': 'mars-west1'. Unknown region.");
    }));

  test('that is not there is refused with 404 that names it', () =>
    withCompute(async ({ send, seed }) => {
      const { status, body } = await send('GET', `${addresses}/none`);
      const message = `The resource 'projects/${seed.project}/${region}/addresses/none' was not found`;
      assert.deepEqual(
        [status, body],
        [404, { error: { code: 404, message, errors: [{ message, domain: 'global', reason: 'notFound' }] } }],
      );
    }));
});
