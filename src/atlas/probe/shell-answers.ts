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
  const subjects = (...kinds: readonly string[]): readonly string[] => {
    const found = parts.map(({ what }) => what.split(' ')).filter(([kind = '']) => kinds.includes(kind));
    return [...new Set(found.map(([, ...words]) => words.join(' ')))];
  };
  const [srv, txt] = [recordsOf(find('srv'), targetsIn), recordsOf(find('txt'), textsIn)];
  return {
    tool: toolOf(parts.find(({ what }) => what.startsWith('tools'))?.what ?? ''),
    ...(srv === undefined ? {} : { srv }),
    ...(txt === undefined ? {} : { txt }),
    hosts: subjects('host', 'names').map((host) => ({ host, ...hostOf(find(`host ${host}`), find(`names ${host}`)) })),
    ports: subjects('tcp', 'tls').map((key) =>
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

/**
 * What nslookup of BIND (bind9 bin/dig/nslookup.c) or of busybox (networking/nslookup.c) says of a name that it gives no record of. Busybox says
 * nothing where the name has none, and nothing where the answer was cut off: what that means is not known.
 */
function nslookupFault({ output, exitCode }: Part): Fault | undefined {
  if (exitCode === TERMINATED || /timed out|no servers could be reached/.test(output)) return { code: 'ETIMEOUT' };
  const code = /(NXDOMAIN|SERVFAIL|REFUSED)/.exec(output)?.[1];
  if (code !== undefined) return { code };
  return output.includes('No answer') ? { code: 'ENODATA' } : undefined;
}

/** The records that nslookup lists, or why there are none; undefined if neither can be told. */
function recordsOf<T>(part: Part | undefined, read: (output: string) => readonly T[]): RawAnswer<T> | undefined {
  if (part === undefined) return undefined;
  const records = read(part.output);
  if (records.length > 0) return { records };
  const error = nslookupFault(part);
  return error === undefined ? undefined : { error };
}

function targetsIn(output: string): readonly SrvTarget[] {
  const lines = output.matchAll(/service = \d+ \d+ (\d+) (\S+?)\.?$/gm);
  return [...lines].map(([, port = '', host = '']) => ({ host, port: Number(port) }));
}

/** A record of several parts is printed as several quoted texts. */
function textsIn(output: string): readonly string[] {
  return [...output.matchAll(/text = (.*)$/gm)].map(([, quoted = '']) =>
    [...quoted.matchAll(/"([^"]*)"/g)].map(([, part]) => part).join(''),
  );
}

/** What `getent ahosts` lists, as the application would get it, or else nslookup after the lines that name what was asked. */
function hostOf(
  getent: Part | undefined,
  nslookup: Part | undefined,
): Pick<Report['hosts'][number], 'addresses' | 'aliases'> {
  const listed = (getent?.output ?? '').matchAll(/^([0-9a-f.:]+)\s+(?:STREAM|DGRAM|RAW)/gim);
  const records = [...new Set([...listed].map(([, address = '']) => address))];
  const looked = recordsOf(nslookup, addressesIn);
  const aliases = [...(nslookup?.output ?? '').matchAll(/canonical name = (\S+?)\.?$/gm)].map(([, name = '']) => name);
  const known = nslookup === undefined ? {} : { aliases: [...new Set(aliases)] };
  if (records.length > 0) return { addresses: { records }, ...known };
  if (getent === undefined && looked?.records !== undefined) return { addresses: looked, ...known };
  // getent has one exit code for a name that does not exist, that has no address, and that nobody could be asked for (getent(1)).
  return { addresses: { error: looked?.error ?? { code: '', message: 'no address was found' } }, ...known };
}

function addressesIn(output: string): readonly string[] {
  const answered = output.slice(Math.max(output.search(/^Name:/m), 0));
  if (!answered.startsWith('Name:')) return [];
  return [...answered.matchAll(/^Address(?: \d+)?:\s*([0-9a-f.:]+)/gim)].map(([, address = '']) => address);
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
  if (tcp !== undefined) return tcp.exitCode === 0 ? undefined : (socketFault(tcp) ?? { code: 'ETIMEDOUT' });
  if (tls === undefined || /^CONNECTED/m.test(tls.output)) return undefined;
  // Until its time is up, openssl says as little of a connection that is not there as of a server that is silent.
  return socketFault(tls) ?? { code: '', message: 'neither a connection nor an answer in time' };
}

/** The error of a connection in the words of strerror(3) of glibc and musl. */
function socketFault({ output, exitCode }: Part): Fault | undefined {
  const known: readonly (readonly [RegExp, string])[] = [
    [/Connection refused/i, 'ECONNREFUSED'],
    [/timed out|Operation timed out/i, 'ETIMEDOUT'],
    [/No route to host|Host is unreachable|Network (is )?unreachable/i, 'EHOSTUNREACH'],
    [/Name or service not known|Name does not resolve|Temporary failure in name|bad address|not resolve/i, 'ENOTFOUND'],
  ];
  const code = known.find(([pattern]) => pattern.test(output))?.[1];
  if (code !== undefined) return { code };
  return exitCode === TERMINATED ? undefined : { code: '', message: output.trim().split('\n').at(-1) ?? '' };
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
