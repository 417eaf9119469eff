/** `doctor` for the objects with a label. */
import assert from 'node:assert/strict';
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
