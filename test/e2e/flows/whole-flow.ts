import assert from 'node:assert/strict';
import { maskPassword } from '../../../src/atlas/secret/mask.ts';
import { accountLines } from '../../harness/world.ts';
import { describeEndpoint } from '../describe-endpoint.ts';
import { eventually } from '../eventually.ts';
import type { Scenario } from '../scenarios.ts';
import { apply, password } from '../tenant.ts';
import { assertGone } from './dedicated-commands.ts';

const credentials = `app:${encodeURIComponent(password)}@`;

/** Takes what differs from run to run out of the progress: times, ids, and states that one run sees and another does not. */
function scrub(text: string): string {
  return (
    text
      .replace(/^( \+ .{13}) {2,}\d\S* {2}/gm, '$1          ')
      // The cloud may be done before the first look.
      .replace(/^( \+ 4\/7 accept +) already /gm, '$1         ')
      .replace(/ \(\d+m?\d*s\)$/gm, '')
      .replace(/vpce-svc-[0-9a-f]+/g, 'vpce-svc-{id}')
      .replace(/vpce-[0-9a-f]{8,}/g, 'vpce-{id}')
      .replace(/vpc-[0-9a-f]{8,}/g, 'vpc-{id}')
      .split('\n')
      .filter((line) => !line.startsWith(' * '))
      .join('\n')
  );
}

/** From objects that the operator has never seen to the private string, with one command. */
export const inOneCommand: Scenario = {
  name: 'one-command',
  sentence: 'up goes from fresh objects to the private string of the Secret that the operator wrote',
  async run(world, tenant) {
    await apply(world, tenant);
    const ended = await tenant.run('up {d} {p}');
    const srv = `mongodb+srv://${credentials}orders-one-command-pe-0.ab1cd.mongodb.net`;
    assert.equal(
      scrub(ended.stderr).replace(/^note: .*\n/m, ''),
      [
        'endpoint orders-one-command-pe of ad/orders-one-command in namespace one-command',
        accountLines.AWS,
        ' + 1/7 declare            added to the spec',
        ' + 2/7 reserve            com.amazonaws.vpce.us-east-1.vpce-svc-{id}',
        ' + 3/7 endpoint           created vpce-{id} in vpc-{id}',
        ' + 4/7 accept             ready to be linked (pendingAcceptance)',
        ' + 5/7 link               wrote vpce-{id} into the spec',
        ' + 6/7 connect            AVAILABLE',
        ' + 7/7 secret             secret/one-command-orders-one-command-app of database user app',
        'orders-one-command is reachable privately from vpc-{id}',
        'use it in a Pod: kubectl atlas-pe secret atlasdeployment/orders-one-command -n one-command --endpoint orders-one-command-pe -o pod-env',
        '',
      ].join('\n'),
    );
    assert.match(
      ended.stdout,
      new RegExp(`^connectionStringPrivateSrv +orders-one-command-pe +${escape(maskPassword(srv))}$`, 'm'),
    );
    assert.equal(ended.code, 0);
    const [secret, ...others] = await tenant.secrets();
    assert.deepEqual(others, []);
    assert.equal(secret?.['connectionStringPrivateSrv'], srv);
    // EC2 accepted because the operator handed the id over, not because time passed.
    const [endpoint] = tenant.atlas().endpoints;
    assert.equal(
      world.ec2.endpoint(endpoint?.cloudProviderEndpointId ?? '')?.serviceName,
      endpoint?.endpointServiceName,
    );
    const shown = await describeEndpoint(world, endpoint?.cloudProviderEndpointId ?? '');
    assert.match(shown?.State ?? '', /^(pending|available)$/);
  },
};

/** The hand-made procedure, a command a step, and what the Secret holds at its end. */
export const stepByStep: Scenario = {
  name: 'steps',
  sentence: 'create, create with placement, link, status and secret, each a command of its own',
  async run(world, tenant) {
    await apply(world, tenant);
    const service = /^com\.amazonaws\.vpce\.us-east-1\.vpce-svc-[0-9a-f]+\n$/;
    const reserved = await tenant.run('create {d} --endpoint web --yes');
    assert.match(reserved.stdout, service);
    const refused = await tenant.run('link {d}');
    assert.match(
      refused.stderr,
      /^error: no cloud endpoint was found for endpoint "web" of atlasdeployment\/orders-steps, neither by tag nor by the service /m,
    );
    const placed = await tenant.run('create {d} --endpoint web {p}');
    assert.match(placed.stdout, /^com\.amazonaws\S+\nvpce-[0-9a-f]+\n$/);
    const id = placed.stdout.split('\n')[1] ?? '';
    assert.equal(world.ec2.endpoint(id)?.state, 'pendingAcceptance');
    assert.equal((await tenant.run('link {d}')).stdout, 'atlasdeployment.atlas.mongodb.com/orders-steps linked\n');
    const status = JSON.parse((await tenant.run('status {d} -o json')).stdout) as { items: Record<string, string>[] };
    assert.deepEqual(
      status.items.map(({ endpoint, phase, service: name }) => [endpoint, phase, `${name}\n`]),
      [['web', 'Available', reserved.stdout]],
    );
    const srv = `mongodb+srv://${credentials}orders-steps-pe-0.ab1cd.mongodb.net`;
    // AVAILABLE stands in the status before the string stands in the Secret: a user's pass that began earlier may still write the old one.
    await eventually(
      'the string in the Secret',
      async () => (await tenant.secrets())[0]?.['connectionStringPrivateSrv'] === srv,
    );
    const value = await tenant.run('secret {d} --key connectionStringPrivateSrv');
    assert.deepEqual([value.stdout, value.code], [`${srv}\n`, 0]);
    assert.equal((await tenant.run('link {d}')).stdout, 'atlasdeployment.atlas.mongodb.com/orders-steps unchanged\n');
    const deleted = await tenant.run('delete {d} --yes');
    assert.equal(
      deleted.stdout,
      'atlasdeployment.atlas.mongodb.com/orders-steps endpoint "web" deleted\n',
      deleted.stderr,
    );
    await assertGone(world, id);
    // 2.2.0 writes the spec itself, without empty lists.
    assert.deepEqual((await tenant.read()).spec?.serverlessSpec?.privateEndpoints ?? [], []);
  },
};

/** What an empty connection string becomes in the Secret, and that no command takes it for one. */
export const emptyStrings: Scenario = {
  name: 'empty-strings',
  sentence: 'values that are no connection strings are told apart from those that are',
  async run(world, tenant) {
    await apply(world, tenant);
    // Before there is an endpoint, and after.
    await eventually('the first Secret', async () => (await tenant.secrets()).length === 1);
    const empty = `//${credentials}`;
    const standard = {
      username: 'app',
      password,
      connectionStringStandard: empty,
      connectionStringStandardSrv: `mongodb+srv://${credentials}orders-empty-strings.ab1cd.mongodb.net`,
    };
    assert.deepEqual(await tenant.secrets(), [
      { ...standard, connectionStringPrivate: '', connectionStringPrivateSrv: '' },
    ]);
    const none = await tenant.run('secret {d}');
    assert.match(
      none.stderr,
      /^error: secret\/empty-strings-orders-empty-strings-app in namespace empty-strings contains no private connection string: the deployment declares no private endpoint$/m,
    );
    assert.deepEqual([none.stdout, none.code], ['', 1]);
    assert.equal((await tenant.run('up {d} {p}')).code, 0);
    assert.deepEqual(await tenant.secrets(), [
      {
        ...standard,
        connectionStringPrivate: empty,
        connectionStringPrivateSrv: `mongodb+srv://${credentials}orders-empty-strings-pe-0.ab1cd.mongodb.net`,
        connectionStringPrivateShard: empty,
      },
    ]);
    const key = await tenant.run('secret {d} --key connectionStringPrivate');
    assert.match(
      key.stderr,
      /^error: key "connectionStringPrivate" of secret\/\S+ holds no connection string\nhint: these keys hold one: connectionStringPrivateSrv$/m,
    );
    assert.deepEqual([key.stdout, key.code], ['', 1]);
    const env = await tenant.run('secret {d} -o env');
    assert.equal(
      env.stderr,
      'note: skipped keys that hold no connection string: connectionStringPrivate, connectionStringPrivateShard\n',
    );
    assert.deepEqual(
      env.stdout.split('\n').map((line) => line.split('=')[0]),
      ['CONNECTION_STRING_PRIVATE_SRV', 'CONNECTION_STRING_STANDARD_SRV', 'PASSWORD', 'USERNAME', ''],
    );
  },
};

function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
