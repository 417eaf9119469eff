/** What `export` says of each cloud's endpoints: the command for another one, and what Crossplane takes over. */
import assert from 'node:assert/strict';
import { connected } from '../harness/exported.ts';
import { suite } from '../harness/suite.ts';

/** The last document of what Crossplane is given, without the tags. */
function adoptedIn(stdout: string): string {
  return (stdout.split('---\n').at(-1) ?? '').replace(/^ {4}tags:\n[^]*/m, '');
}

const policies = `  managementPolicies:
    - Observe
    - Create
    - Update
    - LateInitialize
  providerConfigRef:
    kind: ClusterProviderConfig
    name: default
`;

suite('export from each cloud', (test) => {
  for (const cloud of ['AWS', 'AZURE', 'GCP'] as const)
    test(`what creates another endpoint on ${cloud} like this one can be pasted`, () =>
      connected[cloud](async (world) => {
        const { stdout } = await world.run('export ape/shop');
        const [, command = ''] = /like it: kubectl atlas-pe (up .*)$/m.exec(stdout) ?? [];
        assert.match(command, /^up ape\/shop -n default --/);
        assert.ok(!/atlas-pe[-./](uid|source)=/.test(command), command);
        const { stderr, code } = await world.run(`${command} --dry-run`);
        assert.equal(code, 0, stderr);
      }));

  test('Crossplane adopts an endpoint of AWS by its id, and never deletes it', () =>
    connected.AWS(async (world) => {
      const { stdout, stderr, code } = await world.run('export ape/shop --cloud-as crossplane');
      assert.deepEqual([stderr, code], ['', 0]);
      assert.equal(
        adoptedIn(stdout),
        `apiVersion: ec2.aws.m.upbound.io/v1beta1
kind: VPCEndpoint
metadata:
  name: shop
  namespace: default
  annotations:
    crossplane.io/external-name: vpce-026b4c868ce5d755d
spec:
${policies}  forProvider:
    region: us-east-1
    serviceName: com.amazonaws.vpce.us-east-1.vpce-svc-0eb5d7e987976588b
    vpcEndpointType: Interface
    vpcId: ${world.account.vpcId}
    privateDnsEnabled: false
`,
      );
      assert.match(stdout, /^ {6}team: shop$/m);
    }));

  test('and one of Azure by its name', () =>
    connected.AZURE(async (world) => {
      const { stdout, stderr, code } = await world.run('export ape/shop --cloud-as crossplane');
      assert.deepEqual([stderr, code], ['', 0]);
      const service = /^ +privateConnectionResourceId: (\S+)$/m.exec(stdout)?.[1] ?? '';
      assert.match(service, /^\/subscriptions\/.*\/privateLinkServices\//);
      assert.equal(
        adoptedIn(stdout).replace(service, 'SERVICE'),
        `apiVersion: network.azure.m.upbound.io/v1beta1
kind: PrivateEndpoint
metadata:
  name: shop
  namespace: default
  annotations:
    crossplane.io/external-name: atlas-shop
spec:
${policies}  forProvider:
    location: northeurope
    resourceGroupName: shop
    subnetId: /subscriptions/11111111-2222-4333-8444-555555555555/resourceGroups/shop/providers/Microsoft.Network/virtualNetworks/prod/subnets/endpoints
    privateServiceConnection:
      name: atlas
      isManualConnection: true
      privateConnectionResourceId: SERVICE
      requestMessage: 'kubectl-atlas-pe: default/atlasprivateendpoint/shop, endpoint shop'
`,
      );
    }));
});
