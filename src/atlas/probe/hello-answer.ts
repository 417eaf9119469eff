import { deserialize } from 'bson';
import type { HelloAnswer, PortProbe } from '../../core/chain/pod-probe.ts';
import { isRecord, text } from '../../kube/json.ts';
import type { RawPort } from './report.ts';

/** The header of a message, the flags of an OP_MSG and the kind of its first section (specifications/source/message/OP_MSG.md). */
const HEAD_BYTES = 21;

/** What a server said to `hello`. Importing this file loads the library for BSON. */
export function helloAnswer({ error, reply }: NonNullable<RawPort['hello']>): NonNullable<PortProbe['hello']> {
  if (reply === undefined) return { failure: error?.message || error?.code || 'no answer' };
  try {
    return { answer: read(Buffer.from(reply, 'base64')) };
  } catch {
    return { failure: 'the answer is not from MongoDB' };
  }
}

function read(message: Buffer): HelloAnswer {
  const document: unknown = deserialize(message.subarray(HEAD_BYTES, message.readInt32LE(0)));
  if (!isRecord(document) || document['ok'] !== 1) throw new Error('not ok');
  const { hosts = [], passives = [], setName, isWritablePrimary, secondary } = document;
  return {
    hosts: [...list(hosts), ...list(passives)],
    setName: text(setName),
    writablePrimary: flag(isWritablePrimary),
    secondary: flag(secondary),
  };
}

function flag(value: unknown): boolean | undefined {
  return typeof value === 'boolean' ? value : undefined;
}

function list(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((each): each is string => typeof each === 'string') : [];
}
