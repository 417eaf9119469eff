import assert from 'node:assert/strict';
import https from 'node:https';
import { suite } from '../../harness/suite.ts';
import { principal, tokenFor } from './directory.ts';
import { type SeededAzure, seedAzure } from './seed.ts';
import { type FakeArm, type FakeArmOptions, startArm } from './server.ts';

interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: unknown;
}

interface Bench {
  readonly arm: FakeArm;
  readonly seed: SeededAzure;
  readonly pass: (ms: number) => void;
  readonly approved: Set<string>;
  readonly send: (method: string, path: string, body?: unknown, token?: string) => Promise<Reply>;
}

const service = '/subscriptions/a/resourceGroups/rg/providers/Microsoft.Network/privateLinkServices/pls';
const token = tokenFor('https://management.azure.com/.default');

async function withArm(body: (bench: Bench) => Promise<void>, options: Partial<FakeArmOptions> = {}): Promise<void> {
  let now = 0;
  const approved = new Set<string>();
  const clock = { now: () => now, sleep: () => Promise.resolve() };
  const delays = { createMs: 100, deleteMs: 100 };
  const arm = await startArm({ clock, delays, approved: (id) => approved.has(id), ...options });
  const seed = seedAzure(arm);
  arm.azure.addService(service);
  const agent = new https.Agent({ ca: arm.caPem, keepAlive: false });
  const send: Bench['send'] = (method, path, content, bearer = token) =>
    new Promise((resolve, reject) => {
      const url = path.startsWith('https:')
        ? path
        : `${arm.url}${path}${path.includes('?') ? '' : '?api-version=2024-05-01'}`;
      const headers = bearer === '' ? {} : { authorization: `Bearer ${bearer}` };
      const request = https.request(url, { method, agent, headers }, (response) => {
        let text = '';
        response.on('data', (data: Buffer) => (text += data.toString()));
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: text === '' ? undefined : (JSON.parse(text) as unknown),
          }),
        );
      });
      request.on('error', reject);
      request.end(content === undefined ? undefined : typeof content === 'string' ? content : JSON.stringify(content));
    });
  try {
    await body({ arm, seed, approved, send, pass: (ms) => void (now += ms) });
  } finally {
    await arm.close();
  }
}

const pathOf = (seed: SeededAzure, name = 'one'): string =>
  `/subscriptions/${seed.subscription}/resourceGroups/shop/providers/Microsoft.Network/privateEndpoints/${name}`;

function wanted(seed: SeededAzure, changes: object = {}, connection: object = {}): object {
  return {
    location: 'northeurope',
    tags: { team: 'shop' },
    properties: {
      subnet: { id: seed.subnets.endpoints },
      manualPrivateLinkServiceConnections: [
        { name: 'c', properties: { privateLinkServiceId: service, ...connection } },
      ],
      ...changes,
    },
  };
}

interface Endpoint {
  readonly properties: {
    readonly provisioningState: string;
    readonly networkInterfaces: readonly { readonly id: string }[];
    readonly manualPrivateLinkServiceConnections: readonly {
      readonly properties: { readonly privateLinkServiceConnectionState: { readonly status: string } };
    }[];
  };
}

function states({ body }: Reply): string {
  const { properties } = body as Endpoint;
  const connection = properties.manualPrivateLinkServiceConnections[0]?.properties.privateLinkServiceConnectionState;
  return `${properties.provisioningState} ${connection?.status}`;
}

const codeOf = ({ status, body }: Reply): string => `${status} ${(body as { error: { code: string } }).error.code}`;

const form = (secret: string): string =>
  new URLSearchParams({
    client_id: principal.client,
    client_secret: secret,
    grant_type: 'client_credentials',
    scope: 'https://management.azure.com/.default openid',
  }).toString();

suite('the fake ARM', (test) => {
  test('gives an endpoint the address that it asks for, where it is one of the subnet and free', () =>
    withArm(async ({ seed, send, pass }) => {
      const at = (privateIPAddress: string, group = {}): object =>
        wanted(seed, { ipConfigurations: [{ name: 'a', properties: { privateIPAddress, ...group } }] });
      const made = await send('PUT', pathOf(seed), at('10.40.1.20'));
      assert.equal(made.status, 201);
      pass(100);
      const [nic] = (made.body as Endpoint).properties.networkInterfaces;
      assert.match(JSON.stringify((await send('GET', nic?.id ?? '')).body), /"privateIPAddress":"10\.40\.1\.20"/);
      const codes: string[] = [];
      for (const ip of ['10.40.2.20', '10.40.1.3', '10.40.1.255', '10.40.1.20'])
        codes.push(codeOf(await send('PUT', pathOf(seed, 'two'), at(ip))));
      codes.push(codeOf(await send('PUT', pathOf(seed, 'two'), at('10.40.1.21', { groupId: 'blob' }))));
      assert.deepEqual(codes, [
        '400 PrivateIPAddressNotInSubnet',
        '400 PrivateIPAddressInReservedRange',
        '400 PrivateIPAddressInReservedRange',
        '400 PrivateIPAddressIsAllocated',
        '400 GroupIdNotPermittedWhenConnectingToThirdPartyService',
      ]);
    }));

  test('PUT answers 201 with an operation to ask, which ends in success', () =>
    withArm(async ({ seed, send, pass, approved }) => {
      const made = await send('PUT', pathOf(seed), wanted(seed));
      assert.deepEqual([made.status, states(made), made.headers['retry-after']], [201, 'Creating Pending', '10']);
      const operation = String(made.headers['azure-asyncoperation']);
      const running = await send('GET', operation);
      assert.deepEqual([running.body, running.headers['retry-after']], [{ status: 'InProgress' }, '10']);
      approved.add(pathOf(seed));
      assert.equal(
        states(await send('GET', pathOf(seed))),
        'Creating Pending',
        'nobody approves what is not there yet',
      );
      approved.clear();
      pass(100);
      assert.deepEqual((await send('GET', operation)).body, { status: 'Succeeded' });
      assert.equal(states(await send('GET', pathOf(seed).toUpperCase())), 'Succeeded Pending');
      approved.add(pathOf(seed));
      assert.equal(states(await send('GET', pathOf(seed))), 'Succeeded Approved');
    }));

  test('the network interface tells the private address', () =>
    withArm(async ({ seed, send }) => {
      const made = (await send('PUT', pathOf(seed), wanted(seed))).body as Endpoint;
      const nic = (await send('GET', made.properties.networkInterfaces[0]?.id ?? '')).body as {
        properties: { ipConfigurations: { properties: Record<string, unknown> }[] };
      };
      const [first] = nic.properties.ipConfigurations;
      assert.equal(first?.properties['privateIPAddress'], '10.40.1.4');
      assert.equal(first?.properties['primary'], true);
    }));

  test('an operation can be made to fail, and the resource stays as Failed', () =>
    withArm(async ({ arm, seed, send, pass }) => {
      arm.fail({ method: 'PUT', when: 'operation', code: 'Broken', message: 'It broke.' });
      const made = await send('PUT', pathOf(seed), wanted(seed));
      pass(100);
      assert.deepEqual((await send('GET', String(made.headers['azure-asyncoperation']))).body, {
        status: 'Failed',
        error: { code: 'Broken', message: 'It broke.', details: [] },
      });
      assert.equal(states(await send('GET', pathOf(seed))), 'Failed Pending');
    }));

  test('DELETE answers 202, then the resource is gone; 204 for what is not there', () =>
    withArm(async ({ arm, seed, send, pass }) => {
      await send('PUT', pathOf(seed), wanted(seed));
      pass(100);
      const deleted = await send('DELETE', pathOf(seed));
      assert.equal(deleted.status, 202);
      assert.match(String(deleted.headers['location']), /\/operationResults\//);
      assert.equal(states(await send('GET', pathOf(seed))), 'Deleting Pending');
      pass(100);
      assert.equal(codeOf(await send('GET', pathOf(seed))), '404 ResourceNotFound');
      assert.deepEqual((await send('GET', String(deleted.headers['azure-asyncoperation']))).body, {
        status: 'Succeeded',
      });
      assert.equal((await send('DELETE', pathOf(seed))).status, 204);
      assert.deepEqual(arm.endpoints(), []);
    }));

  test('Location, too, tells when a deletion is over', () =>
    withArm(async ({ seed, send, pass }) => {
      await send('PUT', pathOf(seed), wanted(seed));
      const location = String((await send('DELETE', pathOf(seed))).headers['location']);
      const running = await send('GET', location);
      assert.deepEqual([running.status, running.headers['location']], [202, location]);
      pass(100);
      assert.equal((await send('GET', location)).status, 204);
    }));

  test('a deletion can be made to fail: the resource stays as Failed, and can be deleted again', () =>
    withArm(async ({ arm, seed, send, pass }) => {
      await send('PUT', pathOf(seed), wanted(seed));
      pass(100);
      arm.fail({ method: 'DELETE', when: 'operation', code: 'PreconditionFailed', message: 'It is busy.' });
      const { status, headers } = await send('DELETE', pathOf(seed));
      const operation = String(headers['azure-asyncoperation']);
      assert.deepEqual([status, (await send('GET', operation)).body], [202, { status: 'InProgress' }]);
      pass(100);
      const error = { code: 'PreconditionFailed', message: 'It is busy.', details: [] };
      assert.deepEqual((await send('GET', operation)).body, { status: 'Failed', error });
      assert.equal(codeOf(await send('GET', String(headers['location']))), '400 PreconditionFailed');
      assert.equal(states(await send('GET', pathOf(seed))), 'Failed Pending');
      const again = await send('DELETE', pathOf(seed));
      pass(100);
      assert.deepEqual((await send('GET', String(again.headers['azure-asyncoperation']))).body, {
        status: 'Succeeded',
      });
      assert.deepEqual(arm.endpoints(), []);
    }));

  test('a lock on the endpoint, its group or its subscription forbids to delete it, and nothing else', () =>
    withArm(async ({ arm, seed, send }) => {
      await send('PUT', pathOf(seed), wanted(seed));
      const group = `/subscriptions/${seed.subscription}/resourceGroups/shop`;
      for (const scope of [pathOf(seed), group.toUpperCase(), `/subscriptions/${seed.subscription}`]) {
        arm.azure.locks.add(scope);
        const refused = await send('DELETE', pathOf(seed));
        assert.equal(codeOf(refused), '409 ScopeLocked');
        assert.match(JSON.stringify(refused.body), /following scope\(s\) are locked: '[^']*'\. Please remove the lock/);
        assert.equal((await send('PUT', pathOf(seed), wanted(seed))).status, 200);
        arm.azure.locks.clear();
      }
      arm.azure.locks.add(`${group}2`).add(pathOf(seed, 'on'));
      assert.equal((await send('DELETE', pathOf(seed))).status, 202);
    }));

  test('what PUT refuses', () =>
    withArm(async ({ arm, seed, send }) => {
      const put = async (body: object, path = pathOf(seed)): Promise<string> => codeOf(await send('PUT', path, body));
      const automatic = {
        manualPrivateLinkServiceConnections: [],
        privateLinkServiceConnections: [{ properties: { privateLinkServiceId: service } }],
      };
      const subnet = (id: string): object => wanted(seed, { subnet: { id } });
      assert.equal(await put(wanted(seed), pathOf(seed).replace('/shop/', '/none/')), '404 ResourceGroupNotFound');
      assert.equal(await put({ ...wanted(seed), location: 'mars' }), '400 LocationNotAvailableForResourceType');
      assert.equal(await put({ ...wanted(seed), tags: { 'a/b': 'c' } }), '400 InvalidTagNameCharacters');
      assert.equal(await put(wanted(seed, automatic)), '403 LinkedAuthorizationFailed');
      assert.equal(await put(subnet(`${seed.networkId}/subnets/none`)), '400 InvalidResourceReference');
      assert.equal(await put(subnet(seed.other.subnetId)), '400 InvalidResourceReference');
      assert.equal(
        await put(wanted(seed, {}, { privateLinkServiceId: `${service}x` })),
        '400 InvalidPrivateLinkServiceId',
      );
      assert.equal(
        await put(wanted(seed, {}, { groupIds: ['g'] })),
        '400 GroupIdNotPermittedWhenConnectingToThirdPartyService',
      );
      assert.equal(await put(wanted(seed, {}, { requestMessage: 'x'.repeat(141) })), '400 RequestMessageTooLong');
      assert.equal(
        await put(subnet(seed.subnets.delegated)),
        '400 PrivateEndpointCreationNotAllowedAsSubnetIsDelegated',
      );
      assert.equal(await put(subnet(seed.subnets.full)), '400 SubnetIsFull');
      const place = arm.azure.subnet(seed.subnets.endpoints);
      if (place !== undefined) place.subnet.policies = true;
      assert.equal(await put(wanted(seed)), '400 PrivateEndpointCannotBeCreatedInSubnetThatHasNetworkPoliciesEnabled');
      assert.deepEqual(arm.endpoints(), []);
    }));

  test('PUT of what exists replaces its tags, and refuses another service', () =>
    withArm(async ({ arm, seed, send }) => {
      await send('PUT', pathOf(seed), wanted(seed));
      const again = await send('PUT', pathOf(seed), { ...wanted(seed), tags: { a: 'b' } });
      assert.deepEqual([again.status, arm.endpoints()[0]?.tags], [200, { a: 'b' }]);
      arm.azure.addService(`${service}2`);
      const other = await send('PUT', pathOf(seed), wanted(seed, {}, { privateLinkServiceId: `${service}2` }));
      assert.equal(other.status, 400);
    }));

  test('lists have pages', () =>
    withArm(
      async ({ seed, send }) => {
        for (const name of ['one', 'two', 'three']) await send('PUT', pathOf(seed, name), wanted(seed));
        const list = `/subscriptions/${seed.subscription}/providers/Microsoft.Network/privateEndpoints`;
        const first = (await send('GET', list)).body as { value: object[]; nextLink: string };
        const second = (await send('GET', first.nextLink)).body as { value: object[]; nextLink?: string };
        assert.deepEqual([first.value.length, second.value.length, second.nextLink], [2, 1, undefined]);
      },
      { pageSize: 2 },
    ));

  test('a token is needed, for the right audience, and a version that is known', () =>
    withArm(async ({ seed, send }) => {
      assert.equal(codeOf(await send('GET', pathOf(seed), undefined, '')), '401 AuthenticationFailed');
      const foreign = tokenFor('https://graph.microsoft.com/.default');
      assert.equal(
        codeOf(await send('GET', pathOf(seed), undefined, foreign)),
        '401 InvalidAuthenticationTokenAudience',
      );
      assert.equal(
        codeOf(await send('GET', `${pathOf(seed)}?api-version=2026-01-01`)),
        '400 InvalidApiVersionParameter',
      );
      assert.equal(
        codeOf(await send('GET', '/subscriptions/x/providers/Microsoft.Network/privateEndpoints')),
        '404 SubscriptionNotFound',
      );
      assert.equal(codeOf(await send('PATCH', pathOf(seed))), '400 InvalidResourceType');
    }));

  test('the directory gives a token for the right secret only', () =>
    withArm(async ({ send }) => {
      const path = `/${principal.tenant}/oauth2/v2.0/token?x=1`;
      const good = (await send('POST', path, form(principal.secret), '')).body as { access_token: string };
      assert.equal(good.access_token, token);
      const bad = await send('POST', path, form('wrong'), '');
      assert.deepEqual([bad.status, (bad.body as { error: string }).error], [401, 'invalid_client']);
    }));

  test('failures on demand happen before or after the effect, as often as asked', () =>
    withArm(async ({ arm, seed, send }) => {
      arm.fail({ method: 'PUT', code: 'TooManyRequests', status: 429, retryAfter: 3 });
      const early = await send('PUT', pathOf(seed), wanted(seed));
      assert.deepEqual(
        [codeOf(early), early.headers['retry-after'], arm.endpoints().length],
        ['429 TooManyRequests', '3', 0],
      );
      arm.fail({ method: 'PUT', code: 'Lost', when: 'after' });
      assert.deepEqual(
        [codeOf(await send('PUT', pathOf(seed), wanted(seed))), arm.endpoints().length],
        ['400 Lost', 1],
      );
      assert.equal((await send('PUT', pathOf(seed), wanted(seed))).status, 200);
    }));

  test('the interfaces of nodes tell their subnet', () =>
    withArm(async ({ seed, send }) => {
      const ofScaleSet = await send(
        'GET',
        `${seed.scaleSet}/virtualMachines/0/networkInterfaces?api-version=2018-10-01`,
      );
      const group = seed.machine.replace(/\/providers\/.*/, '');
      const ofGroup = await send('GET', `${group}/providers/Microsoft.Network/networkInterfaces`);
      assert.match(JSON.stringify(ofScaleSet.body), /"primary":true,"subnet":\{"id":"[^"]*\/subnets\/nodes"/);
      assert.ok(JSON.stringify(ofGroup.body).includes(`"virtualMachine":{"id":"${seed.machine}"}`));
      assert.equal(
        codeOf(await send('GET', `${seed.scaleSet}/virtualMachines/7/networkInterfaces?api-version=2018-10-01`)),
        '404 ResourceNotFound',
      );
    }));
});
