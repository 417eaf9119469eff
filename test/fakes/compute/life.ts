import type { Delays } from './delays.ts';
import { link, lastOf, projectOf, regionOf } from './links.ts';
import type { Connection, ForwardingRule, Google } from './model.ts';
import { finish } from './operations.ts';

/** A forwarding rule at this moment, for assertions and for the producer of its service. */
export interface RuleSnapshot {
  readonly project: string;
  readonly region: string;
  readonly name: string;
  readonly ip: string;
  /** The name of its address, without what stands before it. */
  readonly address: string;
  /** The service attachment, as a link. */
  readonly target: string;
  readonly network: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly globalAccess: boolean;
  /** Undefined until the rule has been made. */
  readonly connection: Connection | undefined;
}

export function snapshotOf(rule: ForwardingRule): RuleSnapshot {
  return {
    project: projectOf(rule.name),
    region: regionOf(rule.name) ?? '',
    name: lastOf(rule.name),
    ip: rule.ip,
    address: lastOf(rule.address),
    target: link(rule.target),
    network: link(rule.network),
    labels: rule.labels,
    globalAccess: rule.globalAccess,
    connection: isMade(rule) ? rule.connection : undefined,
  };
}

/** False while the operation that makes the rule is under way. */
export function isMade({ busy }: Pick<ForwardingRule, 'busy'>): boolean {
  return busy === undefined || !busy.type.startsWith('create');
}

/** Asks the producer of a service whether it has accepted a rule. */
export type Accepted = (rule: RuleSnapshot) => boolean;

/** Brings everything to `now`. There are no timers: what time and the producers have done is worked out at each request. */
export function settle(google: Google, delays: Delays, now: number, accepted: Accepted): void {
  const due = [...google.operations.values()].filter(({ ended, doneAt }) => !ended && now >= doneAt);
  for (const operation of due.sort((a, b) => a.doneAt - b.doneAt)) finish(operation, now);
  for (const rule of google.rules.values()) {
    if (rule.connection !== 'PENDING' || !isMade(rule)) continue;
    if (!accepted(snapshotOf(rule))) {
      rule.acceptedAt = undefined;
      continue;
    }
    rule.acceptedAt ??= now;
    if (now >= rule.acceptedAt + delays.acceptMs) rule.connection = 'ACCEPTED';
  }
}
