/** The parts of a Pod's network, each by itself, with the clients of Node. */
import assert from 'node:assert/strict';
import { Resolver } from 'node:dns/promises';
import { connect as connectTcp, createServer } from 'node:net';
import tls from 'node:tls';
import { deserialize } from 'bson';
import { HELLO } from '../../../src/atlas/probe/programs/hello.ts';
import { rejection, suite } from '../../harness/suite.ts';
import { memberCertificates } from './certificates.ts';
import { startMember } from './member.ts';
import { NameServer } from './name-server.ts';
import type { Behaviour, Name } from './plan.ts';

const { trusted: ca, certificates } = await memberCertificates('*.ab1cd.mongodb.net');

const NAME = 'orders-pl-0.ab1cd.mongodb.net';
const node = { target: 'pl-0-us-east-1.ab1cd.mongodb.net', port: 1024 };

async function withNames(
  names: Readonly<Record<string, Name>>,
  body: (resolver: Resolver) => Promise<void>,
): Promise<void> {
  const server = new NameServer();
  server.names = names;
  const port = await server.listen('127.0.0.1', 0);
  const resolver = new Resolver({ timeout: 200, tries: 1 });
  resolver.setServers([`127.0.0.1:${port}`]);
  try {
    await body(resolver);
  } finally {
    server.close();
  }
}

async function codeOf(question: Promise<unknown>): Promise<string> {
  const error = await rejection(question);
  return 'code' in error ? String(error.code) : error.message;
}

suite('the name server of a Pod', (test) => {
  const records = { srv: [node], txt: ['authSource=admin'], a: ['10.20.1.10'] };

  test('answers SRV, TXT and A, also through an alias, in whatever case it is asked', () =>
    withNames({ [NAME]: records, 'alias.example': { cname: NAME } }, async (resolver) => {
      const [srv] = await resolver.resolveSrv(NAME.toUpperCase());
      assert.deepEqual([srv?.name, srv?.port], [node.target, 1024]);
      assert.deepEqual(await resolver.resolveTxt(NAME), [['authSource=admin']]);
      assert.deepEqual(await resolver.resolve4('alias.example'), ['10.20.1.10']);
      assert.deepEqual(await resolver.resolveCname('alias.example'), [NAME]);
    }));

  for (const [fault, code] of [
    ['nxdomain', 'ENOTFOUND'],
    ['nodata', 'ENODATA'],
    ['servfail', 'ESERVFAIL'],
    ['refused', 'EREFUSED'],
    ['silent', 'ETIMEOUT'],
  ] as const)
    test(`${fault}: a resolver calls it ${code}, and only for the type that has the fault`, () =>
      withNames({ [NAME]: { ...records, faults: { SRV: fault } } }, async (resolver) => {
        assert.equal(await codeOf(resolver.resolveSrv(NAME)), code);
        assert.deepEqual(await resolver.resolve4(NAME), ['10.20.1.10']);
      }));

  test('an answer that is cut off is there over TCP', () =>
    withNames({ [NAME]: { ...records, faults: { SRV: 'truncated' } } }, async (resolver) => {
      assert.equal((await resolver.resolveSrv(NAME))[0]?.name, node.target);
    }));

  test('a name that it does not know does not exist', () =>
    withNames({}, async (resolver) => assert.equal(await codeOf(resolver.resolve4(NAME)), 'ENOTFOUND')));
});

/** A port that is free now. */
async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const address = probe.address();
  await new Promise((closed) => probe.close(closed));
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** Says hello to a member that behaves in some way. @returns the document that it answers */
async function greet(behaviour: Behaviour, servername: string): Promise<Readonly<Record<string, unknown>>> {
  const port = await freePort();
  const hosts = [`${node.target}:${port}`];
  const publicHosts = [`public.ab1cd.mongodb.net:${port}`];
  const server = await startMember({ address: '127.0.0.1', port, behaviour, hosts, publicHosts }, certificates);
  const socket = tls.connect({
    host: '127.0.0.1',
    port,
    ca,
    servername,
    checkServerIdentity: (_, cert) => tls.checkServerIdentity(node.target, cert),
  });
  try {
    return await new Promise((resolve, reject) => {
      socket.on('error', reject);
      socket.on('close', () => reject(new Error('closed')));
      socket.setTimeout(300, () => reject(new Error('silent')));
      socket.on('secureConnect', () => socket.write(Buffer.from(HELLO, 'hex')));
      socket.on('data', (reply: Buffer) => resolve(deserialize(reply.subarray(21))));
    });
  } finally {
    socket.destroy();
    server.close();
  }
}

suite('a member of a cluster', (test) => {
  test('hello is 52 bytes, and its answer lists the hosts of the name that was asked for', async () => {
    assert.equal(HELLO.length, 2 * 52);
    const { hosts, ok, setName } = await greet('healthy', node.target);
    assert.match(String(hosts), /^pl-0-us-east-1/);
    assert.deepEqual([ok, setName], [1, 'atlas-ab12cd-shard-0']);
  });

  test('without a server name it lists the public ones', async () => {
    assert.match(String((await greet('healthy', '')).hosts), /^public\./);
  });

  for (const [behaviour, pattern] of [
    ['silent', /^silent$/],
    ['mute', /^silent$/],
    ['alert', /alert number 80|alert internal error/],
    ['closed', /disconnected|closed|ECONNRESET/],
    ['wrong-host', /altnames/],
    ['expired', /expired/],
    ['unknown-authority', /unable to verify/],
  ] as const)
    test(`${behaviour}: no answer, for that reason`, async () => {
      assert.match((await rejection(greet(behaviour, node.target))).message, pattern);
    });

  test('it listens on its own port and no other', async () => {
    const port = await freePort();
    const socket = connectTcp(port, '127.0.0.1');
    const error = await new Promise<Error>((resolve) => socket.once('error', resolve));
    assert.match(error.message, /ECONNREFUSED/);
  });
});
