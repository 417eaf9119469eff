import { checksOf, fails, holds, unknown, warns } from '../check.ts';
import type { Judgement } from '../finding.ts';
import type { Observed } from '../observed.ts';
import { told } from '../observed/known.ts';
import type { EgressPolicy } from '../observed/workloads.ts';
import { type PodCause, type PolicyVerdict, podCauses } from './causes.ts';
import { type PodPlace, type PodProbe, namesOnly } from '../pod-probe.ts';
import { letsAskDns, letsOut } from '../links/workloads.ts';

/** What a probe saw, where one was made. */
function probeOf({ pod }: Observed): PodProbe | undefined {
  return pod === undefined || 'refusal' in pod ? undefined : pod;
}

/** What the policies of the Pod's workload let out. Those of one kind add up, and each kind has to let it out. */
function policyOf(observed: Observed, { workload, namespace }: PodPlace): PolicyVerdict {
  const known = told(observed.workloads);
  const own = known?.using.find((each) => each.reference === workload && each.namespace === namespace);
  if (own === undefined) return { references: undefined, dns: undefined, allows: () => undefined };
  const kinds = [...Map.groupBy(own.policies, ({ kind }) => kind).values()];
  const verdict = (allows: (policy: EgressPolicy) => boolean): boolean | undefined => {
    const closed = kinds.filter((policies) => !policies.some(allows));
    if (closed.length === 0) return true;
    return closed.every((policies) => policies.some(({ opaque }) => opaque)) ? undefined : false;
  };
  return {
    references: own.policies.map(({ reference }) => reference),
    dns: verdict(({ rules }) => rules.some(letsAskDns)),
    allows: (address, port) =>
      verdict(({ rules }) => rules.some((rule) => letsOut(rule, address, { from: port, to: port }))),
  };
}

type Of<K extends PodCause['cause']> = Extract<PodCause, { readonly cause: K }>;

/** The causes of one kind; none where nothing was probed. */
function causesOf<K extends PodCause['cause']>(observed: Observed, kind: K): readonly Of<K>[] {
  const probe = probeOf(observed);
  if (probe === undefined) return [];
  const here = observed.names?.answers.find(({ host }) => host === probe.answer.host);
  const all = podCauses(probe, here, policyOf(observed, probe.place));
  return all.filter((cause): cause is Of<K> => cause.cause === kind);
}

/** The policies that may hold something back, for a sentence. */
function policiesOf(observed: Observed): readonly string[] {
  const probe = probeOf(observed);
  return probe === undefined ? [] : (policyOf(observed, probe.place).references ?? []);
}

function judgePlace({ pod }: Observed) {
  if (pod === undefined) return [];
  if ('refusal' in pod) {
    const { refusal: reason, leftBehind, hint } = pod;
    const parts = typeof hint === 'object' ? hint : [];
    const fix = parts.find((part) => typeof part === 'object');
    return [
      unknown('not-probed', { values: { reason }, fix }),
      ...(leftBehind === undefined ? [] : [warns('left', { values: { container: leftBehind } })]),
    ];
  }
  const { place, leftBehind } = pod;
  const { container, tool } = place;
  const probed = holds('probed', { pod: place.pod, container, tool }, `pod/${place.pod}`);
  return leftBehind === undefined ? [probed] : [probed, warns('left', { values: { container: leftBehind } })];
}

function judgeNames(observed: Observed) {
  const probe = probeOf(observed);
  if (probe === undefined) return [];
  const causes = causesOf(observed, 'names');
  const { srv, hosts } = probe.answer;
  if (causes.length === 0) {
    const { host } = probe.answer;
    // A tool that asks for no names opens connections; where there are neither, the time was up before.
    if (srv === undefined && hosts.length === 0)
      return probe.ports.length === 0 ? [unknown('names-untold', { object: host, values: { host } })] : [];
    return [holds('names', { host })];
  }
  return causes.map(({ record, host, failure, knownHere, blocker }) => {
    const details = { object: host, values: { record, host, failure, policies: policiesOf(observed) }, seen: failure };
    if (blocker === 'policy') return fails('names-blocked', details);
    if (blocker === 'unknown') return fails('names-silent', details);
    if (failure === 'timeout') return fails('names-unanswered', details);
    return knownHere === true ? fails('names-in-pod', details) : fails('names-nowhere', details);
  });
}

function judgeAddresses(observed: Observed) {
  return causesOf(observed, 'other-addresses').map(({ host, inPod, here }) =>
    warns('other-addresses', {
      object: host,
      values: { host, inPod, here },
      seen: inPod.join(', '),
      expected: here.join(', '),
    }),
  );
}

/** The ports that nothing is known of, where the names that lead to them are: the probe was cut short, or its tool opens no connections. */
function judgeUntried(observed: Observed): readonly Judgement<'cut-short' | 'names-only'>[] {
  const probe = probeOf(observed);
  if (probe === undefined || causesOf(observed, 'names').length > 0) return [];
  const { targets, ports, place, answer } = probe;
  const untried = targets.filter(({ host, port }) => !ports.some((each) => each.host === host && each.port === port));
  if (untried.length === 0) return [];
  const values = { ports: untried.map(({ port }) => String(port)), tool: place.tool };
  if (namesOnly.has(place.tool)) return [unknown('names-only', { object: answer.host, values })];
  const results = [...Map.groupBy(ports, ({ tcp }) => tcp)].map(([result, own]) => {
    const numbers = own.map(({ port }) => port).join(', ');
    return `${result}: ${numbers}`;
  });
  const seen = results.length === 0 ? undefined : results.join('; ');
  return [unknown('cut-short', { object: answer.host, values, seen })];
}

function judgePorts(observed: Observed) {
  const { ports = [] } = probeOf(observed) ?? {};
  const untried = judgeUntried(observed);
  if (ports.length > 0 && ports.every(({ tcp }) => tcp === 'open')) {
    const open = holds('open', { count: ports.length, ports: ports.map(({ port }) => String(port)) });
    return untried.length === 0 ? [open] : untried;
  }
  return [...judgeClosed(observed), ...untried];
}

function judgeClosed(observed: Observed) {
  return causesOf(observed, 'unreachable').map(({ host, addresses, result, ports: closed, all, blocker }) => {
    const numbers = closed.map(String);
    const values = { host, addresses, ports: numbers, result, policies: policiesOf(observed) };
    const details = { object: host, values, seen: `${result}: ${numbers.join(', ')}` };
    if (blocker === 'policy') return fails('blocked', details);
    if (blocker === 'unknown') return fails('silent', details);
    if (result === 'timeout') return all ? fails('dropped', details) : fails('some-dropped', details);
    return result === 'refused' ? fails('refused', details) : fails('no-way', details);
  });
}

function judgeTls(observed: Observed) {
  const { ports = [] } = probeOf(observed) ?? {};
  const shaken = ports.flatMap(({ tls }) => tls ?? []);
  if (shaken.length > 0 && shaken.every(({ result }) => result === 'ok')) return [holds('tls')];
  return causesOf(observed, 'tls').map(({ host, ports: failed, tls }) => {
    const issuer = 'issuer' in tls ? tls.issuer : undefined;
    const alert = tls.result === 'alert' ? tls.alert : undefined;
    const reason = tls.result === 'other' ? tls.detail : tls.result;
    const details = { object: host, values: { host, ports: failed.map(String), issuer, alert, reason }, seen: issuer };
    switch (tls.result) {
      case 'alert':
        return tls.alert === 80 ? fails('access-list', details) : fails('alert', details);
      case 'wrong-host':
      case 'expired':
      case 'unknown-authority':
      case 'closed':
        return fails(tls.result, details);
      case 'timeout':
      case 'other':
        return fails('no-tls', details);
    }
  });
}

function judgeHello(observed: Observed) {
  const { ports = [] } = probeOf(observed) ?? {};
  const broken = [
    ...causesOf(observed, 'no-hello').map(({ host, ports: failed, failure: reason }) =>
      fails('no-hello', { object: host, values: { host, ports: failed.map(String), reason } }),
    ),
    ...causesOf(observed, 'other-members').map(({ listed, dialled }) =>
      fails('other-members', { values: { listed }, seen: listed.join(', '), expected: dialled.join(', ') }),
    ),
    ...causesOf(observed, 'no-primary').map(() => warns('no-primary')),
  ];
  const answered = ports.length > 0 && ports.every(({ hello }) => hello !== undefined && 'answer' in hello);
  return broken.length === 0 && answered ? [holds('hello', { count: ports.length })] : broken;
}

/** What a Pod sees, from its own place: the first step that fails, and who most likely is the cause. */
export const podChecks = checksOf(
  { link: 'pod', restsOn: ['declared', 'service', 'linked', 'string'] },
  {
    PE800: judgePlace,
    PE810: judgeNames,
    PE811: judgeAddresses,
    PE820: judgePorts,
    PE830: judgeTls,
    PE840: judgeHello,
  },
);
