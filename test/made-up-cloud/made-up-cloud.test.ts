/**
 * The proof that a cloud is one folder and a source is one folder, and beside them nothing but entries of tables: a made-up one of each
 * is put into a copy of the tree as a developer would, compiled, and used.
 */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { suite } from '../harness/suite.ts';
import type { World } from '../harness/world.ts';
import type * as worlds from '../harness/world.ts';
import { attend, seedTunnel, servedResources, services } from '../made-up-source/operator.ts';
import { publish } from '../sandbox/environments.ts';
import { type Entry, bothEntry, cloudEntries, folders, sourceEntries } from './entries.ts';
import { attendMoon } from './operator.ts';
import { type Scene, group, serviceOnMoon, tunnelOnAws, tunnelOnMoon } from './scenes.ts';
import { copyTree } from './tree.ts';

const HANG_MS = 120_000;
const entries: readonly Entry[] = [...cloudEntries, ...sourceEntries, bothEntry];

const tree = copyTree();
process.on('exit', () => tree.remove());
tree.write(entries);

const { inWorld }: Pick<typeof worlds, 'inWorld'> = await import(
  pathToFileURL(join(tree.path, 'test/harness/world.ts')).href
);
/** What there is in the made-up account; only the copy compiles where its type stands. */
interface Surface {
  readonly groups: Map<string, object>;
  readonly asked: Set<string>;
  readonly dock: (id: string) => void;
}

const { surface }: { readonly surface: Surface } = await import(
  pathToFileURL(join(tree.path, 'src/cloud/moon/account.ts')).href
);

/** A world in which somebody plays the operator of the made-up source and of the made-up cloud, and nobody else any operator. */
function inMadeUpWorld(body: (world: World) => Promise<void>): Promise<void> {
  return inWorld({ resources: servedResources }, async (world) => {
    world.operator.paused = true;
    publish(world.ec2, services.AWS);
    surface.groups.clear();
    surface.asked.clear();
    const stops = [attend(world, surface.dock), attendMoon(world, surface.dock)];
    try {
      await body(world);
    } finally {
      for (const stop of stops) stop();
    }
  });
}

/** The ids that the clouds were asked about. */
function asked({ ec2 }: World): { readonly moon: readonly string[]; readonly aws: string } {
  return { moon: [...surface.asked], aws: JSON.stringify(ec2.requests()) };
}

/** Every verb once, from nothing to nothing. */
async function wholeLife(world: World, scene: Scene): Promise<void> {
  const { source, resource } = scene;
  scene.seed(world);
  const created = await world.run(`create ${source} ${scene.placement(world)}`);
  assert.equal(created.code, 0, created.stderr);
  assert.match(created.stderr, scene.chosen);
  assert.ok(created.stderr.split('\n').includes(scene.account), created.stderr);
  const [, id = ''] = created.stdout.split('\n');
  assert.match(id, scene.id);
  assert.deepEqual(scene.listed(world), scene.declared);
  assert.equal((await world.run('delete --orphans -o name')).stdout, `${id}\n`);

  const linked = await world.run(`link ${source}`);
  assert.deepEqual([linked.stdout, linked.code], [`${resource} linked\n`, 0], linked.stderr);
  assert.deepEqual(scene.listed(world), scene.linked(id));
  assert.match((await world.run('delete --orphans')).stderr, /^(?:note: searched .*\n)?No orphans found\.\n$/);

  const status = await world.run('status');
  assert.match(status.stdout, /^SOURCE +ENDPOINT/);
  assert.match(status.stdout, new RegExp(`^${source} +\\S+ +Available +${id} `, 'm'));
  const up = await world.run(`up ${source}`);
  assert.match(up.stdout, /mongodb\+srv:\/\/app:\*{4}@orders-pl-0/, up.stderr);
  for (const named of [source, 'ad/orders']) {
    const secret = await world.run(`secret ${named} --endpoint ${id}`);
    assert.match(secret.stdout, /mongodb\+srv:\/\/app:secret@orders-pl-0/, secret.stderr);
  }

  const deleted = await world.run(`delete ${source} --endpoint ${id} --yes`);
  assert.equal(deleted.code, 0, deleted.stderr);
  assert.equal(deleted.stderr.split('\n')[0], scene.account);
  assert.match(deleted.stderr, scene.consequence);
  assert.deepEqual(scene.listed(world), []);
  assert.equal((await world.run(`delete --orphans ${scene.where}`)).stderr, 'No orphans found.\n');
}

/** Whether a file of the copy is one of the made-up folders. */
function isNew(file: string): boolean {
  return folders.some(({ to }) => file.startsWith(`${to}/`));
}

suite(
  'a made-up cloud and a made-up source',
  (test) => {
    test('are a folder each, and entries of tables: no other file changes, and the tree compiles', () => {
      const tables = new Set(entries.map(({ file }) => file).filter((file) => !isNew(file)));
      assert.deepEqual(
        tree.changed().filter((file) => !isNew(file)),
        [...tables].sort(),
      );
      assert.equal(tree.compile(), '');
    });

    for (const entry of entries) {
      test(`do not compile without ${entry.what} in ${entry.file}`, () => {
        tree.write(entries.filter((each) => each !== entry));
        const errors = tree.compile();
        tree.write(entries);
        assert.match(errors, /error TS/);
      });
    }

    for (const scene of [tunnelOnAws, serviceOnMoon, tunnelOnMoon]) {
      test(`go through every verb: ${scene.title}`, () => inMadeUpWorld((world) => wholeLife(world, scene)));

      test(`go from nothing to the string in one command: ${scene.title}`, () =>
        inMadeUpWorld(async (world) => {
          scene.seed(world);
          const seen = await world.run(`up ${scene.source} ${scene.placement(world)}`);
          assert.equal(seen.code, 0, seen.stderr);
          assert.match(seen.stdout, /mongodb\+srv:\/\/app:\*{4}@orders-pl-0/);
        }));
    }

    test('no cloud is asked about what belongs to another', () =>
      inMadeUpWorld(async (world) => {
        tunnelOnAws.seed(world);
        seedTunnel(world, 'up-there', { provider: 'MOON', region: 'SEA_OF_TRANQUILITY' });
        const made = [
          await world.run(`create at/under ${tunnelOnAws.placement(world)}`),
          await world.run(`create at/up-there ${tunnelOnMoon.placement(world)}`),
        ];
        const ids = made.map(({ stdout }) => stdout.split('\n')[1] ?? '');
        assert.deepEqual((await world.run('delete --orphans -o name')).stdout.split('\n').sort(), ['', ...ids].sort());
        // An object that names what another cloud has does not make it less of an orphan there.
        seedTunnel(world, 'astray', { provider: 'AWS', region: 'US_EAST_1', doors: [{ name: 'a', endpoint: ids[1] }] });
        seedTunnel(world, 'lost', {
          provider: 'MOON',
          region: 'SEA_OF_TRANQUILITY',
          doors: [{ name: 'b', landing: group(ids[0] ?? '') }],
        });
        assert.deepEqual((await world.run('delete --orphans -o name')).stdout.split('\n').sort(), ['', ...ids].sort());
        for (const name of ['under', 'up-there']) assert.equal((await world.run(`up at/${name}`)).code, 0);
        for (const name of ['under', 'up-there']) assert.equal((await world.run(`delete at/${name} --yes`)).code, 0);
        const { moon, aws } = asked(world);
        assert.deepEqual(
          moon.filter((id) => !id.startsWith('moon-')),
          [],
        );
        assert.ok(moon.length > 0 && aws.includes('vpce-') && !aws.includes('moon-'));
        assert.deepEqual(world.arm.requests(), []);
      }));

    test('take no flag, no id and no address of another cloud', () =>
      inMadeUpWorld(async (world) => {
        tunnelOnMoon.seed(world);
        seedTunnel(world, 'down', { region: 'US_EAST_1' });
        const refused = async (command: string): Promise<string> => {
          const { stderr, code } = await world.run(command);
          assert.equal(code, 1, stderr);
          return stderr.split('\n')[0] ?? '';
        };
        assert.equal(
          await refused(`create at/under ${tunnelOnAws.placement(world)}`),
          'error: atlastunnel/under runs on the Moon, but --vpc-id is for AWS',
        );
        assert.equal(
          await refused('create at/down --crater crater-1'),
          'error: atlastunnel/down runs on AWS, but --crater is for the Moon',
        );
        assert.equal(
          await refused('up at/under --id vpce-0123456789abcdef0'),
          'error: invalid value "vpce-0123456789abcdef0" for --id: not a group of the Moon',
        );
        assert.equal(
          await refused('up at/under --id moon-1 --ip 10.0.0.1'),
          'error: atlastunnel/under runs on the Moon, where an endpoint is linked by its project and its addresses',
        );
        assert.equal(
          await refused('up at/down --id vpce-0123456789abcdef0 --moon-project apollo'),
          'error: atlastunnel/down runs on AWS, where an endpoint is linked by its id alone',
        );
        assert.match(
          await refused('create at/under --provider MOON --region sea-of-tranquility --project shop'),
          /^error: --provider, .* describe an AtlasPrivateEndpoint, which atlastunnel\/under is not/,
        );
      }));

    test('a person may say all of an attachment, whatever it has in place of an id and an address', () =>
      inMadeUpWorld(async (world) => {
        serviceOnMoon.seed(world);
        const byHand = 'link ape/landing --id moon-7 --skip-cloud-check --moon-project apollo';
        const lacking = await world.run(byHand);
        assert.match(lacking.stderr, /^error: --skip-cloud-check requires --moon-addresses on the Moon\n/);
        const linked = await world.run(`${byHand} --moon-addresses moon-7-a=10.96.0.1,moon-7-b=10.96.0.2`);
        assert.equal(linked.code, 0, linked.stderr);
        assert.deepEqual(serviceOnMoon.listed(world), [group('moon-7')]);
        const changed = await world.run(`${byHand} --moon-addresses moon-7-a=10.96.0.9`);
        assert.match(
          changed.stderr,
          /error: endpoint "moon-7" .* already has the addresses moon-7-a=10\.96\.0\.1,moon-7-b=10\.96\.0\.2, and changing it to moon-7-a=10\.96\.0\.9 alone is refused/,
        );
        assert.deepEqual(asked(world).moon, []);
      }));

    test('flags that an existing endpoint is unlike are told, whatever the flags of its cloud are', () =>
      inMadeUpWorld(async (world) => {
        serviceOnMoon.seed(world);
        assert.equal((await world.run('create ape/landing --crater crater-1')).code, 0);
        const seen = await world.run('create ape/landing --crater crater-2');
        assert.match(
          seen.stderr,
          /^error: endpoint "landing" .* already has the cloud endpoint moon-1 in crater-1, not in crater-2$/m,
        );
        assert.equal((await world.run('link ape/landing')).code, 0);
        const linked = await world.run('up ape/landing --endpoint moon-1 --crater crater-2');
        assert.match(
          linked.stderr,
          /^warning: moon-1 already exists and differs from the flags: --crater is crater-1, not crater-2; .* delete it with: kubectl atlas-pe delete atlasprivateendpoint\/landing -n default --endpoint moon-1 {2}and run the same command again$/m,
        );
        assert.equal(linked.code, 0, linked.stderr);
      }));

    test('an object that is not there yet is made on the made-up cloud, beside its nodes', () =>
      inMadeUpWorld(async (world) => {
        world.deployCluster({ provider: 'MOON', regions: ['SEA_OF_TRANQUILITY'] });
        world.kubernetes.store.create({
          kind: 'Node',
          metadata: { name: 'n-1' },
          spec: { providerID: 'moon://crater-3' },
        });
        const seen = await world.run(
          'create ape/landing --provider MOON --region sea-of-tranquility --project shop --from-nodes --yes',
        );
        assert.equal(seen.code, 0, seen.stderr);
        assert.match(seen.stderr, /crater-3/);
        const again = await world.run('up ad/orders');
        assert.match(again.stdout, /mongodb\+srv:\/\/app:\*{4}@orders-pl-0/, again.stderr);
        assert.deepEqual(serviceOnMoon.listed(world), [group('moon-1')]);
      }));
  },
  HANG_MS,
);
