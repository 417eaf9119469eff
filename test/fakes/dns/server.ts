import { createSocket } from 'node:dgram';
import type { AddressInfo } from 'node:net';

export type RecordType = 'A' | 'CNAME' | 'SRV' | 'TXT';

/** What the server answers: records, or a failure by its code (RFC 1035, 4.1.1: 2 is SERVFAIL, 3 is NXDOMAIN). */
export type Answer = { readonly records: readonly DnsRecord[] } | { readonly code: number } | 'silence';

export type DnsRecord =
  | { readonly type: 'A'; readonly address: string; readonly name?: string }
  | { readonly type: 'CNAME'; readonly target: string; readonly name?: string }
  | { readonly type: 'SRV'; readonly target: string; readonly port: number; readonly name?: string }
  | { readonly type: 'TXT'; readonly text: string; readonly name?: string };

/** What a zone has for a name; undefined for a name that does not exist. */
export type Zone = (name: string, type: RecordType) => Answer | undefined | Promise<Answer | undefined>;

export interface FakeDns {
  /** As a resolver takes it: `127.0.0.1:PORT`. */
  readonly address: string;
  /** What is answered in place of the zone; undefined to take it back. */
  override(name: string, type: RecordType, answer: Answer | undefined): void;
  close(): Promise<void>;
}

const numbers: Readonly<Record<RecordType, number>> = { A: 1, CNAME: 5, TXT: 16, SRV: 33 };

function nameBytes(name: string): Buffer {
  const labels = name.split('.').filter((label) => label !== '');
  return Buffer.concat([
    ...labels.map((label) => Buffer.from([label.length, ...Buffer.from(label)])),
    Buffer.from([0]),
  ]);
}

function dataOf(record: DnsRecord): Buffer {
  switch (record.type) {
    case 'A':
      return Buffer.from(record.address.split('.').map(Number));
    case 'CNAME':
      return nameBytes(record.target);
    case 'TXT':
      return Buffer.from([record.text.length, ...Buffer.from(record.text)]);
    case 'SRV': {
      const head = Buffer.alloc(6);
      head.writeUInt16BE(record.port, 4);
      return Buffer.concat([head, nameBytes(record.target)]);
    }
  }
}

function recordBytes(record: DnsRecord, question: string): Buffer {
  const head = Buffer.alloc(10);
  head.writeUInt16BE(numbers[record.type], 0);
  head.writeUInt16BE(1, 2);
  head.writeUInt32BE(60, 4);
  const data = dataOf(record);
  head.writeUInt16BE(data.length, 8);
  return Buffer.concat([nameBytes(record.name ?? question), head, data]);
}

interface Question {
  readonly name: string;
  readonly type: RecordType | undefined;
  /** Where the question ends. */
  readonly end: number;
}

function questionIn(message: Buffer): Question {
  const labels: string[] = [];
  let at = 12;
  for (let length = message[at] ?? 0; length > 0; length = message[at] ?? 0) {
    labels.push(message.subarray(at + 1, at + 1 + length).toString());
    at += length + 1;
  }
  const number = message.readUInt16BE(at + 1);
  const type = (Object.keys(numbers) as RecordType[]).find((each) => numbers[each] === number);
  return { name: labels.join('.').toLowerCase(), type, end: at + 5 };
}

function reply(message: Buffer, { name, end }: Question, answer: Exclude<Answer, 'silence'>): Buffer {
  const records = 'records' in answer ? answer.records : [];
  const head = Buffer.alloc(12);
  message.copy(head, 0, 0, 2);
  // A response to a recursive question, by a server that recurses.
  head.writeUInt16BE(0x8180 | ('code' in answer ? answer.code : 0), 2);
  head.writeUInt16BE(1, 4);
  head.writeUInt16BE(records.length, 6);
  return Buffer.concat([head, message.subarray(12, end), ...records.map((record) => recordBytes(record, name))]);
}

/** Starts a DNS server on loopback (RFC 1035, RFC 2782), over UDP. */
export async function startDns(zone: Zone): Promise<FakeDns> {
  const overrides = new Map<string, Answer>();
  const socket = createSocket('udp4');
  const answerFor = async ({ name, type }: Question): Promise<Answer> => {
    if (type === undefined) return { records: [] };
    return overrides.get(`${type} ${name}`) ?? (await zone(name, type)) ?? { code: 3 };
  };
  socket.on('message', (message, from) => {
    const question = questionIn(message);
    void answerFor(question).then((answer) => {
      if (answer !== 'silence') socket.send(reply(message, question, answer), from.port, from.address);
    });
  });
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  const { port }: AddressInfo = socket.address();
  return {
    address: `127.0.0.1:${port}`,
    override(name, type, answer) {
      const key = `${type} ${name.toLowerCase()}`;
      if (answer === undefined) overrides.delete(key);
      else overrides.set(key, answer);
    },
    close: () => new Promise((resolve) => socket.close(() => resolve())),
  };
}
