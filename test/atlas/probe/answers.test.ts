import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { answersOf } from '../../../src/atlas/probe/answers.ts';
import { dnsFailure, tcpResult, tlsResult } from '../../../src/atlas/probe/faults.ts';
import { onlyHosts } from '../../../src/atlas/probe/hosts.ts';
import { anyCommand, nodeCommand, pythonCommand, shellCommand } from '../../../src/atlas/probe/programs/commands.ts';
import { readReport } from '../../../src/atlas/probe/report.ts';
import { rejection, suite } from '../../harness/suite.ts';

const host = 'orders-pl-0.ab1cd.mongodb.net';
const hosts = { host, srv: true, targets: [{ host, port: 1024 }] };
const task = { stepMs: 4_000, programMs: 20_000, startMs: 90_000, attached: true };

/** How TLS went that ended with an error. */
function of(message: string, code = ''): object {
  return tlsResult({ error: { code, message } });
}

suite('what the programs report', (test) => {
  test('reasons of resolvers, in the words of c-ares and of nslookup', () => {
    for (const [code, failure] of [
      ['ENOTFOUND', 'notfound'],
      ['NXDOMAIN', 'notfound'],
      ['ENODATA', 'nodata'],
      ['ESERVFAIL', 'servfail'],
      ['EREFUSED', 'refused'],
      ['ETIMEOUT', 'timeout'],
      ['ECONNREFUSED', 'other'],
    ] as const)
      assert.deepEqual(dnsFailure({ code }), { failure, detail: code });
    assert.deepEqual(dnsFailure({}), { failure: 'other' });
  });

  test('reasons of sockets', () => {
    assert.equal(tcpResult({}), 'open');
    for (const [code, result] of [
      ['ECONNREFUSED', 'refused'],
      ['ETIMEDOUT', 'timeout'],
      ['EHOSTUNREACH', 'unreachable'],
      ['ENOTFOUND', 'unresolved'],
      ['EPERM', 'other'],
    ] as const)
      assert.equal(tcpResult({ error: { code } }), result);
  });

  test('reasons of TLS, as Node, Python and openssl put them', () => {
    assert.deepEqual(tlsResult({}), { result: 'ok' });
    assert.deepEqual(of('[SSL: TLSV1_ALERT_INTERNAL_ERROR] tlsv1 alert internal error (_ssl.c:1006)'), {
      result: 'alert',
      alert: 80,
    });
    assert.deepEqual(of('', 'ERR_SSL_TLSV1_ALERT_INTERNAL_ERROR'), { result: 'alert', alert: 80 });
    assert.deepEqual(of('error:0A000438:SSL routines:ssl3_read_bytes:tlsv1 alert internal error:SSL alert number 80'), {
      result: 'alert',
      alert: 80,
    });
    assert.deepEqual(
      of(
        "[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: Hostname mismatch, certificate is not valid for 'x'.",
      ),
      { result: 'wrong-host' },
    );
    assert.deepEqual(of('', 'CERT_HAS_EXPIRED'), { result: 'expired' });
    assert.deepEqual(of('', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'), { result: 'unknown-authority' });
    assert.deepEqual(of('self signed certificate in certificate chain'), { result: 'unknown-authority' });
    assert.deepEqual(of('EOF occurred in violation of protocol (_ssl.c:1006)'), { result: 'closed' });
    assert.deepEqual(of('_ssl.c:989: The handshake operation timed out', 'ETIMEOUT'), { result: 'timeout' });
    assert.deepEqual(of('wrong version number'), { result: 'other', detail: 'wrong version number' });
  });

  test('0.0.0.0 is no address, and an answer without records is no answer', () => {
    const report = {
      tool: 'node',
      srv: { records: [] },
      hosts: [{ host, addresses: { records: ['0.0.0.0'] } }],
      ports: [],
    };
    const { answer } = answersOf(report, hosts);
    assert.deepEqual(answer.srv, { failure: 'nodata', detail: 'ENODATA' });
    assert.deepEqual(answer.hosts[0]?.addresses, { failure: 'nodata', detail: 'ENODATA' });
  });

  test('hello: what is not an answer of MongoDB', () => {
    const port = { host, port: 1024, tcp: {}, tls: {} };
    const said = (hello: object): unknown =>
      answersOf({ tool: 'node', hosts: [], ports: [{ ...port, hello }] }, hosts).ports[0]?.hello;
    assert.deepEqual(said({ reply: Buffer.from('HTTP/1.1 400 Bad Request').toString('base64') }), {
      failure: 'the answer is not from MongoDB',
    });
    assert.deepEqual(said({ error: { code: 'ETIMEOUT', message: 'no answer' } }), { failure: 'no answer' });
  });

  test('a line that is no report is refused, whatever the container printed before it', () => {
    assert.equal(readReport('npm warn\n{"tool":"node","hosts":[],"ports":[]}\n').tool, 'node');
    for (const text of [
      '',
      'hello',
      '{"tool":1,"hosts":[],"ports":[]}',
      '{"tool":"x","hosts":[{"host":1}],"ports":[]}',
    ])
      assert.throws(() => readReport(text));
  });
});

suite('no credentials reach a probe', (test) => {
  const canary = 's3cr3t-canary';

  test('a text that is more than a host is refused, whichever way it gets in', async () => {
    for (const bad of [
      { ...hosts, host: `app:${canary}@${host}` },
      { ...hosts, host: `mongodb+srv://app:${canary}@${host}` },
      { ...hosts, targets: [{ host: `${canary}@${host}`, port: 1 }] },
      { ...hosts, host: `${host}/?x=${canary}` },
      { ...hosts, host: `-${host}` },
    ]) {
      const error = await rejection(Promise.resolve().then(() => onlyHosts(bad)));
      assert.doesNotMatch(`${error.message} ${error.stack}`, new RegExp(canary));
    }
  });

  test('what else stands beside the hosts is left behind', () => {
    const more = {
      ...hosts,
      password: canary,
      uri: `mongodb+srv://app:${canary}@${host}`,
      targets: [{ host, port: 1024, user: canary }],
    };
    for (const command of [nodeCommand, pythonCommand, shellCommand, anyCommand])
      assert.doesNotMatch(JSON.stringify(command(onlyHosts(more), task)), new RegExp(canary));
  });

  test('the commands that go into a URL are short enough for a proxy of eight kilobytes', () => {
    for (const command of [nodeCommand, pythonCommand, shellCommand]) {
      const query = command(hosts, task).map(encodeURIComponent).join('&command=').replaceAll('%20', '+');
      assert.ok(query.length < 8_000, `${command.name}: ${query.length}`);
    }
  });

  test('no program but ours is printed anywhere: none of them logs or writes a file', () => {
    for (const name of ['node', 'python', 'shell', 'any'])
      assert.doesNotMatch(
        readFileSync(new URL(`../../../src/atlas/probe/programs/${name}.ts`, import.meta.url), 'utf8'),
        /writeFile|console\.|environ|process\.env|\/tmp/,
      );
  });
});
