import assert from 'node:assert/strict';
import { suite } from '../harness/suite.ts';
import { type World, inWorld } from '../harness/world.ts';

const id = 'vpce-026b4c868ce5d755d';
const head = `warning: ${id} already exists and differs from the flags:`;
const azureNetwork =
  '/subscriptions/11111111-2222-4333-8444-555555555555/resourceGroups/shop/providers/Microsoft.Network/virtualNetworks/prod';

/** A linked endpoint on AWS, in one subnet. */
function linked(body: (world: World) => Promise<void>): Promise<void> {
  return inWorld({}, async (world) => {
    world.deploy();
    const { vpcId, subnets, groups } = world.account;
    const seen = await world.run(
      `up orders --vpc-id ${vpcId} --subnet-id ${subnets.a} --security-group-id ${groups.open}`,
    );
    assert.equal(seen.code, 0, seen.stderr);
    await body(world);
  });
}

/** The warnings of a command that goes on and changes nothing. */
async function warnings(world: World, command: string): Promise<string> {
  const places = (): unknown => [
    world.ec2.endpoints('us-east-1').map((each) => ({ ...each, state: undefined })),
    world.arm.endpoints(),
    world.compute.rules(),
  ];
  const before = places();
  const seen = await world.run(command);
  assert.equal(seen.code, 0, seen.stderr);
  assert.deepEqual(places(), before);
  return seen.stderr
    .split('\n')
    .filter((line) => line.startsWith('warning: '))
    .join('\n');
}

suite('flags that an existing endpoint is unlike', (test) => {
  test('the flags that it was made with are not warned of', () =>
    linked(async (world) => {
      const { vpcId, subnets, groups } = world.account;
      assert.equal(
        await warnings(
          world,
          `up orders --vpc-id ${vpcId} --subnet-id ${subnets.a} --security-group-id ${groups.open} --region us-east-1`,
        ),
        '',
      );
    }));

  for (const verb of ['up', 'create']) {
    test(`another subnet: ${verb} says what there is, and the command that changes it`, () =>
      linked(async (world) => {
        const { a, b } = world.account.subnets;
        assert.equal(
          await warnings(world, `${verb} orders --subnet-id ${b}`),
          `${head} --subnet-id is ${a}, not ${b}; it is left as it is; change it with: aws ec2 modify-vpc-endpoint --region us-east-1 --vpc-endpoint-id ${id} --add-subnet-ids ${b} --remove-subnet-ids ${a}`,
        );
      }));
  }

  test('a subnet beside the one that is there, another group and a tag each have their command', () =>
    linked(async (world) => {
      const { subnets, groups } = world.account;
      assert.equal(
        await warnings(
          world,
          `up orders --subnet-id ${subnets.a},${subnets.b} --security-group-id ${groups.web} --tag team=shop`,
        ),
        `${head} --subnet-id is ${subnets.a}, not ${subnets.a},${subnets.b}; it is left as it is; change it with: aws ec2 modify-vpc-endpoint --region us-east-1 --vpc-endpoint-id ${id} --add-subnet-ids ${subnets.b}
${head} --security-group-id is ${groups.open}, not ${groups.web}; it is left as it is; change it with: aws ec2 modify-vpc-endpoint --region us-east-1 --vpc-endpoint-id ${id} --add-security-group-ids ${groups.web} --remove-security-group-ids ${groups.open}
${head} it lacks --tag team=shop; it is left as it is; change it with: aws ec2 create-tags --region us-east-1 --resources ${id} --tags Key=team,Value=shop`,
      );
    }));

  test('another VPC is only for a new endpoint', () =>
    linked(async (world) => {
      const { vpcId, subnets } = world.account;
      assert.equal(
        await warnings(world, `up orders --vpc-id vpc-0123456789abcdef0 --subnet-id ${subnets.b}`),
        `${head} --vpc-id is ${vpcId}, not vpc-0123456789abcdef0, --subnet-id is ${subnets.a}, not ${subnets.b}; it is left as it is, and some of this cannot be changed; to replace it, delete it with: kubectl atlas-pe delete atlasdeployment/orders -n default --endpoint orders-pe  and run the same command again`,
      );
    }));

  test('another region, in which it is not looked for silently, is an error that names the region', () =>
    linked(async (world) => {
      const seen = await world.run('up orders --region eu-west-1');
      assert.match(
        seen.stderr,
        new RegExp(
          `^error: Atlas reports AVAILABLE, but the cloud endpoint ${id} does not exist in: AWS account 123456789012 .*, region eu-west-1\nhint: nothing can connect through it; if it is elsewhere, say where with --region and --profile; `,
          'm',
        ),
      );
      assert.equal(seen.code, 1);
    }));

  test('before it is linked, the one that is found is not like the flags either', () =>
    inWorld({}, async (world) => {
      world.deploy();
      const { a, b } = world.account.subnets;
      await world.run(`create orders --vpc-id ${world.account.vpcId} --subnet-id ${a}`);
      const text = await world.run(`up orders --vpc-id ${world.account.vpcId} --subnet-id ${b}`);
      assert.equal(text.code, 0, text.stderr);
      assert.equal(
        text.stderr.split('\n').filter((line) => line.startsWith(`${head} --subnet-id is ${a}, not ${b}; `)).length,
        1,
        text.stderr,
      );
    }));

  test('on Azure nothing but tags can be changed', () =>
    inWorld({ cloud: 'AZURE' }, async (world) => {
      world.deploy();
      const place = `--subnet ${azureNetwork}/subnets/endpoints`;
      assert.equal((await world.run(`up orders ${place} --private-endpoint-name pe`)).code, 0);
      const pe =
        '/subscriptions/11111111-2222-4333-8444-555555555555/resourceGroups/shop/providers/Microsoft.Network/privateEndpoints/pe';
      assert.equal(await warnings(world, `up orders ${place.toUpperCase().replace('--SUBNET', '--subnet')}`), '');
      assert.equal(
        await warnings(world, `up orders ${place} --tag team=shop`),
        `warning: ${pe} already exists and differs from the flags: it lacks --tag team=shop; it is left as it is; change it with: az tag update --resource-id ${pe} --operation merge --tags team=shop`,
      );
      assert.equal(
        await warnings(world, `up orders --subnet ${azureNetwork}/subnets/nodes --resource-group other`),
        `warning: ${pe} already exists and differs from the flags: --subnet is ${azureNetwork}/subnets/endpoints, not ${azureNetwork}/subnets/nodes, --resource-group is shop, not other; it is left as it is, and some of this cannot be changed; to replace it, delete it with: kubectl atlas-pe delete atlasdeployment/orders -n default --endpoint orders-pe  and run the same command again`,
      );
    }));

  test('on Google Cloud the global access and labels can be changed, the subnetwork and the project cannot', () =>
    inWorld({ cloud: 'GCP', generation: 'v2.15' }, async (world) => {
      world.deployCluster();
      const described = 'ape/shop-gcp --project shop --provider GCP --region europe-west1';
      const made = await world.run(`up ${described} --subnetwork endpoints --refresh`);
      assert.equal(made.code, 0, made.stderr);
      const [rule = ''] = world.compute.rules().map(({ name }) => name.slice(name.lastIndexOf('/') + 1));
      const known = 'projects/shop-prod/regions/europe-west1/subnetworks/endpoints';
      const lead = `warning: ${rule} already exists and differs from the flags:`;
      for (const same of ['endpoints', known, `https://www.googleapis.com/compute/v1/${known}`])
        assert.equal(await warnings(world, `up ape/shop-gcp --subnetwork ${same} --network prod`), '');
      assert.equal(
        await warnings(world, 'up ape/shop-gcp --subnetwork endpoints --no-global-access --tag team=shop'),
        `${lead} it was created without --no-global-access; it is left as it is; change it with: gcloud compute forwarding-rules update ${rule} --no-allow-psc-global-access --project shop-prod --region europe-west1
${lead} it lacks --tag team=shop; it is left as it is; change it with: gcloud compute forwarding-rules update ${rule} --update-labels team=shop --project shop-prod --region europe-west1`,
      );
      assert.equal(
        await warnings(world, 'up ape/shop-gcp --subnetwork other --gcp-project another-project'),
        `${lead} --subnetwork is ${known}, not other, --gcp-project is shop-prod, not another-project; it is left as it is, and some of this cannot be changed; to replace it, delete it with: kubectl atlas-pe delete atlasprivateendpoint/shop-gcp -n default --endpoint ${rule} --gcp-project another-project  and run the same command again`,
      );
    }));
});

/** The hint of a refusal of what an existing object says otherwise. */
function hint(flag: string): string {
  return `hint: omit --${flag}, choose another name for a new object, or change this one with: kubectl edit atlasprivateendpoint/shop-us -n default\n`;
}

suite('flags that an existing object is unlike', (test) => {
  test('another project, or other credentials, are refused', () =>
    inWorld({ generation: 'v2.15' }, async (world) => {
      world.deployCluster();
      const place = 'ape/shop-us --provider AWS --region us-east-1';
      assert.equal((await world.run(`create ${place} --project shop`)).code, 0);
      const same = await world.run(`create ${place} --project default/shop`);
      assert.equal(same.code, 0, same.stderr);
      const refused = async (flags: string): Promise<string> => {
        const seen = await world.run(`create ${place} ${flags}`);
        assert.deepEqual([seen.stdout, seen.code], ['', 1]);
        return seen.stderr;
      };
      assert.equal(
        await refused('--project other'),
        `error: atlasprivateendpoint/shop-us exists, with the project default/shop, not default/other\n${hint('project')}`,
      );
      assert.equal(
        await refused('--project-id 65a1f0c2e4b0a1b2c3d4e5ff --connection-secret key'),
        `error: atlasprivateendpoint/shop-us exists, with the project default/shop, not 65a1f0c2e4b0a1b2c3d4e5ff\n${hint('project-id')}`,
      );
      assert.equal(
        await refused('--project shop --connection-secret key'),
        `error: atlasprivateendpoint/shop-us exists, with the connection secret of its project, not key\n${hint('connection-secret')}`,
      );
    }));

  test('--legacy-until is for a new object only', () =>
    inWorld({ cloud: 'GCP', generation: 'v2.15' }, async (world) => {
      world.deployCluster();
      await world.run('create ape/shop-gcp --project shop --provider GCP --region europe-west1');
      const seen = await world.run('create ape/shop-gcp --legacy-until 2027-04-30');
      assert.equal(
        seen.stderr.split('\n')[1],
        'warning: --legacy-until is not applied: atlasprivateendpoint/shop-gcp exists and asks for port mapping (spec.portMappingEnabled); for a service without port mapping, delete the object with: kubectl atlas-pe delete atlasprivateendpoint/shop-gcp -n default  and run the same command again',
      );
      assert.equal(seen.code, 0);
    }));
});

suite('flags without an effect', (test) => {
  test('up --refresh of a serverless deployment', () =>
    linked(async (world) => {
      const text =
        'warning: --refresh has no effect here: the operator writes the string of atlasdeployment/orders by itself';
      assert.equal(await warnings(world, 'up orders --refresh'), text);
    }));

  test('secret --timeout without anything that waits', () =>
    linked(async (world) => {
      const text = 'warning: --timeout has no effect without --wait or --refresh: reading does not wait';
      assert.equal(await warnings(world, 'secret orders --timeout 5m'), text);
      assert.equal(await warnings(world, 'secret orders --timeout 5m --wait'), '');
    }));

  test('--from-nodes for an endpoint that has its cloud endpoint', () =>
    linked(async (world) => {
      const seen = await world.run('up orders --from-nodes');
      assert.match(
        seen.stderr,
        new RegExp(
          `^note: endpoint "orders-pe" of atlasdeployment/orders already has the cloud endpoint ${id}, so no placement is chosen\n`,
        ),
      );
      assert.equal(seen.code, 0);
    }));
});
