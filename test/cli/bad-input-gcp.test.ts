import { refuses } from '../harness/bad-input.ts';
import { suite } from '../harness/suite.ts';

const options = { cloud: 'GCP', generation: 'v2.15' } as const;
const create = 'create ape/shop --project shop --provider GCP --region europe-west1';

suite('a placement on Google Cloud that cannot be', (test) => {
  refuses(test, {
    when: 'the subnetwork is not there',
    options,
    command: `${create} --subnetwork nowhere`,
    stderr: `
error: the project shop-prod has no subnetwork nowhere in europe-west1
hint: list them with: gcloud compute networks subnets list --regions europe-west1 --project shop-prod
`,
    afterProgress: true,
  });

  refuses(test, {
    when: 'the subnetwork is for something else',
    options,
    command: `${create} --subnetwork proxies`,
    stderr: `
error: the subnetwork proxies is for REGIONAL_MANAGED_PROXY: no endpoint can have its address in it
hint: choose another one: gcloud compute networks subnets list --regions europe-west1 --filter purpose=PRIVATE --project shop-prod
`,
    afterProgress: true,
  });

  refuses(test, {
    when: 'the subnetwork is in another region',
    options,
    command: `${create} --subnetwork projects/shop-prod/regions/us-central1/subnetworks/away`,
    stderr: `
error: the subnetwork away is in us-central1, and the service in europe-west1
hint: an endpoint is in the region of its service: choose a subnetwork of europe-west1; clients in all regions of the network can reach it
`,
    afterProgress: true,
  });

  refuses(test, {
    when: "the network is not the subnetwork's",
    options,
    command: `${create} --subnetwork endpoints --network other`,
    stderr: `
error: the subnetwork endpoints is of the network shop-prod/prod, not of the network shop-prod/other
hint: omit --network: the subnetwork determines it
`,
    afterProgress: true,
  });

  refuses(test, {
    when: 'the project is none that these credentials see',
    options,
    command: `${create} --subnetwork endpoints --gcp-project not-mine-1`,
    stderr: `
error: Google Cloud refused to read the subnetwork endpoints in the project not-mine-1: Permission denied on resource project not-mine-1. (forbidden)
hint: the role Compute Network Admin (roles/compute.networkAdmin) with Service Directory Editor (roles/servicedirectory.editor) has the permissions that are needed; check --gcp-project too
`,
    afterProgress: true,
  });

  refuses(test, {
    when: 'the subnetwork is no link',
    options,
    command: `${create} --subnetwork A/B`,
    stderr: `
error: invalid value "A/B" for --subnetwork: not a subnetwork
hint: it is a name, or a link like projects/PROJECT/regions/REGION/subnetworks/NAME; list them with: gcloud compute networks subnets list --uri
`,
  });

  refuses(test, {
    when: 'the network stands alone',
    options,
    command: `${create} --network prod`,
    stderr: `
error: --network requires --subnetwork: an endpoint has its address in a subnetwork
hint: it looks like --subnetwork projects/PROJECT/regions/REGION/subnetworks/NAME; list them with: gcloud compute networks subnets list --uri
`,
  });

  refuses(test, {
    when: 'the switch stands alone',
    options,
    command: `${create} --no-global-access`,
    stderr: `
error: --no-global-access requires --subnetwork: an endpoint has its address in a subnetwork
hint: it looks like --subnetwork projects/PROJECT/regions/REGION/subnetworks/NAME; list them with: gcloud compute networks subnets list --uri
`,
  });

  refuses(test, {
    when: 'the date is another one',
    options,
    command: `${create} --legacy-until 2028-01-01`,
    stderr: `
error: invalid value "2028-01-01" for --legacy-until: not 2027-04-30
hint: a service without port mapping stops working on 2027-04-30: give that date to confirm that you know this, or omit the flag to use port mapping
`,
  });

  refuses(test, {
    when: 'the project is no id',
    options,
    command: `${create} --subnetwork endpoints --gcp-project X`,
    stderr: `
error: invalid value "X" for --gcp-project: not a project id
hint: it is the id, not the name or the number: list them with: gcloud projects list
`,
  });

  refuses(test, {
    when: 'the key of a label is none',
    options,
    command: `${create} --subnetwork endpoints --tag Team=a`,
    stderr: `
error: invalid value "Team=a" for --tag: on Google Cloud a key begins with a lowercase letter and may contain only lowercase letters, digits, dashes and underscores
hint: write it like --tag team=payments
`,
  });

  refuses(test, {
    when: 'the value of a label is none',
    options,
    command: `${create} --subnetwork endpoints --tag team=A`,
    stderr: `
error: invalid value "team=A" for --tag: the value is not a label: on Google Cloud it may contain only lowercase letters, digits, dashes and underscores
hint: write it like --tag team=payments
`,
  });

  refuses(test, {
    when: "the key of a label is Google's",
    options,
    command: `${create} --subnetwork endpoints --tag goog-x=a`,
    stderr: `
error: invalid value "goog-x=a" for --tag: keys beginning with "goog-" belong to Google Cloud
hint: write it like --tag team=payments
`,
  });

  refuses(test, {
    when: 'a flag is of another cloud',
    options,
    command: `${create} --subnet /subscriptions/a`,
    stderr: `
error: invalid value "/subscriptions/a" for --subnet: not the resource id of a subnet
hint: it looks like /subscriptions/ID/resourceGroups/GROUP/providers/Microsoft.Network/virtualNetworks/NET/subnets/NAME; list them with: az network vnet subnet list -g GROUP --vnet-name NET --query '[].id' -o tsv
`,
  });

  refuses(test, {
    when: 'the profile is of AWS',
    options,
    command: `${create} --profile prod`,
    stderr: `
error: atlasprivateendpoint/shop runs on Google Cloud, but --profile is for AWS
hint: on Google Cloud an endpoint is placed with: --subnetwork SUBNETWORK [--gcp-project PROJECT]
`,
  });

  refuses(test, {
    when: 'the id is a link',
    options,
    given: (world) => world.addService({ portMappingEnabled: true }),
    command: 'link ape/shop-gcp --id projects/shop-prod/regions/europe-west1/forwardingRules/web',
    stderr: `
error: invalid value "projects/shop-prod/regions/europe-west1/forwardingRules/web" for --id: not the name of a forwarding rule
hint: give its name alone: web
`,
  });

  refuses(test, {
    when: 'the id can be no name',
    options,
    given: (world) => world.addService({ portMappingEnabled: true }),
    command: 'link ape/shop-gcp --id Web',
    stderr: `
error: invalid value "Web" for --id: not the name of a forwarding rule
hint: it is the name of a forwarding rule; omit it to have the rule looked up by label, then by its service attachment
`,
  });
});
