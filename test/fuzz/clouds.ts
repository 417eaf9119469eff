import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { FlagValues } from '../../src/cloud/flags/flag.ts';
import type { ClusterNode } from '../../src/cloud/placement.ts';
import type { CloudProvider } from '../../src/cloud/provider.ts';
import { cloudNamed } from '../../src/cloud/table.ts';
import type { CloudKind } from '../../src/cloud/kind.ts';
import type { Owner } from '../../src/core/cloud-endpoint.ts';
import { Retries } from '../../src/core/retries/retries.ts';
import { makeCertificates } from '../fakes/apiserver/certificates.ts';
import { addAttachment } from '../fakes/compute/seed.ts';
import { type World, inWorld } from '../harness/world.ts';
import { publish } from '../sandbox/environments.ts';
import type { Answer } from './cluster.ts';
import { startPlayback } from './playback.ts';
import { watchdog } from './watchdog.ts';

/** What a cloud is asked for: an endpoint that is there, one that is to be made, the way back, and where the nodes are. */
export const calls = [
  'identity',
  'preflight',
  'get',
  'find',
  'made',
  'made for all',
  'create',
  'create and get',
  'remove and get',
  'place from nodes',
  'list places',
] as const;
export type Call = (typeof calls)[number];

/** An account of a cloud whose answers are changed on the way. */
export interface Account {
  /** @param change what becomes of each answer */
  readonly ask: (call: Call, change: (answer: Answer) => Answer) => Promise<unknown>;
}

const owner: Owner = { source: 'atlasdeployment/orders', namespace: 'shop', uid: 'uid-orders', label: 'orders-pe' };
const other: Owner = { ...owner, uid: 'uid-users', label: 'users-pe' };

/** A cloud as it is fuzzed. */
interface Site {
  readonly service: string;
  /** In Atlas's spelling. */
  readonly atlasRegion: string;
  readonly flags: (world: World) => FlagValues;
  readonly prepare: (world: World) => void;
  readonly nodes: (world: World) => readonly ClusterNode[];
  readonly behind: (world: World) => string;
  readonly paths: RegExp;
  /** The variables that lead to the playback. */
  readonly env: (url: string) => Readonly<Record<string, string>>;
  readonly isWrite: (method: string, body: string) => boolean;
  readonly refusal: string;
}

const node = (providerId: string): ClusterNode => ({ name: 'node', providerId, region: undefined });
const isOtherThanGet = (method: string): boolean => method !== 'GET';

const sites: Readonly<Record<CloudKind, Site>> = {
  AWS: {
    service: 'com.amazonaws.vpce.us-east-1.vpce-svc-0aaaabbbbccccdddd',
    atlasRegion: 'US_EAST_1',
    flags: ({ account: { subnets, groups } }) => ({
      'subnet-id': [subnets.a, subnets.b],
      'security-group-id': [groups.open],
      region: 'us-east-1',
    }),
    prepare: ({ ec2 }) => void publish(ec2, sites.AWS.service),
    nodes: ({ ec2, account: { subnets, groups } }) => {
      const place = { region: 'us-east-1', subnetId: subnets.a, groupIds: [groups.open], privateIp: '10.20.1.10' };
      return [node(`aws:///us-east-1a/${ec2.account.addInstance(place).id}`)];
    },
    behind: ({ ec2 }) => ec2.url,
    paths: /^/,
    env: (url) => ({ AWS_ENDPOINT_URL_EC2: url, AWS_ENDPOINT_URL_STS: url }),
    isWrite: (_, body) => !/(?:^|&)Action=(?:Describe|Get)/.test(body),
    refusal:
      '<Response><Errors><Error><Code>UnauthorizedOperation</Code><Message>No.</Message></Error></Errors></Response>',
  },
  AZURE: {
    service: '/subscriptions/a/resourceGroups/rg/providers/Microsoft.Network/privateLinkServices/pls_1',
    atlasRegion: 'EUROPE_NORTH',
    flags: ({ azure }) => ({ subnet: azure.subnets.endpoints }),
    prepare: ({ arm }) => arm.azure.addService(sites.AZURE.service),
    nodes: ({ azure }) => [node(`azure://${azure.scaleSet}/virtualMachines/0`), node(`azure://${azure.machine}`)],
    behind: ({ arm }) => arm.url,
    paths: /^\/subscriptions\//,
    env: (url) => ({ AZURE_RESOURCE_MANAGER_ENDPOINT: url, AZURE_AUTHORITY_HOST: url }),
    isWrite: isOtherThanGet,
    refusal: '{"error":{"code":"AuthorizationFailed","message":"No."}}',
  },
  GCP: {
    service: 'projects/atlas/regions/europe-west1/serviceAttachments/sa-1',
    atlasRegion: 'WESTERN_EUROPE',
    flags: () => ({ subnetwork: 'endpoints' }),
    prepare: ({ compute }) => void addAttachment(compute.google, sites.GCP.service),
    nodes: ({ google }) => google.nodes.own.map(node),
    behind: ({ compute }) => compute.url,
    paths: /^/,
    env: (url) => ({ CLOUDSDK_API_ENDPOINT_OVERRIDES_COMPUTE: `${url}/compute/v1/` }),
    isWrite: isOtherThanGet,
    refusal: '{"error":{"code":403,"message":"No.","errors":[{"reason":"forbidden","message":"No."}]}}',
  },
};

/** Records what an account answers to every call, and then plays it back. */
export async function withCloud(kind: CloudKind, body: (account: Account) => Promise<void>): Promise<void> {
  await inWorld({ empty: true, cloud: kind }, async (world) => {
    const site = sites[kind];
    site.prepare(world);
    const nodes = site.nodes(world);
    const certificates = await makeCertificates();
    const playback = await startPlayback({
      behind: site.behind(world),
      paths: site.paths,
      isWrite: site.isWrite,
      refusal: { status: 403, headers: {}, body: site.refusal },
      ...(kind === 'AZURE' ? { certificates } : {}),
    });
    const bundle = join(dirname(world.kubeconfig), 'playback-ca.pem');
    writeFileSync(bundle, certificates.caPem);
    const more = { ...site.env(playback.url), REQUESTS_CA_BUNDLE: bundle };
    Object.assign(process.env, more);
    const env = { ...world.env, ...more };
    const ask = (call: Call): Promise<unknown> => asked({ kind, env, flags: site.flags(world), nodes, id }, call);
    let id = '';
    try {
      id = await connected(world, kind, site);
      for (const call of calls) await ask(call);
      playback.seal();
      await body({
        ask: (call, change) => {
          playback.change = change;
          return ask(call);
        },
      });
    } finally {
      playback.close();
    }
  });
}

/** An endpoint that is there already, made without the playback. @returns its id */
async function connected(world: World, kind: CloudKind, { service, flags }: Site): Promise<string> {
  const { foreground: clock } = world.clock;
  const signal = new AbortController().signal;
  const time = { now: () => clock.now(), sleep: (ms: number) => clock.sleep(ms), signal };
  const cloud = await opened(kind, flags(world), world.env, time);
  await cloud.preflight(true);
  const { id } = await cloud.create(owner, service, []);
  for (let look = 0; (await cloud.get(id, service))?.readiness !== 'ready'; look += 1) {
    if (look > 20) throw new Error(`${id} does not get ready`);
    await clock.sleep(cloud.pollMs);
  }
  return id;
}

type Clock = ConstructorParameters<typeof Retries>[0]['time'];

function opened(kind: CloudKind, flags: FlagValues, env: NodeJS.ProcessEnv, time: Clock): Promise<CloudProvider> {
  const retries = new Retries({
    time,
    // What keeps failing is asked a few times only.
    timeoutMs: 3_000,
    tell: () => undefined,
    resume: '',
    unanswered: () => 'no answer',
    random: () => 0.5,
  });
  const { atlasRegion } = sites[kind];
  const settings = { flags, env, atlasRegion, attachments: [], warn: () => undefined, log: undefined };
  return Promise.resolve(cloudNamed(kind).open({ ...settings, retries }));
}

interface Asked {
  readonly kind: CloudKind;
  readonly env: NodeJS.ProcessEnv;
  readonly flags: FlagValues;
  readonly nodes: readonly ClusterNode[];
  /** Of the endpoint that is there. */
  readonly id: string;
}

async function asked({ kind, env, flags, nodes, id }: Asked, call: Call): Promise<unknown> {
  const { service } = sites[kind];
  const { clock, signal, close } = watchdog();
  try {
    const cloud = await opened(kind, flags, env, { ...clock, signal });
    switch (call) {
      case 'identity':
        return await cloud.identity([id]);
      case 'preflight':
        return await cloud.preflight(true);
      case 'get':
        return await cloud.get(id, service);
      case 'find':
        return await cloud.find(owner, service);
      case 'made':
        return await cloud.made(owner);
      case 'made for all':
        return await cloud.made(undefined);
      case 'create':
      case 'create and get': {
        await cloud.preflight(true);
        const made = await cloud.create(other, service, []);
        return call === 'create' ? made : [made, await cloud.get(made.id, service)];
      }
      case 'remove and get':
        await cloud.remove(id);
        return await cloud.get(id, service);
      case 'place from nodes':
        return await cloud.placeFromNodes(nodes, service, {});
      case 'list places':
        return await Promise.all(
          Object.entries(cloudNamed(kind).flags).flatMap(([flag, { listed }]) =>
            listed === undefined ? [] : [cloud.placeOptions({ flag, flags: {}, nodes, service })],
          ),
        );
    }
  } finally {
    close();
  }
}
