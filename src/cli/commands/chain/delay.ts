import { newestWarning } from '../../../atlas/diagnosis/events.ts';
import type { ReadOnce } from '../../../atlas/diagnosis/read-once.ts';
import type { Target } from '../../../atlas/sources/lookup.ts';
import { judgeChain } from '../../../core/chain/chain.ts';
import type { Finding, Link } from '../../../core/chain/finding.ts';
import type { Hint } from '../../../core/next-command.ts';
import type { VerbContext } from '../../context.ts';
import { allChecks } from '../../words/checks/all.ts';
import { findingText } from '../../words/findings.ts';
import { type AccountArguments, observeMore } from '../doctor/observe-more.ts';
import { type LookUpArguments, lookUp } from '../status/look-up.ts';
import { observeNamed } from './observe.ts';

/** What is waited for. */
export interface Delayed {
  readonly client: ReadOnce;
  readonly target: Target;
  readonly label: string;
  readonly args: AccountArguments & Pick<LookUpArguments, 'endpoint'>;
  /** When the wait began, in milliseconds since the epoch. */
  readonly since: number;
}

/** The links that the operator and Atlas depend on, all of which Kubernetes alone tells of. */
const links: ReadonlySet<Link> = new Set(['operator', 'project', 'deployment', 'declared', 'service']);

/** What keeps a string away, and not the endpoint that is waited for. */
const ofStrings: ReadonlySet<string> = new Set(['PE130', 'PE132', 'PE133']);

/** Whether a finding can be why the operator or Atlas takes its time. */
function explains({ code, link, verdict }: Finding): boolean {
  if (!links.has(link) || ofStrings.has(code)) return false;
  return verdict === 'fails' || (verdict === 'warns' && link === 'project');
}

/** Why a wait for the operator or for Atlas goes on: what a check finds broken, and the newest warning among the object's events. */
export async function explainDelay(delayed: Delayed, context: VerbContext): Promise<readonly Hint[]> {
  const { client, target, since } = delayed;
  const run = { client, time: context, warn: () => undefined };
  const { name, namespace } = target;
  const about = { kind: target.source.resource.kind, name, namespace };
  const [findings, warned] = await Promise.all([findingsOf(delayed, context), newestWarning(run, about, since)]);
  const [first] = findings.filter(explains);
  const event = warned === undefined ? [] : [`event on ${referenceOf(target)}: ${warned.reason}: ${warned.message}`];
  if (first === undefined) return event;
  const text = `${first.code} ${findingText(first)}`;
  return [...event, first.fix === undefined ? text : [`${text}; to fix it: `, first.fix]];
}

function referenceOf({ source, name }: Target): string {
  return `${source.shortNames[0]}/${name}`;
}

/** What the checks find of the endpoint. */
async function findingsOf({ client, target, label, args }: Delayed, context: VerbContext): Promise<readonly Finding[]> {
  const { namespace } = target;
  const run = { client, time: context, warn: () => undefined };
  const named = { ...args, v: undefined, source: [referenceOf(target)], endpoint: undefined, 'all-namespaces': false };
  const opened = { run, namespace, verb: 'doctor', wholeObjects: true };
  const look = await lookUp(named, {}, context, opened);
  const subjects = await Promise.all(look.resolved.map((resolved) => observeNamed(look, resolved, context)));
  const own = subjects.flat().filter(({ observed, declared }) => {
    return declared?.label === label || observed.endpoint?.label === label;
  });
  const [observed] = await observeMore(run, own.slice(0, 1), { links, args }, context);
  return observed === undefined ? [] : judgeChain(observed, allChecks).findings;
}
