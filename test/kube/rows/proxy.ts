import { type Row, remote, simple } from '../kubeconfig-rows.ts';

const asked = { at: 'tls', authorization: 'Bearer t' } as const;

/** A SOCKS proxy gets the name of the server, which only it can look up. */
export const proxyRows: readonly Row[] = [
  {
    when: 'the proxy-url is socks5: the proxy looks the name up',
    given: (witness, folder) =>
      simple(witness, folder, { token: 't' }, { ...remote('6443'), 'proxy-url': `socks5://${witness.socks}` }),
    arrives: { ...asked, proxiedTo: 'api.shop.test:6443' },
  },
  {
    when: 'the proxy-url is socks5 with a name and a password',
    given: (witness, folder) =>
      simple(
        witness,
        folder,
        { token: 't' },
        { ...remote('443'), 'proxy-url': `socks5://bob:p%40ss@${witness.socks}` },
      ),
    arrives: { ...asked, proxiedTo: 'bob:p@ss@api.shop.test:443' },
  },
  {
    when: 'the server behind a SOCKS proxy is an address',
    given: (witness, folder) =>
      simple(
        witness,
        folder,
        { token: 't' },
        { server: 'https://192.0.2.7:6443', 'tls-server-name': 'localhost', 'proxy-url': `socks5://${witness.socks}` },
      ),
    arrives: { ...asked, proxiedTo: '192.0.2.7:6443' },
  },
  ...['HTTPS_PROXY', 'https_proxy'].flatMap((name) =>
    ['socks5', 'socks5h'].map((scheme): Row => ({
      when: `${name} is ${scheme}: the proxy looks the name up`,
      given: (witness, folder) => {
        const { env } = simple(witness, folder, { token: 't' }, remote('6443'));
        return { env: { ...env, [name]: `${scheme}://${witness.socks}` } };
      },
      arrives: { ...asked, proxiedTo: 'api.shop.test:6443' },
    })),
  ),
  ...['socks4', 'socks', 'socks5h', 'ftp'].map((scheme): Row => ({
    when: `the proxy-url is ${scheme}, which kubectl does not have`,
    given: (witness, folder) =>
      simple(witness, folder, { token: 't' }, { ...remote('6443'), 'proxy-url': `${scheme}://${witness.socks}` }),
    arrives: 'nothing',
  })),
];
