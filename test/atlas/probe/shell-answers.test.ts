/**
 * What the shell's programs print, read. recorded/ holds what they printed in the network of test/fakes/pod (dash, bash 5.2, OpenSSL 3.0, glibc 2.36,
 * nslookup of BIND 9.18), with one fault a port; those of busybox 1.35 stand here.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { answersOf } from '../../../src/atlas/probe/answers.ts';
import { readShell } from '../../../src/atlas/probe/shell-answers.ts';
import type { Report } from '../../../src/atlas/probe/report.ts';
import type { PodProbe } from '../../../src/core/chain/pod-probe.ts';
import { suite } from '../../harness/suite.ts';

const host = 'orders-pl-0.ab1cd.mongodb.net';
const node = 'pl-0-us-east-1.ab1cd.mongodb.net';
const alias = 'vpce-026b4c868ce5d755d-x1y2.vpce-svc-0eb5d7e987976588b.us-east-1.vpce.amazonaws.com';

function recorded(name: string): Report {
  return readShell(readFileSync(new URL(`recorded/${name}.txt`, import.meta.url), 'utf8'));
}

/** Every port in a word or two: TCP, TLS, and how many members hello lists. */
function inBrief({ ports }: Pick<PodProbe, 'ports'>): readonly string[] {
  return ports.map(({ port, tcp, tls, hello }) => {
    const shaken = tls === undefined ? '' : tls.result === 'alert' ? ` alert ${tls.alert}` : ` ${tls.result}`;
    const told = hello === undefined ? '' : 'answer' in hello ? ` ${hello.answer.hosts.length}` : ` ${hello.failure}`;
    return `${port} ${tcp}${shaken}${told}`;
  });
}

function read(name: string): Pick<PodProbe, 'answer' | 'ports'> {
  const report = recorded(name);
  return answersOf({ ...report, ports: report.ports }, { host, srv: true, targets: report.ports });
}

/** What nslookup of busybox printed for an SRV record. */
function busybox(output: string, code = 0): Report {
  return readShell(`@tools nslookup\n@end 0\n@srv\n${output}\n@end ${code}\n`);
}

suite('what the shell answers', (test) => {
  test('with everything there: names, every fault of a port, and whose certificate it is', () => {
    assert.equal(recorded('everything').tool, 'openssl');
    const { answer, ports } = read('everything');
    assert.deepEqual(answer.srv, { records: [1024, 1025].map((port) => ({ host: node, port })) });
    assert.deepEqual(answer.txt, { records: ['authSource=admin&replicaSet=atlas-ab12cd-shard-0'] });
    const known = new Map(answer.hosts.map((each) => [each.host, each]));
    assert.deepEqual(known.get(node), { host: node, addresses: { records: ['10.20.1.10'] }, aliases: [alias] });
    assert.deepEqual(known.get('nowhere.ab1cd.mongodb.net')?.addresses, { failure: 'notfound', detail: 'NXDOMAIN' });
    assert.deepEqual(
      inBrief({ ports: ports.toSorted((a, b) => a.port - b.port).filter((each) => each.host === node) }),
      [
        '1024 open ok 1',
        '1025 open timeout',
        '1026 open alert 80',
        '1027 open closed',
        '1028 open ok no answer',
        '1029 open wrong-host',
        '1030 open expired',
        '1031 open unknown-authority',
        '2000 refused',
      ],
    );
    assert.deepEqual(inBrief({ ports: ports.filter((each) => each.host !== node) }), [
      '1024 timeout',
      '1024 unresolved',
    ]);
    assert.deepEqual(ports.find(({ port }) => port === 1031)?.tls, {
      result: 'unknown-authority',
      issuer: 'CN=Inspecting Proxy',
      subject: 'CN=*.ab1cd.mongodb.net',
    });
  });

  test('with openssl and getent: SRV and TXT are not known, and silence may be of TCP or of TLS', () => {
    const { answer, ports } = read('openssl');
    assert.deepEqual([answer.srv, answer.txt], [undefined, undefined]);
    assert.deepEqual(
      inBrief({ ports: ports.filter((each) => each.host === node) }).filter((line) =>
        /^(1024|1025|1026|2000)/.test(line),
      ),
      ['1024 open ok 1', '1025 other', '1026 open alert 80', '2000 refused'],
    );
    assert.deepEqual(answer.hosts.find((each) => each.host.startsWith('nowhere'))?.addresses, {
      failure: 'other',
      detail: 'no address was found',
    });
  });

  test('with bash: TCP and no more', () => {
    assert.equal(recorded('bash').tool, 'bash');
    const { ports } = read('bash');
    assert.deepEqual([...new Set(inBrief({ ports }).map((line) => line.replace(/^\d+ /, '')))].sort(), [
      'open',
      'refused',
      'timeout',
      'unresolved',
    ]);
  });

  const head = 'Server:\t\t127.0.0.1\nAddress:\t127.0.0.1:53\n\n';

  test('busybox: records, its failures, and that it says nothing is no failure', () => {
    const line = 'fine.ab1cd.mongodb.net\tservice = 0 0 1024 pl-0-us-east-1.ab1cd.mongodb.net\n';
    assert.deepEqual(busybox(`${head}Non-authoritative answer:\n${line}\n`).srv, {
      records: [{ host: node, port: 1024 }],
    });
    const failures: readonly (readonly [string, number, string | undefined])[] = [
      [`${head}** server can't find nxdomain.ab1cd.mongodb.net: NXDOMAIN\n`, 1, 'NXDOMAIN'],
      [`${head}** server can't find servfail.ab1cd.mongodb.net: SERVFAIL\n`, 1, 'SERVFAIL'],
      [`${head}** server can't find refused.ab1cd.mongodb.net: REFUSED\n`, 1, 'REFUSED'],
      [';; connection timed out; no servers could be reached\n', 1, 'ETIMEOUT'],
      ['Terminated\n', 143, 'ETIMEOUT'],
      [`${head}Non-authoritative answer:\n\n`, 0, undefined],
    ];
    for (const [output, code, expected] of failures) assert.equal(busybox(output, code).srv?.error?.code, expected);
    const looked = `@tools nslookup\n@end 0\n@names ${node}\n${head}Non-authoritative answer:\n${node}\tcanonical name = ${alias}\nName:\t${alias}\nAddress: 10.20.1.10\n\n@end 0\n`;
    assert.deepEqual(readShell(looked).hosts, [
      { host: node, addresses: { records: ['10.20.1.10'] }, aliases: [alias] },
    ]);
  });

  test('nothing at all', () => {
    assert.deepEqual(readShell('@tools\n@end 0\n'), { tool: 'sh', hosts: [], ports: [] });
  });
});
