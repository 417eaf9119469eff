/**
 * The scripts of `--print-commands` on Azure, run by sh with the real `kubectl`, and with a stub of `az` that has its documented words
 * (scripts/stubs/az.ts): each ends where the command itself ends. Ends with a line "N passed, N failed".
 */
import type { Sandbox } from '../sandbox/sandbox.ts';
import { check, finish } from './oracle.ts';
import { BothWays, type Command as CommandOf, digestAlias } from './scripts/same-end.ts';
import { stubProgram } from './scripts/stubs/stub.ts';
import { checkOneEndpoint } from './scripts/one-endpoint.ts';

type Command = CommandOf<Sandbox>;

function standing({ arm }: Sandbox) {
  return arm.endpoints().filter(({ provisioning }) => provisioning !== 'Deleting');
}

const ways = new BothWays<Sandbox>({
  options: { cloud: 'AZURE', armDelays: { createMs: 500, deleteMs: 500 } },
  prepare: (sandbox) => sandbox,
  standing: (world) =>
    standing(world).map((endpoint) => ({
      id: endpoint.id,
      location: endpoint.location,
      subnetId: endpoint.subnetId,
      service: endpoint.service,
      connectionName: endpoint.connectionName,
      requestMessage: endpoint.requestMessage,
      ip: endpoint.ip,
      isStatic: endpoint.isStatic,
      tags: endpoint.tags,
    })),
  aliases: (world) =>
    standing(world).flatMap(({ tags }) => {
      const { 'kubectl-atlas-pe.uid': uid = '', 'kubectl-atlas-pe.endpoint': label = '' } = tags;
      return [[uid, 'a uid'] as const, digestAlias(uid, label)];
    }),
  programs: { az: stubProgram('az') },
});

const make = 'ape/shop-eu --project shop --provider AZURE --region northeurope';
const inSubnet = ({ azure }: Sandbox): string => `--subnet ${azure.subnets.endpoints}`;
const reserve: Command = () => `create ${make}`;
const create: Command = (world) => `create ${make} ${inSubnet(world)}`;
const up: Command = (world) => `up ${make} ${inSubnet(world)} --refresh`;
const upOfCluster: Command = (world) => `up orders ${inSubnet(world)} --yes`;

await checkOneEndpoint(ways, { source: 'ape/shop-eu', reserve, create, up, upOfCluster });
await check('create of a service that is reserved, with an address and tags that az would read otherwise', async () => {
  const tags = ["cost.center=it's", "quoted='4711'", 'nothing=', 'word=null'].map((tag) => `--tag ${tag}`).join(' ');
  await ways.sameEnd((world) => `${create(world)} --private-ip-address 10.40.1.20 ${tags}`, { before: [reserve] });
});
await check('create in another group, with a name', async () => {
  await ways.sameEnd((world) => `${create(world)} --resource-group staging --private-endpoint-name atlas`);
});
await check('delete that keeps the cloud endpoint', async () => {
  await ways.sameEnd(() => 'delete ape/shop-eu --keep-cloud-endpoint --yes', { before: [up] });
});
finish();
