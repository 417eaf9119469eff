import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Row, base64, simple } from '../kubeconfig-rows.ts';
import type { ChainWish, ServerChain } from './server-chain.ts';
import type { Witness } from '../witness.ts';

const asked = { at: 'tls', authorization: 'Bearer t' } as const;

function chainOf({ chain }: Witness): ServerChain {
  if (chain === undefined) throw new Error('the row asks for no chain');
  return chain;
}

/** A kubeconfig that trusts one of the chain's certificates. */
function trusting(
  when: string,
  whom: 'rootPem' | 'intermediatePem' | 'leafPem',
  arrives: Row['arrives'],
  chain: ChainWish = {},
): Row {
  return {
    when,
    chain,
    given: (witness, folder) =>
      simple(witness, folder, { token: 't' }, { 'certificate-authority-data': base64(chainOf(witness)[whom]) }),
    arrives,
  };
}

/** A kubeconfig that trusts nobody, and a system that trusts the root. */
function bySystem(when: string, env: (folder: string) => Record<string, string>, arrives: Row['arrives']): Row {
  return {
    when,
    chain: {},
    given: (witness, folder) => {
      mkdirSync(join(folder, 'certs'));
      mkdirSync(join(folder, 'none'));
      writeFileSync(join(folder, 'certs', 'root.pem'), chainOf(witness).rootPem);
      writeFileSync(join(folder, 'certs', 'README'), 'no certificate\n');
      const given = simple(witness, folder, { token: 't' }, { 'certificate-authority-data': undefined });
      return { ...given, env: { ...given.env, ...env(folder) } };
    },
    arrives,
  };
}

export const trustRows: readonly Row[] = [
  trusting('the root of a chain is trusted', 'rootPem', asked),
  trusting('the root of a chain is trusted, and the server sends it too', 'rootPem', asked, { sends: 'all' }),
  trusting('the root is trusted, but the server leaves the intermediate out', 'rootPem', 'nothing', { sends: 'leaf' }),
  trusting('only the intermediate is trusted, which the server sends', 'intermediatePem', asked),
  trusting('only the intermediate is trusted, and the server leaves it out', 'intermediatePem', asked, {
    sends: 'leaf',
  }),
  trusting('only the intermediate is trusted, and the server sends its issuer too', 'intermediatePem', asked, {
    sends: 'all',
  }),
  trusting('the certificate of the server itself is trusted', 'leafPem', asked),
  trusting('the certificate of the server itself is trusted, and sent alone', 'leafPem', asked, { sends: 'leaf' }),
  trusting('the trusted certificate has expired', 'leafPem', 'nothing', { notAfter: '2021-01-01T00:00:00Z' }),
  trusting('the certificate has expired', 'rootPem', 'nothing', { notAfter: '2021-01-01T00:00:00Z' }),
  trusting('the certificate is not yet valid', 'rootPem', 'nothing', { notBefore: '2099-01-01T00:00:00Z' }),
  trusting('the certificate is for another name', 'rootPem', 'nothing', {
    names: [{ type: 'dns', value: 'other.test' }],
  }),
  trusting('the certificate is for another address', 'rootPem', 'nothing', {
    names: [{ type: 'ip', value: '192.0.2.1' }],
  }),
  trusting('the certificate is for nothing', 'rootPem', 'nothing', { names: [] }),
  bySystem('nobody is trusted by the kubeconfig, nor by the system', () => ({}), 'nothing'),
  bySystem('SSL_CERT_FILE has the root', (folder) => ({ SSL_CERT_FILE: `${folder}/certs/root.pem` }), asked),
  bySystem(
    'SSL_CERT_DIR has the root, in the second folder',
    (folder) => ({ SSL_CERT_DIR: `${folder}/none:${folder}/certs` }),
    asked,
  ),
  bySystem(
    'SSL_CERT_DIR has the root, and SSL_CERT_FILE is missing',
    (folder) => ({ SSL_CERT_FILE: `${folder}/missing`, SSL_CERT_DIR: `${folder}/certs` }),
    asked,
  ),
  {
    when: 'a kubeconfig that names an authority does not trust those of the system',
    chain: {},
    given: (witness, folder) => {
      writeFileSync(join(folder, 'root.pem'), chainOf(witness).rootPem);
      const given = simple(witness, folder, { token: 't' });
      return { ...given, env: { ...given.env, SSL_CERT_FILE: join(folder, 'root.pem') } };
    },
    arrives: 'nothing',
  },
];
