import assert from 'node:assert/strict';
import { atlasResources } from '../fakes/apiserver/resources.ts';
import { placed } from '../harness/placement.ts';
import { suite } from '../harness/suite.ts';
import { type World, inWorld } from '../harness/world.ts';

const id = 'vpce-026b4c868ce5d755d';

async function made(world: World): Promise<void> {
  world.deploy();
  assert.equal((await world.run(`create orders ${placed(world)}`)).code, 0);
}

function remove({ kubernetes }: World): void {
  const definition = atlasResources.find(({ kind }) => kind === 'AtlasDeployment');
  assert.ok(definition);
  kubernetes.store.remove(definition, 'default', 'orders');
}

suite('delete --orphans', (test) => {
  test('lists what bears our tags and no source names, with the reason; deletes nothing', () =>
    inWorld({}, async (world) => {
      await made(world);
      const unnamed = await world.run('delete --orphans');
      assert.equal(
        unnamed.stdout,
        `CLOUD ENDPOINT           STATE               NETWORK                 MADE FOR                         ENDPOINT    WHY
${id}   pendingAcceptance   vpc-0f1022bd408b0250c   default/atlasdeployment/orders   orders-pe   not referenced by atlasdeployment/orders
`,
      );
      assert.equal(
        unnamed.stderr,
        `note: searched the AWS region us-east-1; to search elsewhere, give --region REGION
delete one with its cloud's own command, such as: aws ec2 delete-vpc-endpoints --region us-east-1 --vpc-endpoint-ids ${id}\n`,
      );
      await world.run('link orders');
      assert.deepEqual(await world.run('delete --orphans'), {
        stdout: '',
        stderr:
          'note: searched the AWS region us-east-1; to search elsewhere, give --region REGION\nNo orphans found.\n',
        code: 0,
      });
      remove(world);
      const none = await world.run('delete --orphans --region us-east-1');
      assert.match(none.stdout, /its source is not in this cluster, but may be in another\n$/);
      world.operator.paused = true;
      world.deploy();
      assert.match(
        (await world.run('delete --orphans --region us-east-1')).stdout,
        /made for an earlier object of the same name\n$/,
      );
      assert.equal((await world.run('delete --orphans --region us-east-1 -o name')).stdout, `${id}\n`);
      assert.equal(
        world.ec2.requests().some(({ action }) => action === 'DeleteVpcEndpoints'),
        false,
      );
    }));

  test('each cloud is asked in the regions of its own sources, and for its own endpoints only', () =>
    inWorld({}, async (world) => {
      await made(world);
      world.addService({ name: 'shop-eu', provider: 'AZURE', region: 'EUROPE_NORTH', ids: [] });
      // Not an endpoint of Azure's, whatever its source says.
      world.kubernetes.store.edit('atlasprivateendpoints', 'default', 'shop-eu', (object) => {
        Object.assign(object['spec'] as object, { azureConfiguration: [{ id, ipAddress: '10.40.1.4' }] });
      });
      const seen = await world.run('delete --orphans -o name -v 6');
      assert.equal(seen.stdout, `${id}\n`);
      assert.deepEqual(
        [...new Set(seen.stderr.split('\n').flatMap((line) => /^(?:ec2|arm) .*(?= OK in)/.exec(line) ?? []))],
        ['ec2 DescribeVpcEndpoints us-east-1', 'arm list the private endpoints AzureCloud'],
      );
    }));

  test('what Atlas keeps of a project and no item names any more is no obstacle', () =>
    inWorld({}, async (world) => {
      await made(world);
      const kept = {
        provider: 'AWS',
        region: 'US_EAST_1',
        serviceName: 's',
        interfaceEndpointId: 'vpce-0aaaaaaaaaaaaaaaa',
      };
      world.declareInProject([{ provider: 'AWS', region: 'US_EAST_1', id: 'vpce-0bbbbbbbbbbbbbbbb' }]);
      world.operator.paused = true;
      world.kubernetes.store.edit('atlasprojects', 'default', 'shop', (object) => {
        Object.assign(object['status'] as object, { privateEndpoints: [kept] });
      });
      assert.equal((await world.run('delete --orphans -o name')).stdout, `${id}\n`);
    }));

  test('without the right to see every source nothing is called an orphan', () =>
    inWorld({}, async (world) => {
      await made(world);
      const rule = { verbs: ['list'], apiGroups: ['atlas.mongodb.com'], resources: ['atlasdeployments'] };
      const tokens = [
        world.kubernetes.addUser('dev', [{ ...rule, namespaces: ['default'] }]),
        world.kubernetes.addUser('viewer', [rule]),
      ];
      for (const token of tokens) {
        const seen = await world.run(`delete --orphans --token ${token}`);
        assert.match(
          seen.stderr,
          /^error: finding the cloud endpoints that nothing refers to requires permission to list sources in all namespaces\nhint: /,
        );
        assert.deepEqual([seen.stdout, seen.code], ['', 1]);
      }
    }));

  test('the command that a deletion without anything to delete prints searches where the object would have its endpoints', async () => {
    for (const [declare, region] of [
      ['deploy', 'us-east-1'],
      ['deployCluster', 'eu-west-1'],
    ] as const)
      await inWorld({ generation: region === 'us-east-1' ? 'v2.11' : 'v2.15' }, async (world) => {
        if (declare === 'deploy') world.deploy();
        else world.deployCluster({ regions: ['EU_WEST_1'] });
        const seen = await world.run('delete orders --yes');
        assert.match(seen.stderr, /^hint: list .* with: kubectl atlas-pe delete --orphans$/m);
        assert.deepEqual(await world.run('delete --orphans'), {
          stdout: '',
          stderr: `note: searched the AWS region ${region}; to search elsewhere, give --region REGION\nNo orphans found.\n`,
          code: 0,
        });
      });
  });

  test('where no source says which cloud, a flag has to', () =>
    inWorld({}, async (world) => {
      const seen = await world.run('delete --orphans');
      assert.equal(
        seen.stderr,
        'error: nothing here says which cloud to search\nhint: name one with --region REGION (AWS), --subscription ID (Azure) or --gcp-project PROJECT (Google Cloud)\n',
      );
      assert.equal(seen.code, 1);
      assert.equal((await world.run('delete --orphans --region us-east-1')).stderr, 'No orphans found.\n');
      const both = await world.run('delete orders --orphans');
      assert.equal(
        both.stderr,
        'error: --orphans takes no SOURCE: it lists the cloud endpoints that nothing refers to\nhint: omit one of the two\n',
      );
      for (const [flag, given] of [
        ['endpoint', '--endpoint orders-pe'],
        ['keep-cloud-endpoint', '--keep-cloud-endpoint'],
      ])
        assert.deepEqual(await world.run(`delete --orphans ${given}`), {
          stdout: '',
          stderr: `error: --${flag} has no effect with --orphans, which lists cloud endpoints and deletes nothing\nhint: omit one of the two\n`,
          code: 1,
        });
    }));
});
