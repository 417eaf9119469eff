/** What looks like a fault and is none: rules for somewhere or somebody else, and what others let through before. */
import assert from 'node:assert/strict';
import { suite } from '../../harness/suite.ts';
import { type World, inWorld } from '../../harness/world.ts';
import { putRules, denyAll } from '../../sandbox/faults/azure.ts';
import type { Base } from '../../sandbox/faults/fault.ts';
import { addFirewall, denyEgress } from '../../sandbox/faults/gcp.ts';
import { healthyWorlds } from './worlds.ts';

const cases: readonly (readonly [what: string, base: Base, change: (world: World) => void])[] = [
  [
    'Azure: a rule that denies what goes to other addresses',
    'azure',
    (world) => putRules(world, { 'deny-others': { ...denyAll, destinationAddressPrefix: '10.99.0.0/16' } }),
  ],
  [
    'Azure: a rule that denies everything, after two that let all ports in together',
    'azure',
    (world) =>
      putRules(world, {
        low: { ...denyAll, priority: 110, access: 'Allow', destinationPortRange: '1024-30000' },
        high: { ...denyAll, priority: 120, access: 'Allow', destinationPortRange: '30001-65535' },
        'deny-all': denyAll,
      }),
  ],
  [
    'Google Cloud: a rule for instances with a tag that no node has',
    'gcp',
    (world) => addFirewall(world, 'deny-batch', { ...denyEgress, targetTags: ['batch'] }),
  ],
  [
    'AWS: a network ACL that denies after it has let all ports through in two parts',
    'aws',
    ({ ec2 }) => {
      const base = { egress: true, protocol: '6', cidr: '10.0.0.0/8' } as const;
      for (const acl of ec2.account.region('us-east-1').acls.values())
        acl.entries = [
          { ...base, number: 10, action: 'allow', from: 1024, to: 30_000 },
          { ...base, number: 20, action: 'allow', from: 30_001, to: 65_535 },
          { ...base, number: 30, action: 'deny', from: 0, to: 65_535 },
          ...acl.entries,
        ];
    },
  ],
];

suite('doctor finds nothing in what is no fault', (test) => {
  for (const [what, base, change] of cases)
    test(what, () => {
      const { options, prepare, name } = healthyWorlds[base];
      return inWorld(options, async (world) => {
        await prepare(world);
        change(world);
        const seen = await world.run(`doctor ${name} --only PE3`, { env: { LANG: 'C.UTF-8' } });
        assert.deepEqual([seen.stdout.match(/[✗!?] PE.*/g), seen.stderr, seen.code], [null, '', 0]);
      });
    });
});
