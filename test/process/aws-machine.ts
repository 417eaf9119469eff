import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a machine in AWS offers to programs that run on it, and the portal of an SSO, at one URL on loopback. */
export interface AwsMachine {
  readonly url: string;
  readonly close: () => Promise<void>;
}

const end = new Date(Date.now() + 3_600_000);

function keys(accessKeyId: string): object {
  return {
    Code: 'Success',
    Type: 'AWS-HMAC',
    LastUpdated: new Date().toISOString(),
    AccessKeyId: accessKeyId,
    SecretAccessKey: 'secret',
    Token: `token-of-${accessKeyId}`,
    Expiration: end.toISOString(),
  };
}

/**
 * Answers by path: the metadata service of an instance (docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-data-retrieval.html),
 * the credentials of a container (docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html), and GetRoleCredentials
 * (docs.aws.amazon.com/singlesignon/latest/PortalAPIReference/API_GetRoleCredentials.html).
 */
const answers: Readonly<Record<string, string | object>> = {
  '/latest/api/token': 'token-of-the-metadata-service',
  '/latest/meta-data/placement/availability-zone/': 'sa-east-1c',
  '/latest/meta-data/iam/security-credentials/': 'node-role',
  '/latest/meta-data/iam/security-credentials/node-role': keys('ASIAINSTANCE'),
  '/container': keys('ASIACONTAINER'),
  '/federation/credentials': {
    roleCredentials: {
      accessKeyId: 'ASIASSO',
      secretAccessKey: 'secret',
      sessionToken: 'token-of-ASIASSO',
      expiration: end.getTime(),
    },
  },
};

export async function startAwsMachine(): Promise<AwsMachine> {
  const server = createServer((request, response) => {
    const answer = answers[(request.url ?? '').split('?')[0] ?? ''];
    const body = typeof answer === 'object' ? JSON.stringify(answer) : (answer ?? '');
    const type = typeof answer === 'object' ? 'application/json' : 'text/plain';
    response.writeHead(answer === undefined ? 404 : 200, { 'content-type': type }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
