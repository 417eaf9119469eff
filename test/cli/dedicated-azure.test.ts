import assert from 'node:assert/strict';
import { shortId } from '../../src/cloud/short-service.ts';
import { execFileSync } from 'node:child_process';
import type { AtlasPrivateEndpoint } from '../../src/atlas/api/private-endpoint.ts';
import { shellQuote } from '../../src/cli/args/pflag.ts';
import { createInPortal } from '../harness/azure-by-hand.ts';
import { suite } from '../harness/suite.ts';
import { type World, inWorld } from '../harness/world.ts';

const service =
  '/subscriptions/00000000-0000-4000-8000-000000000000/resourceGroups/rg_ec5483a72e13690d04f93e5d/providers/Microsoft.Network/privateLinkServices/pls_ec5483a72e13690d04f93e5d';
const subnet =
  '/subscriptions/11111111-2222-4333-8444-555555555555/resourceGroups/shop/providers/Microsoft.Network/virtualNetworks/prod/subnets/endpoints';
const make = 'create ape/shop-eu --project shop --provider AZURE --region EUROPE_NORTH';

function read(world: World, name = 'shop-eu'): AtlasPrivateEndpoint {
  return world.kubernetes.store.get('atlasprivateendpoints', 'default', name) as AtlasPrivateEndpoint;
}

/** The ids of the private endpoints in the order in which they were made; each ends in digits of the object's uid, new in each world. */
const made = (world: World): readonly string[] => world.arm.endpoints().map(({ id }) => id);

/** A world on Azure with a cluster, and an AtlasPrivateEndpoint whose private endpoint is made and not linked yet. */
function created(body: (world: World, id: string) => Promise<void>): Promise<void> {
  return inWorld({ cloud: 'AZURE' }, async (world) => {
    world.deployCluster();
    await world.run(`${make} --subnet ${subnet}`);
    await body(world, made(world)[0] ?? '');
  });
}

suite('create ape/NAME on Azure', (test) => {
  for (const region of ['EUROPE_NORTH', 'northeurope', 'North Europe']) {
    test(`makes the object of a region that is written ${region}, and waits for its service`, () =>
      inWorld({ cloud: 'AZURE' }, async (world) => {
        const words = ['create', 'ape/shop-eu', '--project', 'shop', '--provider', 'azure', '--region', region];
        const typed = `--region ${shellQuote(region)}`;
        const seen = await world.run(words);
        assert.deepEqual([seen.stdout, seen.code], [`${service}\n`, 0]);
        assert.equal(
          seen.stderr,
          `endpoint shop-eu of ape/shop-eu in namespace default
 + 1/2 declare            created atlasprivateendpoint/shop-eu
 * 2/2 reserve        0s  no status from the operator yet (is it running?)
 * 2/2 reserve        1s  INITIATING; PrivateEndpointServiceReady is False: PrivateEndpointServiceInitializing: Private Endpoint is being initialized
 + 2/2 reserve       11s  ${shortId(service)}
done in 11s
next, create the cloud endpoint:
  kubectl atlas-pe create atlasprivateendpoint/shop-eu -n default --endpoint shop-eu ${typed} --subnet SUBNET_ID [--resource-group GROUP]
or with the cloud's own command line:
  az network private-endpoint create --name NAME --resource-group GROUP --subnet SUBNET_ID --private-connection-resource-id ${service} --connection-name atlas --manual-request true
then: kubectl atlas-pe link atlasprivateendpoint/shop-eu -n default --endpoint shop-eu ${typed}
`,
        );
        assert.deepEqual(read(world).spec, {
          projectRef: { name: 'shop' },
          provider: 'AZURE',
          region: 'EUROPE_NORTH',
        });
        assert.deepEqual(world.arm.requests(), [], 'Azure is not asked');
        const again = await world.run([...words, '--subnet', subnet]);
        assert.match(
          again.stderr,
          /^ \+ 1\/4 (?:\d\/\d )?declare +already +in the spec\n(?:.*\n)* \+ 3\/4 endpoint {11}created /m,
        );
        assert.equal(again.code, 0);
      }));
  }

  test('what it prints as the next commands works when it is pasted', () =>
    inWorld({ cloud: 'AZURE' }, async (world) => {
      const words = ['create', 'ape/shop-eu', '--project', 'shop', '--provider', 'azure', '--region', 'North Europe'];
      const { stderr } = await world.run([...words, '--context', 'sandbox', '-n', 'default']);
      const commands = [...stderr.matchAll(/kubectl atlas-pe (.+)$/gm)].map(([, rest = '']) => rest);
      assert.equal(commands.length, 2);
      for (const command of commands) {
        assert.match(command, /--context sandbox --region 'North Europe'/);
        const pasted = command.replace(/SUBNET_ID.*/, subnet);
        const read = execFileSync('sh', ['-c', `printf '%s\\n' ${pasted}`], { encoding: 'utf8' });
        const next = await world.run(read.trimEnd().split('\n'));
        assert.equal(next.code, 0, next.stderr);
      }
      assert.deepEqual(made(world).length, 1);
    }));

  test("a region that Azure numbers is made Atlas's", () =>
    inWorld({ cloud: 'AZURE' }, async (world) => {
      await world.run('create ape/shop-us --project shop --provider AZURE --region eastus2');
      assert.equal(read(world, 'shop-us').spec?.region, 'US_EAST_2');
    }));

  for (const region of ['moon', 'US_EAST_1', 'us-east-1']) {
    test(`a region that is none of Azure's, such as ${region}, is refused with the list`, () =>
      inWorld({ cloud: 'AZURE' }, async (world) => {
        const seen = await world.run(`create ape/x --project shop --provider AZURE --region ${region}`);
        assert.match(
          seen.stderr,
          new RegExp(
            `^error: invalid value "${region}" for --region: not a region of Azure\nhint: Atlas knows: ASIA_EAST, .*EUROPE_NORTH, .*US_EAST_2, .*US_WEST_CENTRAL\n$`,
          ),
        );
        assert.equal(seen.code, 1);
        assert.equal(world.kubernetes.store.list('atlasprivateendpoints').length, 0);
      }));
  }

  test('with --subnet one command makes the object and the private endpoint, which bears its tags', () =>
    inWorld({ cloud: 'AZURE' }, async (world) => {
      const seen = await world.run(`${make} --subnet ${subnet}`);
      const [id = ''] = made(world);
      assert.deepEqual([seen.stdout, seen.code], [`${service}\n${id}\n`, 0]);
      const [body] = world.arm.bodies() as [
        { tags: unknown; properties: { manualPrivateLinkServiceConnections: [{ properties: unknown }] } },
      ];
      assert.deepEqual(body.tags, {
        'kubectl-atlas-pe.uid': read(world).metadata.uid,
        'kubectl-atlas-pe.endpoint': 'shop-eu',
        'kubectl-atlas-pe.source': 'default/atlasprivateendpoint/shop-eu',
      });
      assert.deepEqual(body.properties.manualPrivateLinkServiceConnections[0].properties, {
        privateLinkServiceId: service,
        requestMessage: 'kubectl-atlas-pe: default/atlasprivateendpoint/shop-eu, endpoint shop-eu',
      });
      // Nothing is handed to Atlas yet: that is what link does.
      assert.equal(read(world).spec?.azureConfiguration, undefined);
      const again = await world.run(`${make} --subnet ${subnet}`);
      assert.match(
        again.stderr,
        /^ \+ 3\/\d endpoint {2}already {2}.*\n \+ 4\/\d (?:\d\/\d )?accept +already +ready to be linked \(Succeeded, connection Pending\)$/m,
      );
      assert.equal(made(world).length, 1);
    }));

  test('a flag of AWS is refused before anything is made', () =>
    inWorld({ cloud: 'AZURE' }, async (world) => {
      const seen = await world.run(`${make} --subnet-id subnet-0123456789abcdef0`);
      assert.equal(
        seen.stderr,
        'error: atlasprivateendpoint/shop-eu runs on Azure, but --subnet-id is for AWS\nhint: on Azure an endpoint is placed with: --subnet SUBNET_ID [--resource-group GROUP]\n',
      );
      assert.equal(world.kubernetes.store.list('atlasprivateendpoints').length, 0);
    }));
});

suite('link ape/NAME on Azure', (test) => {
  test('writes the id and the address, and waits until Atlas and Azure both show the connection; again changes nothing', () =>
    created(async (world, id) => {
      world.operator.project().services.looksToConnect = 2;
      const seen = await world.run('link ape/shop-eu');
      assert.equal(
        seen.stderr,
        `endpoint shop-eu of ape/shop-eu in namespace default
 + 1/6 declare   already  in the spec
 + 2/6 reserve   already  ${shortId(service)}
 + 3/6 endpoint  already  ${shortId(id)} in virtual network shop/prod
 + 4/6 accept    already  ready to be linked (Succeeded, connection Pending)
 + 5/6 link               wrote ${shortId(id)} and its address 10.40.1.4 into the spec
 * 6/6 connect        0s  the operator has not processed the last change yet
 * 6/6 connect        1s  not in the status yet
 * 6/6 connect       11s  INITIATING
 + 6/6 connect       21s  AVAILABLE, connection Approved
done in 21s
next: kubectl atlas-pe secret atlasprivateendpoint/shop-eu -n default --endpoint ${id}
`,
      );
      assert.deepEqual([seen.stdout, seen.code], ['atlasprivateendpoint.atlas.mongodb.com/shop-eu linked\n', 0]);
      assert.deepEqual(read(world).spec?.azureConfiguration, [{ id, ipAddress: '10.40.1.4' }]);
      assert.deepEqual(read(world).status?.endpoints, [
        { ID: id, InterfaceStatus: 'AVAILABLE', connectionName: `${id.split('/').at(-1)}.connection` },
      ]);
      const asked = world.arm.requests().length;
      const again = await world.run('link ape/shop-eu');
      assert.equal(again.stdout, 'atlasprivateendpoint.atlas.mongodb.com/shop-eu unchanged\n');
      const looks = world.arm.requests().slice(asked);
      assert.ok(
        looks.length > 0 && looks.every((look) => /^GET |^POST .*\/token/.test(look)),
        'what is linked is looked at, and no more',
      );
    }));

  test('several endpoints share a service, each with its address; one is named by its label or by its id, in any capitals', () =>
    created(async (world, first) => {
      await world.run('link ape/shop-eu');
      const batch = await world.run(`create ape/shop-eu --endpoint batch --yes --subnet ${subnet}`);
      const [, second = ''] = made(world);
      assert.equal(batch.stdout, `${service}\n${second}\n`);
      assert.equal((await world.run('link ape/shop-eu --endpoint batch')).code, 0);
      const both = [
        { id: first, ipAddress: '10.40.1.4' },
        { id: second, ipAddress: '10.40.1.5' },
      ];
      assert.deepEqual(read(world).spec?.azureConfiguration, both);
      for (const label of ['batch', second, second.toUpperCase()]) {
        const again = await world.run(`link ape/shop-eu --endpoint ${label}`);
        assert.match(
          again.stderr,
          new RegExp(`^ \\+ (?:\\d/\\d )?link +already +${shortId(second)} is in the spec$`, 'm'),
        );
      }
      assert.deepEqual(read(world).spec?.azureConfiguration, both);
      const ambiguous = await world.run('link ape/shop-eu');
      assert.equal(
        ambiguous.stderr,
        `error: atlasprivateendpoint/shop-eu declares several endpoints: ${first}, ${second}\nhint: choose one with --endpoint ${first}\n`,
      );
    }));

  test('one that somebody made in the portal is found by its service', () =>
    inWorld({ cloud: 'AZURE' }, async (world) => {
      await world.run(make);
      const id = await createInPortal(world, service, 'by-hand');
      const seen = await world.run('link ape/shop-eu');
      assert.deepEqual([read(world).spec?.azureConfiguration, seen.code], [[{ id, ipAddress: '10.40.1.4' }], 0]);
    }));

  test('--id and --ip with --skip-cloud-check link it without a look at Azure, in whatever capitals', () =>
    inWorld({ cloud: 'AZURE' }, async (world) => {
      await world.run(make);
      const id = (await createInPortal(world, service, 'by-hand')).replace('resourceGroups', 'resourcegroups');
      const seen = await world.run(`link ape/shop-eu --id ${id} --ip 10.40.1.4 --skip-cloud-check`, {
        env: { AZURE_RESOURCE_MANAGER_ENDPOINT: 'https://127.0.0.1:1' },
      });
      assert.match(seen.stderr, /^ \+ (?:\d\/\d )?connect +(?:\d\S* +)?AVAILABLE$/m);
      assert.deepEqual(read(world).spec?.azureConfiguration, [{ id, ipAddress: '10.40.1.4' }]);
      // Azure shows the connection once it has made the endpoint.
      await world.clock.foreground.sleep(20_000);
      assert.equal(world.arm.endpoints()[0]?.connection, 'Approved');
    }));

  for (const more of ['', ' --skip-cloud-check']) {
    test(`another address of the same id is refused, because the operator would ignore it${more && ', also unseen'}`, () =>
      created(async (world, id) => {
        await world.run('link ape/shop-eu');
        const before = world.kubernetes.store.resourceVersion();
        const seen = await world.run(`link ape/shop-eu --id ${id} --ip 10.40.1.99${more}`);
        assert.equal(
          seen.stderr,
          `endpoint ${id} of ape/shop-eu in namespace default
error: endpoint "${id}" of atlasprivateendpoint/shop-eu already has the private address 10.40.1.4, and changing it to 10.40.1.99 alone is refused: the operator identifies an endpoint by its id and ignores the new address
hint: omit --ip to keep the endpoint; the address of a private endpoint never changes on Azure
`,
        );
        assert.deepEqual([seen.stdout, seen.code], ['', 1]);
        assert.equal(world.kubernetes.store.resourceVersion(), before);
      }));
  }

  test('an address that the private endpoint does not have is refused too', () =>
    created(async (world, id) => {
      const seen = await world.run(`link ape/shop-eu --id ${id} --ip 10.40.1.99`);
      assert.match(
        seen.stderr,
        new RegExp(`^error: ${id} has the private address 10\\.40\\.1\\.4, not 10\\.40\\.1\\.99$`, 'm'),
      );
      assert.equal(read(world).spec?.azureConfiguration, undefined);
    }));

  for (const status of ['FAILED', 'REJECTED'] as const) {
    test(`an endpoint that Atlas says is ${status} ends the wait with Atlas's message, and --recreate is no way out`, () =>
      created(async (world, id) => {
        world.operator.project().services.failInterfaces[id] = { status, message: 'The address is not the endpoint' };
        for (const command of ['link ape/shop-eu', 'link ape/shop-eu --recreate', `up ape/shop-eu`]) {
          const seen = await world.run(command);
          assert.match(
            seen.stderr,
            /^error: endpoint "\S+" of atlasprivateendpoint\/shop-eu has failed: The address is not the endpoint\nhint: the operator never removes a failed endpoint/m,
          );
          assert.deepEqual([seen.stdout, seen.code], ['', 1]);
        }
        assert.match(
          (await world.run('status ape/shop-eu')).stdout,
          /^ x linked .* Atlas: The address is not the endpoint$/m,
        );
        assert.deepEqual(read(world).spec?.azureConfiguration, [{ id, ipAddress: '10.40.1.4' }]);
      }));

    test(`so does a service that is ${status}`, () =>
      inWorld({ cloud: 'AZURE' }, async (world) => {
        world.operator.project().services.failServices['EUROPE_NORTH'] = { status, message: 'no capacity' };
        const seen = await world.run(make);
        assert.match(
          seen.stderr,
          /^error: endpoint "shop-eu" of atlasprivateendpoint\/shop-eu has failed: no capacity$/m,
        );
        assert.equal(seen.code, 1);
      }));
  }

  test('a connection that is rejected after Atlas said AVAILABLE is an error, and the way out is one that works here', () =>
    created(async (world, id) => {
      const seen = await world.run('link ape/shop-eu', {
        onOutput: (text) => {
          if (/^ \+ \S+ link /.test(text)) world.arm.setConnection(id, 'Rejected', 'Not today');
        },
      });
      assert.equal(
        seen.stderr.slice(seen.stderr.indexOf('error:')),
        `error: Atlas reports AVAILABLE, but the cloud endpoint ${id} is Succeeded, connection Rejected: Not today
hint: nothing can connect through it; remove what is left of the endpoint with: kubectl atlas-pe delete atlasprivateendpoint/shop-eu -n default --endpoint ${id}
  and create it again with: kubectl atlas-pe up atlasprivateendpoint/shop-eu -n default --subnet SUBNET_ID [--resource-group GROUP]
`,
      );
      assert.equal(seen.code, 1);
    }));

  test('an endpoint that is named by its id takes no other --id', () =>
    created(async (world, id) => {
      await world.run('link ape/shop-eu');
      const other = `${id}-2`;
      const seen = await world.run(`link ape/shop-eu --endpoint ${id} --id ${other} --ip 10.40.1.5 --skip-cloud-check`);
      assert.equal(
        seen.stderr,
        `error: --endpoint and --id name different cloud endpoints: ${id} and ${other}
hint: omit --endpoint to connect the second one too, or --id to continue with the first
`,
      );
      assert.equal(seen.code, 1);
    }));

  test('a region beside the one of the service is no way to place it: the network says where it is', () =>
    created(async (world) => {
      const seen = await world.run('link ape/shop-eu --region westeurope');
      assert.equal(
        seen.stderr,
        'error: atlasprivateendpoint/shop-eu is for EUROPE_NORTH, not for westeurope\nhint: omit --region: on Azure the network determines the region\n',
      );
      assert.equal((await world.run('link ape/shop-eu --region northeurope')).code, 0);
    }));
});

suite('up, secret and status of ape/NAME on Azure', (test) => {
  for (const generation of ['v2.11', 'v2.15'] as const) {
    test(`up goes from nothing to the connection string with --refresh, and a second time finds everything done (${generation})`, () =>
      inWorld({ cloud: 'AZURE', generation }, async (world) => {
        world.deployCluster();
        const up = `up ape/shop-eu --project shop --provider AZURE --region northeurope --subnet ${subnet}`;
        const without = await world.run(`${up} --refresh=false`);
        assert.match(
          without.stderr,
          /^! secret\/shop-orders-app, written .* lacks the string of \/subscriptions\/.* make the operator write it now with:\n {4}kubectl/m,
        );
        assert.deepEqual([without.stdout, without.code], ['', 0]);
        const seen = await world.run(`${up} --refresh`);
        assert.match(
          seen.stdout,
          new RegExp(
            `^connectionStringPrivateSrv   shop-eu    mongodb\\+srv://app:\\*{4}@orders-pl-0\\.ab1cd\\.mongodb\\.net$`,
            'm',
          ),
        );
        assert.equal(seen.code, 0, seen.stderr);
        const versions = world.kubernetes.store.resourceVersion();
        const again = await world.run(up);
        assert.deepEqual([again.stdout, again.code], [seen.stdout, 0]);
        assert.equal(world.kubernetes.store.resourceVersion(), versions);
        const secret = await world.run('secret ape/shop-eu --key connectionStringPrivateSrv');
        assert.equal(secret.stdout, 'mongodb+srv://app:p%40ss%3Aword%2F1@orders-pl-0.ab1cd.mongodb.net\n');
      }));
  }

  test('up of the deployment finds its object and makes the rest', () =>
    inWorld({ cloud: 'AZURE' }, async (world) => {
      world.deployCluster();
      world.addService();
      const seen = await world.run(`up ad/orders --subnet ${subnet} --refresh`);
      assert.match(seen.stderr, /^endpoint shop-eu of ape\/shop-eu in namespace default$/m);
      assert.match(seen.stdout, /@orders-pl-0\./);
      assert.equal(seen.code, 0, seen.stderr);
    }));

  test('status shows the service by its resource id, which is what Azure connects to, and the endpoint by its own', () =>
    created(async (world, id) => {
      const before = JSON.parse((await world.run('status ape/shop-eu -o json')).stdout) as { items: object[] };
      assert.deepEqual(before.items, [
        {
          source: 'atlasprivateendpoint/shop-eu',
          namespace: 'default',
          endpoint: 'shop-eu',
          phase: 'Reserved',
          state: 'AVAILABLE',
          service,
          inSpec: true,
          region: 'northeurope',
          creationTimestamp: '2026-01-05T09:00:00Z',
          message: 'ready for a cloud endpoint',
        },
      ]);
      await world.run('link ape/shop-eu');
      const rows = (await world.run('status')).stdout.split('\n').map((line) => line.split(/ {3,}/));
      assert.deepEqual(rows, [
        ['SOURCE', 'ENDPOINT', 'PHASE', 'CLOUD ENDPOINT', 'AGE', 'MESSAGE'],
        ['ape/shop-eu', 'shop-eu', 'Available', id.replace(/^.*\//, ''), '42s'],
        [''],
      ]);
      const wide = (await world.run('status -o wide')).stdout.split('\n')[1]?.split(/ {3,}/);
      assert.deepEqual(wide?.slice(3, 7), [id, '42s', 'northeurope', service]);
    }));
});
