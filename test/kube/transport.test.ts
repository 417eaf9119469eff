import assert from 'node:assert/strict';
import type { Connection } from '../../src/kube/config/connection.ts';
import { fixed } from '../../src/kube/config/credentials.ts';
import { proxyFromEnvironment } from '../../src/kube/http/proxy-environment.ts';
import { redact } from '../../src/kube/http/redact.ts';
import { Transport } from '../../src/kube/http/transport.ts';
import { rejection, suite } from '../harness/suite.ts';
import { inWorld } from '../harness/world.ts';
import { connectionTo } from './connection-to.ts';
import { type Witness, startWitness } from './witness.ts';

function to(witness: Witness, more: Partial<Connection> = {}): Connection {
  return connectionTo(witness.tls, {
    ca: witness.caPem,
    credentials: fixed({ authorization: 'Bearer hush' }),
    impersonation: { 'Impersonate-User': 'bob' },
    ...more,
  });
}

/** What is logged of one request at a level. */
async function logged(level: number): Promise<string> {
  const witness = await startWitness();
  const lines: string[] = [];
  const transport = new Transport(to(witness), { level, write: (line) => lines.push(line) });
  await transport.send({
    method: 'PATCH',
    path: '/x',
    query: { a: 'b' },
    body: { kind: 'Secret', data: { k: 'hush' } },
  });
  transport.close();
  await witness.close();
  return lines
    .join('\n')
    .replace(/127\.0\.0\.1:\d+/g, 'HOST')
    .replace(/\d+ milliseconds/g, 'N milliseconds');
}

suite('transport', (test) => {
  test('where nothing may be written it refuses every method but GET, without a request', async () => {
    const witness = await startWitness();
    const transport = new Transport(to(witness), undefined, { writes: 'none' });
    assert.equal((await transport.send({ method: 'GET', path: '/x' })).status, 200);
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
      for (const query of [{}, { dryRun: 'All' }]) {
        const { message } = await rejection(transport.send({ method, path: '/x', query, body: {} }));
        assert.equal(message, `asked to ${method} /x where nothing may be written`);
      }
    }
    await rejection(transport.upgrade('/x'));
    assert.deepEqual(
      witness.taken().map(({ path }) => path),
      ['/x'],
    );
    transport.close();
    await witness.close();
  });

  test('where things may only be checked it sends what the API server is asked not to store, and refuses the rest', async () => {
    const witness = await startWitness();
    const transport = new Transport(to(witness), undefined, { writes: 'checked-only' });
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
      const body = method === 'DELETE' ? { dryRun: ['All'] } : {};
      await transport.send({ method, path: '/checked', query: { dryRun: 'All' }, body });
      for (const query of [{}, { dryRun: '' }, { dryRun: undefined }]) {
        const { message } = await rejection(transport.send({ method, path: '/x', query, body: {} }));
        assert.equal(message, `asked to ${method} /x where nothing may be written`);
      }
    }
    // The API server deletes: beside a body, it does not look at the query.
    for (const body of [{}, '{}', { dryRun: [] }])
      await rejection(transport.send({ method: 'DELETE', path: '/x', query: { dryRun: 'All' }, body }));
    await transport.send({ method: 'DELETE', path: '/checked', query: { dryRun: 'All' } });
    await rejection(transport.upgrade('/x'));
    assert.deepEqual(
      witness.taken().map(({ path }) => path),
      Array.from({ length: 5 }, () => '/checked?dryRun=All'),
    );
    transport.close();
    await witness.close();
  });

  test('-v 6 logs requests, 7 their headers, 8 bodies; who proves what is masked', async () => {
    const request = 'PATCH https://HOST/x?a=b 200 OK in N milliseconds';
    const headers = `Request Headers:
    accept: application/json
    user-agent: atlas-pe
    authorization: Bearer <masked>
    Impersonate-User: bob
    content-type: application/json
    content-length: 37`;
    assert.equal(await logged(6), request);
    assert.equal(await logged(7), `${headers}\n${request}`);
    assert.equal(
      await logged(8),
      `Request Body: {"kind":"Secret","data":{"k":"<redacted>"}}\n${headers}\n${request}\nResponse Body: {}`,
    );
  });

  test('a request that takes longer than --request-timeout is given up', async () => {
    const witness = await startWitness();
    witness.fallSilent();
    const transport = new Transport(to(witness, { requestTimeoutMs: 1 }));
    const error = await rejection(transport.send({ method: 'GET', path: '/' }));
    assert.match(
      error.message,
      /^Unable to connect to the server .*: no complete answer within 0\.001s \(--request-timeout\)$/,
    );
    transport.close();
    await witness.close();
  });

  test('nothing secret is in a body that is logged', () => {
    const secret = { kind: 'Secret', metadata: { annotations: { a: '1' } }, data: { password: 'aHVzaA==' } };
    const applied = { 'kubectl.kubernetes.io/last-applied-configuration': '{"stringData":{"password":"hush"}}' };
    for (const body of [
      secret,
      { kind: 'SecretList', items: [{ metadata: {}, data: { k: 'aHVzaA==' } }] },
      { kind: 'List', items: [secret] },
      { type: 'ADDED', object: secret },
      { kind: 'Secret', metadata: { annotations: applied }, stringData: { k: 'hush' } },
      { kind: 'AtlasDeployment', status: { connectionStrings: { private: 'mongodb+srv://hush.mongodb.net' } } },
      { kind: 'Status', message: 'cannot reach mongodb://u:hush@h/db now' },
      { kind: 'TokenRequest', status: { token: 'hush' } },
    ]) {
      const shown = redact(JSON.stringify(body));
      assert.doesNotMatch(shown, /hush|aHVzaA/);
      assert.match(shown, /redacted/);
      assert.equal((JSON.parse(shown) as { kind?: string }).kind, body.kind);
    }
    assert.equal(redact('hush'), '<4 bytes, not JSON>');
    assert.equal(
      redact('[{"op":"add","path":"/data/password","value":"aHVzaA=="},{"path":"/metadata/labels","value":"kept"}]'),
      '[{"op":"add","path":"/data/password","value":"<redacted>"},{"path":"/metadata/labels","value":"kept"}]',
    );
    assert.equal(redact('{"spec":{"data":"kept"}}'), '{"spec":{"data":"kept"}}');
  });

  test('a Secret that is read under -v 8 stays secret on stderr', () =>
    inWorld({}, async (world) => {
      world.deploy({ privateEndpoints: [{ name: 'orders-pe' }] });
      const { stderr } = await world.run('secret orders -v8');
      assert.match(stderr, /GET https:\S+\/secrets\S* 200 OK in \d+ milliseconds\n/);
      assert.match(stderr, /"kind":"SecretList"/);
      assert.doesNotMatch(stderr, /mongodb(\+srv)?:\/\/|cEBzcw|p@ss/);
    }));

  test('HTTPS_PROXY and NO_PROXY are read as Go reads them', () => {
    const proxy = { HTTPS_PROXY: 'proxy:3128', HTTP_PROXY: 'http://plain:1' };
    const to = (server: string, noProxy = '', env: object = proxy): string | undefined =>
      proxyFromEnvironment(new URL(server), { ...env, NO_PROXY: noProxy });
    assert.equal(to('https://api.shop.test'), 'http://proxy:3128');
    assert.equal(to('http://api.shop.test'), 'http://plain:1');
    assert.equal(to('https://api.shop.test', '', { https_proxy: 'socks5://p:1' }), 'socks5://p:1');
    for (const server of ['https://localhost:6443', 'https://127.3.0.1', 'https://[::1]:6443'])
      assert.equal(to(server), undefined, server);
    for (const [server, list] of [
      ['https://api.shop.test', 'shop.test'],
      ['https://api.shop.test', '.shop.test'],
      ['https://api.shop.test', 'x, *.SHOP.test'],
      ['https://shop.test', 'shop.test'],
      ['https://shop.test', 'shop.test:443'],
      ['https://10.1.2.3', '10.0.0.0/8'],
      ['https://10.1.2.3:6443', '10.1.2.3'],
      ['https://[fd00::5]', 'fd00::/8'],
      ['https://anything', '*'],
    ] as const)
      assert.equal(to(server, list), undefined, `${server} ${list}`);
    for (const [server, list] of [
      ['https://shop.test', '.shop.test'],
      ['https://myshop.test', 'shop.test'],
      ['https://shop.test', 'shop.test:6443'],
      ['https://11.1.2.3', '10.0.0.0/8'],
      ['https://10.1.2.3', '10.0.0.0/99'],
    ] as const)
      assert.equal(to(server, list), 'http://proxy:3128', `${server} ${list}`);
  });
});
