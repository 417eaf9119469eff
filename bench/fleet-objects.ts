import { made } from '../test/contract/api.ts';
import type { RealServer } from '../test/contract/real-server.ts';
import { operatorCrds } from '../test/real/operator-crds.ts';

/** Namespaces over which the endpoints are spread evenly. */
const NAMESPACES = 20;
/** Writes under way at a time. */
const AT_ONCE = 32;

const group = '/apis/atlas.mongodb.com/v1';
const regions = ['US_EAST_1', 'EU_WEST_1', 'AP_SOUTHEAST_2', 'SA_EAST_1'];
const at = '2026-01-01T00:00:00Z';

/** An AtlasPrivateEndpoint; most of them are available, some wait, and a few have failed. */
function endpoint(n: number): { readonly namespace: string; readonly object: object; readonly status: object } {
  const id = `vpce-${n.toString(16).padStart(17, '0')}`;
  const state = n % 50 === 0 ? 'FAILED' : n % 10 === 0 ? 'PENDING_ACCEPTANCE' : 'AVAILABLE';
  const region = regions[n % regions.length];
  const name = `orders-${n}`;
  const spec = {
    projectRef: { name: `project-${n % 100}` },
    provider: 'AWS',
    region,
    awsConfiguration: [{ id }],
  };
  const condition = (type: string): object => ({
    type,
    status: state === 'AVAILABLE' ? 'True' : 'False',
    lastTransitionTime: at,
  });
  const status = {
    conditions: ['Ready', 'PrivateEndpointServiceReady', 'PrivateEndpointReady'].map(condition),
    observedGeneration: 1,
    serviceId: n.toString(16).padStart(24, '0'),
    serviceName: `com.amazonaws.vpce.us-east-1.vpce-svc-${n.toString(16).padStart(17, '0')}`,
    serviceStatus: 'AVAILABLE',
    endpoints: [
      { ID: id, InterfaceStatus: state, ...(state === 'FAILED' ? { error: 'the endpoint was rejected' } : {}) },
    ],
  };
  const metadata = { name, labels: { team: `team-${n % 7}` } };
  const object = { apiVersion: 'atlas.mongodb.com/v1', kind: 'AtlasPrivateEndpoint', metadata, spec };
  return { namespace: `fleet-${n % NAMESPACES}`, object, status };
}

/** Installs the CRDs of the newest operator that the contract is tried on, and makes the namespaces. */
export async function prepareFleet({ admin, installCrds }: RealServer): Promise<void> {
  await installCrds(await operatorCrds('v2.15'));
  for (let n = 0; n < NAMESPACES; n += 1)
    made(await admin.call('POST', '/api/v1/namespaces', { metadata: { name: `fleet-${n}` } }), 201);
}

/**
 * Makes endpoints as a person and an operator do: each is created, and then its status is written.
 * @param from the number of the first one, up to `to`, which is left out
 */
export async function makeEndpoints({ admin }: RealServer, from: number, to: number): Promise<void> {
  let next = from;
  const worker = async (): Promise<void> => {
    while (next < to) {
      const { namespace, object, status } = endpoint(next++);
      const path = `${group}/namespaces/${namespace}/atlasprivateendpoints`;
      const { metadata } = made(await admin.call('POST', path, object), 201);
      made(
        await admin.call('PATCH', `${path}/${metadata.name}/status`, { status }, 'application/merge-patch+json'),
        200,
      );
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}
