import { refuses } from '../harness/bad-input.ts';
import { suite } from '../harness/suite.ts';
import type { World } from '../harness/world.ts';

const item = { provider: 'AWS', region: 'US_EAST_1' };
const why = 'spec.privateEndpoints of an AtlasProject is deprecated, and its status has no state for each endpoint';

async function linked(world: World): Promise<void> {
  world.declareInProject([{ ...item, id: 'vpce-0123456789abcdef0' }]);
  await world.operator.settled();
  await world.clock.foreground.sleep(60_000);
}

suite('an endpoint of an AtlasProject that cannot be', (test) => {
  for (const verb of ['create', 'up']) {
    refuses(test, {
      when: `a new one, by ${verb}, without --legacy`,
      command: `${verb} ap/shop --endpoint AWS/us-east-1`,
      stderr: `
error: atlasproject/shop declares no endpoint "AWS/US_EAST_1", and a new one is refused: ${why}
hint: create an AtlasPrivateEndpoint instead: kubectl atlas-pe ${verb} ape/NAME -n default --project shop --provider AWS --region US_EAST_1
  or add it here anyway: kubectl atlas-pe ${verb} atlasproject/shop -n default --endpoint AWS/US_EAST_1 --legacy
`,
    });
  }

  refuses(test, {
    when: 'a new one on an operator that has no AtlasPrivateEndpoint',
    options: { generation: 'v1.6' },
    command: 'create ap/shop --endpoint AWS/us-east-1',
    stderr: `
error: atlasproject/shop declares no endpoint "AWS/US_EAST_1", and a new one is refused: ${why}
hint: this cluster's operator is older than 2.6.0 and has no AtlasPrivateEndpoint, so add it with: kubectl atlas-pe create atlasproject/shop -n default --endpoint AWS/US_EAST_1 --legacy
`,
  });

  for (const [verb, flags] of [
    ['link', ''],
    ['link', ' --recreate --yes'],
    ['up', ''],
  ] as const) {
    refuses(test, {
      when: `another id for one that is linked, by ${verb}${flags}`,
      given: linked,
      command: `${verb} ap/shop --endpoint AWS/US_EAST_1 --id vpce-0aaaaaaaaaaaaaaaa${flags}`,
      stderr: `
error: atlasproject/shop declares no endpoint "AWS/US_EAST_1" with the id vpce-0aaaaaaaaaaaaaaaa or without an id, and a new one is refused: ${why}
hint: add it to the others with: kubectl atlas-pe up atlasproject/shop -n default --endpoint AWS/US_EAST_1 --id vpce-0aaaaaaaaaaaaaaaa --legacy
`,
    });
  }

  refuses(test, {
    when: 'a service that an AtlasPrivateEndpoint is for',
    given: (world) => world.addService(),
    command: 'create ap/shop --endpoint AWS/us-east-1 --legacy',
    stderr: `
error: atlasprivateendpoint/shop-us in namespace default already declares this project's endpoint service on AWS in US_EAST_1: it would delete what atlasproject/shop links
hint: use that one: kubectl atlas-pe up atlasprivateendpoint/shop-us -n default --endpoint LABEL
`,
  });

  refuses(test, {
    when: 'nothing says which one is to be made',
    command: 'create ap/shop --legacy',
    stderr: `
error: no endpoint given for atlasproject/shop
hint: name it by provider and region, such as --endpoint AWS/US_EAST_1
`,
  });

  for (const label of ['orders-pe', 'AWS', 'AWS/', 'OTHER/EASTERN_US', 'AWS/US_EAST_1/2']) {
    refuses(test, {
      when: `"${label}" is not a provider and a region`,
      command: `create ap/shop --endpoint ${label} --legacy`,
      stderr: `
error: invalid endpoint "${label}" for atlasproject/shop
hint: name it by provider and region, such as --endpoint AWS/US_EAST_1, AZURE/northeurope or GCP/europe-west1
`,
    });
  }

  refuses(test, {
    when: 'its region is none of the cloud',
    command: 'create ap/shop --endpoint AWS/virginia --legacy',
    stderr: `
error: invalid endpoint "AWS/virginia" for atlasproject/shop: AWS has no such region
hint: write it like us-east-1 or US_EAST_1
`,
  });

  refuses(test, {
    when: 'several are declared, and none is named',
    given: (world) => world.declareInProject([item, { provider: 'AWS', region: 'EU_WEST_1' }]),
    command: 'create ap/shop',
    stderr: `
error: atlasproject/shop declares several endpoints: AWS/US_EAST_1, AWS/EU_WEST_1
hint: choose one with --endpoint AWS/US_EAST_1
`,
  });

  refuses(test, {
    when: 'link of one that is not declared',
    given: (world) => world.declareInProject([item]),
    command: 'link ap/shop --endpoint AWS/US_EAST_2',
    stderr: `
error: atlasproject/shop has no endpoint "AWS/US_EAST_2"
hint: did you mean --endpoint AWS/US_EAST_1?
`,
  });

  refuses(test, {
    when: 'link before the service is reserved',
    given: (world) => world.declareInProject([item]),
    command: 'link ap/shop',
    stderr: `
error: the service of endpoint "AWS/US_EAST_1" of atlasproject/shop is not reserved yet; last seen: nothing yet
hint: wait for it with: kubectl atlas-pe create atlasproject/shop -n default --endpoint AWS/US_EAST_1
`,
  });

  for (const legacy of ['', ' --legacy', ' --legacy --legacy-until 2027-04-30']) {
    refuses(test, {
      when: `a new one is on Google Cloud${legacy && `, also with${legacy}`}`,
      command: `create ap/shop --endpoint GCP/asia-northeast1${legacy}`,
      stderr: `
error: a new endpoint GCP/NORTHEASTERN_ASIA_PACIFIC in atlasproject/shop is refused: there it would get a service without port mapping, which Atlas retires on 2027-04-30, and in some regions the operator deletes and recreates it again and again
hint: create an AtlasPrivateEndpoint instead: kubectl atlas-pe up ape/NAME -n default --project shop --provider GCP --region NORTHEASTERN_ASIA_PACIFIC
`,
    });
  }

  refuses(test, {
    when: 'a project that is not there',
    command: 'create ap/shpo --endpoint AWS/us-east-1 --legacy',
    stderr: `
Error from server (NotFound): atlasprojects.atlas.mongodb.com "shpo" not found in namespace default
hint: did you mean "shop"?
`,
  });

  refuses(test, {
    when: 'flags that describe an AtlasPrivateEndpoint',
    command: 'create ap/shop --provider AWS --region us-east-1 --legacy',
    stderr: `
error: --provider, --project and --connection-secret describe an AtlasPrivateEndpoint, which atlasproject/shop is not
hint: use ape/shop, or omit these flags
`,
  });
});
