import assert from 'node:assert/strict';
import { permissionsSection } from '../harness/permissions-section.ts';
import { suite } from '../harness/suite.ts';
import { type World, inWorld } from '../harness/world.ts';

const name = 'up orders';
const scenarios = {
  up: ({ account: { vpcId, subnets, groups } }: World) =>
    `${name} --vpc-id ${vpcId} --subnet-id ${subnets.a} --security-group-id ${groups.open}`,
  'up --from-nodes': () => `${name} --from-nodes --yes`,
  delete: () => 'delete orders --yes',
} as const;

type Scenario = keyof typeof scenarios;

/** What a command says that lacks a permission, and its exit code. */
interface Row {
  readonly permission: string;
  readonly scenario: Scenario;
  readonly says: RegExp;
  readonly code: number;
}

/** A command that cannot go on. @param action what was asked of EC2 */
function stops(scenario: Scenario, right: string, action = right): Row {
  const permission = `ec2:${right}`;
  const says = new RegExp(
    `^error: AWS refused ${action} in us-east-1: You are not authorized to perform this operation\\. User: \\S+ is not authorized to perform: ${permission}( on resource: arn:aws:ec2:us-east-1:123456789012:vpc-endpoint/\\*)? because no identity-based policy allows the ${permission} action \\(UnauthorizedOperation\\)\nhint: the missing permission is ${permission}; docs/permissions.md has the whole IAM policy$`,
    'm',
  );
  return { permission, scenario, says, code: 1 };
}

/** A check that is left out. */
function warns(right: string): Row {
  const says = new RegExp(
    `^warning: cannot check the placement before creating the endpoint: the permission ec2:${right} is missing$`,
    'm',
  );
  return { permission: `ec2:${right}`, scenario: 'up', says, code: 0 };
}

const rows: readonly Row[] = [
  stops('up', 'DescribeVpcEndpoints'),
  stops('up', 'CreateVpcEndpoint'),
  stops('up', 'CreateTags', 'CreateVpcEndpoint'),
  stops('delete', 'DeleteVpcEndpoints'),
  stops('delete', 'DescribeVpcEndpoints'),
  stops('up --from-nodes', 'DescribeInstances'),
  stops('up --from-nodes', 'DescribeSubnets'),
  stops('up --from-nodes', 'DescribeSecurityGroups'),
  ...['DescribeSubnets', 'DescribeSecurityGroups', 'DescribeVpcs', 'DescribeVpcAttribute'].map(warns),
  {
    permission: 'ec2:DescribeVpcEndpointServices',
    scenario: 'up',
    says: /^warning: cannot check which zones the service is in: .* is not authorized to perform: ec2:DescribeVpcEndpointServices /m,
    code: 0,
  },
];

function addNode({ kubernetes, ec2, account: { subnets, groups } }: World): void {
  const place = { region: 'us-east-1', subnetId: subnets.a, groupIds: [groups.open], privateIp: '10.20.1.10' };
  const spec = { providerID: `aws:///us-east-1a/${ec2.account.addInstance(place).id}` };
  kubernetes.store.create({ apiVersion: 'v1', kind: 'Node', metadata: { name: 'node' }, spec });
}

suite('the IAM policy of docs/permissions.md', (test) => {
  test('names exactly what the commands need, and each of it is taken away below', () =>
    inWorld({}, async (world) => {
      world.deploy();
      addNode(world);
      for (const scenario of ['up --from-nodes', 'up', 'delete'] as const) {
        const { stderr, code } = await world.run(scenarios[scenario](world));
        assert.equal(code, 0, stderr);
      }
      const documented = new Set(permissionsSection('### AWS').match(/\bec2:[A-Z][A-Za-z]+(?=["`])/g));
      // A key of conditions is no permission.
      documented.delete('ec2:CreateAction');
      assert.deepEqual([...documented].sort(), world.ec2.permissions.needed());
      assert.deepEqual([...new Set(rows.map(({ permission }) => permission))].sort(), [...documented].sort());
    }));

  for (const { permission, scenario, says, code } of rows)
    test(`without ${permission} ${scenario} says which one is missing`, () =>
      inWorld({}, async (world) => {
        world.deploy();
        addNode(world);
        if (scenario === 'delete') await world.run(scenarios.up(world));
        world.ec2.permissions.deny(permission);
        const seen = await world.run(scenarios[scenario](world));
        assert.match(seen.stderr, says);
        assert.equal(seen.code, code, seen.stderr);
      }));
});
