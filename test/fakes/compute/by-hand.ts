import type { SeededGoogle } from './seed.ts';
import type { FakeCompute } from './server.ts';

interface Body {
  readonly name?: string;
  readonly address?: string;
  readonly error?: unknown;
}

/**
 * Makes an address of the seeded account and a forwarding rule of the same name to a service attachment, as a person does by hand, and
 * waits for both.
 * @returns the address
 * @throws Error when one of them is refused or fails
 */
export async function connectByHand(
  { url, token }: FakeCompute,
  { project, region, subnetworks, networkName: network }: SeededGoogle,
  name: string,
  target: string,
): Promise<string> {
  const headers = { authorization: `Bearer ${token()}`, 'content-type': 'application/json' };
  const send = async (method: string, path: string, body?: object): Promise<Body> => {
    const json = body === undefined ? {} : { body: JSON.stringify(body) };
    const answer = await fetch(`${url}/compute/v1/projects/${project}/regions/${region}/${path}`, {
      method,
      headers,
      ...json,
    });
    const read = (await answer.json()) as Body;
    if (read.error !== undefined) throw new Error(`${method} ${path}: ${JSON.stringify(read.error)}`);
    return read;
  };
  const make = async (path: string, body: object): Promise<Body> => {
    const operation = await send('POST', path, { name, ...body });
    return send('POST', `operations/${operation.name}/wait`);
  };
  await make('addresses', { addressType: 'INTERNAL', subnetwork: subnetworks.endpoints.name });
  await make('forwardingRules', { IPAddress: `regions/${region}/addresses/${name}`, network, target });
  return (await send('GET', `addresses/${name}`)).address ?? '';
}
