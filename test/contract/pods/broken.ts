import assert from 'node:assert/strict';
import { addresses } from '../../fakes/pod/namespace.ts';
import type { Behaviour, Name, Plan } from '../../fakes/pod/plan.ts';
import type { DeclareTest } from '../../harness/suite.ts';
import { clusterManifest, serviceManifest } from '../../sandbox/manifests.ts';
import { type Answer, startDns } from '../../fakes/dns/server.ts';
import type { RealServer } from '../real-server.ts';
import { placement } from '../verbs.ts';
import { type Workplace, atWork } from '../workplace.ts';
import { ALIAS, HOST, NODE, PORTS, type PodWorkplace } from './workplace.ts';

type Change = (plan: Plan) => Plan;

function named(name: string, change: (known: Name) => Name): Change {
  return (plan) => ({ ...plan, names: { ...plan.names, [name]: change(plan.names[name] ?? {}) } });
}

/** Every node behaves so. */
function behaving(behaviour: Behaviour): Change {
  return (plan) => ({ ...plan, members: plan.members.map((member) => ({ ...member, behaviour })) });
}

/** What is broken where the Pod is. */
interface BrokenFromPod {
  readonly code: string;
  readonly what: string;
  /** What is found beside it, each with its result. */
  readonly beside?: readonly string[];
  readonly result?: 'warning' | 'unknown';
  readonly network?: Change;
  /** Whether its container has Node, or not even a shell. */
  readonly isBare?: true;
}

/** Each check from a Pod's place that is broken once. */
export const brokenFromPods: readonly BrokenFromPod[] = [
  { code: 'PE800', what: 'the container has nothing to look with', result: 'unknown', isBare: true },
  {
    code: 'PE810',
    what: 'the resolver of the Pod filters SRV records',
    network: named(`_mongodb._tcp.${HOST}`, (known) => ({ ...known, faults: { SRV: 'nodata' } })),
  },
  {
    code: 'PE811',
    what: 'a private zone leads the Pod elsewhere',
    result: 'warning',
    network: (plan) => ({
      ...named(ALIAS, () => ({ a: [addresses.second] }))(plan),
      members: plan.members.map((member) => ({ ...member, address: addresses.second })),
    }),
  },
  // What is dropped without an answer takes the time of the real limits: test/contract/pods/faults.ts.
  { code: 'PE820', what: 'nothing listens behind the endpoint', network: (plan) => ({ ...plan, members: [] }) },
  { code: 'PE830', what: 'the nodes refuse with TLS alert 80', network: behaving('alert') },
  {
    code: 'PE840',
    what: 'something on the way removes the server name, so that the servers list their public hosts',
    network: (plan) => ({
      ...plan,
      members: plan.members.map((member) => ({ ...member, hosts: member.publicHosts })),
    }),
  },
];

/** The name server of this machine, which no fault reaches. */
const records: Readonly<Record<string, Answer>> = {
  [`SRV _mongodb._tcp.${HOST}`]: { records: PORTS.map((port) => ({ type: 'SRV', target: NODE, port })) },
  [`TXT ${HOST}`]: { records: [{ type: 'TXT', text: 'authSource=admin' }] },
  [`A ${NODE}`]: { records: [{ type: 'A', address: addresses.first }] },
};

interface View {
  readonly endpoints: readonly {
    readonly categories: readonly { readonly checks: readonly { readonly code: string; readonly result: string }[] }[];
  }[];
}

/** A connected endpoint whose string is in the Secret. */
async function connect(work: Workplace): Promise<void> {
  const { namespace } = work;
  await work.apply('atlasdeployments', clusterManifest({ namespace }));
  await work.apply('atlasprivateendpoints', serviceManifest({ namespace }));
  for (const command of [
    `create ape/shop-us ${placement(work)}`,
    'link ape/shop-us',
    'secret ad/orders --refresh -o name',
  ]) {
    const seen = await work.run(command);
    assert.equal(seen.code, 0, seen.stderr);
  }
}

/** Whether `doctor` finds this from a Pod, and nothing else; its own words are told if not: PE800 alone does not say why nothing was probed. */
async function assertSeen(
  work: Workplace,
  from: { readonly pod: string; readonly dns: string },
  expected: readonly string[],
  what: string,
): Promise<void> {
  const seen = await work.run(`doctor ape/shop-us --only PE8 --from pod/${from.pod} --dns-server ${from.dns} -o json`);
  const { endpoints } = JSON.parse(seen.stdout) as View;
  const checks = endpoints.flatMap(({ categories }) => categories.flatMap((each) => each.checks));
  assert.ok(checks.length > 0, seen.stdout + seen.stderr);
  const found = checks.filter(({ result }) => result !== 'success').map(({ code, result }) => `${code} ${result}`);
  assert.deepEqual(found, expected, `${what}\n${seen.stdout}${seen.stderr}`);
}

/** Breaks and mends one thing after the other in a workplace. */
async function breakEach(work: Workplace, pods: PodWorkplace): Promise<void> {
  await connect(work);
  const dns = await startDns((name, type) => records[`${type} ${name}`]);
  const assertFrom = (pod: string, expected: readonly string[], what: string): Promise<void> =>
    assertSeen(work, { pod, dns: dns.address }, expected, what);
  try {
    await pods.network();
    await pods.pod(work.namespace, 'whole', { env: pods.having('node'), secret: 'shop-orders-app' });
    await assertFrom('whole', [], 'nothing is broken');
    for (const [
      at,
      { code, what, result = 'error', beside = [], network, isBare = false },
    ] of brokenFromPods.entries()) {
      await pods.network(network);
      const pod = `pod-${at}`;
      await pods.pod(work.namespace, pod, {
        env: isBare ? { ...pods.having(), PATH: '/nonexistent' } : pods.having('node'),
        secret: 'shop-orders-app',
      });
      await assertFrom(pod, [`${code} ${result}`, ...beside], what);
      await pods.network();
      await pods.pod(work.namespace, `${pod}-mended`, { env: pods.having('node'), secret: 'shop-orders-app' });
      await assertFrom(`${pod}-mended`, [], `${what}: mended`);
    }
  } finally {
    await dns.close();
  }
}

/** Each check from a Pod's place fails alone, and holds again when what was broken is mended. @param crds a folder with the operator's CRDs */
export function broken(test: DeclareTest, server: RealServer, place: PodWorkplace, crds: string): void {
  test('each check is broken once, by the whole command', async () => {
    await server.installCrds(crds);
    await server.untilPublished('serverlessSpec cannot be added', true);
    // What runs in a Pod lives in real time: the 25 s that it is given have to be more than a moment of it.
    await atWork(server, 'v2.15', (work) => breakEach(work, place), { factor: 10 });
  });
}
