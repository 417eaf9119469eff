import assert from 'node:assert/strict';
import { load } from 'js-yaml';
import { verbs } from '../../src/cli/verbs.ts';
import { createByHand } from '../harness/by-hand.ts';
import { connected } from '../harness/exported.ts';
import { parseTerraform } from '../harness/hcl.ts';
import { placedInGroup } from '../harness/placement.ts';
import { suite } from '../harness/suite.ts';
import { inWorld } from '../harness/world.ts';

const service = 'com.amazonaws.vpce.us-east-1.vpce-svc-0eb5d7e987976588b';
const first = 'vpce-026b4c868ce5d755d';

suite('export', (test) => {
  test('an AtlasPrivateEndpoint is printed as it would be kept in Git, with the cloud side as comments', () =>
    connected.AWS(async (world) => {
      world.kubernetes.store.edit('atlasprivateendpoints', 'default', 'shop', (object) => {
        object['metadata'] = {
          ...Object(object['metadata']),
          labels: { team: 'shop', 'kustomize.toolkit.fluxcd.io/name': 'apps' },
          annotations: { 'kubectl.kubernetes.io/last-applied-configuration': '{}', note: 'ours' },
        };
      });
      const seen = await world.run('export ape/shop');
      const { vpcId, subnets, groups } = world.account;
      assert.equal(
        seen.stdout,
        `# AWS has the endpoint vpce-026b4c868ce5d755d in ${vpcId}.
# To create another one like it: kubectl atlas-pe up ape/shop -n default --vpc-id ${vpcId} --subnet-id ${subnets.a} --security-group-id ${groups.open} --ip-address-type ipv4 --region us-east-1 --tag team=shop
apiVersion: atlas.mongodb.com/v1
kind: AtlasPrivateEndpoint
metadata:
  name: shop
  namespace: default
  labels:
    team: shop
  annotations:
    note: ours
spec:
  projectRef:
    name: shop
  provider: AWS
  region: US_EAST_1
  awsConfiguration:
    - id: vpce-026b4c868ce5d755d
`,
      );
      assert.deepEqual([seen.stderr, seen.code], ['', 0]);
    }));

  test('an item of a project becomes an object of its own, with the order of steps in which Atlas keeps the service', () =>
    inWorld({ generation: 'v2.15' }, async (world) => {
      world.declareInProject([{ provider: 'AWS', region: 'US_EAST_1' }]);
      await world.operator.settled();
      await world.run(`create ap/shop --endpoint AWS/US_EAST_1 ${placedInGroup(world)}`);
      await world.run('link ap/shop --endpoint AWS/US_EAST_1');
      const seen = await world.run('export ap/shop');
      const manifest = load(seen.stdout) as { readonly spec: object; readonly metadata: object };
      assert.deepEqual(manifest.metadata, { name: 'shop-us-east-1', namespace: 'default' });
      assert.deepEqual(manifest.spec, {
        projectRef: { name: 'shop' },
        provider: 'AWS',
        region: 'US_EAST_1',
        awsConfiguration: [{ id: 'vpce-026b4c868ce5d755d' }],
      });
      const printed = [...seen.stdout.matchAll(/kubectl atlas-pe (\S+)/g)].map(([, verb]) => verb);
      assert.deepEqual(
        printed.filter((verb) => !verbs.some(({ name }) => name === verb)),
        [],
        'every command of ours that is printed exists',
      );
      const steps = seen.stdout.split('\n').filter((line) => /^# \d\. /.test(line));
      assert.equal(steps.length, 5);
      assert.match(
        steps[0] ?? '',
        /kubectl annotate atlasproject\/shop -n default mongodb\.com\/atlas-reconciliation-policy=skip$/,
      );
      assert.ok(
        steps[1]?.endsWith(
          `: kubectl patch atlasproject/shop -n default --type=json -p '[{"op":"add","path":"/spec/privateEndpoints/0/ip","value":""}]'`,
        ),
        steps[1],
      );
    }));

  test('an item that lacks a part is refused, since the object would lack the endpoint and the operator would remove it', () =>
    inWorld({ cloud: 'AZURE', generation: 'v2.15' }, async (world) => {
      const id =
        '/subscriptions/11111111-2222-4333-8444-555555555555/resourceGroups/shop/providers/Microsoft.Network/privateEndpoints/atlas-shop';
      world.declareInProject([{ provider: 'AZURE', region: 'EUROPE_NORTH', id }]);
      assert.deepEqual(await world.run('export ap/shop'), {
        stdout: '',
        stderr: `error: the item AZURE/EUROPE_NORTH of atlasproject/shop names ${id}, but lacks details that an AtlasPrivateEndpoint needs, and without them the operator would remove the endpoint from Atlas
hint: complete the item first: kubectl edit atlasproject/shop -n default
`,
        code: 1,
      });
    }));

  test('what the cloud does not tell is a warning, and the manifest is printed all the same', () =>
    connected.AWS(async (world) => {
      const refused = {
        action: 'DescribeVpcEndpoints',
        code: 'UnauthorizedOperation',
        message: 'You are not authorized.',
        times: Infinity,
      };
      world.ec2.fail(refused);
      const seen = await world.run('export ape/shop');
      assert.match(seen.stderr, /^warning: the cloud endpoint vpce-026b4c868ce5d755d could not be read: /);
      assert.match(
        seen.stdout,
        /^# Its cloud endpoint is vpce-026b4c868ce5d755d, about which no more could be read\.$/m,
      );
      assert.equal(seen.code, 0);
      const engine = await world.run('export ape/shop --cloud-as terraform');
      assert.match(
        engine.stderr,
        /^error: shop of atlasprivateendpoint\/shop has vpce-026b4c868ce5d755d, which could not be read: /m,
      );
      assert.deepEqual([engine.stdout, engine.code], ['', 1]);
    }));

  test('Ctrl-C while the cloud is asked ends it: nothing is printed as if the cloud had not told', () =>
    connected.AWS(async (world) => {
      world.ec2.fail({ action: 'DescribeVpcEndpoints', code: 'RequestLimitExceeded', status: 503, times: Infinity });
      const seen = await world.run('export ape/shop', { stopAt: /trying again/ });
      assert.match(seen.stderr, /^warning: .*trying again: .*\nerror: interrupted/);
      assert.deepEqual([seen.stdout, seen.code], ['', 130]);
    }));

  test('where nothing declares an endpoint, or the tool cannot keep it, that is said', () =>
    inWorld({}, async (world) => {
      world.deployCluster();
      const none = await world.run('export ad/orders');
      assert.equal(
        none.stderr,
        'error: atlasdeployment/orders in namespace default declares no private endpoint that could be exported\nhint: look at what there is with: kubectl atlas-pe status ad/orders -n default\n',
      );
      const unknown = await world.run('export ad/orders --cloud-as pulumi');
      assert.equal(
        unknown.stderr,
        'error: invalid value "pulumi" for --cloud-as: not terraform, ack, aso, crossplane or config-connector\n',
      );
      assert.deepEqual([none.code, unknown.code], [1, 1]);
    }));
});

suite('export --cloud-as', (test) => {
  test('Terraform imports an endpoint of AWS by its id', () =>
    connected.AWS(async (world) => {
      const { stdout, code } = await world.run('export ape/shop --cloud-as terraform');
      const { vpcId, subnets, groups } = world.account;
      const { uid } = world.kubernetes.store.get('atlasprivateendpoints', 'default', 'shop')?.metadata ?? {};
      assert.equal(
        stdout,
        `# The AWS provider must be configured for us-east-1.
import {
  to = aws_vpc_endpoint.shop
  id = "vpce-026b4c868ce5d755d"
}

resource "aws_vpc_endpoint" "shop" {
  vpc_id              = "${vpcId}"
  service_name        = "com.amazonaws.vpce.us-east-1.vpce-svc-0eb5d7e987976588b"
  vpc_endpoint_type   = "Interface"
  subnet_ids          = ["${subnets.a}"]
  security_group_ids  = ["${groups.open}"]
  private_dns_enabled = false
  tags = {
    "Name"                      = "atlas-pe default/shop"
    "kubectl-atlas-pe/uid"      = "${uid}"
    "kubectl-atlas-pe/endpoint" = "shop"
    "kubectl-atlas-pe/source"   = "default/atlasprivateendpoint/shop"
    "team"                      = "shop"
  }
}
`,
      );
      assert.equal(code, 0);
    }));

  for (const cloud of ['AWS', 'AZURE', 'GCP'] as const)
    test(`HashiCorp's own parser reads what is printed for ${cloud}`, () =>
      connected[cloud](async (world) => {
        const { stdout, stderr, code } = await world.run('export ape/shop --cloud-as terraform');
        assert.deepEqual([stderr, code], ['', 0]);
        const read = await parseTerraform(stdout);
        const made = Object.entries(read.resource).flatMap(([type, all]) =>
          Object.keys(all).map((name) => `${type}.${name}`),
        );
        assert.deepEqual(
          (read.import ?? []).map(({ to }) => to.replace(/^\$\{(.*)\}$/, '$1')).toSorted(),
          made.toSorted(),
        );
      }));

  test('of several endpoints of an object each has a name of its own, whichever of them are exported', () =>
    connected.AWS(async (world) => {
      const { vpcId, subnets } = world.account;
      const second = await createByHand(service, vpcId, [subnets.c]);
      world.kubernetes.store.edit('atlasprivateendpoints', 'default', 'shop', (object) => {
        const spec: object = Object(object['spec']);
        object['spec'] = { ...spec, awsConfiguration: [{ id: first }, { id: second }] };
      });
      const names = async (commandLine: string): Promise<readonly string[]> => {
        const { stdout, stderr, code } = await world.run(commandLine);
        assert.deepEqual([stderr, code], ['', 0]);
        return Object.keys((await parseTerraform(stdout)).resource['aws_vpc_endpoint'] ?? {}).toSorted();
      };
      const both = [first, second].map((id) => `shop_${id.replaceAll('-', '_')}`).toSorted();
      assert.deepEqual(await names('export ape/shop --cloud-as terraform'), both);
      assert.deepEqual(await names(`export ape/shop --endpoint ${second} --cloud-as terraform`), [
        `shop_${second.replaceAll('-', '_')}`,
      ]);
    }));

  for (const [cloud, engine, others] of [
    ['AWS', 'aso', 'terraform, ack or crossplane'],
    ['AZURE', 'ack', 'terraform, aso or crossplane'],
    ['GCP', 'crossplane', 'terraform or config-connector'],
  ] as const)
    test(`${engine} keeps no endpoint of ${cloud}, and the error names who does`, () =>
      connected[cloud](async (world) => {
        const { stderr, code } = await world.run(`export ape/shop --cloud-as ${engine}`);
        assert.match(
          stderr,
          new RegExp(`cannot manage an endpoint on ${cloud}\nhint: choose another tool with --cloud-as ${others}\n$`),
        );
        assert.equal(code, 1);
      }));
});
