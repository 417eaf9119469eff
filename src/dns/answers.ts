import { Resolver } from 'node:dns/promises';
import { Slots } from '../core/plan/slots/slots.ts';
import type { DnsAnswer, DnsFailure, HostAnswer, SrvTarget, StringAnswer } from '../core/chain/pod-probe.ts';
import type { ObservedString } from '../core/chain/observed.ts';

/** How long one server may take, and how often it is asked: a check is over within seconds. */
const limits = { timeout: 1_500, tries: 2 } as const;

/** The strings that are looked up at the same time. Of more at once, resolvers and their UDP sockets drop some, which would look like timeouts. */
const AT_ONCE = 32;

/** What node's resolver calls its failures (nodejs.org/api/dns.html, "Error codes"). */
const failures: Readonly<Record<string, DnsFailure>> = {
  ENOTFOUND: 'notfound',
  ENODATA: 'nodata',
  ESERVFAIL: 'servfail',
  EREFUSED: 'refused',
  ETIMEOUT: 'timeout',
  ECONNREFUSED: 'timeout',
};

async function answerOf<T>(ask: Promise<readonly T[]>): Promise<DnsAnswer<T>> {
  try {
    return { records: await ask };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    return { failure: failures[code] ?? 'other', detail: code };
  }
}

/**
 * Asks DNS for strings: records, not what this machine makes of them by its hosts file.
 * @param servers those to ask; those of the machine when left out
 */
export async function askFor(
  strings: readonly ObservedString[],
  servers?: readonly string[],
): Promise<readonly StringAnswer[]> {
  const resolver = new Resolver(limits);
  if (servers !== undefined && servers.length > 0) resolver.setServers(servers);
  const slots = new Slots(AT_ONCE);
  return Promise.all(strings.map((string) => slots.within(() => askForString(resolver, string))));
}

async function askForString(resolver: Resolver, { host, srv: bySrv }: ObservedString): Promise<StringAnswer> {
  if (!bySrv) return { host, hosts: [await askForHost(resolver, host.replace(/:\d+$/, ''))] };
  const [srv, txt] = await Promise.all([
    answerOf(resolver.resolveSrv(`_mongodb._tcp.${host}`)),
    answerOf(resolver.resolveTxt(host)),
  ]);
  const targets: DnsAnswer<SrvTarget> =
    'records' in srv ? { records: srv.records.map(({ name, port }) => ({ host: name, port })) } : srv;
  const names = 'records' in targets ? [...new Set(targets.records.map((target) => target.host))] : [];
  const hosts = await Promise.all(names.map((name) => askForHost(resolver, name)));
  return {
    host,
    srv: targets,
    txt: 'records' in txt ? { records: txt.records.map((parts) => parts.join('')) } : txt,
    hosts,
  };
}

async function askForHost(resolver: Resolver, host: string): Promise<HostAnswer> {
  const [four, aliases] = await Promise.all([answerOf(resolver.resolve4(host)), answerOf(resolver.resolveCname(host))]);
  // An endpoint may have IPv6 addresses alone.
  const six = 'failure' in four && four.failure === 'nodata' ? await answerOf(resolver.resolve6(host)) : four;
  const addresses = 'records' in six ? six : four;
  return { host, addresses, aliases: 'records' in aliases ? aliases.records : [] };
}
