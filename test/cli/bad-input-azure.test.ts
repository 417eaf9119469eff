import { type BadInput, refuses } from '../harness/bad-input.ts';
import { suite } from '../harness/suite.ts';
import type { World } from '../harness/world.ts';

const subscription = '11111111-2222-4333-8444-555555555555';
const group = `/subscriptions/${subscription}/resourceGroups/shop`;
const network = `${group}/providers/Microsoft.Network/virtualNetworks/prod`;
const subnet = `${network}/subnets/endpoints`;
const service =
  '/subscriptions/00000000-0000-4000-8000-000000000000/resourceGroups/rg_c3514b54d34fdfcc1786f26a/providers/Microsoft.Network/privateLinkServices/pls_c3514b54d34fdfcc1786f26a';
const placed = `create orders --subnet ${subnet}`;

async function reserved(world: World): Promise<void> {
  world.deploy({ privateEndpoints: [{ name: 'orders-pe' }] });
  await world.run('create orders');
}

/** The id of an endpoint of that name. */
function named(name: string): string {
  return `${group}/providers/Microsoft.Network/privateEndpoints/${name}`;
}

suite('an Azure account that cannot be used', (test) => {
  const refusal = (when: string, change: Record<string, string | undefined>, stderr: string): void =>
    refuses(test, {
      when,
      options: { cloud: 'AZURE' },
      given: (world) => {
        world.deploy();
        for (const [name, value] of Object.entries(change)) {
          if (value === undefined) delete process.env[name];
          else process.env[name] = value;
        }
        return change;
      },
      command: placed,
      afterProgress: true,
      stderr,
    });

  refusal(
    'the secret is wrong',
    { AZURE_CLIENT_SECRET: 'wrong' },
    `
error: Azure refused the credentials: AADSTS7000215: Invalid client secret provided.
hint: check AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET, or log in again with: az login
`,
  );
  refusal(
    'there are no credentials of any kind',
    {
      AZURE_TOKEN_CREDENTIALS: undefined,
      AZURE_CLIENT_ID: undefined,
      AZURE_TENANT_ID: undefined,
      PATH: '/nonexistent',
    },
    `
error: no Azure credentials found: the Azure CLI (az) is not installed. EnvironmentCredential is unavailable.
hint: set AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET, or log in with: az login
`,
  );
  refusal(
    'AZURE_TOKEN_CREDENTIALS names none',
    { AZURE_TOKEN_CREDENTIALS: 'nobody' },
    `
error: AZURE_TOKEN_CREDENTIALS=nobody cannot be used: Invalid value for AZURE_TOKEN_CREDENTIALS = nobody. Valid values are 'prod' or 'dev' or any of these credentials - EnvironmentCredential, WorkloadIdentityCredential, ManagedIdentityCredential, VisualStudioCodeCredential, AzureCliCredential, AzurePowerShellCredential, AzureDeveloperCliCredential.
hint: unset it to use, in this order: the Azure CLI, the variables of a service principal, workload identity
`,
  );
  refusal(
    'the endpoint is not https',
    { AZURE_RESOURCE_MANAGER_ENDPOINT: 'http://127.0.0.1:1' },
    `
error: invalid value "http://127.0.0.1:{port}" for AZURE_RESOURCE_MANAGER_ENDPOINT: not an https URL
hint: tokens are sent there, so it must be https
`,
  );
  refuses(test, {
    when: 'tokens are for another audience',
    options: { cloud: 'AZURE' },
    given: (world) => {
      world.deploy();
      return { AZURE_RESOURCE_MANAGER_AUDIENCE: 'https://management.chinacloudapi.cn' };
    },
    command: placed,
    afterProgress: true,
    stderr: `
error: Azure refused to read the virtual network prod: The access token has been obtained for wrong audience or resource 'https://management.chinacloudapi.cn/.default'. (InvalidAuthenticationTokenAudience)
`,
  });
});

suite('a placement on Azure that cannot be', (test) => {
  const refusal = (when: string, command: string, stderr: string, more: Partial<BadInput> = {}): void =>
    refuses(test, {
      when,
      options: { cloud: 'AZURE' },
      given: (world) => world.deploy(),
      command,
      stderr,
      afterProgress: true,
      ...more,
    });

  refusal(
    'the subnet is no resource id',
    'create orders --subnet endpoints',
    `
error: invalid value "endpoints" for --subnet: not the resource id of a subnet
hint: it looks like /subscriptions/ID/resourceGroups/GROUP/providers/Microsoft.Network/virtualNetworks/NET/subnets/NAME; list them with: az network vnet subnet list -g GROUP --vnet-name NET --query '[].id' -o tsv
`,
  );
  refusal(
    'the subnet is one of AWS',
    'create orders --subnet subnet-0ae3acf39ae212ca2',
    `
error: invalid value "subnet-0ae3acf39ae212ca2" for --subnet: that is an AWS subnet
hint: on AWS, use --subnet-id
`,
  );
  refusal(
    'the flags are for AWS',
    'create orders --vpc-id vpc-0f1022bd408b0250c --subnet-id subnet-0ae3acf39ae212ca2',
    `
error: atlasdeployment/orders runs on Azure, but --vpc-id is for AWS
hint: on Azure an endpoint is placed with: --subnet SUBNET_ID [--resource-group GROUP]
`,
  );
  refusal(
    'the flags are for Azure and the deployment runs on AWS',
    placed,
    `
error: atlasdeployment/orders runs on AWS, but --subnet is for Azure
hint: on AWS an endpoint is placed with: --vpc-id VPC --subnet-id SUBNET[,SUBNET] --security-group-id GROUP
`,
    { options: {} },
  );
  refusal(
    'the flags are for both',
    `${placed} --vpc-id vpc-0f1022bd408b0250c`,
    `
error: --subnet is for Azure and --vpc-id for AWS: an endpoint is in one cloud only
hint: use the flags of the cloud that the Atlas deployment runs on; if it runs on both, write REGION=ID in each
`,
  );
  refusal(
    'the subnet is missing',
    'create orders --resource-group shop',
    `
error: --resource-group requires --subnet: a private endpoint is created in a subnet
hint: it looks like --subnet /subscriptions/ID/resourceGroups/GROUP/providers/Microsoft.Network/virtualNetworks/NET/subnets/NAME
`,
  );
  refusal(
    'the name is none',
    `${placed} --private-endpoint-name a/b`,
    `
error: invalid value "a/b" for --private-endpoint-name
hint: at most 80 letters, digits, dots, dashes and underscores; the first a letter or digit, the last one of these or an underscore
`,
  );
  refusal(
    'the cloud is none',
    `${placed} --azure-cloud Azure`,
    `
error: invalid value "Azure" for --azure-cloud
hint: it is one of AzureCloud, AzureUSGovernment, AzureChinaCloud; for another one set AZURE_RESOURCE_MANAGER_ENDPOINT and AZURE_AUTHORITY_HOST
`,
  );
  refusal(
    'the subscription is a name',
    `${placed} --subscription Production`,
    `
error: invalid value "Production" for --subscription: not a subscription id
hint: it looks like 00000000-0000-0000-0000-000000000000; list them with: az account list -o table
`,
  );
  refusal(
    'a tag has a slash in its name',
    `${placed} --tag team/name=shop`,
    `
error: invalid value "team/name=shop" for --tag: on Azure, a name cannot contain < > % & \\ ? /
hint: write it like --tag team=payments
`,
  );
  refusal(
    'the virtual network is unknown',
    `create orders --subnet ${group}/providers/Microsoft.Network/virtualNetworks/prood/subnets/endpoints`,
    `
error: Azure does not know the virtual network prood that --subnet names: ${group}/providers/Microsoft.Network/virtualNetworks/prood
hint: check --subnet, and that this is the right account: az account show
  list the networks with: az network vnet list -o table --subscription 11111111-2222-4333-8444-555555555555
`,
  );
  refusal(
    'the subnet is unknown',
    `create orders --subnet ${network}/subnets/endpoint`,
    `
error: the virtual network prod has no subnet "endpoint"
hint: did you mean ${network}/subnets/endpoints?
`,
  );
  refusal(
    'the subnet belongs to a service',
    `create orders --subnet ${network}/subnets/postgres`,
    `
error: the subnet postgres belongs to Microsoft.DBforPostgreSQL/flexibleServers: it cannot hold a private endpoint
hint: choose a subnet that is not delegated to a service
`,
  );
  refusal(
    'the subscription is unknown',
    `create orders --subnet ${subnet.replace(subscription, '77777777-2222-4333-8444-555555555555')}`,
    `
error: Azure refused to read the virtual network prod: The subscription '77777777-2222-4333-8444-555555555555' could not be found. (SubscriptionNotFound)
hint: check --subscription; list those that az knows with: az account list --all -o table
  log in to the tenant of another one with: az login --tenant TENANT
`,
  );
  refusal(
    'the resource group is unknown',
    `${placed} --resource-group shopp`,
    `
error: Azure refused to list the private endpoints: Resource group 'shopp' could not be found. (ResourceGroupNotFound)
hint: check --resource-group and --subscription; list the groups with: az group list -o table --subscription 11111111-2222-4333-8444-555555555555
`,
  );
  refusal(
    'the name is taken by somebody else',
    `${placed} --private-endpoint-name theirs`,
    `
error: the resource group shop already has a private endpoint theirs, for ${service.replace('pls_c', 'pls_x')}
hint: choose another name with --private-endpoint-name, or delete that one: az network private-endpoint delete --ids ${group}/providers/Microsoft.Network/privateEndpoints/theirs
`,
    {
      given: async (world) => {
        await reserved(world);
        const { createInPortal } = await import('../harness/azure-by-hand.ts');
        world.arm.azure.addService(service.replace('pls_c', 'pls_x'));
        await createInPortal(world, service.replace('pls_c', 'pls_x'), 'theirs');
      },
    },
  );
});

suite('what Azure refuses', (test) => {
  const refusal = (
    when: string,
    rule: Parameters<World['arm']['fail']>[0],
    stderr: string,
    command: string = placed,
  ): void =>
    refuses(test, {
      when,
      options: { cloud: 'AZURE' },
      given: async (world) => {
        await reserved(world);
        world.arm.fail(rule);
      },
      command,
      afterProgress: true,
      stderr,
    });

  refusal(
    'the right to create is missing',
    { method: 'PUT', code: 'AuthorizationFailed', status: 403, message: 'The client does not have authorization.' },
    `
error: Azure refused to create the private endpoint: The client does not have authorization. (AuthorizationFailed)
hint: the role Network Contributor on the resource group and on the virtual network grants what is needed
`,
  );
  refusal(
    'the token is of another tenant than the subscription',
    {
      method: 'PUT',
      code: 'InvalidAuthenticationTokenTenant',
      status: 401,
      message:
        "The access token is from the wrong issuer 'https://sts.windows.net/99999999-8888-4777-8666-555555555555/'. It must match the tenant 'https://sts.windows.net/22222222-8888-4777-8666-555555555555/' associated with this subscription.",
    },
    `
error: Azure refused to create the private endpoint: The access token is from the wrong issuer 'https://sts.windows.net/99999999-8888-4777-8666-555555555555/'. It must match the tenant 'https://sts.windows.net/22222222-8888-4777-8666-555555555555/' associated with this subscription. (InvalidAuthenticationTokenTenant)
hint: the subscription belongs to another tenant; log in to that one with: az login --tenant 22222222-8888-4777-8666-555555555555
  or set AZURE_TENANT_ID=22222222-8888-4777-8666-555555555555 for a service principal
`,
  );
  refusal(
    'the subnet is full',
    { path: /never/, code: 'x' },
    `
error: Azure refused to create the private endpoint: Subnet ${network}/subnets/full does not have enough capacity for 1 IP addresses. (SubnetIsFull)
hint: the subnet has no free address: choose another one
`,
    `create orders --subnet ${network}/subnets/full`,
  );
});

suite('an Azure endpoint that cannot be linked', (test) => {
  const refusal = (when: string, command: string, stderr: string, given = reserved): void =>
    refuses(test, { when, options: { cloud: 'AZURE' }, given, command, afterProgress: true, stderr });
  refusal(
    'the id is the one of AWS',
    'link orders --id vpce-0123456789abcdef0',
    `
error: invalid value "vpce-0123456789abcdef0" for --id: not the resource id of a private endpoint
hint: it looks like /subscriptions/ID/resourceGroups/GROUP/providers/Microsoft.Network/privateEndpoints/NAME; without it, the endpoint is looked up by tag, then by its service
`,
  );
  refusal(
    'the id is the service',
    `link orders --id ${service}`,
    `
error: invalid value "${service}" for --id: not the resource id of a private endpoint
hint: that is Atlas's private link service; the private endpoint in your virtual network has an id that ends in /privateEndpoints/NAME
`,
  );
  refusal(
    'the id is unknown',
    `link orders --id ${named('nothing')}`,
    `
error: the cloud endpoint ${named('nothing')} does not exist, or these credentials cannot see it
hint: check --id, --subscription and --azure-cloud; without --id the endpoint is looked up by tag, then by service name
`,
  );
  refusal(
    'there is none',
    'link orders',
    `
error: no cloud endpoint was found for endpoint "orders-pe" of atlasdeployment/orders, neither by tag nor by the service ${service}
hint: create one with: kubectl atlas-pe create atlasdeployment/orders -n default --endpoint orders-pe --subnet SUBNET_ID [--resource-group GROUP]
`,
  );
  refusal(
    'the address is missing where Azure is not to be asked',
    `link orders --id ${named('mine')} --skip-cloud-check`,
    `
error: --skip-cloud-check requires --ip on Azure
hint: Atlas needs the private address of the endpoint, which is otherwise read from the cloud
`,
  );
  refusal(
    'the address is none',
    `link orders --id ${named('mine')} --ip 10.0.0`,
    `
error: invalid value "10.0.0" for --ip: not an IPv4 address
hint: it looks like --ip=10.20.1.4
`,
  );
  refusal(
    'the address is another one',
    `link orders --id ${named('mine')} --ip 10.0.0.9`,
    `
error: ${named('mine')} has the private address 10.40.1.4, not 10.0.0.9
hint: omit --ip: it is read from the endpoint
`,
    async (world) => {
      await reserved(world);
      await world.run(`${placed} --private-endpoint-name mine`);
    },
  );
  refusal(
    'Atlas rejected it',
    'link orders',
    `
error: the cloud endpoint ${named('mine')} is Succeeded, connection Rejected: Not yours
hint: it cannot be linked; delete it (az network private-endpoint delete --ids ${named('mine')}) and run the same command again to create another
`,
    async (world) => {
      await reserved(world);
      await world.run(`${placed} --private-endpoint-name mine`);
      world.arm.setConnection(named('mine'), 'Rejected', 'Not yours');
    },
  );
  refuses(test, {
    when: 'an address is given on AWS',
    given: async (world) => {
      await reserved(world);
    },
    command: 'link orders --id vpce-0123456789abcdef0 --ip 10.0.0.9',
    afterProgress: true,
    stderr: `
error: atlasdeployment/orders runs on AWS, where an endpoint is linked by its id alone
hint: omit --ip
`,
  });
});
