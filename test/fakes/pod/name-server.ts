import { type Socket, createSocket } from 'node:dgram';
import { type Server, createServer } from 'node:net';
import { type Answer, type Packet, decode, encode, streamDecode, streamEncode } from 'dns-packet';
import type { Name } from './plan.ts';

const rcodes = { nxdomain: 3, servfail: 2, refused: 5 } as const;

/** A name server on one address, over UDP and TCP. Names are compared as DNS does, without regard to case. */
export class NameServer {
  #names: Readonly<Record<string, Name>> = {};
  #udp: Socket | undefined;
  #tcp: Server | undefined;

  set names(names: Readonly<Record<string, Name>>) {
    this.#names = names;
  }

  /** @returns the port, which is the same for both */
  async listen(address: string, port: number): Promise<number> {
    const tcp = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.on('data', (data) => {
        const reply = this.#reply(streamDecode(data), false);
        if (reply !== undefined) socket.end(streamEncode(reply));
      });
    });
    await new Promise<void>((resolve) => tcp.listen(port, address, resolve));
    const bound = tcp.address();
    const chosen = typeof bound === 'object' && bound !== null ? bound.port : port;
    const udp = createSocket('udp4', (message, from) => {
      const reply = this.#reply(decode(message), true);
      if (reply !== undefined) udp.send(encode(reply), from.port, from.address);
    });
    await new Promise<void>((resolve) => udp.bind(chosen, address, resolve));
    [this.#udp, this.#tcp] = [udp, tcp];
    return chosen;
  }

  close(): void {
    this.#udp?.close();
    this.#tcp?.close();
  }

  #reply({ id = 0, questions: [asked] = [] }: Packet, overUdp: boolean): Packet | undefined {
    if (asked === undefined) return undefined;
    const { type, name } = asked;
    const known = this.#names[name.toLowerCase()];
    const fault = known?.faults?.[type] ?? (known === undefined ? 'nxdomain' : undefined);
    if (fault === 'silent') return undefined;
    const head: Packet = { id, type: 'response', questions: [asked] };
    // Bits 0 to 3 are the code, 7 and 8 say that recursion is desired and available, 9 that the answer is cut off.
    if (fault === 'truncated' && overUdp) return { ...head, flags: 0x380 };
    if (fault === 'nodata') return { ...head, flags: 0x180 };
    if (fault === 'nxdomain' || fault === 'servfail' || fault === 'refused')
      return { ...head, flags: 0x180 | rcodes[fault] };
    return { ...head, flags: 0x180, answers: this.#answers(name, type) };
  }

  #answers(name: string, type: string): Answer[] {
    const known = this.#names[name.toLowerCase()] ?? {};
    const ttl = 60;
    if (known.cname !== undefined && type !== 'SRV' && type !== 'TXT')
      return [
        { type: 'CNAME', name, ttl, data: known.cname },
        ...(type === 'CNAME' ? [] : this.#answers(known.cname, type)),
      ];
    if (type === 'A') return (known.a ?? []).map((data) => ({ type: 'A', name, ttl, data }));
    if (type === 'TXT') return (known.txt ?? []).map((data) => ({ type: 'TXT', name, ttl, data }));
    if (type === 'SRV')
      return (known.srv ?? []).map((data) => ({ type: 'SRV', name, ttl, data: { priority: 0, weight: 0, ...data } }));
    return [];
  }
}
