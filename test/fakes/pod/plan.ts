/** What is in the network of a Pod, as data: it is sent to the process that plays it (network.ts). */

/** How the name server treats a question. `silent` answers nothing; `truncated` answers over UDP that TCP has to be asked. */
export type DnsFault = 'nxdomain' | 'nodata' | 'servfail' | 'refused' | 'silent' | 'truncated';

/** What the name server knows of a name. */
export interface Name {
  readonly srv?: readonly { readonly target: string; readonly port: number }[];
  readonly txt?: readonly string[];
  readonly a?: readonly string[];
  readonly cname?: string;
  /** By the type of the question, such as `SRV`. */
  readonly faults?: Readonly<Record<string, DnsFault>>;
}

/** What a node of the cluster does with a connection. */
export type Behaviour =
  /** Answers hello. */
  | 'healthy'
  /** Takes the connection and says nothing. */
  | 'silent'
  /** Sends the TLS alert 80, as Atlas does to addresses that are not in the access list. */
  | 'alert'
  | 'closed'
  /** TLS is fine, and nothing comes after it. */
  | 'mute'
  | 'wrong-host'
  | 'expired'
  | 'unknown-authority';

export interface Member {
  readonly address: string;
  readonly port: number;
  readonly behaviour: Behaviour;
  /** What hello lists to who names one of these servers by SNI, and to anybody else. */
  readonly hosts: readonly string[];
  readonly publicHosts: readonly string[];
}

/** The names by which the members go: their certificate is for these. */
export interface Plan {
  readonly names: Readonly<Record<string, Name>>;
  readonly members: readonly Member[];
  readonly certificates: Readonly<Record<'good' | 'wrong-host' | 'expired' | 'unknown-authority', Pair>>;
}

/** A certificate and its key, in PEM. */
export interface Pair {
  readonly cert: string;
  readonly key: string;
}
