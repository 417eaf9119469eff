import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { principal } from '../fakes/arm/directory.ts';
import { stubAz } from '../harness/stub-az.ts';
import { suite } from '../harness/suite.ts';
import { type Seen, type World, inWorld } from '../harness/world.ts';

/** Creates an endpoint with other variables. The SDK reads those of the process. */
async function create(world: World, env: Readonly<Record<string, string | undefined>>, flags = ''): Promise<Seen> {
  const kept = { ...process.env };
  for (const [name, value] of Object.entries(env)) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
  world.deploy();
  try {
    return await world.run(`create orders --subnet ${world.azure.subnets.endpoints} ${flags}`, { env });
  } finally {
    for (const name of Object.keys(env)) {
      if (kept[name] === undefined) delete process.env[name];
      else process.env[name] = kept[name];
    }
  }
}

const signIns = (world: World): number => world.arm.requests().filter((line) => line.includes('/oauth2/')).length;
const chain = { AZURE_TOKEN_CREDENTIALS: undefined };

suite('credentials on Azure', (test) => {
  test('the Azure CLI comes first, for the subscription of the subnet', () =>
    inWorld({ cloud: 'AZURE' }, async (world) => {
      const az = stubAz();
      const seen = await create(world, { ...chain, PATH: az.path });
      assert.equal(seen.code, 0, seen.stderr);
      assert.deepEqual(az.calls(), [
        `account get-access-token --output json --resource https://management.azure.com --subscription ${world.azure.subscription}`,
      ]);
      assert.equal(signIns(world), 0);
    }));

  test('then the variables of a service principal', () =>
    inWorld({ cloud: 'AZURE' }, async (world) => {
      const seen = await create(world, { ...chain, PATH: '/nonexistent' });
      assert.equal(seen.code, 0, seen.stderr);
      assert.equal(signIns(world), 1);
    }));

  test('then workload identity', () =>
    inWorld({ cloud: 'AZURE' }, async (world) => {
      const file = join(world.kubeconfig, '..', 'federated-token');
      writeFileSync(file, principal.secret);
      const identity = { AZURE_CLIENT_SECRET: undefined, AZURE_FEDERATED_TOKEN_FILE: file };
      const seen = await create(world, { ...chain, PATH: '/nonexistent', ...identity });
      assert.equal(seen.code, 0, seen.stderr);
      assert.equal(signIns(world), 1);
    }));

  test('AZURE_TOKEN_CREDENTIALS chooses another one than the first', () =>
    inWorld({ cloud: 'AZURE' }, async (world) => {
      const az = stubAz();
      const seen = await create(world, { AZURE_TOKEN_CREDENTIALS: 'EnvironmentCredential', PATH: az.path });
      assert.equal(seen.code, 0, seen.stderr);
      assert.deepEqual([az.calls(), signIns(world)], [[], 1]);
    }));
});

/** What a command says when `az` refuses, and no other credentials are there. */
async function refusedByAz(
  world: World,
  said: string,
  more: Readonly<Record<string, string | undefined>> = {},
): Promise<string> {
  const az = stubAz(said);
  const seen = await create(world, { ...chain, AZURE_CLIENT_ID: undefined, PATH: az.path, ...more });
  assert.notEqual(seen.code, 0);
  assert.equal(new Set(az.calls()).size, 1);
  return seen.stderr.slice(seen.stderr.indexOf('error:'));
}

suite('an az that gives no token', (test) => {
  test('is quoted, with the command that it says to run', () =>
    inWorld({ cloud: 'AZURE', unpasted: true }, async (world) =>
      assert.equal(
        await refusedByAz(
          world,
          `WARNING: a newer version is there
ERROR: AADSTS50076: Due to a configuration change made by your administrator, or because you moved to a new location, you must use multi-factor authentication to access '797f4846-ba00-4fd7-ba43-dac1f8f63013'. Trace ID: 1 Correlation ID: 2 Timestamp: 3
Interactive authentication is needed. Please run:
az logout
az login --tenant "99999999-8888-4777-8666-555555555555" --scope "https://management.core.windows.net//.default"`,
        ),
        `error: az returned no token: AADSTS50076: Due to a configuration change made by your administrator, or because you moved to a new location, you must use multi-factor authentication to access '797f4846-ba00-4fd7-ba43-dac1f8f63013'.
hint: log in with: az login --tenant 99999999-8888-4777-8666-555555555555 --scope https://management.core.windows.net//.default
`,
      ),
    ));

  test('does not know the subscription: that is no login problem', () =>
    inWorld({ cloud: 'AZURE', unpasted: true }, async (world) => {
      const { subscription } = world.azure;
      assert.equal(
        await refusedByAz(
          world,
          `ERROR: Subscription '${subscription}' not found. Check the spelling and casing and try again.`,
        ),
        `error: az does not know the subscription ${subscription}: Subscription '${subscription}' not found. Check the spelling and casing and try again.
hint: check --subscription; list those that az knows with: az account list --all -o table
  log in to the tenant of another one with: az login --tenant TENANT
`,
      );
    }));

  test('has nobody logged in: then the other credentials are named too', () =>
    inWorld({ cloud: 'AZURE', unpasted: true }, async (world) =>
      assert.equal(
        await refusedByAz(world, "ERROR: Please run 'az login' to setup account."),
        `error: no Azure credentials found: Nobody is logged in with the Azure CLI. EnvironmentCredential is unavailable.
hint: set AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET, or log in with: az login
`,
      ),
    ));

  test('is asked again by its name alone in AZURE_TOKEN_CREDENTIALS', () =>
    inWorld({ cloud: 'AZURE', unpasted: true }, async (world) =>
      assert.match(
        await refusedByAz(world, 'ERROR: AADSTS700082: The refresh token has expired.', {
          AZURE_TOKEN_CREDENTIALS: 'AzureCliCredential',
        }),
        /^error: az returned no token: AADSTS700082: The refresh token has expired\.\nhint: log in with: az login\n$/,
      ),
    ));

  test('gives way to a service principal', () =>
    inWorld({ cloud: 'AZURE' }, async (world) => {
      const seen = await create(world, {
        ...chain,
        PATH: stubAz("ERROR: Please run 'az login' to setup account.").path,
      });
      assert.equal(seen.code, 0, seen.stderr);
      assert.equal(signIns(world), 1);
    }));
});

suite('the clouds of Azure', (test) => {
  const governments = {
    AzureUSGovernment: 'https://management.usgovcloudapi.net',
    AzureChinaCloud: 'https://management.chinacloudapi.cn',
  };
  for (const [name, audience] of Object.entries(governments)) {
    test(`with --azure-cloud ${name} tokens are asked for that cloud`, () =>
      inWorld({ cloud: 'AZURE', azureAudience: audience }, async (world) => {
        const seen = await create(world, {}, `--azure-cloud ${name}`);
        assert.equal(seen.code, 0, seen.stderr);
        assert.equal((await world.run(`link orders --azure-cloud ${name}`)).code, 0);
      }));
  }

  test('without a flag the cloud and the subscription are those that az account set chose', () =>
    inWorld({ cloud: 'AZURE', azureAudience: governments.AzureChinaCloud }, async (world) => {
      const profile = {
        subscriptions: [
          { id: 'x', isDefault: false, environmentName: 'AzureCloud' },
          { id: world.azure.subscription, isDefault: true, environmentName: 'AzureChinaCloud' },
        ],
      };
      writeFileSync(join(world.kubeconfig, '..', 'azureProfile.json'), `\uFEFF${JSON.stringify(profile)}`);
      const env = { AZURE_SUBSCRIPTION_ID: undefined };
      const seen = await create(world, env);
      assert.equal(seen.code, 0, seen.stderr);
      assert.equal((await world.run('link orders', { env })).code, 0);
    }));

  test('where nothing says which subscription is meant, it asks for it', () =>
    inWorld({ cloud: 'AZURE' }, async (world) => {
      world.deploy();
      await world.run('create orders');
      const seen = await world.run('link orders', { env: { AZURE_SUBSCRIPTION_ID: undefined } });
      assert.equal(
        seen.stderr.slice(seen.stderr.indexOf('error:')),
        `error: no Azure subscription is selected
hint: give it with --subscription or AZURE_SUBSCRIPTION_ID, or choose it with: az account set --subscription NAME
`,
      );
    }));
});
