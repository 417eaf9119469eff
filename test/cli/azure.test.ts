import assert from 'node:assert/strict';
import { shortId } from '../../src/cloud/short-service.ts';
import { createInPortal } from '../harness/azure-by-hand.ts';
import { suite } from '../harness/suite.ts';
import { type World, accountLines, inWorld } from '../harness/world.ts';

const service =
  '/subscriptions/00000000-0000-4000-8000-000000000000/resourceGroups/rg_c3514b54d34fdfcc1786f26a/providers/Microsoft.Network/privateLinkServices/pls_c3514b54d34fdfcc1786f26a';
const group = '/subscriptions/11111111-2222-4333-8444-555555555555/resourceGroups/shop';
const network = `${group}/providers/Microsoft.Network/virtualNetworks/prod`;
const subnet = `${network}/subnets/endpoints`;
/** The name of the endpoint ends in digits of the deployment's uid, which is new in each world. */
const madeId = (world: World): string => world.arm.endpoints()[0]?.id ?? '';

function items(world: World): unknown {
  const deployment = world.kubernetes.store.get('atlasdeployments', 'default', 'orders') as {
    spec?: { serverlessSpec?: { privateEndpoints?: unknown } };
  };
  return deployment.spec?.serverlessSpec?.privateEndpoints;
}

/** A world on Azure in which the service is reserved. */
function reserved(body: (world: World) => Promise<void>): Promise<void> {
  return inWorld({ cloud: 'AZURE' }, async (world) => {
    world.deploy();
    await world.run('create orders');
    await body(world);
  });
}

suite('create on Azure', (test) => {
  test('without placement it prints the service and how to go on, and Azure is not asked', () =>
    inWorld({ cloud: 'AZURE' }, async (world) => {
      world.deploy();
      const seen = await world.run('create orders');
      assert.equal(seen.stdout, `${service}\n`);
      assert.equal(
        seen.stderr.slice(seen.stderr.indexOf('next,')),
        `next, create the cloud endpoint:
  kubectl atlas-pe create atlasdeployment/orders -n default --endpoint orders-pe --subnet SUBNET_ID [--resource-group GROUP]
or with the cloud's own command line:
  az network private-endpoint create --name NAME --resource-group GROUP --subnet SUBNET_ID --private-connection-resource-id ${service} --connection-name atlas --manual-request true
then: kubectl atlas-pe link atlasdeployment/orders -n default --endpoint orders-pe
`,
      );
      assert.equal(seen.code, 0);
      assert.deepEqual(world.arm.requests(), []);
    }));

  test('with placement it creates the private endpoint and waits until it can be linked', () =>
    inWorld({ cloud: 'AZURE' }, async (world) => {
      world.deploy();
      const seen = await world.run(`create orders --subnet ${subnet} --tag team=shop`);
      const endpointId = madeId(world);
      assert.match(
        endpointId,
        new RegExp(`^${group}/providers/Microsoft.Network/privateEndpoints/atlas-pe-default-orders-pe-[0-9a-f]{8}$`),
      );
      assert.equal(
        seen.stderr,
        `endpoint orders-pe of ad/orders in namespace default
${accountLines.AZURE}
 + 1/4 declare            added to the spec
 * 2/4 reserve        0s  the operator has not processed the last change yet
 * 2/4 reserve        1s  RESERVATION_REQUESTED
 + 2/4 reserve       11s  ${shortId(service)}
 + 3/4 endpoint           created ${shortId(endpointId)} in virtual network shop/prod
 * 4/4 accept         0s  Azure: Creating
 + 4/4 accept        20s  ready to be linked (Succeeded, connection Pending)
done in 31s
next: kubectl atlas-pe link atlasdeployment/orders -n default --endpoint orders-pe
`,
      );
      assert.deepEqual([seen.stdout, seen.code], [`${service}\n${endpointId}\n`, 0]);
      const uid = world.kubernetes.store.get('atlasdeployments', 'default', 'orders')?.metadata.uid;
      assert.deepEqual(world.arm.bodies(), [
        {
          location: 'northeurope',
          tags: {
            'kubectl-atlas-pe.uid': uid,
            'kubectl-atlas-pe.endpoint': 'orders-pe',
            'kubectl-atlas-pe.source': 'default/atlasdeployment/orders',
            team: 'shop',
          },
          properties: {
            subnet: { id: subnet },
            manualPrivateLinkServiceConnections: [
              {
                name: 'atlas',
                properties: {
                  privateLinkServiceId: service,
                  requestMessage: 'kubectl-atlas-pe: default/atlasdeployment/orders, endpoint orders-pe',
                },
              },
            ],
          },
        },
      ]);
      // Nothing is handed to Atlas yet: that is what link does.
      assert.deepEqual(items(world), [{ name: 'orders-pe' }]);
      const again = await world.run(
        `create orders --subnet ${subnet.toUpperCase().replace('/SUBSCRIPTIONS', '/subscriptions')}`,
      );
      assert.match(
        again.stderr,
        /^ \+ 3\/\d endpoint {2}already {2}.*\n \+ 4\/\d (?:\d\/\d )?accept +already +ready to be linked \(Succeeded, connection Pending\)$/m,
      );
      assert.equal(world.arm.endpoints().length, 1);
    }));

  test('the name, group and subscription can be chosen', () =>
    reserved(async (world) => {
      const seen = await world.run(
        `create orders --subnet ${subnet} --private-endpoint-name atlas --resource-group staging -o json`,
      );
      assert.equal(
        (JSON.parse(seen.stdout) as { cloudEndpoint?: string }).cloudEndpoint,
        `/subscriptions/${world.azure.subscription}/resourceGroups/staging/providers/Microsoft.Network/privateEndpoints/atlas`,
      );
      assert.equal((await world.run('link orders')).code, 0);
    }));

  test('the creation is found again when its answer was lost, and when the run was stopped before it was ready', () =>
    reserved(async (world) => {
      world.arm.fail({ method: 'PUT', code: 'InternalServerError', message: 'lost', when: 'after' });
      const stopped = await world.run(`create orders --subnet ${subnet}`, {
        stopAt: / \* (?:\d\/\d )?accept +\d\S* +.*: Creating/,
      });
      assert.equal(stopped.code, 130);
      assert.equal((await world.run(`create orders --subnet ${subnet}`)).code, 0);
      assert.equal(world.arm.endpoints().length, 1);
    }));

  test('an endpoint of the service without our tags is taken over', () =>
    reserved(async (world) => {
      const id = await createInPortal(world, service, 'by-hand');
      const seen = await world.run(`create orders --subnet ${subnet}`);
      assert.match(
        seen.stderr,
        new RegExp(`^ \\+ 3/\\d endpoint  already  ${shortId(id)} in virtual network shop/prod$`, 'm'),
      );
      assert.equal(world.arm.endpoints().length, 1);
    }));

  test('who may read one resource group only is shown what is in that', () =>
    reserved(async (world) => {
      await world.run(`create orders --subnet ${subnet}`);
      world.arm.fail({
        path: /^\/subscriptions\/[^/]+\/providers\/Microsoft.Network\/privateEndpoints$/,
        code: 'AuthorizationFailed',
        status: 403,
        times: 9,
      });
      const seen = await world.run(`create orders --subnet ${subnet}`);
      assert.match(seen.stderr, /^ \+ 3\/\d endpoint {2}already /m);
      assert.equal(seen.code, 0);
    }));

  test('where the long-running operation fails its own code is told, and the next run says what is left behind', () =>
    reserved(async (world) => {
      const code = 'PrivateEndpointCannotBeCreatedInSubnetThatHasNetworkPoliciesEnabled';
      world.arm.fail({ method: 'PUT', when: 'operation', code, message: 'The subnet has network policies enabled.' });
      const seen = await world.run(`create orders --subnet ${subnet}`);
      assert.equal(
        seen.stderr.slice(seen.stderr.indexOf('error:')),
        `error: Azure refused to create the private endpoint: The subnet has network policies enabled. (${code})
hint: switch the policies off for the subnet: az network vnet subnet update --ids SUBNET_ID --private-endpoint-network-policies Disabled
`,
      );
      assert.equal(seen.code, 1);
      const again = await world.run(`create orders --subnet ${subnet}`);
      assert.match(
        again.stderr,
        /^error: the cloud endpoint .* is Failed\nhint: it cannot be linked; delete it \(az network private-endpoint delete --ids .*\) and run the same command again to create another$/m,
      );
    }));

  test('an operation that fails for a reason that passes is requested again, and makes nothing twice', () =>
    reserved(async (world) => {
      const fault = { method: 'PUT', when: 'operation', code: 'RetryableError', message: 'Try again.' } as const;
      world.arm.fail(fault);
      world.arm.fail(fault);
      const { stderr, code } = await world.run(`create orders --subnet ${subnet}`);
      assert.match(stderr, /^ \* 4\/4 accept +\d+s {2}Azure: Creating, requested again after RetryableError$/m);
      assert.match(stderr, /^ \+ 4\/4 accept +1m {2}ready to be linked \(Succeeded, connection Pending\)$/m);
      assert.equal(code, 0, stderr);
      assert.equal(world.arm.bodies().length, 3);
      assert.equal(world.arm.endpoints().length, 1);
    }));

  test('one that goes on failing so ends with --timeout, which says why', () =>
    reserved(async (world) => {
      const fault = { method: 'PUT', when: 'operation', code: 'RetryableError', message: 'Try again.' } as const;
      world.arm.fail({ ...fault, times: Infinity });
      const { stderr, code } = await world.run(`create orders --subnet ${subnet} --timeout 5m`);
      assert.match(stderr, /^error: timed out .*Creating, requested again after RetryableError/m);
      assert.equal(code, 124, stderr);
    }));

  test('an endpoint that was deleted behind our back is made anew', () =>
    reserved(async (world) => {
      await world.run(`create orders --subnet ${subnet}`);
      world.arm.azure.endpoints.clear();
      const seen = await world.run(`create orders --subnet ${subnet}`);
      assert.match(seen.stderr, /^ \+ \d\/\d endpoint {11}created /m);
      assert.equal(seen.code, 0);
    }));
});

suite('link on Azure', (test) => {
  test('writes the id and the address, and waits until Atlas and Azure both show the connection', () =>
    reserved(async (world) => {
      await world.run(`create orders --subnet ${subnet}`);
      const seen = await world.run('link orders');
      const endpointId = madeId(world);
      assert.equal(
        seen.stderr,
        `endpoint orders-pe of ad/orders in namespace default
 + 1/6 declare   already  in the spec
 + 2/6 reserve   already  ${shortId(service)}
 + 3/6 endpoint  already  ${shortId(endpointId)} in virtual network shop/prod
 + 4/6 accept    already  ready to be linked (Succeeded, connection Pending)
 + 5/6 link               wrote ${shortId(endpointId)} and its address 10.40.1.4 into the spec
 * 6/6 connect        0s  RESERVED; the operator has not processed the last change yet
 * 6/6 connect        1s  INITIATING
 + 6/6 connect       11s  AVAILABLE, connection Approved
done in 11s
next: kubectl atlas-pe secret atlasdeployment/orders -n default --endpoint orders-pe
`,
      );
      assert.deepEqual([seen.stdout, seen.code], ['atlasdeployment.atlas.mongodb.com/orders linked\n', 0]);
      assert.deepEqual(items(world), [
        { name: 'orders-pe', cloudProviderEndpointID: endpointId, privateEndpointIpAddress: '10.40.1.4' },
      ]);
      const before = world.arm.requests().length;
      assert.equal((await world.run('link orders')).stdout, 'atlasdeployment.atlas.mongodb.com/orders unchanged\n');
      const looks = world.arm.requests().slice(before);
      assert.ok(
        looks.length > 0 && looks.every((look) => /^GET |^POST .*\/token/.test(look)),
        'what is linked is looked at, and no more',
      );
    }));

  test('without tags it finds the endpoint by its service, however that is spelt', () =>
    reserved(async (world) => {
      const id = await createInPortal(world, service.replace('resourceGroups', 'resourcegroups'), 'by-hand');
      assert.equal((await world.run('link orders')).code, 0);
      assert.deepEqual(items(world), [
        { name: 'orders-pe', cloudProviderEndpointID: id, privateEndpointIpAddress: '10.40.1.4' },
      ]);
    }));

  test('--id links the one that is named, --id and --ip with --skip-cloud-check without a look at Azure', () =>
    reserved(async (world) => {
      const id = await createInPortal(world, service, 'by-hand');
      const unseen = await world.run(`link orders --id ${id} --ip 10.40.1.4 --skip-cloud-check`, {
        env: { AZURE_RESOURCE_MANAGER_ENDPOINT: 'https://127.0.0.1:1' },
      });
      assert.match(unseen.stderr, /^ \+ (?:\d\/\d )?connect +(?:\d\S* +)?AVAILABLE$/m);
      assert.equal(unseen.code, 0);
      assert.equal((await world.run(`link orders --id ${id.toUpperCase()}`)).code, 0);
    }));

  test('an id that somebody wrote without its address is completed', () =>
    inWorld({ cloud: 'AZURE' }, async (world) => {
      world.deploy();
      await world.run(`create orders --subnet ${subnet}`);
      world.kubernetes.store.edit('atlasdeployments', 'default', 'orders', (object) => {
        const { spec } = object as unknown as { spec: { serverlessSpec: { privateEndpoints: unknown } } };
        spec.serverlessSpec.privateEndpoints = [{ name: 'orders-pe', cloudProviderEndpointID: madeId(world) }];
      });
      const seen = await world.run('link orders');
      assert.match(
        seen.stderr,
        /^ \+ (?:\d\/\d )?link +(?:\d\S* +)?wrote .* and its address 10\.40\.1\.4 into the spec$/m,
      );
      assert.equal(seen.code, 0);
    }));

  test('an operator up to 2.2.0 connects it too', () =>
    inWorld({ cloud: 'AZURE', generation: 'v1.6' }, async (world) => {
      world.deploy();
      const seen = await world.run(`up orders --subnet ${subnet}`);
      assert.match(seen.stderr, /^ \+ (?:\d\/\d )?connect +(?:\d\S* +)?AVAILABLE, connection Approved/m);
      assert.equal(seen.code, 0);
    }));

  test('a connection that is rejected after Atlas said AVAILABLE is an error', () =>
    reserved(async (world) => {
      await world.run(`create orders --subnet ${subnet}`);
      const seen = await world.run('link orders', {
        onOutput: (text) => {
          if (/^ \* (?:\d\/\d )?connect +\d\S* +INITIATING/m.test(text))
            world.arm.setConnection(madeId(world), 'Rejected', 'Not today');
        },
      });
      assert.match(
        seen.stderr,
        /^error: Atlas reports AVAILABLE, but the cloud endpoint .* is Succeeded, connection Rejected: Not today\nhint: nothing can connect/m,
      );
      assert.equal(seen.code, 1);
    }));
});

suite('up, secret and status on Azure', (test) => {
  test('up goes from nothing to the connection string, and a second time finds everything done', () =>
    inWorld({ cloud: 'AZURE' }, async (world) => {
      world.deploy();
      const seen = await world.run(`up orders --subnet ${subnet}`);
      assert.equal(
        seen.stdout,
        `KEY                          ENDPOINT    CONNECTION STRING
connectionStringPrivateSrv   orders-pe   mongodb+srv://app:****@orders-pe-0.ab1cd.mongodb.net
`,
      );
      const endpointName = madeId(world).replace(/^.*\//, '');
      const again = await world.run('up orders');
      assert.deepEqual([again.stdout, again.code], [seen.stdout, 0]);
      const printed = (await world.run('secret orders')).stdout;
      assert.equal(printed.replace('p%40ss%3Aword%2F1', '****'), seen.stdout);
      assert.notEqual(printed, seen.stdout);
      assert.equal(
        (await world.run('status')).stdout,
        `SOURCE      ENDPOINT    PHASE       CLOUD ENDPOINT${' '.repeat(endpointName.length - 11)}AGE   MESSAGE
ad/orders   orders-pe   Available   ${endpointName}   42s
`,
      );
    }));

  test('-v 6 logs each request and no credentials', () =>
    reserved(async (world) => {
      const seen = await world.run(`create orders --subnet ${subnet} -v 6`);
      assert.match(seen.stderr, /^arm create the private endpoint AzureCloud OK in \d+ milliseconds$/m);
      assert.doesNotMatch(seen.stderr, /Bearer|token-for|sandbox"|p@ss/);
    }));
});
