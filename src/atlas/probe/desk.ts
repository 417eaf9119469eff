import { Resolver } from 'node:dns/promises';
import { unlessAborted } from '../../core/abort.ts';
import type { DnsAnswer, HostAnswer, SrvTarget, StringAnswer } from '../../core/chain/pod-probe.ts';
import { dnsFailure } from './faults.ts';
import { type StringHosts, onlyHosts } from './hosts.ts';

/** What this machine's resolver says of the hosts of a connection string. It never rejects but with the signal's reason. */
export type LookUpNames = (hosts: StringHosts, signal: AbortSignal) => Promise<StringAnswer>;

/** For each attempt of a question, in milliseconds; the resolver makes a second one. */
const ATTEMPT_MS = 2_000;

/**
 * Asks the resolver of this machine, as programs do that follow no /etc/hosts: the records of private endpoints are public.
 * @param servers name servers with their ports in place of those of the system
 */
export function lookUpFromHere(servers?: readonly string[], attemptMs = ATTEMPT_MS): LookUpNames {
  return async (given, signal) => {
    const hosts = onlyHosts(given);
    const resolver = new Resolver({ timeout: attemptMs, tries: 2 });
    if (servers !== undefined) resolver.setServers([...servers]);
    try {
      return await unlessAborted(signal, answerOf(resolver, hosts));
    } finally {
      resolver.cancel();
    }
  };
}

async function answerOf(resolver: Resolver, { host, srv, targets }: StringHosts): Promise<StringAnswer> {
  const [records, txt] = srv
    ? await Promise.all([
        asked(resolver.resolveSrv(`_mongodb._tcp.${host}`), ({ name, port }): SrvTarget => ({ host: name, port })),
        asked(resolver.resolveTxt(host), (parts) => parts.join('')),
      ])
    : [];
  const all = records !== undefined && 'records' in records ? records.records : targets;
  const names = [...new Set(all.map((target) => target.host))];
  return { host, srv: records, txt, hosts: await Promise.all(names.map((name) => hostOf(resolver, name))) };
}

async function hostOf(resolver: Resolver, host: string): Promise<HostAnswer> {
  const [addresses, aliases] = await Promise.all([
    asked(resolver.resolve4(host), String),
    asked(resolver.resolveCname(host), String),
  ]);
  const usable = 'records' in addresses ? addresses.records.filter((address) => address !== '0.0.0.0') : undefined;
  return {
    host,
    addresses: usable?.length === 0 ? { failure: 'nodata', detail: '0.0.0.0' } : addresses,
    aliases: 'records' in aliases ? aliases.records : [],
  };
}

async function asked<R, T>(question: Promise<readonly R[]>, as: (record: R) => T): Promise<DnsAnswer<T>> {
  try {
    const records = await question;
    return records.length > 0 ? { records: records.map(as) } : { failure: 'nodata' };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    return dnsFailure({ code, message: error instanceof Error ? error.message : String(error) });
  }
}
