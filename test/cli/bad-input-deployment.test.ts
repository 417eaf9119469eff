import { refuses } from '../harness/bad-input.ts';
import { suite } from '../harness/suite.ts';

suite('a deployment that cannot be used', (test) => {
  refuses(test, {
    when: 'none has that name, but one a similar one',
    given: (world) => world.deploy(),
    command: 'create oders',
    stderr: `
Error from server (NotFound): atlasdeployments.atlas.mongodb.com "oders" not found in namespace default
hint: did you mean "orders"?
`,
  });
  refuses(test, {
    when: 'the namespace has none',
    command: 'up orders -n default',
    stderr: `
Error from server (NotFound): atlasdeployments.atlas.mongodb.com "orders" not found in namespace default
hint: namespace default has none; search all namespaces with: kubectl get atlasdeployments -A
`,
  });
  refuses(test, {
    when: 'the type is unknown',
    command: 'create pod/orders',
    stderr: `
error: invalid source "pod/orders": the type "pod" is not one of atlasdeployment (ad), atlasprivateendpoint (ape), atlasproject (ap)
hint: write NAME or TYPE/NAME, such as ad/orders
`,
  });
  refuses(test, {
    when: 'it is a dedicated cluster',
    given: (world) =>
      void world.kubernetes.store.create({
        kind: 'AtlasDeployment',
        metadata: { name: 'big' },
        spec: { deploymentSpec: { name: 'big' } },
      }),
    command: 'create big',
    stderr: `
error: atlasdeployment/big is not serverless: it describes a dedicated cluster
hint: a dedicated cluster's private endpoints are declared by an AtlasPrivateEndpoint, not by the deployment
`,
  });
  refuses(test, {
    when: 'it is a Flex cluster, and its status is asked for',
    given: (world) =>
      void world.kubernetes.store.create({
        kind: 'AtlasDeployment',
        metadata: { name: 'flex' },
        spec: { flexSpec: { name: 'flex' } },
      }),
    command: 'status flex',
    stderr: `
error: atlasdeployment/flex is not serverless: it describes a Flex cluster
hint: Atlas offers no private endpoints for Flex clusters; they need a dedicated cluster (M10 or larger)
`,
  });
  refuses(test, {
    when: 'it is a free cluster',
    given: (world) =>
      void world.kubernetes.store.create({
        kind: 'AtlasDeployment',
        metadata: { name: 'free' },
        spec: {
          deploymentSpec: {
            replicationSpecs: [{ regionConfigs: [{ providerName: 'TENANT', regionName: 'US_EAST_1' }] }],
          },
        },
      }),
    command: 'create free',
    stderr: `
error: atlasdeployment/free is not serverless: it describes a free or shared cluster
hint: Atlas offers no private endpoints for M0, M2 and M5 clusters; they need a dedicated cluster (M10 or larger)
`,
  });
  refuses(test, {
    when: 'it runs on GCP',
    given: (world) => world.deploy({ provider: 'GCP' }),
    command: 'create orders',
    stderr: `
error: atlasdeployment/orders runs on GCP, where serverless instances have no private endpoints
hint: Atlas offers them only on AWS and Azure; on GCP, use a dedicated cluster
`,
  });
  refuses(test, {
    when: 'it names no provider: it is not taken for one on AWS',
    given: (world) => {
      world.deploy();
      world.kubernetes.store.edit('atlasdeployments', 'default', 'orders', (object) => {
        const spec = object['spec'] as { serverlessSpec: { providerSettings: object } };
        spec.serverlessSpec.providerSettings = { providerName: 'SERVERLESS', regionName: 'US_EAST_1' };
      });
    },
    command: 'create orders',
    stderr: `
error: atlasdeployment/orders does not say which cloud it runs on: its providerSettings name no provider
hint: set backingProviderName: kubectl edit atlasdeployment/orders -n default
`,
  });
  refuses(test, {
    when: 'the id is one of no cloud',
    given: (world) => world.deploy({ privateEndpoints: [{ name: 'orders-pe' }] }),
    command: 'link orders --id pe-1',
    stderr: `
error: invalid value "pe-1" for --id: not a VPC endpoint id
hint: it looks like --id=vpce-0123456789abcdef0; without it, the endpoint is looked up by tag, then by service name
`,
  });
  refuses(test, {
    when: 'a label stands in the spec twice',
    given: (world) => world.deploy({ privateEndpoints: [{ name: 'a' }, { name: 'b' }, { name: 'a' }] }),
    command: 'create orders --endpoint b',
    stderr: `
error: atlasdeployment/orders declares the endpoint "a" twice; a label must be unique
hint: remove one of them: kubectl edit atlasdeployment/orders -n default
`,
  });
  refuses(test, {
    when: 'an item of the spec has no name',
    given: (world) => world.deploy({ privateEndpoints: [{ cloudProviderEndpointID: 'vpce-0a1b2c3d' }] }),
    command: 'create orders',
    stderr: `
error: atlasdeployment/orders declares an endpoint without a name
hint: give it one: kubectl edit atlasdeployment/orders -n default
`,
  });
  refuses(test, {
    when: 'the operator no longer reconciles serverless endpoints',
    options: { generation: 'v2.15' },
    given: (world) => world.deploy(),
    command: 'create orders',
    stderr: `
error: atlasdeployment/orders is Unsupported: this cluster's operator (2.12 or later) no longer reconciles serverless private endpoints, and Atlas retired serverless instances on 2026-01-22
hint: use a dedicated cluster (M10 or larger) with an AtlasPrivateEndpoint: https://dochub.mongodb.org/core/atlas-flex-migration
`,
  });
});

suite('an endpoint that cannot be linked', (test) => {
  refuses(test, {
    when: 'the label is not in the spec, but a similar one is',
    given: (world) => world.deploy({ privateEndpoints: [{ name: 'alpha' }] }),
    command: 'link orders --endpoint alhpa',
    stderr: `
error: atlasdeployment/orders has no endpoint "alhpa"
hint: did you mean --endpoint alpha?
`,
  });
  refuses(test, {
    when: 'the deployment declares none',
    given: (world) => world.deploy(),
    command: 'link orders',
    stderr: `
error: atlasdeployment/orders declares no private endpoint
hint: declare one with: kubectl atlas-pe create atlasdeployment/orders -n default
`,
  });
  refuses(test, {
    when: 'several could be meant',
    given: (world) => world.deploy({ privateEndpoints: [{ name: 'alpha' }, { name: 'beta' }] }),
    command: 'link orders --id vpce-0123456789abcdef0',
    stderr: `
error: atlasdeployment/orders declares several endpoints: alpha, beta
hint: choose one with --endpoint alpha
`,
  });
  refuses(test, {
    when: 'the status does not know the label yet',
    given: (world) => {
      world.operator.paused = true;
      world.deploy({ privateEndpoints: [{ name: 'alpha' }] });
    },
    command: 'link orders',
    stderr: `
error: the service of endpoint "alpha" of atlasdeployment/orders is not reserved yet; last seen: nothing yet
hint: wait for it with: kubectl atlas-pe create atlasdeployment/orders -n default --endpoint alpha
`,
  });
  refuses(test, {
    when: 'the service is still being reserved',
    given: (world) => world.deploy({ privateEndpoints: [{ name: 'alpha' }] }),
    command: 'link orders',
    stderr: `
error: the service of endpoint "alpha" of atlasdeployment/orders is not reserved yet; last seen: RESERVATION_REQUESTED
hint: wait for it with: kubectl atlas-pe create atlasdeployment/orders -n default --endpoint alpha
`,
  });
  refuses(test, {
    when: 'only Atlas still has it',
    given: async (world) => {
      world.operator.paused = true;
      world.deploy();
      world.kubernetes.store.edit(
        'atlasdeployments',
        'default',
        'orders',
        (o) => (o['status'] = { serverlessPrivateEndpoints: [{ name: 'old', status: 'DELETING' }] }),
        'status',
      );
    },
    command: 'link orders --endpoint old',
    stderr: `
error: endpoint "old" of atlasdeployment/orders is no longer in the spec; Atlas still shows it as DELETING
hint: declare it again with: kubectl atlas-pe create atlasdeployment/orders -n default --endpoint old
`,
  });
  refuses(test, {
    when: 'the id is the one of the service',
    command: 'link orders --id vpce-svc-0123456789abcdef0',
    stderr: `
error: invalid value "vpce-svc-0123456789abcdef0" for --id: not a VPC endpoint id
hint: that is the id of Atlas's endpoint service; the interface endpoint in your VPC has an id like vpce-0123456789abcdef0
`,
  });
  refuses(test, {
    when: 'the cloud is not to be looked at, but no id is given',
    command: 'link orders --skip-cloud-check',
    stderr: `
error: --skip-cloud-check requires --id
hint: give --id, or omit --skip-cloud-check to have the endpoint looked up in the cloud
`,
  });
});
