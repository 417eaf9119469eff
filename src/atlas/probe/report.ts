import type { SrvTarget } from '../../core/chain/pod-probe.ts';
import { type Shape, fitted } from '../../kube/shape.ts';

/** Why something failed, in the words of the program that tried it. */
export interface Fault {
  readonly code?: string;
  readonly message?: string;
}

/** What a resolver answered. */
export interface RawAnswer<Record> {
  readonly records?: readonly Record[];
  readonly error?: Fault;
}

/** One port, as a program saw it. A step that was not tried is undefined. */
export interface RawPort extends SrvTarget {
  readonly address?: string;
  readonly tcp?: { readonly error?: Fault };
  /** `certificate` is that of the server in base64, where it was not accepted. */
  readonly tls?: { readonly error?: Fault; readonly certificate?: string };
  /** `reply` is the whole message in base64. */
  readonly hello?: { readonly error?: Fault; readonly reply?: string };
}

/** What a program in a container reports, whatever it is written in. */
export interface Report {
  readonly tool: string;
  readonly srv?: RawAnswer<SrvTarget>;
  readonly txt?: RawAnswer<string>;
  readonly hosts: readonly {
    readonly host: string;
    readonly addresses: RawAnswer<string>;
    readonly aliases?: readonly string[];
  }[];
  readonly ports: readonly RawPort[];
}

const fault: Shape = { code: 'string', message: 'string' };
const target: Shape = { host: 'string', port: 'number' };

const report: Shape = {
  tool: 'string',
  srv: { records: [target], error: fault },
  txt: { records: ['string'], error: fault },
  hosts: [{ host: 'string', addresses: { records: ['string'], error: fault }, aliases: ['string'] }],
  ports: [
    {
      host: 'string',
      port: 'number',
      address: 'string',
      tcp: { error: fault },
      tls: { error: fault, certificate: 'string' },
      hello: { error: fault, reply: 'string' },
    },
  ],
};

/**
 * Reads what a program printed: its last line.
 * @throws SyntaxError or ShapeError for anything else
 */
export function readReport(stdout: string): Report {
  const line = stdout.trimEnd().split('\n').at(-1) ?? '';
  return fitted(JSON.parse(line), report) as Report;
}
