/**
 * See arm.check.sh. The endpoint is made with the SDK that the plugin itself uses; what is checked is that an SDK that we have no part in
 * reads the same, knows every field and every word of it, and can follow an operation to its end.
 */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { tokenFor } from '../fakes/arm/directory.ts';
import { type SeededAzure, seedAzure } from '../fakes/arm/seed.ts';
import { type FakeArm, startArm } from '../fakes/arm/server.ts';
import { httpsTools } from '../harness/https-tools.ts';
import { handClock } from '../harness/hand-clock.ts';
import { azureEnvironment } from '../sandbox/environments.ts';

const python = process.argv[2] ?? '';
const service = '/subscriptions/a/resourceGroups/rg/providers/Microsoft.Network/privateLinkServices/pls';

interface ReadConnection {
  readonly properties: {
    readonly privateLinkServiceId: string;
    readonly requestMessage: string;
    readonly privateLinkServiceConnectionState: { readonly status: string };
  };
}

/** What the SDK for Python makes of it all. */
interface ReadBack {
  readonly endpoint: {
    readonly id: string;
    readonly location: string;
    readonly tags: Readonly<Record<string, string>>;
    readonly properties: {
      readonly provisioningState: string;
      readonly subnet: { readonly id: string };
      readonly manualPrivateLinkServiceConnections: readonly ReadConnection[];
    };
  };
  readonly interface: ReadInterface;
  readonly network: { readonly properties: { readonly subnets: readonly { readonly name: string }[] } };
  readonly listed: readonly string[];
  readonly everywhere: readonly string[];
  readonly node: readonly ReadInterface[];
  readonly made: string;
  readonly gone: string | null;
  readonly problems: readonly string[];
}

interface ReadInterface {
  readonly properties: {
    readonly ipConfigurations: readonly {
      readonly properties: { readonly privateIPAddress: string; readonly subnet: { readonly id: string } };
    }[];
  };
}

/** Makes two endpoints by plain requests, as any program could. @returns the id of the first */
async function makeEndpoints(arm: FakeArm, { subscription, subnets }: SeededAzure): Promise<string> {
  const token = tokenFor('https://management.azure.com/.default');
  const { call, close } = httpsTools(arm.url, arm.caPem, { token });
  const below = `/subscriptions/${subscription}/resourceGroups/shop/providers/Microsoft.Network/privateEndpoints`;
  const body = {
    location: 'northeurope',
    tags: { team: 'shop' },
    properties: {
      subnet: { id: subnets.endpoints },
      manualPrivateLinkServiceConnections: [
        { name: 'atlas', properties: { privateLinkServiceId: service, requestMessage: 'please' } },
      ],
    },
  };
  for (const name of ['one', 'two']) {
    const { status } = await call('PUT', `${below}/${name}?api-version=2024-05-01`, body);
    assert.equal(status, 201);
  }
  close();
  return `${below}/one`;
}

async function readBack(arm: FakeArm, seed: SeededAzure): Promise<ReadBack> {
  const folder = mkdtempSync(join(tmpdir(), 'kubectl-atlas-pe-'));
  try {
    const env = azureEnvironment(arm, seed, folder);
    const [, scaleGroup = '', scaleSet = ''] = /resourceGroups\/([^/]+)\/.*\/([^/]+)$/.exec(seed.scaleSet) ?? [];
    const args = ['test/azure-mgmt-network/read_back.py', seed.group, 'one', 'prod', `${scaleGroup} ${scaleSet}`];
    const { stdout } = await promisify(execFile)(python, args, { env: { ...process.env, ...env } });
    return JSON.parse(stdout) as ReadBack;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const approved = new Set<string>();
const arm = await startArm({
  clock: handClock(),
  delays: { createMs: 0, deleteMs: 0 },
  approved: (id) => approved.has(id),
  pageSize: 1,
});
const seed = seedAzure(arm);
arm.azure.addService(service);
const id = await makeEndpoints(arm, seed);
approved.add(id);
const read = await readBack(arm, seed);
await arm.close();
const addressOf = ({ properties }: ReadInterface): readonly unknown[] => {
  const [first] = properties.ipConfigurations;
  return [first?.properties.privateIPAddress, first?.properties.subnet.id];
};

const checks: Record<string, () => void> = {
  'an endpoint: id, place, tags, subnet and state'() {
    const { location, tags, properties } = read.endpoint;
    assert.deepEqual(
      [read.endpoint.id, location, tags, properties.subnet.id, properties.provisioningState],
      [id, 'northeurope', { team: 'shop' }, seed.subnets.endpoints, 'Succeeded'],
    );
  },
  'its connection: service, message and approval'() {
    const [connection] = read.endpoint.properties.manualPrivateLinkServiceConnections;
    const { privateLinkServiceId, requestMessage, privateLinkServiceConnectionState } = connection?.properties ?? {};
    assert.deepEqual(
      [privateLinkServiceId, requestMessage, privateLinkServiceConnectionState?.status],
      [service, 'please', 'Approved'],
    );
  },
  'its network interface, with the private address'() {
    assert.deepEqual(addressOf(read.interface), ['10.40.1.4', seed.subnets.endpoints]);
  },
  'lists of a group and of the subscription, page by page'() {
    assert.deepEqual(
      [read.listed, read.everywhere],
      [
        ['one', 'two'],
        ['one', 'two'],
      ],
    );
  },
  'a network with its subnets, and the interface of a node'() {
    const subnets = read.network.properties.subnets.map(({ name }) => name);
    assert.deepEqual(subnets, ['endpoints', 'nodes', 'postgres', 'full']);
    assert.deepEqual(read.node.map(addressOf), [['10.40.2.4', seed.subnets.nodes]]);
  },
  'an endpoint that it makes and deletes itself, following both operations to their ends'() {
    assert.deepEqual([read.made, read.gone], ['Succeeded', 'ResourceNotFound']);
  },
  'it knows every field and every value of what it read'() {
    assert.deepEqual(read.problems, []);
  },
};

let [passed, failed] = [0, 0];
for (const [name, check] of Object.entries(checks)) {
  try {
    check();
    passed += 1;
    process.stdout.write(`ok   ${name}\n`);
  } catch (error) {
    failed += 1;
    process.stdout.write(`FAIL ${name}\n${error instanceof Error ? error.stack : String(error)}\n`);
  }
}
process.stdout.write(`${passed} passed, ${failed} failed\n`);
process.exit(failed === 0 ? 0 : 1);
