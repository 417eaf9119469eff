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
${id}   pendingAcceptance   vpc-0f1022bd408b0250c   default/atlasdeployment/orders   orders-pe   its source does not name it
`,
      );
      assert.equal(
        unnamed.stderr,
        `delete one with its cloud's own command, such as: aws ec2 delete-vpc-endpoints --region us-east-1 --vpc-endpoint-ids ${id}\n`,
      );
      await world.run('link orders');
      assert.deepEqual(await world.run('delete --orphans'), { stdout: '', stderr: 'No orphans found.\n', code: 0 });
      remove(world);
      const none = await world.run('delete --orphans --region us-east-1');
      assert.match(none.stdout, /no such object in this cluster; another cluster may have it\n$/);
      world.operator.paused = true;
      world.deploy();
      assert.match(
        (await world.run('delete --orphans --region us-east-1')).stdout,
        /made for an earlier object of that name\n$/,
      );
      assert.equal((await world.run('delete --orphans --region us-east-1 -o name')).stdout, `${id}\n`);
      assert.equal(
        world.ec2.requests().some(({ action }) => action === 'DeleteVpcEndpoints'),
        false,
      );
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
          /^error: which cloud endpoints no source names cannot be told without the right to list the sources of all namespaces\nhint: /,
        );
        assert.deepEqual([seen.stdout, seen.code], ['', 1]);
      }
    }));

  test('where no source says which cloud, a flag has to', () =>
    inWorld({}, async (world) => {
      const seen = await world.run('delete --orphans');
      assert.equal(
        seen.stderr,
        'error: no source says in which cloud to look\nhint: say it with --region REGION (AWS) or --subscription ID (Azure)\n',
      );
      assert.equal(seen.code, 1);
      assert.equal((await world.run('delete --orphans --region us-east-1')).stderr, 'No orphans found.\n');
      const both = await world.run('delete orders --orphans');
      assert.equal(
        both.stderr,
        'error: --orphans lists what no source names, and a source is named\nhint: leave one of the two out\n',
      );
    }));
});
