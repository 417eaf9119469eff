import assert from 'node:assert/strict';
import { fixed } from '../../src/kube/config/credentials.ts';
import { Transport } from '../../src/kube/http/transport.ts';
import type { UserError } from '../../src/core/errors.ts';
import { hintOf } from '../harness/hint.ts';
import { rejection, suite } from '../harness/suite.ts';
import { connectionTo } from './connection-to.ts';
import type { ChainWish, ServerChain } from './rows/server-chain.ts';
import { startWitness } from './witness.ts';

interface Given {
  readonly ca?: (chain: ServerChain) => string | undefined;
  /** Whether the way leads through an HTTP proxy. */
  readonly proxied?: boolean;
}

/** What a person is told of a server that shows such a chain, without its port. */
async function told(wish: ChainWish, { ca = (chain) => chain.rootPem, proxied = false }: Given = {}): Promise<string> {
  const witness = await startWitness(wish);
  const connection = connectionTo(witness.tls, {
    ca: witness.chain === undefined ? undefined : ca(witness.chain),
    credentials: fixed({ authorization: 'Bearer hush' }),
    proxyUrl: proxied ? witness.proxy : undefined,
  });
  const transport = new Transport(connection);
  try {
    const error = (await rejection(transport.send({ method: 'GET', path: '/' }))) as UserError;
    assert.ok(witness.taken().every(({ authorization }) => authorization === undefined));
    return `${error.message.replace(/^Unable to connect to the server: tls: failed to verify certificate: x509: /, '')}\n${hintOf(error)}`.replaceAll(
      new URL(witness.tls).host,
      'HOST',
    );
  } finally {
    transport.close();
    await witness.close();
  }
}

const whose = 'the certificate of HOST (CN=api.shop.test, O=Shop, issued by CN=intermediate)';

suite('a server that is not trusted', (test) => {
  test('has a certificate of an unknown authority, or leaves the intermediate out', async () => {
    const expected = `certificate signed by unknown authority\n${whose} is not signed by the certificate-authority of this context; compare with: kubectl config view --minify`;
    assert.equal(await told({ sends: 'leaf' }), expected);
    assert.equal(await told({ sends: 'leaf' }, { proxied: true }), expected);
  });

  test('is unknown to the system, where the kubeconfig names no authority', async () =>
    assert.equal(
      await told({}, { ca: () => undefined }),
      `certificate signed by unknown authority\n${whose} is not signed by an authority of this system, and the kubeconfig names none: name it with --certificate-authority`,
    ));

  test('has a certificate that has expired, or is not yet valid', async () => {
    const reason = 'certificate has expired or is not yet valid';
    const then = "renew it, or set this machine's clock if that is wrong";
    assert.equal(
      await told({ notAfter: '2021-01-01T00:00:00Z' }),
      `${reason}\n${whose} is expired: Jan  1 00:00:00 2021 GMT; ${then}`,
    );
    assert.equal(
      await told({ notBefore: '2099-01-01T00:00:00Z' }),
      `${reason}\n${whose} is not valid before Jan  1 00:00:00 2099 GMT; ${then}`,
    );
  });

  test('has a certificate for another name, address, or nothing', async () => {
    const hint = `${whose} is for other names; if it is the right server, give one of them with --tls-server-name`;
    for (const [names, reason] of [
      [[{ type: 'ip', value: '192.0.2.1' }], 'certificate is valid for 192.0.2.1, not 127.0.0.1'],
      [
        [{ type: 'dns', value: 'other.test' }],
        "cannot validate certificate for 127.0.0.1 because it doesn't contain any IP SANs",
      ],
      [[], "cannot validate certificate for 127.0.0.1 because it doesn't contain any IP SANs"],
    ] as const)
      assert.equal(await told({ names }), `${reason}\n${hint}`);
  });
});
