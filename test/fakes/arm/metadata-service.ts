import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tokenFor } from './directory.ts';

/** The metadata service of a machine in Azure, at which its managed identity gets tokens. */
export interface MetadataService {
  readonly url: string;
  /** The resources that tokens were asked for, with the client id of the identity that was meant, if one was named. */
  readonly asked: () => readonly string[];
}

/**
 * Answers as learn.microsoft.com/entra/identity/managed-identities-azure-resources/how-to-use-vm-token, "Get a token using HTTP".
 * @param identity the client id of the only identity that the machine has
 */
export async function startMetadataService(identity: string): Promise<MetadataService> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(`http://metadata${request.url}`);
    const send = (status: number, body: object): void =>
      void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    if (pathname.replace(/\/$/, '') !== '/metadata/identity/oauth2/token') return send(404, { error: 'Not found' });
    if (request.headers['metadata'] !== 'true')
      return send(400, { error: 'invalid_request', error_description: 'Required metadata header not specified' });
    const [resource, client] = [searchParams.get('resource') ?? '', searchParams.get('client_id')];
    asked.push(client === null ? resource : `${resource} ${client}`);
    if (client !== null && client !== identity)
      return send(400, { error: 'invalid_request', error_description: 'Identity not found' });
    send(200, {
      access_token: tokenFor(`${resource.replace(/\/$/, '')}/.default`),
      client_id: identity,
      expires_in: '86399',
      expires_on: String(Math.floor(Date.now() / 1000) + 86_399),
      resource,
      token_type: 'Bearer',
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // It is for a whole process, and ends with it.
  server.unref();
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked: () => asked,
  };
}
