/** What the checks of a Pod's place say, by what a probe saw. */
import assert from 'node:assert/strict';
import { allChecks } from '../../src/cli/words/checks/all.ts';
import { findingText } from '../../src/cli/words/findings.ts';
import type { EgressRule } from '../../src/core/chain/observed/workloads.ts';
import type { Observed } from '../../src/core/chain/observed.ts';
import type { NoPodProbe, PodProbe, PortProbe } from '../../src/core/chain/pod-probe.ts';
import { suite } from '../harness/suite.ts';

const host = 'orders-pl-0.ab1cd.mongodb.net';
const node = 'pl-0-us-east-1.ab1cd.mongodb.net';
const place = {
  namespace: 'default',
  pod: 'web-1',
  container: 'app',
  workload: 'deploy/web',
  way: 'exec',
  tool: 'node',
} as const;

function port(change: Partial<PortProbe> = {}): PortProbe {
  const hello = { answer: { hosts: [`${node}:1024`], setName: 'x', writablePrimary: true } };
  return { host: node, port: 1024, tcp: 'open', address: '10.20.1.10', tls: { result: 'ok' }, hello, ...change };
}

function probe(ports: readonly PortProbe[], change: Partial<PodProbe> = {}): PodProbe {
  const hosts = [{ host: node, addresses: { records: ['10.20.1.10'] } }];
  return { place, answer: { host, srv: { records: [{ host: node, port: 1024 }] }, hosts }, ports, ...change };
}

function behind(pod: PodProbe | NoPodProbe, rules?: readonly EgressRule[]): Observed {
  const policies =
    rules === undefined
      ? []
      : [{ reference: 'networkpolicy/deny-all', kind: 'NetworkPolicy', rules, opaque: false } as const];
  const workload = {
    reference: 'deploy/web',
    namespace: 'default',
    uses: [],
    hostNetwork: false,
    startedMsAgo: undefined,
    reloads: false,
    restartable: true,
    policies,
  };
  return {
    provider: 'AWS',
    region: 'us-east-1',
    reference: 'ape/orders',
    endpoint: undefined,
    message: undefined,
    secrets: undefined,
    refusal: undefined,
    up: { verb: 'up' },
    workloads: { using: [workload], seen: 1 },
    pod,
  };
}

/** Everything that the checks say, as `CODE saying`. */
function says(observed: Observed): readonly string[] {
  return ['PE800', 'PE810', 'PE811', 'PE820', 'PE830', 'PE840'].flatMap((code) =>
    (allChecks[code]?.judge(observed) ?? []).map((found) => {
      assert.doesNotMatch(findingText({ code, ...found }), /[{}]|undefined/);
      return `${code} ${found.saying}`;
    }),
  );
}

const untried = { tls: undefined, hello: undefined };
const timeout = probe([port({ tcp: 'timeout', ...untried })]);

suite('the checks of a Pod’s place', (test) => {
  test('nobody looked; all is well; it could not be looked', () => {
    const { pod: _, ...nobody } = behind(timeout);
    assert.deepEqual(says(nobody), []);
    assert.deepEqual(says(behind(probe([port()]))), [
      'PE800 probed',
      'PE810 names',
      'PE820 open',
      'PE830 tls',
      'PE840 hello',
    ]);
    assert.deepEqual(says(behind({ refusal: 'forbidden', leftBehind: 'atlas-pe-1' })), [
      'PE800 not-probed',
      'PE800 left',
    ]);
  });

  test('silence: the security group, or the policy that forbids it', () => {
    assert.deepEqual(says(behind(timeout)).slice(2), ['PE820 dropped']);
    assert.deepEqual(says(behind(timeout, [])).slice(2), ['PE820 blocked']);
    const { workloads: _, ...unread } = behind(timeout);
    assert.deepEqual(says(unread).slice(2), ['PE820 silent']);
  });

  test('refused, some only, TLS, names', () => {
    assert.deepEqual(says(behind(probe([port({ tcp: 'refused', ...untried })]))).slice(2), ['PE820 refused']);
    const some = probe([port(), port({ port: 1025, tcp: 'timeout', ...untried })]);
    assert.deepEqual(says(behind(some)).slice(2), ['PE820 some-dropped', 'PE830 tls']);
    for (const [tls, saying] of [
      [{ result: 'alert', alert: 80 }, 'access-list'],
      [{ result: 'alert', alert: 40 }, 'alert'],
      [{ result: 'unknown-authority', issuer: 'CN=Proxy' }, 'unknown-authority'],
      [{ result: 'timeout' }, 'no-tls'],
    ] as const)
      assert.deepEqual(says(behind(probe([port({ tls, hello: undefined })]))).slice(3), [`PE830 ${saying}`]);
    const lost = probe([], { answer: { host, srv: { failure: 'timeout' }, hosts: [] } });
    assert.deepEqual(says(behind(lost, [])), ['PE800 probed', 'PE810 names-blocked']);
    assert.deepEqual(says(behind(lost)), ['PE800 probed', 'PE810 names-unanswered']);
  });
});
