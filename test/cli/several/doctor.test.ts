/** `doctor` and `status` for several objects. */
import assert from 'node:assert/strict';
import { placedInGroup } from '../../harness/placement.ts';
import { suite } from '../../harness/suite.ts';
import { inWorld } from '../../harness/world.ts';

suite('doctor -l', (test) => {
  test('looks at the endpoints of the objects with the label, and at no others', () =>
    inWorld({}, async (world) => {
      for (const name of ['orders', 'reports', 'other'])
        world.deploy({ name, privateEndpoints: [{ name: `${name}-pe` }] });
      world.kubernetes.store.edit('atlasdeployments', 'default', 'other', (object) => {
        Object.assign(object['metadata'] as object, { labels: { team: 'other' } });
      });
      const seen = await world.run('doctor -l team=shop -o json');
      const { endpoints } = JSON.parse(seen.stdout) as { endpoints: readonly { source: string }[] };
      assert.deepEqual(
        endpoints.map(({ source }) => source),
        ['ad/orders', 'ad/reports'],
      );
    }));

  test('finds nothing where no object has it, which is no failure', () =>
    inWorld({}, async (world) => {
      world.deploy();
      const seen = await world.run('doctor -l team=other');
      assert.deepEqual(seen, { stdout: '', stderr: 'No private endpoints in namespace default match.\n', code: 0 });
    }));

  test('is refused beside a name', () =>
    inWorld({}, async (world) => {
      const seen = await world.run('doctor orders -l team=shop');
      assert.equal(seen.stderr, 'error: name cannot be provided when a selector is specified\n');
      assert.equal(seen.code, 1);
    }));
});

suite('doctor of two clusters that share an endpoint', (test) => {
  test('a finding about one of them has the command for that one', () =>
    inWorld({ generation: 'v2.15' }, async (world) => {
      for (const name of ['billing', 'orders']) world.deployCluster({ name });
      assert.equal((await world.run(`up orders ${placedInGroup(world)} --yes --refresh=false`)).code, 0);
      const seen = await world.run('doctor ape/orders-us-east-1');
      const about = ['billing', 'orders'].map(
        (name) => ` ? PE500 the status of ad/${name} lists no string of this endpoint yet
         fix       kubectl atlas-pe secret ad/${name} -n default --user app --refresh
`,
      );
      assert.ok(seen.stdout.includes(about.join('')), seen.stdout);
    }));

  test('looks at it once, for both of them; status has one row for it', () =>
    inWorld({ generation: 'v2.15' }, async (world) => {
      for (const name of ['billing', 'orders']) world.deployCluster({ name });
      assert.equal((await world.run(`up orders ${placedInGroup(world)} --yes --refresh`)).code, 0);
      for (const names of ['orders billing', 'orders billing orders', 'ape/orders-us-east-1 orders']) {
        const { endpoints } = JSON.parse((await world.run(`doctor ${names} -o json`)).stdout) as {
          endpoints: readonly { endpoint: string; categories: readonly { checks: readonly { code: string }[] }[] }[];
        };
        assert.deepEqual(
          endpoints.map(({ endpoint }) => endpoint),
          ['orders-us-east-1'],
        );
        const codes = endpoints.flatMap(({ categories }) => categories.flatMap(({ checks }) => checks));
        assert.equal(codes.filter(({ code }) => code === 'PE510').length, 2, names);
        const rows = (await world.run(`status ${names} --no-headers`)).stdout.trimEnd().split('\n');
        assert.equal(rows.length, 1, rows.join('\n'));
      }
      const one = JSON.parse((await world.run('doctor orders -o json')).stdout) as { success: boolean };
      assert.equal(one.success, true);
    }));
});

suite('status of several names of which some have no endpoint', (test) => {
  for (const verb of ['status', 'status -o json'])
    test(`${verb} shows the others, and says so`, () =>
      inWorld({ generation: 'v2.15' }, async (world) => {
        world.deploy({ name: 'orders', privateEndpoints: [{ name: 'orders-pe' }] });
        world.deploy({ name: 'reports' });
        world.deployCluster({ name: 'stock' });
        const seen = await world.run(`${verb} orders reports stock`);
        assert.match(seen.stdout, /orders-pe/);
        assert.ok(
          seen.stderr.endsWith('No private endpoints found in atlasdeployment/reports, atlasdeployment/stock.\n'),
          seen.stderr,
        );
        assert.doesNotMatch(seen.stdout, /reports|stock/);
      }));
});
