import { isPrivateAddress, isWithinNetwork } from '../network.ts';
import { checksOf, each, fails, holds, unknown, warns } from '../check.ts';
import type { Judgement, Link } from '../finding.ts';
import type { Observed } from '../observed.ts';
import { told } from '../observed/known.ts';
import type { DnsAnswer, DnsFailure, HostAnswer, StringAnswer } from '../pod-probe.ts';

function answers({ names }: Observed): readonly StringAnswer[] {
  return names?.answers ?? [];
}

/** The failures after which nothing more can be said of a name. */
function failureOf<T>(answer: DnsAnswer<T> | undefined): DnsFailure | undefined {
  return answer !== undefined && 'failure' in answer ? answer.failure : undefined;
}

function recordsOf<T>(answer: DnsAnswer<T> | undefined): readonly T[] {
  return answer !== undefined && 'records' in answer ? answer.records : [];
}

function judgeSrv(observed: Observed) {
  return each(answers(observed), ({ host, srv }) => {
    if (srv === undefined) return [];
    const object = `_mongodb._tcp.${host}`;
    const records = recordsOf(srv);
    if (records.length > 0) return [holds('srv', { host, count: records.length }, object)];
    const details = { object, values: { host, reason: 'failure' in srv ? (srv.detail ?? srv.failure) : 'nodata' } };
    switch (failureOf(srv)) {
      case 'notfound':
        return [fails('srv-notfound', details)];
      case 'timeout':
      case 'other':
        return [unknown('srv-unanswered', details)];
      case 'servfail':
      case 'refused':
        return [fails('srv-refused', details)];
      case 'nodata':
      case undefined:
        return [fails('srv-filtered', details)];
    }
  });
}

/** Drivers give up where the TXT record cannot be asked for; that there is none is fine (initial-dns-seedlist-discovery.md). */
function judgeTxt(observed: Observed) {
  return each(answers(observed), ({ host, srv, txt }) => {
    if (txt === undefined || recordsOf(srv).length === 0) return [];
    const failure = failureOf(txt);
    if (failure === undefined || failure === 'nodata' || failure === 'notfound') {
      const records = recordsOf(txt);
      return records.length > 1
        ? [fails('txt-several', { object: host, values: { host } })]
        : [holds('txt', { host }, host)];
    }
    return [fails('txt-refused', { object: host, values: { host, reason: failure } })];
  });
}

/** Each host of the strings once. */
export function hosts(observed: Observed): readonly HostAnswer[] {
  const all = answers(observed).flatMap((answer) => answer.hosts);
  return all.filter(({ host }, at) => all.findIndex((other) => other.host === host) === at);
}

function judgeAddress(observed: Observed) {
  return hosts(observed).map(({ host, addresses }) => {
    const records = recordsOf(addresses);
    const real = records.filter((address) => address !== '0.0.0.0');
    if (real.length > 0) return holds('address', { host, addresses: real }, host);
    const failure = failureOf(addresses);
    const details = { object: host, values: { host, reason: failure ?? 'nodata' } };
    if (failure === 'notfound') return fails('host-notfound', details);
    if (failure === undefined || failure === 'nodata') return fails('rebinding', details);
    return unknown('host-unanswered', details);
  });
}

function judgePrivate(observed: Observed): readonly Judgement<'private' | 'public' | 'elsewhere'>[] {
  const { networks = [], addresses: own = [] } = told(observed.cloud) ?? {};
  return hosts(observed).flatMap(({ host, addresses }) =>
    recordsOf(addresses)
      .filter((address) => address !== '0.0.0.0')
      .map((address) => {
        const details = { object: host, values: { host, address, networks, own }, seen: address };
        if (!isPrivateAddress(address) && !networks.some((network) => isWithinNetwork(address, network) === true))
          return fails('public', { ...details });
        const known = own.length > 0 ? own : networks;
        if (known.length === 0 || known.some((network) => isWithinNetwork(address, network) !== false))
          return holds('private', { address }, host);
        return fails('elsewhere', { ...details, expected: known.join(', ') });
      }),
  );
}

/** The targets of an SRV answer have to share the domain of the name (initial-dns-seedlist-discovery.md). */
function judgeDomain(observed: Observed) {
  return answers(observed).flatMap(({ host, srv }) => {
    const domain = host.slice(host.indexOf('.'));
    const foreign = recordsOf(srv).filter((target) => !target.host.endsWith(domain));
    const [first] = foreign;
    return first === undefined ? [] : [warns('foreign-target', { object: host, values: { host, target: first.host } })];
  });
}

/** What the checks of names rest on. */
export const dnsRestsOn: readonly Link[] = ['declared', 'service', 'linked', 'cloud', 'string'];

/** Whether the names of the strings lead to the endpoint, as this machine's resolver sees it. */
export const dnsChecks = checksOf(
  { link: 'dns', restsOn: dnsRestsOn },
  {
    PE600: judgeSrv,
    PE601: judgeTxt,
    PE602: judgeAddress,
    PE603: judgePrivate,
    PE604: judgeDomain,
  },
);
