import assert from 'node:assert/strict';
import { type AtlasProject, projectResource } from '../../../src/atlas/api/project.ts';
import { generationOf } from '../../real/operators.ts';
import type { Scenario } from '../scenarios.ts';
import { password } from '../tenant.ts';
import { assertGone, readyCluster } from './dedicated-commands.ts';

/** Items of AtlasProject.spec.privateEndpoints with the commands of this program. */
function projectSteps(provider: 'AWS' | 'AZURE', label: string, service: RegExp): Scenario {
  const name = `ap-${provider.toLowerCase()}`;
  const [region = ''] = label.split('/').slice(1);
  return {
    name,
    sentence: `an item of an AtlasProject (${provider}): create --legacy, create with placement, link, secret`,
    async run(world, tenant) {
      const { client, version } = world;
      const placement = provider === 'AWS' ? '{p}' : '{azure}';
      const srv = `mongodb+srv://app:${encodeURIComponent(password)}@${tenant.deployment}-pl-0.ab1cd.mongodb.net`;
      await readyCluster(world, tenant, provider);
      const items = async (): Promise<unknown> =>
        (await client.get<AtlasProject>(projectResource, name, 'shop')).spec?.privateEndpoints;
      const refused = await tenant.run(`create ap/shop --endpoint ${label}`);
      assert.match(
        refused.stderr,
        /^error: atlasproject\/shop declares no endpoint "\S+", and a new one is refused: .* --legacy\n$/ms,
      );
      assert.deepEqual([refused.code, await items()], [1, undefined]);
      const reserved = await tenant.run(`create ap/shop --endpoint ${label} --yes --legacy`);
      assert.match(reserved.stdout, service, reserved.stderr);
      assert.deepEqual(await items(), [{ provider, region }]);
      const placed = await tenant.run(`create ap/shop ${placement}`);
      assert.equal(`${placed.stdout.split('\n')[0]}\n`, reserved.stdout, placed.stderr);
      const id = placed.stdout.split('\n')[1] ?? '';
      const linked = await tenant.run('link ap/shop');
      assert.equal(linked.stdout, 'atlasproject.atlas.mongodb.com/shop linked\n', linked.stderr);
      assert.equal(world.atlas.accepts(id), true);
      const again = await tenant.run('link ap/shop');
      assert.equal(again.stdout, 'atlasproject.atlas.mongodb.com/shop unchanged\n', again.stderr);
      const stale = await tenant.run('secret ap/shop');
      assert.match(stale.stderr, /^error: secret\/\S+, written \S+ ago, lacks the string of \S+: /);
      assert.ok(stale.stderr.includes(id), stale.stderr);
      assert.deepEqual([stale.stdout, stale.code], ['', 1]);
      const fresh = await tenant.run('secret ap/shop --refresh --key connectionStringPrivateSrv');
      assert.deepEqual([fresh.stdout, fresh.code], [`${srv}\n`, 0], fresh.stderr);
      // An annotation of the password Secret leaves 2.2.0 unmoved.
      const touched = {
        'v1.6': 'sets the key kubectl-atlas-pe.refreshed-at in the data of secret/app-password; ',
        'v2.11': 'sets the annotation kubectl-atlas-pe/refreshed-at on secret/app-password; ',
        'v2.15': `sets and removes the annotation mongodb.com/atlas-reconciliation-policy on atlasdeployment/${tenant.deployment}; `,
      };
      assert.ok(fresh.stderr.startsWith(`--refresh ${touched[generationOf(version)]}`), fresh.stderr);
      // The operator waits longer and longer before it looks at a project again (2.15.0: 15, 30, 60 s); once is enough.
      if (provider === 'AZURE') return;
      const deleted = await tenant.run('delete ap/shop --yes');
      assert.equal(deleted.stdout, `atlasproject.atlas.mongodb.com/shop endpoint "${label}" deleted\n`, deleted.stderr);
      await assertGone(world, id);
      assert.deepEqual((await items()) ?? [], []);
    },
  };
}

export const projectOnAws = projectSteps(
  'AWS',
  'AWS/US_EAST_1',
  /^com\.amazonaws\.vpce\.us-east-1\.vpce-svc-[0-9a-f]+\n$/,
);
export const projectOnAzure = projectSteps(
  'AZURE',
  'AZURE/EUROPE_NORTH',
  /^\/subscriptions\/\S+\/privateLinkServices\/\S+\n$/,
);
