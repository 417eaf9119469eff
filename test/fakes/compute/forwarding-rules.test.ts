import assert from 'node:assert/strict';
import { suite } from '../../harness/suite.ts';
import { attachment, codesOf, refusalOf, region, withCompute } from './fixture.ts';

const rules = `${region}/forwardingRules`;

suite('a forwarding rule of Private Service Connect', (test) => {
  test('is made by an operation, and reads as Google writes one', () =>
    withCompute(async ({ send, address, rule, clock, seed }) => {
      await send('POST', `${region}/addresses`, address('one'));
      clock.pass(100);
      const made = await send('POST', rules, rule('one', { allowPscGlobalAccess: true }));
      assert.deepEqual([made.body.status, made.body['operationType']], ['RUNNING', 'createRegionPscForwardingRule']);
      assert.equal((await send('GET', `${rules}/one`)).body.pscConnectionStatus, undefined);
      clock.pass(200);
      const { body } = await send('GET', `${rules}/one`);
      const { id, creationTimestamp, fingerprint, pscConnectionId, ...rest } = body;
      for (const number of [id, pscConnectionId]) assert.match(String(number), /^\d{19}$/);
      assert.equal(typeof creationTimestamp, 'string');
      assert.match(String(fingerprint), /=$/);
      const link = `https://www.googleapis.com/compute/v1/projects/${seed.project}`;
      assert.deepEqual(rest, {
        kind: 'compute#forwardingRule',
        name: 'one',
        region: `${link}/${region}`,
        IPAddress: '10.60.1.2',
        target: `https://www.googleapis.com/compute/v1/${attachment}`,
        selfLink: `${link}/${rules}/one`,
        network: `${link}/global/networks/prod`,
        serviceDirectoryRegistrations: [{ namespace: 'goog-psc-default' }],
        networkTier: 'PREMIUM',
        labelFingerprint: '42WmSpB8rSM=',
        pscConnectionStatus: 'PENDING',
        allowPscGlobalAccess: true,
      });
    }));

  test('forgets a description, and may be named by whole links, by a subnet instead of a network, and by a namespace', () =>
    withCompute(async ({ send, address, rule, clock, seed }) => {
      await send('POST', `${region}/addresses`, address('one'));
      clock.pass(100);
      const link = 'https://www.googleapis.com/compute/v1/';
      const changes = {
        description: 'gone',
        network: undefined,
        subnetwork: `${link}${seed.subnetworks.endpoints.name}`,
        IPAddress: `${link}projects/${seed.project}/${region}/addresses/one`,
        target: `https://www.googleapis.com/compute/v1/${attachment}`,
        serviceDirectoryRegistrations: [{ namespace: 'atlas' }],
      };
      assert.equal((await send('POST', rules, rule('one', changes))).status, 200);
      clock.pass(200);
      const { body } = await send('GET', `${rules}/one`);
      assert.deepEqual(
        [body['description'], body['network'], body['serviceDirectoryRegistrations']],
        [undefined, `${link}${seed.networkName}`, [{ namespace: 'atlas' }]],
      );
    }));

  for (const [what, changes, message] of [
    [
      'with labels: they are for setLabels',
      { labels: { team: 'shop' } },
      /^Invalid value for field 'resource\.labels': ''\. Invalid field set in Private Service Connect Forwarding Rule\. This field should not be set\.$/,
    ],
    [
      'with a load-balancing scheme',
      { loadBalancingScheme: 'INTERNAL' },
      /'resource\.loadBalancingScheme': 'INTERNAL'/,
    ],
    ['with ports', { ports: ['27017'] }, /'resource\.ports'/],
    ['with the number of its address', { IPAddress: '10.60.1.2' }, /'10\.60\.1\.2'\. The URL is malformed\.$/],
    ['without an address', { IPAddress: undefined }, /'resource\.IPAddress': ''/],
    [
      'with an address that is not there',
      { IPAddress: `${region}/addresses/none` },
      /address resource cannot be found/,
    ],
    ['with another network', { network: 'global/networks/other' }, /network resource cannot be found/],
    ['without a network', { network: undefined }, /'resource\.network': ''\. The URL is malformed/],
    ['with a target in another region', { target: attachment.replace('europe', 'us') }, /in the same region/],
    ['with a target of another kind', { target: `${region}/backendServices/b` }, /'resource\.target'/],
    ['with a field that the fake does not know', { serviceLabel: 'x' }, /Unknown name "serviceLabel"/],
  ] as const) {
    test(`${what} is refused`, () =>
      withCompute(async ({ send, address, rule, clock }) => {
        await send('POST', `${region}/addresses`, address('one'));
        clock.pass(100);
        const refused = await send('POST', rules, rule('one', changes));
        assert.equal(refused.status, 400);
        assert.match(refused.body.error?.message ?? '', message);
        assert.equal((await send('GET', rules)).body['items'], undefined);
      }));
  }

  test('to an attachment that nobody has is refused with 404', () =>
    withCompute(async ({ send, address, rule, clock }) => {
      await send('POST', `${region}/addresses`, address('one'));
      clock.pass(100);
      const target = attachment.replace(/0$/, '9');
      const refused = await send('POST', rules, rule('one', { target }));
      assert.equal(refusalOf(refused), '404 notFound');
      assert.match(refused.body.error?.message ?? '', /serviceAttachments\/sa-europe-west1-\w+-9' was not found$/);
    }));

  test('of a name that is taken is refused with 409; of an address that is taken it fails in the operation', () =>
    withCompute(async ({ send, connect, rule, clock, seed }) => {
      await connect('one');
      assert.equal(refusalOf(await send('POST', rules, rule('one'))), '409 alreadyExists');
      const taken = `projects/${seed.project}/${region}/addresses/one`;
      const made = await send('POST', rules, rule('two', { IPAddress: taken }));
      clock.pass(200);
      const operation = await send('GET', `${region}/operations/${made.body.name}`);
      assert.deepEqual(codesOf(operation), ['IP_IN_USE_BY_ANOTHER_RESOURCE']);
      assert.equal((await send('GET', `${rules}/two`)).status, 404);
    }));

  test('waits for its address, and everything waits for it, until it is ready', () =>
    withCompute(async ({ send, address, rule, clock }) => {
      await send('POST', `${region}/addresses`, address('one'));
      assert.equal(refusalOf(await send('POST', rules, rule('one'))), '400 resourceNotReady');
      clock.pass(100);
      await send('POST', rules, rule('one'));
      assert.equal(refusalOf(await send('DELETE', `${rules}/one`)), '400 resourceNotReady');
      clock.pass(200);
      assert.equal((await send('DELETE', `${rules}/one`)).body['operationType'], 'deleteRegionPscForwardingRule');
      assert.equal((await send('GET', `${rules}/one`)).status, 200);
      clock.pass(300);
      assert.equal((await send('GET', `${rules}/one`)).status, 404);
    }));

  test('has global access that a patch changes, and nothing else that one does', () =>
    withCompute(async ({ send, connect, clock }) => {
      await connect('one');
      const { fingerprint } = (await send('GET', `${rules}/one`)).body;
      const patch = { allowPscGlobalAccess: true, fingerprint };
      assert.equal((await send('PATCH', `${rules}/one`, patch)).body['operationType'], 'patch');
      clock.pass(100);
      assert.equal((await send('GET', `${rules}/one`)).body.allowPscGlobalAccess, true);
      assert.equal(refusalOf(await send('PATCH', `${rules}/one`, patch)), '412 conditionNotMet');
      assert.equal((await send('PATCH', `${rules}/one`, { target: attachment })).status, 400);
    }));
});

suite('the connection of a rule', (test) => {
  test('is PENDING until the producer knows the rule, then ACCEPTED', () =>
    withCompute(async ({ send, connect, known, compute }) => {
      await connect('one');
      const status = async (): Promise<unknown> => (await send('GET', `${rules}/one`)).body.pscConnectionStatus;
      assert.equal(await status(), 'PENDING');
      known.add('one');
      assert.equal(await status(), 'ACCEPTED');
      known.clear();
      assert.equal(await status(), 'ACCEPTED', 'what was accepted stays so');
      assert.deepEqual(
        compute.rules().map(({ name, connection, target }) => [name, connection, target]),
        [['one', 'ACCEPTED', `https://www.googleapis.com/compute/v1/${attachment}`]],
      );
    }));

  test('takes its time where it is told to', () =>
    withCompute(
      async ({ send, connect, known, clock }) => {
        await connect('one');
        known.add('one');
        const status = async (): Promise<unknown> => (await send('GET', `${rules}/one`)).body.pscConnectionStatus;
        assert.equal(await status(), 'PENDING');
        clock.pass(50);
        assert.equal(await status(), 'ACCEPTED');
      },
      { delays: { addressMs: 100, ruleMs: 200, acceptMs: 50 }, accepted: ({ name }) => name === 'one' },
    ));

  for (const connection of ['REJECTED', 'CLOSED', 'NEEDS_ATTENTION'] as const) {
    test(`can be ${connection}, which no acceptance changes`, () =>
      withCompute(async ({ send, connect, known, compute, seed }) => {
        await connect('one');
        compute.setConnection(`projects/${seed.project}/${rules}/one`, connection);
        known.add('one');
        assert.equal((await send('GET', `${rules}/one`)).body.pscConnectionStatus, connection);
      }));
  }
});
