import { refuses } from '../harness/bad-input.ts';
import { suite } from '../harness/suite.ts';

const make = 'create ape/x --project shop --provider AWS --region US_EAST_1';

suite('an AtlasPrivateEndpoint that cannot be', (test) => {
  refuses(test, {
    when: 'a second object for the same project, provider and region',
    given: (world) => world.addService(),
    command: make,
    stderr: `
error: atlasprivateendpoint/shop-us in namespace default already declares this project's endpoint service on AWS in US_EAST_1: with atlasprivateendpoint/x as a second object, each would delete the other's endpoints
hint: use that one, which can have any number of endpoints: kubectl atlas-pe create atlasprivateendpoint/shop-us -n default --endpoint LABEL
`,
  });

  refuses(test, {
    when: 'the same, where one object names the project and the other its id in Atlas',
    given: (world) => world.addService(),
    command:
      'create ape/x --project-id 65a1f0c2e4b0a1b2c3d4e5f6 --connection-secret key --provider AWS --region US_EAST_1',
    stderr: `
error: atlasprivateendpoint/shop-us in namespace default already declares this project's endpoint service on AWS in US_EAST_1: with atlasprivateendpoint/x as a second object, each would delete the other's endpoints
hint: use that one, which can have any number of endpoints: kubectl atlas-pe create atlasprivateendpoint/shop-us -n default --endpoint LABEL
`,
  });

  refuses(test, {
    when: 'two that are there already, before anything is linked',
    given: (world) => {
      world.addService();
      world.addService({ name: 'twin' });
    },
    command: 'link twin --id vpce-0123456789abcdef0 --skip-cloud-check',
    stderr: `
error: atlasprivateendpoint/shop-us in namespace default already declares this project's endpoint service on AWS in US_EAST_1: with atlasprivateendpoint/twin as a second object, each would delete the other's endpoints
hint: use that one, which can have any number of endpoints: kubectl atlas-pe create atlasprivateendpoint/shop-us -n default --endpoint LABEL
`,
  });

  refuses(test, {
    when: "a project's own list declares the same service",
    given: (world) => {
      world.kubernetes.store.edit('atlasprojects', 'default', 'shop', (object) => {
        object['spec'] = { name: 'Shop', privateEndpoints: [{ provider: 'AWS', region: 'us-east-1' }] };
      });
    },
    command: make,
    stderr: `
error: atlasproject/shop in namespace default already declares this project's endpoint service on AWS in US_EAST_1: atlasprivateendpoint/x would delete its endpoints
hint: use the project's item: kubectl atlas-pe up ap/shop -n default --endpoint AWS/US_EAST_1; to have AtlasPrivateEndpoints instead of its items: kubectl atlas-pe migrate ap/shop -n default
`,
  });

  refuses(test, {
    when: 'another region',
    given: (world) => world.addService(),
    command: 'create ape/shop-us --project shop --provider AWS --region eu-west-1',
    stderr: `
error: atlasprivateendpoint/shop-us is for US_EAST_1, and changing it to EU_WEST_1 is refused: the operator ignores another region once it has a service
hint: each object is for one provider and region; create another: kubectl atlas-pe create ape/NAME -n default --provider AWS --region EU_WEST_1 …
`,
  });

  refuses(test, {
    when: 'another provider',
    given: (world) => world.addService(),
    command: 'create shop-us --provider AZURE --region northeurope',
    stderr: `
error: atlasprivateendpoint/shop-us is for AWS, and changing it to AZURE is refused: the operator would create a new service and leave the old one in Atlas indefinitely
hint: each object is for one provider and region; create another: kubectl atlas-pe create ape/NAME -n default --provider AZURE --region EUROPE_NORTH …
`,
  });

  refuses(test, {
    when: 'it is not there and its project is not named',
    command: 'create ape/x --provider AWS --region US_EAST_1',
    stderr: `
error: atlasprivateendpoint/x does not exist yet, and no project is given for it
hint: give it with --project PROJECT, or with --project-id ID --connection-secret SECRET
`,
  });

  refuses(test, {
    when: 'it is not there and nothing describes it',
    command: 'create ape/x',
    stderr: `
Error from server (NotFound): atlasprivateendpoints.atlas.mongodb.com "x" not found in namespace default
hint: namespace default has none; search all namespaces with: kubectl get atlasprivateendpoints -A
`,
  });

  refuses(test, {
    when: 'the provider is missing',
    command: 'create ape/x --project shop --region US_EAST_1',
    stderr: `
error: --provider is missing: an AtlasPrivateEndpoint is for one cloud and region
hint: give it with --provider AWS, --provider AZURE or --provider GCP, and the region with --region
`,
  });

  refuses(test, {
    when: 'the provider is none',
    command: 'create ape/x --project shop --provider AWZ --region US_EAST_1',
    stderr: `
error: invalid value "AWZ" for --provider: not AWS, AZURE or GCP
hint: for another cloud, create the object with kubectl: this plugin creates no endpoints there
`,
  });

  refuses(test, {
    when: 'the region is missing',
    command: 'create ape/x --project shop --provider AZURE',
    stderr: `
error: --region is missing: an AtlasPrivateEndpoint is for one cloud and region
hint: give the region of the cluster, such as --region EUROPE_NORTH or northeurope
`,
  });

  refuses(test, {
    when: 'the region is none',
    command: 'create ape/x --project shop --provider AWS --region virginia',
    stderr: `
error: invalid value "virginia" for --region: not a region of AWS
hint: write it like us-east-1 or US_EAST_1
`,
  });

  refuses(test, {
    when: 'both ways to name the project',
    command: `${make} --project-id 65a1f0c2e4b0a1b2c3d4e5f6`,
    stderr: `
error: --project and --project-id are mutually exclusive: one names an AtlasProject, the other its id in Atlas
hint: omit one of them
`,
  });

  refuses(test, {
    when: 'a project id without the Secret of its key',
    command: 'create ape/x --project-id 65a1f0c2e4b0a1b2c3d4e5f6 --provider AWS --region US_EAST_1',
    stderr: `
error: --project-id requires --connection-secret: the Secret with the project's API key
hint: it is a Secret in the same namespace with orgId, publicApiKey and privateApiKey
`,
  });

  refuses(test, {
    when: 'the operator is too old for it',
    options: { generation: 'v1.6' },
    command: make,
    stderr: `
error: this cluster does not serve atlasprivateendpoints.atlas.mongodb.com, which operator 2.6.0 introduced
hint: upgrade the operator and its CRDs; check with: kubectl api-resources --api-group=atlas.mongodb.com
`,
  });

  refuses(test, {
    when: 'a name that two kinds have',
    given: (world) => {
      world.deploy({ name: 'shop-us' });
      world.addService();
    },
    command: 'create shop-us',
    stderr: `
error: several objects are named "shop-us": atlasdeployment/shop-us, atlasprivateendpoint/shop-us
hint: choose one with: kubectl atlas-pe create atlasdeployment/shop-us -n default
  or: kubectl atlas-pe create atlasprivateendpoint/shop-us -n default
`,
  });

  refuses(test, {
    when: 'a region that the service is not reached from',
    given: (world) => world.addService(),
    command: 'link shop-us --id vpce-0123456789abcdef0 --region eu-west-1',
    stderr: `
error: atlasprivateendpoint/shop-us is for US_EAST_1, and its service does not accept endpoints from eu-west-1
hint: create another object for that region, or, with operator 2.15 or later and a sharded cluster, add it to spec.supportedRegions: kubectl edit atlasprivateendpoint/shop-us -n default
`,
  });

  refuses(test, {
    when: 'a dedicated deployment has no such object: the commands that make them are proposed',
    given: (world) => world.deployCluster({ regions: ['US_EAST_1', 'EU_WEST_1'] }),
    command: 'up orders',
    stderr: `
error: 4 answers are missing, and this run cannot ask: whether to create atlasprivateendpoint/orders-us-east-1 for AWS US_EAST_1, atlasprivateendpoint/orders-eu-west-1 for AWS EU_WEST_1; where to create the cloud endpoint of endpoint "orders-us-east-1" of atlasprivateendpoint/orders-us-east-1; where to create the cloud endpoint of endpoint "orders-eu-west-1" of atlasprivateendpoint/orders-eu-west-1; whether to have the operator rewrite secret/shop-orders-app, which would otherwise lack the string of the endpoint (--refresh or --refresh=false)
hint: nothing was changed; run: kubectl atlas-pe up orders --yes --refresh; give --subnet-id REGION=VALUE for each region
`,
  });

  refuses(test, {
    when: 'a region that the cluster is not in',
    given: (world) => world.deployCluster(),
    command: 'create orders --region eu-west-1',
    stderr: `
error: atlasdeployment/orders is not in the region eu-west-1
hint: its regions are: US_EAST_1
`,
  });

  refuses(test, {
    when: 'it is for something else',
    given: (world) => world.addService({ provider: 'TENANT', region: 'EASTERN_US' }),
    command: 'create shop-us',
    stderr: `
error: atlasprivateendpoint/shop-us is for TENANT, where this plugin creates no endpoints
hint: create the endpoint with the cloud's own tools and write it into the spec with kubectl edit
`,
  });
});
