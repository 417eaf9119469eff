import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { type Server, createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import { makeCertificates } from '../fakes/apiserver/certificates.ts';
import { suite } from '../harness/suite.ts';
import { type World, inWorld } from '../harness/world.ts';

/** A proxy on loopback that connects wherever it is asked to. */
async function withProxy(body: (url: string, targets: readonly string[]) => Promise<void>): Promise<void> {
  const targets: string[] = [];
  const open = new Set<Duplex>();
  const server: Server = createServer().on('connect', (request, socket) => {
    targets.push(request.url ?? '');
    const [host = '', port] = (request.url ?? '').split(':');
    const onward = connect(Number(port), host, () => {
      socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      onward.pipe(socket).pipe(onward);
    });
    for (const each of [socket, onward]) {
      each.on('error', () => each.destroy());
      open.add(each);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    await body(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, targets);
  } finally {
    server.close();
    for (const each of open) each.destroy();
  }
}

const create = ({ azure }: World): string => `create orders --subnet ${azure.subnets.endpoints}`;
const errorOf = (stderr: string): string => stderr.slice(stderr.indexOf('error:'));

suite('the way to Azure', (test) => {
  test('goes through the proxy of the environment, for the sign-in too', () =>
    inWorld({ cloud: 'AZURE' }, (world) =>
      withProxy(async (url, targets) => {
        world.deploy();
        const seen = await world.run(create(world), { env: { HTTPS_PROXY: url } });
        assert.equal(seen.code, 0, seen.stderr);
        assert.deepEqual([...new Set(targets)], [new URL(world.arm.url).host]);
        // One for each of the two clients: connections are used again.
        assert.ok(targets.length <= 4, targets.join(' '));
      }),
    ));

  test('ALL_PROXY is one too, and NO_PROXY may list networks, as az reads them', () =>
    inWorld({ cloud: 'AZURE' }, (world) =>
      withProxy(async (url, targets) => {
        world.deploy();
        const around = { ALL_PROXY: url, NO_PROXY: 'example.com, 127.0.0.0/8' };
        assert.equal((await world.run(create(world), { env: around })).code, 0);
        assert.deepEqual(targets, []);
        assert.equal((await world.run('link orders', { env: { ALL_PROXY: url } })).code, 0);
        assert.notDeepEqual(targets, []);
      }),
    ));

  test('a proxy that does not answer is named', () =>
    inWorld({ cloud: 'AZURE' }, async (world) => {
      world.deploy();
      const seen = await world.run(create(world), { env: { HTTPS_PROXY: 'http://me:secret@127.0.0.1:9' } });
      assert.equal(
        errorOf(seen.stderr),
        `error: cannot reach the Azure sign-in directory through the proxy http://127.0.0.1:9: connect ECONNREFUSED 127.0.0.1:9
hint: check the proxy in HTTPS_PROXY; NO_PROXY lists the hosts that are reached without it
`,
      );
    }));

  test('REQUESTS_CA_BUNDLE says which certificates are trusted', () =>
    inWorld({ cloud: 'AZURE' }, async (world) => {
      world.deploy();
      const bundle = join(world.kubeconfig, '..', 'bundle.pem');
      const env = { REQUESTS_CA_BUNDLE: bundle };
      writeFileSync(bundle, (await makeCertificates()).caPem);
      const refused = await world.run(create(world), { env });
      assert.match(errorOf(refused.stderr), /^error: the certificate of the Azure sign-in directory is not trusted: /);
      assert.match(refused.stderr, /^hint: if a proxy inspects TLS, name a file with its CA in REQUESTS_CA_BUNDLE/m);
      writeFileSync(bundle, world.arm.caPem);
      assert.equal((await world.run(create(world), { env })).code, 0);
    }));
});
