/**
 * The network of a Pod: a process in a network and a mount namespace of its own, in which a name server and the nodes of a cluster listen. It gets a
 * Plan over IPC, answers when everything is as planned, and ends with its parent.
 */
import type { Server } from 'node:net';
import { startMember } from './member.ts';
import { NameServer } from './name-server.ts';
import type { Plan } from './plan.ts';

const dns = new NameServer();
let members: readonly Server[] = [];
await dns.listen('127.0.0.1', 53);

process.on('message', (plan: Plan) => void follow(plan).then(() => process.send?.('ready')));
process.on('disconnect', () => process.exit(0));
process.send?.('ready');

async function follow({ names, members: wanted, certificates }: Plan): Promise<void> {
  dns.names = names;
  await Promise.all(members.map((server) => new Promise((closed) => server.close(closed))));
  members = await Promise.all(wanted.map((member) => startMember(member, certificates)));
}
