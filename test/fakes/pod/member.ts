import { type Server, type Socket, createServer } from 'node:net';
import tls from 'node:tls';
import { deserialize, serialize } from 'bson';
import type { Member, Pair, Plan } from './plan.ts';

/** A fatal alert of the TLS record layer (RFC 8446, 6): internal_error. */
const alert80 = Buffer.from('15030300020250', 'hex');
/** The header of an OP_MSG, its flags and the kind of its only section. */
const HEAD_BYTES = 21;

/** One node of a cluster on one port: TLS, then `hello`, and nothing else. */
export function startMember(member: Member, certificates: Plan['certificates']): Promise<Server> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    meet(socket, member, certificates);
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(member.port, member.address, () => resolve(server));
  });
}

function meet(socket: Socket, member: Member, certificates: Plan['certificates']): void {
  const { behaviour } = member;
  if (behaviour === 'silent') return void socket.resume();
  if (behaviour === 'closed') return void socket.once('data', () => socket.destroy());
  if (behaviour === 'alert') return void socket.once('data', () => socket.end(alert80));
  const pair: Pair = behaviour === 'healthy' || behaviour === 'mute' ? certificates.good : certificates[behaviour];
  let named = false;
  const secure = new tls.TLSSocket(socket, {
    isServer: true,
    ...pair,
    SNICallback: (_name, done) => {
      named = true;
      done(null);
    },
  });
  secure.on('error', () => undefined);
  if (behaviour === 'mute') return void secure.resume();
  secure.on('data', (message) => {
    if (message.readInt32LE(12) !== 2013) return void secure.destroy();
    const { hello } = deserialize(message.subarray(HEAD_BYTES));
    if (hello !== 1) return void secure.destroy();
    secure.write(replyTo(message.readInt32LE(4), named ? member.hosts : member.publicHosts, member));
  });
}

function replyTo(request: number, hosts: readonly string[], { port }: Member): Buffer {
  const first = hosts[0]?.endsWith(`:${port}`) === true;
  const document = serialize({
    isWritablePrimary: first,
    secondary: !first,
    hosts,
    setName: 'atlas-ab12cd-shard-0',
    setVersion: 3,
    maxBsonObjectSize: 16_777_216,
    localTime: new Date(0),
    ok: 1,
  });
  const reply = Buffer.alloc(HEAD_BYTES);
  reply.writeInt32LE(HEAD_BYTES + document.length, 0);
  reply.writeInt32LE(7, 4);
  reply.writeInt32LE(request, 8);
  reply.writeInt32LE(2013, 12);
  return Buffer.concat([reply, document]);
}
