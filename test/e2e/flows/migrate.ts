import assert from 'node:assert/strict';
import { type AtlasPrivateEndpoint, privateEndpointResource } from '../../../src/atlas/api/private-endpoint.ts';
import { type AtlasProject, projectResource } from '../../../src/atlas/api/project.ts';
import { realClock } from '../../harness/clock.ts';
import { eventually } from '../eventually.ts';
import type { RealWorld } from '../real-world.ts';
import type { Scenario } from '../scenarios.ts';
import type { Tenant } from '../tenant.ts';
import { readyCluster } from './dedicated-commands.ts';

/** Milliseconds between two looks at what must not change. */
const LOOK_MS = 300;

/** The operator runs outside of the cluster; by this object its version is known. All scenarios of a world create the same. */
async function installed({ client, version }: RealWorld): Promise<void> {
  const labels = { 'app.kubernetes.io/name': 'mongodb-atlas-kubernetes-operator' };
  const image = `quay.io/mongodb/mongodb-atlas-kubernetes-operator:${version.slice(1)}`;
  const body = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'mongodb-atlas-operator', labels },
    spec: {
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers: [{ name: 'manager', image }] } },
    },
  };
  const path = '/apis/apps/v1/namespaces/default/deployments';
  const { status } = await client.transport.send({ method: 'POST', path, body, contentType: 'application/json' });
  assert.ok(status === 201 || status === 409, String(status));
}

/** What Atlas and the cluster show of the endpoint. */
interface Shown {
  /** What Atlas was asked to change. */
  readonly asked: readonly string[];
  readonly service: unknown;
  readonly endpoints: unknown;
  readonly secrets: unknown;
}

async function shown({ atlas }: RealWorld, tenant: Tenant, from: number): Promise<Shown> {
  const project = atlas.project(tenant.namespace);
  const group = `/groups/${project?.id}/`;
  const services = project?.services.all() ?? [];
  return {
    asked: atlas
      .requests()
      .slice(from)
      .filter(({ method, path }) => method !== 'GET' && `${path}/`.includes(group) && path.includes('privateEndpoint'))
      .map(({ method, path }) => `${method} ${path}`),
    service: services.map((service) => service.describe()),
    endpoints: services.map(({ interfaces }) => interfaces.map((each) => each.describe())),
    secrets: await tenant.secrets(),
  };
}

/** Looks at all of that again and again while something runs: from the beginning to the end it has to be the same. */
async function unchanged<T>(world: RealWorld, tenant: Tenant, run: () => Promise<T>): Promise<T> {
  const from = world.atlas.requests().length;
  const before = await shown(world, tenant, from);
  const over = new AbortController();
  const wrong: unknown[] = [];
  let looks = 0;
  const watching = (async () => {
    // However fast it runs, the last look is one after it has ended.
    for (let isOver = false; !isOver;) {
      isOver = over.signal.aborted;
      const now = await shown(world, tenant, from);
      looks += 1;
      if (JSON.stringify(now) !== JSON.stringify(before)) wrong.push(now);
      if (!isOver) await realClock.sleep(LOOK_MS);
    }
  })();
  // What ended the run is told, and not what a look met after that.
  watching.catch(() => undefined);
  const ended = await run().finally(() => over.abort());
  await watching;
  assert.deepEqual(before.asked, []);
  assert.deepEqual(wrong, [], `something has changed, of ${looks} looks`);
  assert.ok(looks > 1, 'nobody has looked while it ran');
  return ended;
}

/** The lines of `status` have to say Available whenever they are asked for. */
async function assertAvailable(tenant: Tenant, id: string): Promise<void> {
  const seen = await tenant.run('status --no-headers -o wide');
  const rows = seen.stdout.split('\n').filter((row) => row.includes(id));
  assert.ok(rows.length > 0 && rows.every((row) => row.includes('Available')), seen.stdout + seen.stderr);
}

/** The operator looks once more, and a while later nothing is different. */
async function afterSomeTime(world: RealWorld, tenant: Tenant, name: string): Promise<void> {
  const get = () => world.client.get<AtlasPrivateEndpoint>(privateEndpointResource, tenant.namespace, name);
  await realClock.sleep(15_000);
  const { status } = await get();
  assert.deepEqual(
    status?.conditions?.map(({ type, status: value }) => [type, value]).filter(([, value]) => value !== 'True'),
    [],
  );
}

/** Kills that a run meets on its way, each in another step. */
const moments = [
  / \+ 1\/8 look/,
  / \+ 3\/8 pause/,
  / \+ 4\/8 forget/,
  / \+ 5\/8 create/,
  / \+ 6\/8 adopt/,
  / \+ 7\/8 move/,
];

/** Endpoints of an AtlasProject's own list, moved by the command. */
function migrating(provider: 'AWS' | 'AZURE', label: string): Scenario {
  const name = `mv-${provider.toLowerCase()}`;
  return {
    name,
    sentence: `migrate (${provider}): back before the last change, killed at each step, moved; Atlas is asked for nothing, the strings stay`,
    async run(world, tenant) {
      await installed(world);
      await readyCluster(world, tenant, provider);
      const placement = provider === 'AWS' ? '{p}' : '{azure}';
      const up = await tenant.run(`up ap/shop --endpoint ${label} --legacy ${placement} --refresh --yes`);
      assert.equal(up.code, 0, up.stderr);
      const project = () => world.client.get<AtlasProject>(projectResource, tenant.namespace, 'shop');
      const items = (await project()).spec?.privateEndpoints ?? [];
      const id = items[0]?.id ?? '';
      assert.equal(world.atlas.accepts(id), true);
      const object = `shop-${label.split('/')[1]?.toLowerCase().replaceAll('_', '-')}`;
      await unchanged(world, tenant, async () => {
        const there = await tenant.run('migrate ap/shop --yes', { at: / \+ 6\/8 adopt/, signal: 'SIGKILL' });
        assert.match(there.stderr, / \+ 6\/8 adopt/);
        await assertAvailable(tenant, id);
        const back = await tenant.run('migrate ap/shop --undo --yes');
        assert.equal(back.code, 0, back.stderr);
        assert.deepEqual((await project()).spec?.privateEndpoints, items);
        const gone = await world.client.find(privateEndpointResource, tenant.namespace, object);
        assert.equal(gone, undefined);
        await assertAvailable(tenant, id);
      });
      await unchanged(world, tenant, async () => {
        let kills = 0;
        for (const at of moments) {
          const ended = await tenant.run('migrate ap/shop --yes', { at, signal: 'SIGKILL' });
          if (ended.signal === 'SIGKILL') kills += 1;
          else assert.equal(ended.code, 0, ended.stderr);
          await assertAvailable(tenant, id);
        }
        assert.ok(kills >= 4, `only ${kills} were killed`);
        const ended = await tenant.run('migrate ap/shop --yes');
        assert.equal(ended.code, 0, ended.stderr);
        const after = await eventually('the operator has processed the project', async () => {
          const { spec, status, metadata } = await project();
          const ready = status?.conditions?.find(({ type }) => type === 'Ready')?.status;
          return spec?.privateEndpoints === undefined &&
            ready === 'True' &&
            status?.observedGeneration === metadata.generation
            ? metadata
            : undefined;
        });
        assert.doesNotMatch(JSON.stringify(after.annotations), /privateEndpoints|reconciliation-policy|atlas-pe\//);
        await afterSomeTime(world, tenant, object);
        await assertAvailable(tenant, id);
      });
      const secret = await tenant.run('secret ad/{d} --key connectionStringPrivateSrv');
      assert.equal(secret.code, 0, secret.stderr);
    },
  };
}

export const migrateOnAws = migrating('AWS', 'AWS/US_EAST_1');
export const migrateOnAzure = migrating('AZURE', 'AZURE/EUROPE_NORTH');
