/** `delete` of several objects at once. */
import assert from 'node:assert/strict';
import { placedInGroup } from '../../harness/placement.ts';
import { screenOf } from '../../harness/screen.ts';
import { suite } from '../../harness/suite.ts';
import { type World, accountLines, inWorld } from '../../harness/world.ts';

/** Two deployments whose endpoints are available, and the ids of these. */
function connected(body: (world: World, ids: readonly string[]) => Promise<void>): Promise<void> {
  return inWorld({}, async (world) => {
    for (const name of ['orders', 'reports']) world.deploy({ name });
    const seen = await world.run(`up orders reports ${placedInGroup(world)}`);
    assert.equal(seen.code, 0, seen.stderr);
    await body(
      world,
      world.ec2.endpoints('us-east-1').map(({ id }) => id),
    );
  });
}

/** Everything that both deletions will take away. */
const list = ({ account }: World, [first, second]: readonly string[]): readonly string[] => [
  accountLines.AWS,
  'to be deleted, of each object in this order:',
  `  Kubernetes  endpoint "orders-pe" of atlasdeployment/orders (${first}), removed from the spec`,
  '  Atlas       its private endpoint, AVAILABLE, on com.amazonaws.vpce.us-east-1.vpce-svc-069a53efa3d799b8d',
  `  AWS         ${first} in ${account.vpcId} (pending)`,
  `  Kubernetes  endpoint "reports-pe" of atlasdeployment/reports (${second}), removed from the spec`,
  '  Atlas       its private endpoint, AVAILABLE, on com.amazonaws.vpce.us-east-1.vpce-svc-0340f09bc6171f50e',
  `  AWS         ${second} in ${account.vpcId} (pending)`,
  'note: the service is deleted too; a new endpoint will get a new service name',
];

const gone = ['orders', 'reports']
  .map((name) => `atlasdeployment.atlas.mongodb.com/${name} endpoint "${name}-pe" deleted\n`)
  .join('');

suite('delete of several objects', (test) => {
  test('shows one list, asks once, and deletes side by side', () =>
    connected(async (world, ids) => {
      const asked: string[] = [];
      const seen = await world.run('delete orders reports', {
        tty: true,
        answers: ['y'],
        onOutput: (text) => void (text.endsWith('(y/N): ') && asked.push(text)),
      });
      assert.deepEqual(asked, ['Delete all of this, of ad/orders and ad/reports? (y/N): ']);
      const [question, ...rest] = screenOf(seen.stderr.replace(asked[0] ?? '', '')).lines.slice(
        list(world, ids).length,
      );
      assert.deepEqual(seen.stderr.split('Delete all')[0], `${list(world, ids).join('\n')}\n`);
      assert.deepEqual(
        [question, ...rest],
        [
          'ad/orders    + 4/4 confirm       26s  gone',
          'ad/reports   + 4/4 confirm       26s  gone',
          '2 of 2 deleted (26s)',
          '',
        ],
      );
      assert.deepEqual([seen.stdout, seen.code], [gone, 0]);
      assert.deepEqual(
        world.ec2.endpoints('us-east-1').filter(({ state }) => state !== 'deleted'),
        [],
      );
    }));

  test('-l and --dry-run show the same list, and change nothing', () =>
    connected(async (world, ids) => {
      const seen = await world.run('delete -l team=shop --dry-run');
      assert.deepEqual([seen.stderr, seen.code], [`${list(world, ids).join('\n')}\nnothing was changed\n`, 0]);
      assert.equal((await world.run('status -l team=shop -o name')).stdout.split('\n').length, 3);
    }));

  test('without a terminal --yes is demanded, before anything is changed', () =>
    connected(async (world, ids) => {
      const seen = await world.run('delete orders reports');
      assert.equal(
        seen.stderr,
        `${list(world, ids).join('\n')}
error: --yes is required to delete this: this run cannot ask for confirmation; nothing was changed
hint: run: kubectl atlas-pe delete orders reports --yes
`,
      );
      assert.equal(seen.code, 1);
    }));

  test('a name that is not there refuses all of it, unless --ignore-not-found leaves it out', () =>
    connected(async (world) => {
      const refused = await world.run('delete orders report reports --yes');
      assert.deepEqual(refused, {
        stdout: '',
        stderr: `Error from server (NotFound): atlasdeployments.atlas.mongodb.com "report" not found in namespace default; nothing was changed
hint: did you mean "reports"?
`,
        code: 1,
      });
      const seen = await world.run('delete orders report reports --yes --ignore-not-found');
      assert.deepEqual([seen.stdout, seen.code], [gone, 0]);
      const again = await world.run('delete orders report reports --yes --ignore-not-found');
      assert.deepEqual([again.stdout, again.code], ['', 0]);
    }));

  test('what refuses one of them does not stop the other', () =>
    connected(async (world) => {
      const refusal = { verb: 'patch', name: 'orders', status: 403, reason: 'Forbidden', message: 'no' } as const;
      world.kubernetes.fail({ ...refusal, resource: 'atlasdeployments' });
      const seen = await world.run('delete orders reports --yes');
      assert.ok(
        seen.stderr.endsWith(`
1 of 2 deleted (26s); failed: 1
x ad/orders: Error from server (Forbidden): no
    ask for the Role in docs/permissions.md
    kubectl atlas-pe delete ad/orders --yes
`),
        seen.stderr,
      );
      assert.deepEqual([seen.stdout, seen.code], [gone.replace(/^.*\n/, ''), 1]);
    }));

  test('Ctrl-C says what was changed for each', () =>
    connected(async (world) => {
      const seen = await world.run('delete orders reports --yes', { stopAt: /ad\/reports +\* 2\/4 release/ });
      assert.ok(
        seen.stderr.endsWith(`
error: interrupted
  ad/orders   removed from the spec
  ad/reports  removed from the spec
hint: safe to resume with: kubectl atlas-pe delete orders reports --yes --ignore-not-found
`),
        seen.stderr,
      );
      assert.equal(seen.code, 130);
      assert.equal((await world.run('delete orders reports --yes --ignore-not-found')).code, 0);
    }));

  test('Ctrl-C after the deletion of what two clusters share: both say so, and the printed command ends the rest', () =>
    inWorld({ generation: 'v2.15' }, async (world) => {
      for (const name of ['orders', 'reports']) world.deployCluster({ name });
      world.deployCluster({ name: 'stock', regions: ['AZURE:EUROPE_NORTH'] });
      const { subnets, groups } = world.account;
      const where = `--subnet-id us-east-1=${subnets.a} --security-group-id us-east-1=${groups.open} --subnet northeurope=${world.azure.subnets.endpoints}`;
      const up = await world.run(`up orders reports stock ${where} --yes --refresh`);
      assert.equal(up.code, 0, up.stderr);
      const all = 'delete reports orders stock --yes';
      const seen = await world.run(all, { stopAt: /ad\/orders +\+ .*is gone|ad\/reports +\+ .*is gone/ });
      const lines = seen.stderr.slice(seen.stderr.indexOf('error: interrupted')).split('\n');
      assert.equal(seen.code, 130, seen.stderr);
      const [reports, orders] = lines.slice(1, 3).map((line) => line.replace(/^ +ad\/\w+ +/, ''));
      assert.match(orders ?? '', /deleted atlasprivateendpoint\/orders-us-east-1/, seen.stderr);
      assert.equal(orders, reports);
      assert.equal(lines.at(-2), `hint: safe to resume with: kubectl atlas-pe ${all} --ignore-not-found`);
      const again = await world.run(`${all} --ignore-not-found`);
      assert.equal(again.code, 0, again.stderr);
      assert.deepEqual(world.kubernetes.store.list('atlasprivateendpoints'), []);
    }));

  test('what two clusters share is deleted where both are named, and once', () =>
    inWorld({ generation: 'v2.15' }, async (world) => {
      for (const name of ['orders', 'reports']) world.deployCluster({ name });
      const up = await world.run(`up orders reports ${placedInGroup(world)} --yes --refresh`);
      assert.equal(up.code, 0, up.stderr);
      const refused = await world.run('delete orders --yes');
      assert.match(refused.stderr, /also serve ad\/reports, which would lose them/);
      const seen = await world.run('delete orders reports --yes');
      assert.equal(seen.code, 0, seen.stderr);
      assert.equal(seen.stdout.match(/^atlasprivateendpoint.* deleted$/gm)?.length, 2, seen.stdout);
      assert.deepEqual(world.kubernetes.store.list('atlasprivateendpoints'), []);
    }));
});
