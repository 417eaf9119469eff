/**
 * The scripts of `--print-commands` on Google Cloud, run by sh with the real `kubectl`, and with a stub of `gcloud` that has its documented
 * words (scripts/stubs/gcloud.ts): each ends where the command itself ends. With --real the `gcloud` of this machine runs instead, which
 * takes some minutes. Ends with a line "N passed, N failed".
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Sandbox } from '../sandbox/sandbox.ts';
import { check, finish } from './oracle.ts';
import { BothWays, type Command as CommandOf, digestAlias } from './scripts/same-end.ts';
import { stubProgram } from './scripts/stubs/stub.ts';
import { checkOneEndpoint } from './scripts/one-endpoint.ts';

type Command = CommandOf<Sandbox>;

const isReal = process.argv.includes('--real');
/** So many that the order of their names is not that of their numbers. */
const attachments = isReal ? 2 : 11;

function addressesOf({ compute }: Sandbox) {
  return [...compute.google.addresses.values()];
}

const ways = new BothWays<Sandbox>({
  options: {
    cloud: 'GCP',
    // A rule is not there before the command has looked again: one that is ready at once would be left without labels.
    computeDelays: { addressMs: 100, ruleMs: 1_000, labelsMs: 0, patchMs: 100, deleteMs: 100, acceptMs: 100 },
  },
  prepare(sandbox) {
    sandbox.operator.project().services.legacyAttachments = attachments;
    return sandbox;
  },
  standing: (world) => [
    // Whether the producer has accepted it yet depends on when one looks.
    ...world.compute
      .rules()
      .toSorted((a, b) => a.name.localeCompare(b.name))
      .map((rule) => ({ ...rule, connection: 'there' })),
    ...addressesOf(world)
      .toSorted((a, b) => a.name.localeCompare(b.name))
      .map(({ name, labels, description, ip, subnetwork }) => ({ name, labels, description, ip, subnetwork })),
  ],
  aliases: (world) =>
    addressesOf(world).flatMap(({ name, ip, labels }) => {
      const { 'kubectl-atlas-pe-uid': uid = '', 'kubectl-atlas-pe-endpoint': label = '' } = labels;
      const digest = digestAlias(uid, label);
      const [, part = ''] = /(-\d+)?$/.exec(name.slice(name.indexOf(digest[0]))) ?? [];
      // Which address a rule gets is up to the subnetwork; that Atlas is told the right one is not.
      return [[`"${ip}"`, `"address${part}"`] as const, [uid, 'a uid'] as const, digest];
    }),
  programs: isReal ? {} : { gcloud: stubProgram('gcloud') },
  env({ compute, google }, folder) {
    const file = join(folder, 'token');
    writeFileSync(file, compute.token());
    return { CLOUDSDK_AUTH_ACCESS_TOKEN_FILE: file, CLOUDSDK_CORE_PROJECT: google.project };
  },
});

const make = 'ape/shop-gcp --project shop --provider GCP --region europe-west1';
const legacy = '--legacy-until 2027-04-30';
const inSubnetwork = ({ google }: Sandbox): string => `--subnetwork endpoints --gcp-project ${google.project}`;
const reserve: Command = () => `create ${make}`;
const create: Command = (world) => `create ${make} ${inSubnetwork(world)} --tag team=shop`;
const up: Command = (world) => `up ${make} ${inSubnetwork(world)} --refresh`;
const upOfCluster: Command = (world) => `up orders ${inSubnetwork(world)} --yes`;
const createMany: Command = (world) => `${create(world)} ${legacy}`;
const upMany: Command = (world) => `${up(world)} ${legacy}`;

await checkOneEndpoint(ways, { source: 'ape/shop-gcp', reserve, create, up, upOfCluster });
await check('create of a service that is reserved, for one region', async () => {
  await ways.sameEnd((world) => `${create(world)} --no-global-access`, { before: [reserve] });
});
await check(`up with ${attachments} service attachments, from nothing`, async () => void (await ways.sameEnd(upMany)));
await check('create with several of a service that is reserved', async () => {
  await ways.sameEnd(createMany, { before: [() => `create ${make} ${legacy}`] });
});
// For several names gcloud sends one batch of requests, which the fake does not take.
if (!isReal)
  await check('delete of several rules', async () => {
    await ways.sameEnd(() => 'delete ape/shop-gcp --yes', { before: [upMany] });
  });
finish();
