import type {
  DnsAnswer,
  DnsFailure,
  HostAnswer,
  PodProbe,
  PortProbe,
  StringAnswer,
  TcpResult,
  TlsResult,
} from '../pod-probe.ts';

/** What the policies that select the Pod let out; undefined for what cannot be told. */
export interface PolicyVerdict {
  /** The policies, such as `networkpolicy/deny-all`; none if nothing restricts the Pod's egress, undefined if nobody knows. */
  readonly references: readonly string[] | undefined;
  /** Whether questions to the cluster's name servers are let out, over UDP and TCP. */
  readonly dns: boolean | undefined;
  /** Whether a connection to an address and port is. */
  readonly allows: (address: string, port: number) => boolean | undefined;
}

/** Who most likely holds a connection back. `unknown`: policies may, but cannot be told. */
export type Blocker = 'policy' | 'network' | 'unknown';

/** What is wrong, as seen from a Pod's place. */
export type PodCause =
  | {
      readonly cause: 'names';
      readonly record: 'srv' | 'txt' | 'address';
      readonly host: string;
      readonly failure: DnsFailure;
      /** Whether this machine's resolver knows it: then it is the Pod's resolver, and not the record. Undefined if it was not asked. */
      readonly knownHere: boolean | undefined;
      readonly blocker: Blocker | undefined;
    }
  /** The Pod is given other addresses than this machine. */
  | {
      readonly cause: 'other-addresses';
      readonly host: string;
      readonly inPod: readonly string[];
      readonly here: readonly string[];
    }
  | {
      readonly cause: 'unreachable';
      readonly host: string;
      readonly addresses: readonly string[];
      readonly result: Exclude<TcpResult, 'open'>;
      readonly ports: readonly number[];
      /** Whether no port of any host can be reached, rather than some. */
      readonly all: boolean;
      readonly blocker: Blocker;
    }
  | {
      readonly cause: 'tls';
      readonly host: string;
      readonly ports: readonly number[];
      readonly tls: Exclude<TlsResult, { readonly result: 'ok' }>;
    }
  | { readonly cause: 'no-hello'; readonly host: string; readonly ports: readonly number[]; readonly failure: string }
  /** The members that the servers list are others than the string's: the server name (SNI) was lost on the way. */
  | { readonly cause: 'other-members'; readonly listed: readonly string[]; readonly dialled: readonly string[] }
  | { readonly cause: 'no-primary' };

/**
 * What is wrong from a Pod's place: everything that is, at the first step where anything is. Empty if all that could be tried went well.
 * @param here what this machine's resolver says; undefined if it was not asked
 */
export function podCauses(probe: PodProbe, here: StringAnswer | undefined, policy: PolicyVerdict): readonly PodCause[] {
  const steps = [
    () => nameCauses(probe.answer, here, policy),
    () => tcpCauses(probe.ports, policy),
    () => [...addressCauses(probe.answer, here), ...tlsCauses(probe.ports)],
    () => helloCauses(probe),
  ];
  for (const step of steps) {
    const causes = step();
    if (causes.length > 0) return causes;
  }
  return [];
}

function failureOf(answer: DnsAnswer<unknown> | undefined): DnsFailure | undefined {
  return answer !== undefined && 'failure' in answer ? answer.failure : undefined;
}

function nameCauses(
  { host, srv, txt, hosts }: StringAnswer,
  here: StringAnswer | undefined,
  policy: PolicyVerdict,
): readonly PodCause[] {
  const causeOf = (
    record: 'srv' | 'txt' | 'address',
    name: string,
    inPod: DnsAnswer<unknown> | undefined,
    atDesk: DnsAnswer<unknown> | undefined,
  ): readonly PodCause[] => {
    const failure = failureOf(inPod);
    // A string without TXT records is a whole string; drivers give up only where the question itself fails.
    if (failure === undefined || (record === 'txt' && (failure === 'nodata' || failure === 'notfound'))) return [];
    const knownHere = atDesk === undefined ? undefined : 'records' in atDesk;
    const held = failure === 'timeout' ? dnsBlocker(policy) : undefined;
    return [{ cause: 'names', record, host: name, failure, knownHere, blocker: held }];
  };
  return [
    ...causeOf('srv', host, srv, here?.srv),
    ...causeOf('txt', host, txt, here?.txt),
    ...hosts.flatMap((each) => causeOf('address', each.host, each.addresses, sameHost(here, each)?.addresses)),
  ];
}

function dnsBlocker({ references, dns }: PolicyVerdict): Blocker {
  if (references?.length === 0 || dns === true) return 'network';
  return dns === false ? 'policy' : 'unknown';
}

function sameHost(answer: StringAnswer | undefined, { host }: HostAnswer): HostAnswer | undefined {
  return answer?.hosts.find((each) => each.host.toLowerCase() === host.toLowerCase());
}

function addressCauses({ hosts }: StringAnswer, here: StringAnswer | undefined): readonly PodCause[] {
  return hosts.flatMap((each) => {
    const other = sameHost(here, each)?.addresses;
    if (other === undefined || !('records' in other) || !('records' in each.addresses)) return [];
    const known = new Set(other.records);
    const [inPod, atDesk] = [each.addresses.records, other.records];
    // Behind an endpoint with several zones each answer may be a part of them.
    if (inPod.some((address) => known.has(address))) return [];
    return [{ cause: 'other-addresses' as const, host: each.host, inPod, here: atDesk }];
  });
}

/** The ports of one host that ended in the same way. */
function grouped<K>(ports: readonly PortProbe[], keyOf: (port: PortProbe) => K | undefined): readonly Group<K>[] {
  const groups = new Map<string, Group<K>>();
  for (const port of ports) {
    const key = keyOf(port);
    if (key === undefined) continue;
    const name = `${port.host} ${JSON.stringify(key)}`;
    const { within = [] } = groups.get(name) ?? {};
    groups.set(name, { host: port.host, key, within: [...within, port] });
  }
  return [...groups.values()];
}

interface Group<K> {
  readonly host: string;
  readonly key: K;
  readonly within: readonly PortProbe[];
}

function tcpCauses(ports: readonly PortProbe[], policy: PolicyVerdict): readonly PodCause[] {
  const all = ports.every(({ tcp }) => tcp !== 'open');
  return grouped(ports, ({ tcp }) => (tcp === 'open' ? undefined : tcp)).map(({ host, key: result, within }) => {
    const addresses = [...new Set(within.flatMap(({ address }) => address ?? []))];
    const numbers = within.map(({ port }) => port);
    return { cause: 'unreachable', host, addresses, result, ports: numbers, all, blocker: tcpBlocker(within, policy) };
  });
}

/** A refusal comes from the far end, which no policy plays; what is dropped without a word may be held back by either. */
function tcpBlocker(ports: readonly PortProbe[], policy: PolicyVerdict): Blocker {
  if (policy.references?.length === 0 || ports.some(({ tcp }) => tcp !== 'timeout')) return 'network';
  const verdicts = ports.map(({ address, port }) => (address === undefined ? undefined : policy.allows(address, port)));
  if (verdicts.includes(false)) return 'policy';
  return verdicts.includes(undefined) ? 'unknown' : 'network';
}

function tlsCauses(ports: readonly PortProbe[]): readonly PodCause[] {
  return grouped(ports, ({ tls }) => (tls === undefined || tls.result === 'ok' ? undefined : tls)).map(
    ({ host, key: tls, within }) => ({ cause: 'tls', host, ports: within.map(({ port }) => port), tls }),
  );
}

function helloCauses({ ports }: PodProbe): readonly PodCause[] {
  const failed = grouped(ports, ({ hello }) => (hello !== undefined && 'failure' in hello ? hello.failure : undefined));
  if (failed.length > 0)
    return failed.map(({ host, key, within }) => ({
      cause: 'no-hello',
      host,
      ports: within.map(({ port }) => port),
      failure: key,
    }));
  const answers = ports.flatMap(({ hello }) => (hello !== undefined && 'answer' in hello ? [hello.answer] : []));
  const dialled = ports.map(({ host, port }) => `${host}:${port}`.toLowerCase());
  const listed = [...new Set(answers.flatMap(({ hosts }) => hosts))].map((name) => name.toLowerCase());
  const causes: PodCause[] = [];
  if (listed.length > 0 && !listed.some((name) => dialled.includes(name)))
    causes.push({ cause: 'other-members', listed, dialled });
  // Only a replica set has members that elect; a mongos lists none.
  const members = answers.filter(({ setName }) => setName !== undefined);
  if (members.length > 0 && members.length === ports.length && !members.some((each) => each.writablePrimary === true))
    causes.push({ cause: 'no-primary' });
  return causes;
}
