import { HELLO } from './hello.ts';

/**
 * What `node -e` runs in a container; it is written for Node 10. Its one argument is ProbeInput as JSON, and it prints one line of JSON, which
 * report.ts reads. It ends by itself: when all is tried, when its time is up, or when whoever asked has gone.
 */
export const nodeProgram = String.raw`
const dns = require('dns'), net = require('net'), tls = require('tls');
const { host, srv, targets, stepMs, wholeMs, attached } = JSON.parse(process.argv[1]);
const report = { tool: 'node', hosts: [], ports: [] };
const print = () => process.stdout.write(JSON.stringify(report) + '\n', () => process.exit(0));
setTimeout(print, wholeMs);
if (attached) process.stdin.on('end', () => process.exit(1)).on('error', () => process.exit(1)).resume();

const fault = (error) => ({ code: String(error.code || ''), message: String(error.message || error) });
const within = (ms, start) =>
  new Promise((yes, no) => {
    const timer = setTimeout(() => no({ code: 'ETIMEOUT', message: 'no answer' }), ms);
    start((value) => (clearTimeout(timer), yes(value)), (error) => (clearTimeout(timer), no(error)));
  });
const resolver = new dns.Resolver({ timeout: Math.ceil(stepMs / 3), tries: 2 });
const ask = (type, name) =>
  within(stepMs, (yes, no) => resolver.resolve(name, type, (error, records) => (error ? no(error) : yes(records)))).then(
    (records) => ({ records }),
    (error) => ({ error: fault(error) }),
  );
// What the application does: /etc/hosts and nsswitch.conf count.
const lookUp = (name) =>
  within(stepMs, (yes, no) => dns.lookup(name, { all: true }, (error, found) => (error ? no(error) : yes(found)))).then(
    (found) => found.map(({ address }) => address),
    () => undefined,
  );

async function hostOf(name) {
  const [found, a, aliases] = await Promise.all([lookUp(name), ask('A', name), ask('CNAME', name)]);
  const addresses = found ? { records: found } : a;
  report.hosts.push({ host: name, addresses, aliases: aliases.records || [] });
}

function event(socket, name) {
  return within(stepMs, (yes, no) => {
    socket.once(name, yes).once('error', no).once('close', () => no({ code: 'CLOSED', message: 'closed' }));
  });
}

async function hello(socket) {
  const chunks = [];
  const whole = within(stepMs, (yes, no) => {
    socket.once('error', no).once('close', () => no({ code: 'CLOSED', message: 'closed' }));
    socket.on('data', (chunk) => {
      chunks.push(chunk);
      const reply = Buffer.concat(chunks);
      if (reply.length >= 4 && reply.length >= reply.readInt32LE(0)) yes(reply.toString('base64'));
    });
  });
  socket.write(Buffer.from("${HELLO}", "hex"));
  return whole;
}

async function dial(target) {
  const found = { host: target.host, port: target.port };
  report.ports.push(found);
  let socket = net.connect({ host: target.host, port: target.port });
  let step = 'tcp';
  try {
    await event(socket, 'connect');
    found.tcp = {};
    found.address = socket.remoteAddress;
    step = 'tls';
    socket = tls.connect({ socket, servername: target.host, rejectUnauthorized: false });
    await event(socket, 'secureConnect');
    const { raw } = socket.getPeerCertificate();
    found.tls = socket.authorized ? {} : { error: { code: String(socket.authorizationError), message: '' } };
    if (!socket.authorized && raw) found.tls.certificate = raw.toString('base64');
    step = 'hello';
    if (socket.authorized) found.hello = { reply: await hello(socket) };
  } catch (error) {
    found[step] = { error: fault(error) };
  }
  socket.on('error', () => {}).destroy();
}

async function main() {
  let list = targets;
  if (srv) {
    [report.srv, report.txt] = await Promise.all([ask('SRV', '_mongodb._tcp.' + host), ask('TXT', host)]);
    if (report.txt.records) report.txt.records = report.txt.records.map((parts) => parts.join(''));
    if (report.srv.records) {
      list = report.srv.records = report.srv.records.map(({ name, port }) => ({ host: name, port }));
    }
  }
  const names = list.map((each) => each.host).filter((name, at, all) => all.indexOf(name) === at);
  await Promise.all([...names.map(hostOf), ...list.map(dial)]);
}
main().then(print, (error) => {
  setImmediate(() => {
    throw error;
  });
});
`.trim();
