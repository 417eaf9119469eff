import type { Hint } from '../next-command.ts';

/**
 * What a probe from a Pod's place reports, as data. Whoever probes fills this in; the checks judge it as a part of the
 * observation, and nothing else passes between the two. A fact that the tools in the container could not tell is left out.
 */

/** Where the probe looked from, and with what. */
export interface PodPlace {
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
  /** What the Pod belongs to, such as `deploy/web`; a Pod that nothing owns belongs to itself. */
  readonly workload: string;
  /** `exec` in a container of the application, or an ephemeral container that was added to its Pod. */
  readonly way: 'exec' | 'ephemeral-container';
  /** The most capable tool that was found, such as `node`, `python3`, `openssl`, `bash` or `getent`. */
  readonly tool: string;
}

/** Tools that can ask for names, and cannot open a connection. */
export const namesOnly: ReadonlySet<string> = new Set(['getent', 'nslookup']);

/** Why a resolver did not give records. `nodata`: it knows the name, but has no record of this type. */
export type DnsFailure = 'notfound' | 'nodata' | 'servfail' | 'refused' | 'timeout' | 'other';

/** What a resolver said: records, or why there are none. */
export type DnsAnswer<Record> =
  | { readonly records: readonly Record[] }
  | { readonly failure: DnsFailure; /** The resolver's own word. */ readonly detail?: string };

/** One target of an SRV record; each port is another node of the cluster behind the same host. */
export interface SrvTarget {
  readonly host: string;
  readonly port: number;
}

/** The addresses of a host, and the names that lead to them. */
export interface HostAnswer {
  readonly host: string;
  readonly addresses: DnsAnswer<string>;
  /** Undefined if the tool does not tell. On AWS the endpoint's own name is among them. */
  readonly aliases?: readonly string[] | undefined;
}

/** What one resolver says of a connection string. */
export interface StringAnswer {
  /** The host of the string, such as `orders-pl-0.ab1cd.mongodb.net`. */
  readonly host: string;
  /** Undefined for a string that lists its hosts (`mongodb://`), or if it was not asked. */
  readonly srv?: DnsAnswer<SrvTarget> | undefined;
  /** TXT records, their parts joined. */
  readonly txt?: DnsAnswer<string> | undefined;
  /** One for each host of the SRV answer, or that the string lists. */
  readonly hosts: readonly HostAnswer[];
}

/** How TCP to one port went. */
export type TcpResult = 'open' | 'refused' | 'timeout' | 'unreachable' | 'unresolved' | 'other';

/** How the TLS handshake went, with the host as its server name. */
export type TlsResult =
  | { readonly result: 'ok' }
  /** `alert`: the server's number, such as 80 (the public path without an entry in the access list). */
  | { readonly result: 'alert'; readonly alert: number }
  | { readonly result: 'closed' | 'timeout' }
  /** The certificate is for other hosts, expired, or signed by an authority that the container does not know. */
  | {
      readonly result: 'wrong-host' | 'expired' | 'unknown-authority';
      readonly issuer?: string;
      readonly subject?: string;
    }
  | { readonly result: 'other'; readonly detail: string };

/** What the server answered to `hello`, which needs no login. */
export interface HelloAnswer {
  /** `host:port` of every member that it lists; empty for a mongos. */
  readonly hosts: readonly string[];
  readonly setName?: string | undefined;
  readonly writablePrimary?: boolean | undefined;
  readonly secondary?: boolean | undefined;
}

/** One port of one host; what comes after a step that failed is undefined. */
export interface PortProbe {
  readonly host: string;
  readonly port: number;
  readonly tcp: TcpResult;
  /** The address that was dialled, if the tool tells. */
  readonly address?: string | undefined;
  readonly tls?: TlsResult | undefined;
  /** `undefined`: not asked, or the tool cannot; `failure`: no answer that can be understood. */
  readonly hello?: { readonly answer: HelloAnswer } | { readonly failure: string } | undefined;
}

/** Everything that one probe saw of one connection string. */
export interface PodProbe {
  readonly place: PodPlace;
  readonly answer: StringAnswer;
  /** Every port that there is to try: those of the answer, or else those that are known from elsewhere. */
  readonly targets: readonly SrvTarget[];
  /** Every port that was tried; fewer where the probe was cut short, or its tool opens no connections. */
  readonly ports: readonly PortProbe[];
  /** What stays behind, such as the name of an ephemeral container; undefined if nothing does. */
  readonly leftBehind?: string | undefined;
}

/** A probe that could not be made, such as for lack of a right or of any tool. */
export interface NoPodProbe {
  readonly refusal: string;
  /** What to do about it. */
  readonly hint?: Hint | undefined;
  /** What stays behind all the same, as in PodProbe. */
  readonly leftBehind?: string | undefined;
}
