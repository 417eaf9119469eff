import type { DnsAnswer, HostAnswer, PodProbe, PortProbe, SrvTarget } from '../../core/chain/pod-probe.ts';
import { dnsFailure, tcpResult, tlsResult } from './faults.ts';
import { helloAnswer } from './hello-answer.ts';
import type { StringHosts } from './hosts.ts';
import type { RawAnswer, RawPort, Report } from './report.ts';

/** What a report says, in the terms of the checks; hosts and ports stand in the order of the string or of its SRV answer. */
export function answersOf(
  report: Report,
  { host, srv, targets }: StringHosts,
): Pick<PodProbe, 'answer' | 'targets' | 'ports'> {
  const order = report.srv?.records ?? targets;
  const at = ({ host: name, port }: SrvTarget): number =>
    order.findIndex((each) => sameHost(each.host, name) && each.port === port);
  return {
    targets: order,
    answer: {
      host,
      srv: srv && report.srv !== undefined ? answerOf(report.srv) : undefined,
      txt: report.txt === undefined ? undefined : answerOf(report.txt),
      hosts: report.hosts
        .map((each): HostAnswer => ({ host: each.host, addresses: addressesOf(each.addresses), aliases: each.aliases }))
        .toSorted((a, b) => firstOf(order, a.host) - firstOf(order, b.host)),
    },
    ports: report.ports.toSorted((a, b) => at(a) - at(b)).flatMap((port) => portOf(port, onlyAddress(report, port))),
  };
}

/** The address that must have been dialled, where the host has one only. */
function onlyAddress({ hosts }: Report, port: RawPort): string | undefined {
  const { records = [] } = hosts.find(({ host }) => sameHost(host, port.host))?.addresses ?? {};
  return records.length === 1 ? records[0] : undefined;
}

function sameHost(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

function firstOf(order: readonly SrvTarget[], name: string): number {
  return order.findIndex(({ host }) => sameHost(host, name));
}

function answerOf<T>({ records, error }: RawAnswer<T>): DnsAnswer<T> {
  return records !== undefined && records.length > 0 ? { records } : dnsFailure(error ?? { code: 'ENODATA' });
}

/** 0.0.0.0 is what some resolvers put in the place of an address that they hold back; it is no address either way. */
function addressesOf(raw: RawAnswer<string>): DnsAnswer<string> {
  const records = raw.records?.filter((address) => address !== '0.0.0.0' && address !== '::');
  return answerOf(records === undefined ? raw : { records });
}

/** A port of which not even TCP could be tried is left out: nothing is known of it. */
function portOf({ host, port, address, tcp, tls, hello }: RawPort, only: string | undefined): readonly PortProbe[] {
  if (tcp === undefined) return [];
  return [
    {
      host,
      port,
      tcp: tcpResult(tcp),
      address: address ?? only,
      tls: tls === undefined ? undefined : tlsResult(tls),
      hello: hello === undefined ? undefined : helloAnswer(hello),
    },
  ];
}
