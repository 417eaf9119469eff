import { gzipSync } from 'node:zlib';
import type { Answer } from './cluster.ts';

/** What becomes of a body on the way: by a proxy, a login page, a connection that breaks. */
const bodies: readonly ((body: string, at: number) => string | Buffer)[] = [
  () => '<!DOCTYPE html><html><body>Sign in</body></html>',
  () => '',
  (body, at) => body.slice(0, at % (body.length + 1)),
  (body) => gzipSync(body),
  (body, at) => gzipSync(body).subarray(0, at % 40),
  (body) => `${body}${body}`,
  (body, at) => body.slice(0, at % body.length) + body.slice((at % body.length) + 1),
  (_body, at) => Buffer.from([at % 256, 0xff, 0xfe, 0]),
  () => 'null',
  () => '[]',
  () => '{}',
  () => '{"kind":"Status","status":"Failure","message":7,"reason":[],"code":"x"}',
];

/** An answer with such a body, and perhaps another status. */
export function oddAnswer(answer: Answer, kind: number, at: number, status: number): Answer {
  return {
    status: [200, 200, 200, 201, 401, 403, 404, 500][status % 8] ?? 200,
    headers: status % 3 === 0 ? { 'content-type': 'text/html' } : answer.headers,
    body: bodies[kind % bodies.length]?.(String(answer.body), at) ?? '',
  };
}
