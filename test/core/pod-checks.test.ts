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
  const records = [{ host: node, port: 1024 }];
  return { place, answer: { host, srv: { records }, hosts }, targets: records, ports, ...change };
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

  test('what was cut short is not told as whole', () => {
    const targets = [1024, 1025, 1026].map((number) => ({ host: node, port: number }));
    const last = (pod: PodProbe): readonly (string | undefined)[] => {
      const found = (allChecks['PE820']?.judge(behind(pod)) ?? []).at(-1);
      return [found?.verdict, found && findingText({ code: 'PE820', ...found }), found?.seen];
    };
    assert.deepEqual(last(probe([port()], { targets })), [
      'unknown',
      'the probe ended before it had tried 1025, 1026',
      'open: 1024',
    ]);
    const mixed = [port(), port({ port: 1025, tcp: 'timeout', ...untried })];
    assert.deepEqual(says(behind(probe(mixed, { targets }))), [
      'PE800 probed',
      'PE810 names',
      'PE820 some-dropped',
      'PE820 cut-short',
      'PE830 tls',
    ]);
    assert.deepEqual(last(probe(mixed, { targets })).slice(2), ['open: 1024; timeout: 1025']);
    assert.deepEqual(last(probe([], { targets })), [
      'unknown',
      'the probe ended before it had tried 1024, 1025, 1026',
      undefined,
    ]);
    const nothing = probe([], { answer: { host, hosts: [] }, targets: [] });
    assert.deepEqual(says(behind(nothing)), ['PE800 probed', 'PE810 names-untold']);
  });

  test('a tool that asks for names only says so of the ports', () => {
    const targets = [{ host: node, port: 1024 }];
    const getent = probe([], { place: { ...place, tool: 'getent' }, targets });
    assert.deepEqual(says(behind(getent)), ['PE800 probed', 'PE810 names', 'PE820 names-only']);
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
