import assert from 'node:assert/strict';
import { suite } from '../harness/suite.ts';
import { placed } from '../harness/placement.ts';
import { inWorld } from '../harness/world.ts';
import { setStatus } from '../harness/set-status.ts';

const service = 'com.amazonaws.vpce.us-east-1.vpce-svc-069a53efa3d799b8d';

suite('status', (test) => {
  test('a table with a row for each endpoint, wherever it stands', () =>
    inWorld({}, async (world) => {
      world.operator.paused = true;
      world.deploy({
        privateEndpoints: [
          { name: 'a' },
          { name: 'b', cloudProviderEndpointID: 'vpce-0b' },
          { name: 'c', cloudProviderEndpointID: 'vpce-0c' },
          { name: 'd' },
        ],
      });
      setStatus(world, [
        { name: 'z', status: 'DELETING', endpointServiceName: 'svc-z' },
        { name: 'c', status: 'FAILED', errorMessage: 'no capacity\nleft \u001b[31m' },
        { name: 'b', status: 'AVAILABLE', endpointServiceName: 'svc-b', cloudProviderEndpointId: 'vpce-0b' },
        { name: 'd', status: 'PONDERING' },
        { name: 'y', status: 'RESERVED', endpointServiceName: 'svc-y' },
      ]);
      const seen = await world.run('status');
      assert.equal(
        seen.stdout,
        `SOURCE      ENDPOINT   PHASE       CLOUD ENDPOINT   AGE   MESSAGE
ad/orders   a          Declared    <none>           0s    waiting for the operator
ad/orders   b          Available   vpce-0b          0s
ad/orders   c          Failed      vpce-0c          0s    Atlas: no capacity left ^[[31m
ad/orders   d          <unknown>   <none>           0s    Atlas says PONDERING
ad/orders   y          Deleting    <none>           0s    Atlas is removing it
ad/orders   z          Deleting    <none>           0s    Atlas is removing it
`,
      );
      assert.deepEqual([seen.stderr, seen.code], ['', 0]);
    }));

  test('an operator that reconciles no serverless endpoints any more: what an older one wrote is not shown as the truth', () =>
    inWorld({ generation: 'v2.15' }, async (world) => {
      world.deploy({ privateEndpoints: [{ name: 'a', cloudProviderEndpointID: 'vpce-0a' }] });
      setStatus(world, [
        { name: 'a', status: 'AVAILABLE', endpointServiceName: 'svc-a', cloudProviderEndpointId: 'vpce-0a' },
      ]);
      const seen = await world.run('status');
      assert.equal(
        seen.stdout,
        `SOURCE      ENDPOINT   PHASE         CLOUD ENDPOINT   AGE   MESSAGE
ad/orders   a          Unsupported   vpce-0a          0s    this cluster's operator (2.12 or later) no longer reconciles serverless private endpoints
`,
      );
      assert.deepEqual([seen.stderr, seen.code], ['', 0]);
    }));

  test('spec and status that disagree, duplicates, and an operator that is not running', () =>
    inWorld({}, async (world) => {
      world.operator.paused = true;
      world.deploy({ name: 'new', privateEndpoints: [{ name: 'a' }] });
      world.deploy({ privateEndpoints: [{ name: 'a', cloudProviderEndpointID: 'vpce-0b' }, { name: 'a' }] });
      setStatus(world, [
        { name: 'a', status: 'AVAILABLE', cloudProviderEndpointId: 'vpce-0a', endpointServiceName: 'svc' },
      ]);
      assert.equal(
        (await world.run('status')).stdout,
        `SOURCE      ENDPOINT   PHASE       CLOUD ENDPOINT   AGE   MESSAGE
ad/new      a          Declared    <none>           0s    no status from the operator yet (is it running?)
ad/orders   a          Available   vpce-0b          0s    the spec says vpce-0b, Atlas is connected to vpce-0a
ad/orders   a          Available   vpce-0a          0s    declared twice
`,
      );
    }));

  test('-A shows all namespaces; a name and --endpoint narrow it down', () =>
    inWorld({}, async (world) => {
      world.operator.paused = true;
      world.deploy({ privateEndpoints: [{ name: 'a' }, { name: 'b' }] });
      world.deploy({ namespace: 'shop', name: 'cart', privateEndpoints: [{ name: 'a' }] });
      const lines = async (command: string): Promise<string[]> =>
        (await world.run(command)).stdout
          .split('\n')
          .slice(1, -1)
          .map((line) => line.split(/ {3,}/).slice(0, 3).join(' '));
      assert.deepEqual(await lines('status -A'), ['default ad/orders a', 'default ad/orders b', 'shop ad/cart a']);
      assert.deepEqual(await lines('status -n shop'), ['ad/cart a Declared']);
      assert.deepEqual(await lines('status orders --endpoint b -o wide'), ['ad/orders b Declared']);
      assert.deepEqual(await lines('status ad/cart -nshop -o wide'), ['ad/cart a Declared']);
    }));

  test('nothing to show is said on stderr', () =>
    inWorld({}, async (world) => {
      world.deploy();
      assert.deepEqual(await world.run('status'), {
        stdout: '',
        stderr: 'No private endpoints in namespace default. Declare one with: kubectl atlas-pe up orders -n default\n',
        code: 0,
      });
      assert.deepEqual(await world.run('status -A'), {
        stdout: '',
        stderr: 'No private endpoints in any namespace. Declare one with: kubectl atlas-pe up orders -n default\n',
        code: 0,
      });
      assert.deepEqual(await world.run('status orders'), {
        stdout: `ad/orders  serverless, AWS us-east-1                      operator 2.6.0 or later, older than 2.12.0
 x declared   nothing declares an endpoint in AWS us-east-1
              kubectl atlas-pe up ad/orders -n default
   not checked, because it depends on what is above: service, linked, string
`,
        stderr: '',
        code: 0,
      });
    }));

  test('-o json, yaml and name parse, also when there is nothing', () =>
    inWorld({}, async (world) => {
      assert.deepEqual(JSON.parse((await world.run('status -o json')).stdout), { kind: 'EndpointList', items: [] });
      world.deploy();
      await world.run('create orders');
      assert.deepEqual(JSON.parse((await world.run('status -Aojson')).stdout), {
        kind: 'EndpointList',
        items: [
          {
            source: 'atlasdeployment/orders',
            namespace: 'default',
            endpoint: 'orders-pe',
            phase: 'Reserved',
            state: 'RESERVED',
            service,
            inSpec: true,
            region: 'us-east-1',
            creationTimestamp: '2026-01-05T09:00:00Z',
            message: 'ready for a cloud endpoint',
          },
        ],
      });
      assert.equal((await world.run('status -oname')).stdout, 'atlasdeployment.atlas.mongodb.com/orders\n');
      assert.match(
        (await world.run('status -oyaml')).stdout,
        /^kind: EndpointList\nitems:\n {2}- source: atlasdeployment\/orders\n/,
      );
    }));

  test('it follows pages of a long list', () =>
    inWorld({ empty: true }, async (world) => {
      world.operator.paused = true;
      for (let index = 0; index < 501; index += 1)
        world.deploy({ name: `d${String(index).padStart(3, '0')}`, privateEndpoints: [{ name: 'a' }] });
      assert.equal((await world.run('status')).stdout.split('\n').length, 503);
      assert.equal(world.kubernetes.requests().filter(({ verb }) => verb === 'list').length >= 2, true);
    }));
});

suite('status -w', (test) => {
  test('it prints a row when it changed, until Ctrl-C', () =>
    inWorld({}, async (world) => {
      world.deploy({ privateEndpoints: [{ name: 'a' }, { name: 'b' }] });
      await world.operator.settled();
      let rows = 0;
      const seen = await world.run('status orders -w', {
        onOutput: (text) => {
          rows += text.split('\n').length - 1;
        },
        stopWhen: () => rows >= 5,
      });
      assert.deepEqual(
        seen.stdout.split('\n').map((line) => line.split(/ {3,}/).slice(0, 3).join(' ')),
        [
          'SOURCE ENDPOINT PHASE',
          'ad/orders a Reserving',
          'ad/orders b Reserving',
          'ad/orders a Reserved',
          'ad/orders b Reserved',
          '',
        ],
      );
      const [head, first] = seen.stdout.split('\n');
      assert.equal(head?.indexOf('PHASE'), first?.indexOf('Reserving'));
      assert.deepEqual([seen.stderr, seen.code], ['', 130]);
    }));

  test("a dedicated cluster's endpoints are followed where other objects declare them; where none does, that is said", () =>
    inWorld({ generation: 'v2.11' }, async (world) => {
      world.operator.projects.set('65a1f0c2e4b0a1b2c3d4e5f6', world.operator.project());
      world.deployCluster();
      const stderr = 'No private endpoints found in atlasdeployment/orders.\n';
      assert.deepEqual(await world.run('status orders -w'), { stdout: '', stderr, code: 0 });
      world.addService();
      assert.equal((await world.run(`create shop-us ${placed(world)}`)).code, 0);
      assert.equal((await world.run('link shop-us')).code, 0);
      let rows = 0;
      const seen = await world.run('status orders -w', {
        onOutput: () => (rows += 1),
        stopWhen: () => rows > 0,
      });
      assert.match(seen.stdout, /^ape\/shop-us +shop-us +(Linking|Available) +vpce-/m);
      assert.deepEqual([seen.stderr, seen.code], ['', 130]);
    }));

  test('a cluster that has no endpoints is not followed', () =>
    inWorld({}, async (world) => {
      world.kubernetes.store.create({
        kind: 'AtlasDeployment',
        metadata: { name: 'flex' },
        spec: { flexSpec: { name: 'flex' } },
      });
      const seen = await world.run('status flex -w');
      assert.match(seen.stderr, /^error: atlasdeployment\/flex is not serverless: it describes a Flex cluster\n/);
      assert.equal(seen.code, 1);
    }));

  test('with -o json it prints a document for each change', () =>
    inWorld({}, async (world) => {
      world.deploy({ privateEndpoints: [{ name: 'a' }] });
      await world.operator.settled();
      let documents = 0;
      const seen = await world.run('status -w -ojson', {
        onOutput: () => (documents += 1),
        stopWhen: () => documents >= 2,
      });
      const phases = seen.stdout.split(/(?<=^}\n)/m).map((text) => (JSON.parse(text) as { phase: string }).phase);
      assert.deepEqual(phases, ['Reserving', 'Reserved']);
    }));

  test('an endpoint that disappears is said to be gone', () =>
    inWorld({}, async (world) => {
      world.deploy({ privateEndpoints: [{ name: 'a' }] });
      world.operator.paused = true;
      const seen = await world.run('status -w', {
        onOutput: (text) => {
          if (text.startsWith('SOURCE'))
            world.kubernetes.store.edit(
              'atlasdeployments',
              'default',
              'orders',
              (object) => (object['spec'] = { serverlessSpec: { name: 'orders' } }),
            );
        },
        stopWhen: (stderr) => stderr.includes('gone'),
      });
      assert.equal(seen.stderr, 'default/orders endpoint "a" is gone\n');
    }));
});
