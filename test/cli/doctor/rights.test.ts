/** What doctor reads in a cloud is in docs/permissions.md, and each part of it may be missing. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { permissionsSection } from '../../harness/permissions-section.ts';
import { suite } from '../../harness/suite.ts';
import { type World, inWorld } from '../../harness/world.ts';
import type { Permissions } from '../../fakes/permissions.ts';
import { addNodes } from '../../sandbox/nodes.ts';
import { denyAll, putRules } from '../../sandbox/faults/azure.ts';
import { healthyWorlds } from './worlds.ts';

interface Cloud {
  readonly base: 'aws' | 'azure' | 'gcp';
  readonly named: RegExp;
  /** Where the permissions of all other commands are. */
  readonly others: () => string;
  readonly permissions: (world: World) => Pick<Permissions, 'needed' | 'deny'>;
  /** What there has to be for everything to be looked at. */
  readonly prepare: (world: World) => void;
}

const clouds: readonly Cloud[] = [
  {
    base: 'aws',
    named: /^\| `(ec2:\w+)` \|/gm,
    others: () => permissionsSection('### AWS'),
    permissions: ({ ec2 }) => ec2.permissions,
    prepare: (world) => addNodes(world, 'AWS'),
  },
  {
    base: 'azure',
    named: /^\| `(Microsoft\.[\w./]+)` \|/gm,
    others: () => permissionsSection('### Azure'),
    permissions: ({ arm }) => arm.permissions,
    prepare: (world) => {
      const [providerID] = [`azure://${world.azure.scaleSet}/virtualMachines/0`];
      world.kubernetes.store.create({
        apiVersion: 'v1',
        kind: 'Node',
        metadata: { name: 'node' },
        spec: { providerID },
      });
      putRules(world, { ssh: { ...denyAll, destinationPortRange: '22' } });
    },
  },
  {
    base: 'gcp',
    named: /^\| `(compute\.[\w.]+)` \|/gm,
    others: () => readFileSync(new URL('../../../rbac/gcp-role.yaml', import.meta.url), 'utf8'),
    permissions: ({ compute }) => compute.permissions,
    prepare: (world) => addNodes(world, 'GCP'),
  },
];

const documented = ({ named }: Cloud): readonly string[] =>
  [...permissionsSection('### What `doctor` reads besides').matchAll(named)].map(([, name = '']) => name).sort();

function inCloud({ base, prepare }: Cloud, body: (world: World, name: string) => Promise<void>): Promise<void> {
  const { options, prepare: heal, name } = healthyWorlds[base];
  return inWorld({ ...options, unpasted: true }, async (world) => {
    await heal(world);
    prepare(world);
    await body(world, name);
  });
}

suite('what doctor reads besides', (test) => {
  for (const cloud of clouds) {
    test(`${cloud.base}: exactly what docs/permissions.md names`, () =>
      inCloud(cloud, async (world, name) => {
        await world.run(`doctor ${name}`);
        const needed = cloud.permissions(world).needed();
        const own = documented(cloud);
        assert.ok(own.length > 0);
        assert.deepEqual(
          needed.filter((each) => own.includes(each)),
          own,
        );
        const words = new Set(cloud.others().match(/[\w./]+(?::\w+)?/g));
        assert.deepEqual(
          needed.filter((each) => !own.includes(each) && !words.has(each)),
          [],
        );
      }));

    for (const permission of documented(cloud))
      test(`${cloud.base}: without ${permission} nothing counts as broken, and the rest is looked at`, () =>
        inCloud(cloud, async (world, name) => {
          cloud.permissions(world).deny(permission);
          const seen = await world.run(`doctor ${name}`, { env: { LANG: 'C.UTF-8' } });
          assert.doesNotMatch(seen.stdout, /✗/);
          assert.match(seen.stdout, /^ ✓ PE302 /m);
          assert.deepEqual([seen.stderr, seen.code], ['', 0]);
        }));
  }
});
