import assert from 'node:assert/strict';
import { suite } from '../harness/suite.ts';
import { type World, inWorld } from '../harness/world.ts';

const make = 'ape/shop-eu --project shop --provider AZURE --region northeurope';
const onAzure = { cloud: 'AZURE', generation: 'v2.15' } as const;

/** The part of a script from one step to the next. */
function step(script: string, name: string): string {
  return new RegExp(`^# \\d+/\\d+ ${name}: .*\\n((?:.+\\n)*)`, 'm').exec(script)?.[1] ?? '';
}

async function scriptOf(world: World, command: string): Promise<string> {
  const before = world.arm.requests().filter((request) => !request.startsWith('GET') && !request.includes('oauth2'));
  const { stdout, stderr, code } = await world.run(`${command} --print-commands`);
  assert.equal(code, 0, stderr);
  assert.match(stderr, /nothing was changed\n$/);
  const after = world.arm.requests().filter((request) => !request.startsWith('GET') && !request.includes('oauth2'));
  assert.deepEqual(after, before);
  return stdout;
}

// What test/process/print-commands-azure.check.ts runs is only looked at here.
suite('--print-commands on Azure', (test) => {
  test('create: the name that the command would give, a connection that somebody approves, and tags as az reads them', () =>
    inWorld(onAzure, async (world) => {
      world.deployCluster();
      const { subscription, networkId, subnets } = world.azure;
      const flags = `--subnet ${subnets.endpoints} --private-ip-address 10.40.1.20 --tag team=shop`;
      const script = await scriptOf(world, `create ${make} ${flags}`);
      assert.equal(
        step(script, 'endpoint'),
        `uid=$(kubectl get atlasprivateendpoint/shop-eu -n default -o 'jsonpath={.metadata.uid}')
service=$(kubectl get atlasprivateendpoint/shop-eu -n default -o 'jsonpath={.status.resourceId}')
hash=$(printf %s '["'"$uid"'","default","atlasprivateendpoint/shop-eu","shop-eu"]' | { sha256sum 2>/dev/null || shasum -a 256; } | cut -c 1-8)
taken=$(az network private-endpoint list --resource-group shop --subscription ${subscription} --query '[?name=='\\''atlas-pe-default-shop-eu-'"$hash"''\\''].id' --output tsv)
if [ "$taken" != '' ]; then echo 'the resource group shop already has a private endpoint of this name: choose another one with --private-endpoint-name' >&2; exit 1; fi
location=$(az network vnet show --ids ${networkId} --query location --output tsv)
endpoint=$(az network private-endpoint create --name atlas-pe-default-shop-eu-"$hash" --resource-group shop --subscription ${subscription} --location "$location" --subnet ${subnets.endpoints} --private-connection-resource-id "$service" --connection-name atlas --manual-request true --request-message 'kubectl-atlas-pe: default/atlasprivateendpoint/shop-eu, endpoint shop-eu' --ip-config name=atlas private-ip-address=10.40.1.20 --tags ''\\''kubectl-atlas-pe.uid'\\''='"$uid" ''\\''kubectl-atlas-pe.endpoint'\\''=shop-eu' ''\\''kubectl-atlas-pe.source'\\''=default/atlasprivateendpoint/shop-eu' team=shop --query id --output tsv)
`,
      );
      assert.match(
        step(script, 'accept'),
        /--query provisioningState --output tsv\)\n(?:.*\n)*.* ip=\$\(az network nic show /,
      );
    }));

  test('link: Atlas is told the address that was read, or the one that is known', () =>
    inWorld(onAzure, async (world) => {
      world.deployCluster();
      const flags = `--subnet ${world.azure.subnets.endpoints}`;
      const whole = await scriptOf(world, `up ${make} ${flags} --refresh`);
      assert.match(
        step(whole, 'link'),
        /"path":"\/spec\/azureConfiguration","value":\[\{"id":"'"\$endpoint"'","ipAddress":"'"\$ip"'"\}\]\}\]'\n$/,
      );
      assert.equal((await world.run(`create ${make} ${flags}`)).code, 0);
      const [{ id, ip } = { id: '', ip: '' }] = world.arm.endpoints();
      const rest = await scriptOf(world, 'link ape/shop-eu');
      assert.ok(step(rest, 'link').includes(`"value":[{"id":"${id}","ipAddress":"${ip}"}]`), rest);
      assert.doesNotMatch(rest, /\$ip|\baz /);
    }));

  test('of a service that is reserved nothing is read that is known', () =>
    inWorld(onAzure, async (world) => {
      world.deployCluster();
      assert.equal((await world.run(`create ${make}`)).code, 0);
      const script = await scriptOf(world, `create ${make} --subnet ${world.azure.subnets.endpoints}`);
      assert.doesNotMatch(script, /\$uid|\$service|\$hash/);
      assert.match(script, /--name atlas-pe-default-shop-eu-[0-9a-f]{8} /);
    }));

  test('delete: the endpoint, and a wait that looks for it in its group; --azure-cloud is in every command of az', () =>
    inWorld(onAzure, async (world) => {
      world.deployCluster();
      assert.equal((await world.run(`create ${make} --subnet ${world.azure.subnets.endpoints}`)).code, 0);
      const [{ id, name } = { id: '', name: '' }] = world.arm.endpoints();
      const script = await scriptOf(world, 'delete ape/shop-eu --azure-cloud AzureCloud');
      assert.equal(
        step(script, 'delete'),
        `AZURE_CLOUD_NAME=AzureCloud az network private-endpoint delete --ids ${id}\n`,
      );
      const query = `'[?name=='\\''${name}'\\''].provisioningState'`;
      assert.ok(step(script, 'confirm').includes(`--query ${query} --output tsv)\n`), script);
      for (const line of script.split('\n').filter((each) => / az /.test(each)))
        assert.match(line, /AZURE_CLOUD_NAME=/);
    }));
});
