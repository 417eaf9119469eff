/** The checks that no fault of the sandbox reaches, judged from observations; each of their sentences has the values that it names. */
import assert from 'node:assert/strict';
import { allChecks } from '../../src/cli/words/checks/all.ts';
import { findingText } from '../../src/cli/words/findings.ts';
import type { Verdict } from '../../src/core/chain/finding.ts';
import type { ObservedCluster, ObservedSource } from '../../src/core/chain/observed/cluster.ts';
import type { EgressRule, ObservedWorkload } from '../../src/core/chain/observed/workloads.ts';
import type { Observed } from '../../src/core/chain/observed.ts';
import type { EndpointState } from '../../src/core/endpoint.ts';
import { type Side, sidesOf } from '../../src/core/chain/sides.ts';
import { suite } from '../harness/suite.ts';

const endpoint: EndpointState = {
  label: 'shop',
  declared: true,
  phase: 'Available',
  state: 'AVAILABLE',
  service: 'svc',
  declaredId: 'vpce-1',
  attachment: undefined,
  linkedId: 'vpce-1',
  error: undefined,
};

const base: Observed = {
  provider: 'AWS',
  region: 'us-east-1',
  reference: 'ape/shop',
  endpoint,
  message: undefined,
  secrets: [],
  refusal: undefined,
  up: { verb: 'up', source: 'ape/shop' },
};

const source: ObservedSource = {
  reference: 'ape/shop',
  name: 'shop',
  namespace: 'default',
  kind: 'atlasprivateendpoint',
  generation: 1,
  observedGeneration: 1,
  changedMsAgo: 0,
  skipped: false,
  moving: false,
  otherVersion: false,
  terminatingMs: undefined,
  accessTrouble: undefined,
  reservingMs: undefined,
  twin: undefined,
  reverted: undefined,
  leftovers: [],
  crowded: [],
};

const cluster: ObservedCluster = {
  reference: 'ad/orders',
  namespace: 'default',
  kind: 'dedicated',
  paused: false,
  unpause: undefined,
  state: 'IDLE',
  reconciled: true,
  bareRegions: [],
  listsString: true,
  hosts: [],
  trouble: undefined,
  excludedUsers: [],
};

/** A workload with one policy of Cilium. */
function behind(rules: readonly EgressRule[], opaque = false): Observed {
  const policies = [{ reference: 'ciliumnetworkpolicy/web', kind: 'CiliumNetworkPolicy' as const, rules, opaque }];
  const workload: ObservedWorkload = {
    reference: 'deploy/web',
    namespace: 'default',
    uses: [],
    hostNetwork: false,
    startedMsAgo: undefined,
    reloads: false,
    restartable: true,
    policies,
  };
  const host = { host: 'pl-0.mongodb.net', addresses: { records: ['10.0.0.4'] } };
  return { ...base, workloads: { using: [workload], seen: 1 }, names: { answers: [{ host: 'x', hosts: [host] }] } };
}

const dns: EgressRule = { networks: [], except: [], inCluster: true, ports: [{ protocol: 'UDP', from: 53, to: 53 }] };
const atlas: EgressRule = { networks: ['10.0.0.0/8'], except: [], inCluster: false, ports: undefined };
const minutes = 60_000;

const noOperator = {
  deployment: undefined,
  version: undefined,
  wanted: 0,
  ready: undefined,
  watches: [],
  container: '',
};

const rows: readonly (readonly [code: string, verdict: Verdict | undefined, observed: Observed])[] = [
  ['PE110', 'fails', { ...base, operator: noOperator, clusters: [{ ...cluster, reconciled: false }] }],
  ['PE110', 'holds', { ...base, operator: noOperator, clusters: [cluster] }],
  ['PE110', 'holds', { ...base, operator: { refusal: 'forbidden' }, source }],
  ['PE110', 'unknown', { ...base, operator: { refusal: 'forbidden' } }],
  ['PE115', 'warns', { ...base, source: { ...source, terminatingMs: minutes } }],
  ['PE115', 'fails', { ...base, source: { ...source, terminatingMs: 10 * minutes } }],
  [
    'PE120',
    'fails',
    {
      ...base,
      project: { reference: 'ap/shop', namespace: 'default', exists: false, trouble: undefined, apiKey: undefined },
    },
  ],
  [
    'PE120',
    'warns',
    {
      ...base,
      project: { reference: 'ap/shop', namespace: 'default', exists: true, trouble: 'ProjectX: no', apiKey: undefined },
    },
  ],
  ['PE120', 'unknown', { ...base, project: { refusal: 'forbidden' } }],
  ['PE130', 'fails', { ...base, clusters: [{ ...cluster, kind: 'flex' }] }],
  ['PE130', 'fails', { ...base, clusters: [{ ...cluster, kind: 'shared' }] }],
  ['PE130', 'fails', { ...base, clusters: [{ ...cluster, kind: 'serverless-retired' }] }],
  [
    'PE142',
    'warns',
    { ...base, source: { ...source, reverted: 'the Flux Kustomization apps: its manifest has the list' } },
  ],
  ['PE143', 'fails', { ...base, endpoint: { ...endpoint, linkedId: 'vpce-2' } }],
  [
    'PE143',
    'fails',
    { ...base, endpoint: { ...endpoint, mismatch: { reason: 'not port-mapped', hint: 'delete it' } } },
  ],
  ['PE144', 'warns', { ...base, endpoint: { ...endpoint, warning: 'ends on 2027-04-30' } }],
  [
    'PE201',
    undefined,
    { ...base, endpoint: { ...endpoint, service: undefined }, source: { ...source, reservingMs: minutes } },
  ],
  [
    'PE201',
    'fails',
    { ...base, endpoint: { ...endpoint, service: undefined }, source: { ...source, reservingMs: 20 * minutes } },
  ],
  ['PE300', 'unknown', { ...base, cloud: { refusal: 'no credentials' } }],
  ['PE511', 'warns', { ...base, clusters: [{ ...cluster, excludedUsers: ['batch'] }] }],
  [
    'PE604',
    'warns',
    {
      ...base,
      names: {
        answers: [
          { host: 'a.ab1cd.mongodb.net', srv: { records: [{ host: 'b.example.com', port: 1024 }] }, hosts: [] },
        ],
      },
    },
  ],
  ['PE711', 'fails', behind([dns])],
  ['PE711', 'fails', behind([atlas])],
  ['PE711', 'unknown', behind([dns], true)],
  ['PE711', 'holds', behind([dns, atlas])],
  ['PE711', 'fails', behind([dns, { ...atlas, except: ['10.0.0.4/32'] }])],
  ['PE711', 'fails', behind([dns, { ...atlas, ports: [{ protocol: 'TCP', from: 27_015, to: 27_017 }] }])],
  ['PE900', 'warns', { ...base, source: { ...source, crowded: ['GCP WESTERN_EUROPE'] } }],
];

suite('the checks, by what was observed', (test) => {
  for (const [at, [code, verdict, observed]] of rows.entries())
    test(`${code} ${verdict ?? 'does not apply'} (${at})`, () => {
      const found = allChecks[code]?.judge(observed) ?? [];
      assert.deepEqual(
        found.map((each) => each.verdict),
        verdict === undefined ? [] : [verdict],
      );
      for (const each of found) assert.ok(findingText({ code, ...each }).length > 0);
    });
});

suite('the sides that checks look at', (test) => {
  const sides: readonly Side[] = ['cloud', 'names', 'workloads', 'pod'];
  const observations = [base, ...rows.map(([, , observed]) => observed)];

  /** Which of the sides a check reads of some observation. */
  const readBy = (judge: (observed: Observed) => unknown): readonly Side[] => {
    const read = new Set<unknown>();
    for (const observed of observations) {
      const get = (target: Observed, member: keyof Observed): unknown => {
        read.add(member);
        return target[member];
      };
      judge(new Proxy(observed, { get: (target, member) => get(target, member as keyof Observed) }));
    }
    return sides.filter((side) => read.has(side));
  };

  for (const [code, { link, judge }] of Object.entries(allChecks))
    test(`${code} reads no other side than its link is said to`, () => {
      const beyond = readBy(judge).filter((side) => !sidesOf[link].includes(side));
      assert.deepEqual(beyond, []);
    });
});
