import assert from 'node:assert/strict';
import { permissionsSection } from '../harness/permissions-section.ts';
import { suite } from '../harness/suite.ts';
import { type World, inWorld } from '../harness/world.ts';

const scenarios = {
  up: ({ azure }: World) => `up orders --subnet ${azure.subnets.endpoints}`,
  'up --from-nodes': () => 'up orders --from-nodes --yes',
  delete: () => 'delete orders --yes',
} as const;

type Scenario = keyof typeof scenarios;

const contributor =
  'the role Network Contributor on the resource group and on the virtual network grants what is needed';

/** A permission that is missing, what it is missing for, and the hint. */
interface Row {
  readonly permission: string;
  readonly scenario: Scenario;
  /** As it reads after "Azure refused to". */
  readonly action: string;
  /** A part of the resource's id. */
  readonly scope: string;
  readonly hint: string;
}

const network = 'Microsoft.Network';
const join = `${network}/virtualNetworks/subnets/join/action`;
const nodes = 'Microsoft.Compute/virtualMachineScaleSets/virtualMachines/networkInterfaces/read';

const rows: readonly Row[] = [
  row('up', `${network}/privateEndpoints/read`, 'list the private endpoints', 'privateEndpoints'),
  row('up', `${network}/privateEndpoints/write`, 'create the private endpoint', 'privateEndpoints/atlas-pe-'),
  row('up', `${network}/virtualNetworks/read`, 'read the virtual network prod', 'virtualNetworks/prod'),
  row('up', join, 'create the private endpoint', 'virtualNetworks/prod/subnets/endpoints'),
  row('up', `${network}/networkInterfaces/read`, 'read the network interface', 'networkInterfaces/atlas-pe-'),
  row('delete', `${network}/privateEndpoints/delete`, 'delete the private endpoint', 'privateEndpoints/atlas-pe-'),
  {
    ...row(
      'up --from-nodes',
      nodes,
      'read the network interfaces of aks-pool1-12345678-vmss/0',
      'virtualMachines/0/networkInterfaces',
    ),
    hint: "the role Reader on the resource group of the cluster's nodes grants what is needed",
  },
];

function row(scenario: Scenario, permission: string, action: string, scope: string): Row {
  const hint = permission === join ? `${contributor}; on the subnet it is ${join}` : contributor;
  return { permission, scenario, action, scope, hint };
}

function addNode({ kubernetes, azure }: World): void {
  const spec = { providerID: `azure://${azure.scaleSet}/virtualMachines/0` };
  kubernetes.store.create({ apiVersion: 'v1', kind: 'Node', metadata: { name: 'node' }, spec });
}

suite('the permissions on Azure in docs/permissions.md', (test) => {
  test('are exactly what the commands need, and each of them is taken away below', () =>
    inWorld({ cloud: 'AZURE' }, async (world) => {
      world.deploy();
      addNode(world);
      for (const scenario of ['up --from-nodes', 'up', 'delete'] as const) {
        const { stderr, code } = await world.run(scenarios[scenario](world));
        assert.equal(code, 0, stderr);
      }
      const named = permissionsSection('### Azure').matchAll(/^\| `(Microsoft\.[\w./]+)` \|/gm);
      const documented = [...named].map(([, permission = '']) => permission).sort();
      assert.deepEqual(documented, world.arm.permissions.needed());
      assert.deepEqual(rows.map(({ permission }) => permission).sort(), documented);
    }));

  for (const { permission, scenario, action, scope, hint } of rows)
    test(`without ${permission} ${scenario} says which one is missing, and on what`, () =>
      inWorld({ cloud: 'AZURE' }, async (world) => {
        world.deploy();
        addNode(world);
        if (scenario === 'delete') await world.run(scenarios.up(world));
        world.arm.permissions.deny(permission);
        const { stderr, code } = await world.run(scenarios[scenario](world));
        const [, sentence = stderr, advice = ''] = /^error: (.*)\nhint: (.*)\n/m.exec(stderr) ?? [];
        assert.ok(sentence.startsWith(`Azure refused to ${action}`), sentence);
        assert.match(
          sentence,
          new RegExp(`'${permission.replaceAll('.', '\\.')}' (over|on the linked) scope(\\(s\\))? '\\S*${scope}`),
        );
        assert.match(sentence, permission === join ? /\(LinkedAuthorizationFailed\)$/ : /\(AuthorizationFailed\)$/);
        assert.deepEqual([advice, code], [hint, 1]);
      }));
});
