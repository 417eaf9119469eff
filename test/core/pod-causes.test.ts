import assert from 'node:assert/strict';
import { type PodCause, type PolicyVerdict, podCauses } from '../../src/core/chain/from-pod/causes.ts';
import type { PodProbe, PortProbe, StringAnswer } from '../../src/core/chain/pod-probe.ts';
import { suite } from '../harness/suite.ts';

const host = 'orders-pl-0.ab1cd.mongodb.net';
const node = 'pl-0-us-east-1.ab1cd.mongodb.net';
const address = '10.20.1.10';
const ports = [1024, 1025, 1026];
const members = ports.map((port) => `${node}:${port}`);

const answer: StringAnswer = {
  host,
  srv: { records: ports.map((port) => ({ host: node, port })) },
  txt: { records: ['replicaSet=atlas-ab12cd-shard-0'] },
  hosts: [{ host: node, addresses: { records: [address] } }],
};

function port(number: number): PortProbe {
  const hello = { answer: { hosts: members, setName: 'atlas-ab12cd-shard-0', writablePrimary: number === 1024 } };
  return { host: node, port: number, tcp: 'open', address, tls: { result: 'ok' }, hello };
}

const healthy: PodProbe = {
  place: { namespace: 'default', pod: 'web', container: 'app', workload: 'deploy/web', way: 'exec', tool: 'node' },
  answer,
  targets: ports.map((number) => ({ host: node, port: number })),
  ports: ports.map(port),
};

const open: PolicyVerdict = { references: [], dns: undefined, allows: () => undefined };
const closed: PolicyVerdict = { references: ['networkpolicy/deny-all'], dns: false, allows: () => false };
const opaque: PolicyVerdict = { references: ['ciliumnetworkpolicy/names'], dns: undefined, allows: () => undefined };

function causes(
  change: Partial<PodProbe>,
  policy = open,
  here: StringAnswer | undefined = answer,
): readonly PodCause[] {
  return podCauses({ ...healthy, ...change }, here, policy);
}

function withPorts(change: (at: number) => Partial<PortProbe>): Partial<PodProbe> {
  return { ports: ports.map((number) => ({ ...port(number), ...change(number) })) };
}

const untried = { tls: undefined, hello: undefined };

suite('what is wrong from a Pod', (test) => {
  test('nothing where all went well, or where the tool could try no more', () => {
    assert.deepEqual(causes({}), []);
    assert.deepEqual(causes(withPorts(() => untried)), []);
    assert.deepEqual(causes({ ports: [], answer: { host, hosts: [] } }), []);
  });

  test('timeouts on all ports: the network, a policy that forbids it, or one that cannot be read', () => {
    const dropped = withPorts(() => ({ tcp: 'timeout', ...untried }));
    const blockers = [open, closed, opaque, { ...closed, allows: () => true }].map((policy) =>
      causes(dropped, policy).map((cause) => (cause.cause === 'unreachable' ? cause.blocker : cause.cause)),
    );
    assert.deepEqual(blockers, [['network'], ['policy'], ['unknown'], ['network']]);
    assert.deepEqual(causes(dropped), [
      {
        cause: 'unreachable',
        host: node,
        addresses: [address],
        result: 'timeout',
        ports,
        all: true,
        blocker: 'network',
      },
    ]);
  });

  test('one port closed is a finding of its own, and a refusal is never a policy', () => {
    const refused = withPorts((at) => (at === 1025 ? { tcp: 'refused', ...untried } : {}));
    assert.deepEqual(causes(refused, closed), [
      {
        cause: 'unreachable',
        host: node,
        addresses: [address],
        result: 'refused',
        ports: [1025],
        all: false,
        blocker: 'network',
      },
    ]);
  });

  test('a name that only this machine knows is the resolver of the Pod; a silent one may be a policy', () => {
    const lost = { answer: { ...answer, srv: { failure: 'timeout' } as const } };
    const found = { cause: 'names', record: 'srv', host, failure: 'timeout', knownHere: true };
    assert.deepEqual(causes(lost, closed), [{ ...found, blocker: 'policy' }]);
    assert.deepEqual(causes(lost, opaque), [{ ...found, blocker: 'unknown' }]);
    assert.deepEqual(causes(lost, { ...closed, dns: true }), [{ ...found, blocker: 'network' }]);
    const gone = { ...answer, srv: { failure: 'notfound' } as const };
    const stale = { cause: 'names', record: 'srv', host, failure: 'notfound', knownHere: false, blocker: undefined };
    assert.deepEqual(causes({ answer: gone }, closed, gone), [stale]);
    assert.deepEqual(podCauses({ ...healthy, answer: gone }, undefined, open), [{ ...stale, knownHere: undefined }]);
  });

  test('TXT: none is fine, one that cannot be asked for is not', () => {
    assert.deepEqual(causes({ answer: { ...answer, txt: { failure: 'nodata' } } }), []);
    assert.equal(causes({ answer: { ...answer, txt: { failure: 'servfail' } } })[0]?.cause, 'names');
  });

  test('rebinding: the host has no address in the Pod, though it has one here', () => {
    const hosts = [{ host: node, addresses: { failure: 'nodata' } as const }];
    assert.deepEqual(causes({ answer: { ...answer, hosts } }), [
      { cause: 'names', record: 'address', host: node, failure: 'nodata', knownHere: true, blocker: undefined },
    ]);
  });

  test('another address than here; a part of the same ones is none', () => {
    const hosts = [{ host: node, addresses: { records: ['10.9.9.9'] } }];
    assert.deepEqual(causes({ answer: { ...answer, hosts } }), [
      { cause: 'other-addresses', host: node, inPod: ['10.9.9.9'], here: [address] },
    ]);
    const both = { ...answer, hosts: [{ host: node, addresses: { records: [address, '10.20.2.10'] } }] };
    assert.deepEqual(causes({}, open, both), []);
  });

  test('TLS: the ports that failed alike are one finding', () => {
    const alert = { result: 'alert', alert: 80 } as const;
    assert.deepEqual(causes(withPorts((at) => (at > 1024 ? { tls: alert, hello: undefined } : {}))), [
      { cause: 'tls', host: node, ports: [1025, 1026], tls: alert },
    ]);
  });

  test('other members than were dialled: the server name was lost', () => {
    const hello = { answer: { hosts: ['public.ab1cd.mongodb.net:27017'], setName: 'x', writablePrimary: true } };
    assert.deepEqual(causes(withPorts(() => ({ hello }))), [
      { cause: 'other-members', listed: ['public.ab1cd.mongodb.net:27017'], dialled: members },
    ]);
  });

  test('no primary, where every member was heard; no answer at all', () => {
    const secondary = { answer: { hosts: members, setName: 'x', writablePrimary: false } };
    assert.deepEqual(causes(withPorts(() => ({ hello: secondary }))), [{ cause: 'no-primary' }]);
    assert.deepEqual(causes(withPorts((at) => ({ hello: at === 1026 ? undefined : secondary }))), []);
    assert.deepEqual(causes(withPorts((at) => (at === 1024 ? { hello: { failure: 'no answer' } } : {}))), [
      { cause: 'no-hello', host: node, ports: [1024], failure: 'no answer' },
    ]);
    const mongos = { answer: { hosts: [], writablePrimary: true } };
    assert.deepEqual(causes(withPorts(() => ({ hello: mongos }))), []);
  });
});
