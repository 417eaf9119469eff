import assert from 'node:assert/strict';
import { flux } from '../../real/peers.ts';
import { eventually } from '../eventually.ts';
import type { Scenario } from '../scenarios.ts';
import { applyProject, manifest } from '../tenant.ts';

/** An AtlasPrivateEndpoint that Flux keeps as it is in Git, where no cloud endpoint is listed. */
export const besideFlux: Scenario = {
  name: 'beside-flux',
  sentence:
    "Flux's sync leaves an endpoint that was linked as atlas-pe; one that was linked as kubectl-atlas-pe it unlinks, and the operator takes it out of Atlas",
  async run(world, tenant) {
    const spec = { projectRef: { name: 'shop' }, provider: 'AWS', region: 'US_EAST_1' };
    const git = manifest(tenant.namespace, 'AtlasPrivateEndpoint', 'pe', spec) as object;
    const sync = (): Promise<string> => flux(world.kubeconfig, git);
    const linked = async (endpoint: string, manager: string): Promise<string> => {
      const flags = `--endpoint ${endpoint} --field-manager ${manager} --yes`;
      const placed = await tenant.run(`create ape/pe {p} ${flags}`);
      const ended = await tenant.run(`link ape/pe ${flags}`);
      assert.equal(ended.code, 0, placed.stderr + ended.stderr);
      return placed.stdout.split('\n')[1] ?? '';
    };
    await applyProject(world, tenant);
    assert.equal(await sync(), 'created');
    const first = await linked('first', 'atlas-pe');
    assert.equal(await sync(), 'unchanged');
    const second = await linked('second', 'kubectl-atlas-pe');
    assert.deepEqual([world.atlas.accepts(first), world.atlas.accepts(second)], [true, true]);
    assert.equal(await sync(), 'configured');
    await eventually('Atlas has let go of the second', () => !world.atlas.accepts(second));
    assert.equal(await sync(), 'unchanged');
    assert.equal(world.atlas.accepts(first), true);
  },
};
