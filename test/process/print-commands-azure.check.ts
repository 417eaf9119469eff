/**
 * The scripts of `--print-commands` on Azure, run by sh with the real `kubectl`, and with a stub of `az` that has its documented words
 * (scripts/stubs/az.ts): each ends where the command itself ends. Ends with a line "N passed, N failed".
 */
import assert from 'node:assert/strict';
import type { Sandbox } from '../sandbox/sandbox.ts';
import { check, finish } from './oracle.ts';
import { BothWays, type Command as CommandOf, digestAlias } from './scripts/same-end.ts';
import { stubProgram } from './scripts/stubs/stub.ts';

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

await check('create without a placement', async () => void (await ways.sameEnd(reserve)));
await check('create with a placement', async () => void (await ways.sameEnd(create)));
await check('create of a service that is reserved, with an address and tags that az would read otherwise', async () => {
  const tags = ["cost.center=it's", "quoted='4711'", 'nothing=', 'word=null'].map((tag) => `--tag ${tag}`).join(' ');
  await ways.sameEnd((world) => `${create(world)} --private-ip-address 10.40.1.20 ${tags}`, { before: [reserve] });
});
await check('create in another group, with a name', async () => {
  await ways.sameEnd((world) => `${create(world)} --resource-group staging --private-endpoint-name atlas`);
});
await check(
  'link of what was created',
  async () => void (await ways.sameEnd(() => 'link ape/shop-eu', { before: [create] })),
);
await check('up from nothing: the string without its password, and the Secret is written', async () => {
  const { script } = await ways.sameEnd(up);
  assert.match(script, /^connectionStringPrivate\w*=mongodb(\+srv)?:\/\/app:\*{4}@/m);
});
await check('up of what was created', async () => void (await ways.sameEnd(up, { before: [create] })));
await check('up of what is connected', async () => void (await ways.sameEnd(up, { before: [up] })));
await check('up of a cluster', async () => {
  await ways.sameEnd((world) => `up orders ${inSubnet(world)} --yes`);
});
await check('delete', async () => void (await ways.sameEnd(() => 'delete ape/shop-eu --yes', { before: [up] })));
await check('delete that keeps the cloud endpoint', async () => {
  await ways.sameEnd(() => 'delete ape/shop-eu --keep-cloud-endpoint --yes', { before: [up] });
});
finish();
