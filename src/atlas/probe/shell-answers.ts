import type { SrvTarget } from '../../core/chain/pod-probe.ts';
import type { Fault, RawAnswer, RawPort, Report } from './report.ts';

/** The raw output of one program that the shell program ran. */
interface Part {
  /** What it was run for, such as `tcp HOST PORT`. */
  readonly what: string;
  readonly output: string;
  readonly exitCode: number;
}

/** The exit code of a program that was ended because its time was up: 128 plus SIGTERM. */
const TERMINATED = 143;

/** Reads what programs/shell.ts prints, into the form in which the interpreters report. */
export function readShell(stdout: string): Report {
  const parts = partsOf(stdout);
  const find = (what: string): Part | undefined => parts.find((part) => part.what === what);
  const words = (kind: string): readonly (readonly [Part, readonly string[]])[] =>
    parts.flatMap((part) => (part.what.startsWith(`${kind} `) ? [[part, part.what.split(' ').slice(1)] as const] : []));
  const [srv, txt] = [find('srv'), find('txt')];
  const dialled = [...words('tcp'), ...words('tls')].map(([, [host = '', port = '']]) => `${host} ${port}`);
  return {
    tool: toolOf(parts.find(({ what }) => what.startsWith('tools'))?.what ?? ''),
    ...(srv === undefined ? {} : { srv: srvOf(srv) }),
    ...(txt === undefined ? {} : { txt: txtOf(txt) }),
    hosts: words('host').map(([part, [host = '']]) => ({ host, addresses: addressesOf(part) })),
    ports: [...new Set(dialled)].map((key) =>
      portOf(key, find(`tcp ${key}`), find(`tls ${key}`), find(`hello ${key}`)),
    ),
  };
}

function partsOf(stdout: string): readonly Part[] {
  return [...stdout.matchAll(/^@(?!end )(.*)\n([\s\S]*?)^@end (\d+)$/gm)].map(
    ([, what = '', output = '', code = '']) => ({
      what: what.trim(),
      output,
      exitCode: Number(code),
    }),
  );
}

/** The most capable of the tools that were found. */
function toolOf(tools: string): string {
  return ['openssl', 'bash', 'getent', 'nslookup'].find((tool) => tools.split(' ').includes(tool)) ?? 'sh';
}

/** What nslookup of BIND (bind9 bin/dig/nslookup.c) or of busybox (networking/nslookup.c) says of a name that it gives no record of. */
function nslookupFault({ output, exitCode }: Part): Fault {
  if (exitCode === TERMINATED || /timed out|no servers could be reached/.test(output)) return { code: 'ETIMEOUT' };
  const code = /(NXDOMAIN|SERVFAIL|REFUSED)/.exec(output)?.[1];
  if (code !== undefined) return { code };
  return /No answer|No records/i.test(output) ? { code: 'ENODATA' } : { code: '', message: 'nslookup gave no answer' };
}

function recordsOf<T>(part: Part, records: readonly T[]): RawAnswer<T> {
  return records.length > 0 ? { records } : { error: nslookupFault(part) };
}

function srvOf(part: Part): RawAnswer<SrvTarget> {
  const lines = part.output.matchAll(/service = \d+ \d+ (\d+) (\S+?)\.?$/gm);
  return recordsOf(
    part,
    [...lines].map(([, port = '', host = '']) => ({ host, port: Number(port) })),
  );
}

function txtOf(part: Part): RawAnswer<string> {
  const lines = part.output.matchAll(/text = (.*)$/gm);
  // A record of several parts is printed as several quoted texts.
  const joined = [...lines].map(([, quoted = '']) =>
    [...quoted.matchAll(/"([^"]*)"/g)].map(([, each]) => each).join(''),
  );
  return recordsOf(part, joined);
}

/** Addresses as `getent ahosts` lists them, or nslookup after the line that names what was asked. */
function addressesOf(part: Part): RawAnswer<string> {
  const { output, exitCode } = part;
  const listed = [...output.matchAll(/^([0-9a-f.:]+)\s+(?:STREAM|DGRAM|RAW)/gim)].map(([, address = '']) => address);
  const answered = output.slice(Math.max(output.search(/^Name:/m), 0));
  const named = output.includes('Name:')
    ? [...answered.matchAll(/^Address(?: \d+)?:\s*([0-9a-f.:]+)/gim)].map(([, address = '']) => address)
    : [];
  const records = [...new Set([...listed, ...named])];
  if (records.length > 0) return { records };
  // getent tells a name without an address from one that does not exist by nothing (getent(1), exit code 2).
  if (exitCode === 2 && output.trim() === '') return { error: { code: 'ENOTFOUND' } };
  return { error: nslookupFault(part) };
}

function portOf(key: string, tcp: Part | undefined, tls: Part | undefined, hello: Part | undefined): RawPort {
  const [host = '', port = ''] = key.split(' ');
  const target = { host, port: Number(port) };
  const error = connectFault(tcp, tls);
  if (error !== undefined || tls === undefined) return { ...target, tcp: error === undefined ? {} : { error } };
  const shaken = handshakeOf(tls);
  if (shaken.error !== undefined || hello === undefined) return { ...target, tcp: {}, tls: shaken };
  const reply = hello.output.trim();
  return { ...target, tcp: {}, tls: shaken, hello: reply === '' ? { error: { code: 'no answer' } } : { reply } };
}

/** Why there was no connection, by bash's /dev/tcp or else by openssl; undefined if there was one. */
function connectFault(tcp: Part | undefined, tls: Part | undefined): Fault | undefined {
  if (tcp !== undefined) return tcp.exitCode === 0 ? undefined : socketFault(tcp);
  // Of a connection that is not there openssl prints nothing until the time is up, and so it does of a silent server.
  if (tls === undefined || /^CONNECTED/m.test(tls.output)) return undefined;
  return socketFault(tls);
}

/** The error of a connection in the words of strerror(3) of glibc and musl. */
function socketFault({ output, exitCode }: Part): Fault {
  const known: readonly (readonly [RegExp, string])[] = [
    [/Connection refused/i, 'ECONNREFUSED'],
    [/timed out|Operation timed out/i, 'ETIMEDOUT'],
    [/No route to host|Host is unreachable|Network (is )?unreachable/i, 'EHOSTUNREACH'],
    [/Name or service not known|Name does not resolve|Temporary failure in name|bad address|not resolve/i, 'ENOTFOUND'],
  ];
  const code = known.find(([pattern]) => pattern.test(output))?.[1];
  if (code !== undefined) return { code };
  return exitCode === TERMINATED
    ? { code: 'ETIMEDOUT' }
    : { code: '', message: output.trim().split('\n').at(-1) ?? '' };
}

/** How the handshake of `openssl s_client` went (openssl apps/s_client.c). */
function handshakeOf({ output, exitCode }: Part): NonNullable<RawPort['tls']> {
  const certificate = /-----BEGIN CERTIFICATE-----([\s\S]+?)-----END/.exec(output)?.[1]?.replace(/\s/g, '');
  const verified = /Verify return code: (\d+) \(([^)]*)\)/.exec(output);
  if (certificate !== undefined && verified?.[1] === '0') return {};
  if (certificate !== undefined && verified !== null)
    return { error: { code: '', message: verified[2] ?? '' }, certificate };
  if (exitCode === TERMINATED) return { error: { code: 'ETIMEDOUT' } };
  const reason = output.split('\n').find((line) => /:error:|errno=104|errno=54/.test(line)) ?? '';
  return { error: { code: /errno=(104|54)/.test(reason) ? 'ECONNRESET' : '', message: reason } };
}
