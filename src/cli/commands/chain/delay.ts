import { type DatabaseUser, userResource } from '../../../atlas/api/database-user.ts';
import { type About, newestWarning } from '../../../atlas/diagnosis/events.ts';
import type { ReadOnce } from '../../../atlas/diagnosis/read-once.ts';
import type { Target } from '../../../atlas/sources/lookup.ts';
import { judgeChain } from '../../../core/chain/chain.ts';
import type { Finding, Link } from '../../../core/chain/finding.ts';
import { clusterChecks } from '../../../core/chain/sides.ts';
import type { Hint } from '../../../core/next-command.ts';
import { ApiError } from '../../../kube/errors.ts';
import { orRefusal } from '../../../kube/refusal.ts';
import type { VerbContext } from '../../context.ts';
import { allChecks } from '../../words/checks/all.ts';
import { findingText } from '../../words/findings.ts';
import { type SnapshotRun, lookUp } from '../status/look-up.ts';
import { observeInCluster } from './observe-in-cluster.ts';
import { observeNamed } from './observe-named.ts';
import type { Subject } from './observe.ts';

/** What is waited for. */
export interface Delayed {
  readonly client: ReadOnce;
  readonly target: Target;
  readonly label: string;
  /** Aborted when the wait is over. */
  readonly over?: AbortSignal;
  /** When the wait began, in milliseconds since the epoch. */
  readonly since: number;
  /** Set where the endpoint is there, and its string is waited for: whose it is, if a database user was named. */
  readonly string?: { readonly user: string | undefined };
}

/** The links that the operator and Atlas depend on, all of which Kubernetes alone tells of. */
const links: ReadonlySet<Link> = new Set(['operator', 'project', 'deployment', 'declared', 'service']);

/** What keeps a string away, and not the endpoint. */
const ofStrings: ReadonlySet<string> = new Set(['PE130', 'PE132', 'PE133', 'PE511']);

/** Whether a finding can be why the operator or Atlas takes its time. */
function explains({ code, link, verdict }: Finding, { string }: Delayed): boolean {
  if (ofStrings.has(code)) return string !== undefined && verdict !== 'holds';
  return links.has(link) && (verdict === 'fails' || (verdict === 'warns' && link === 'project'));
}

/** Why a wait for the operator, the cloud or Atlas goes on: what a check finds broken, and the newest warning among the events of each object. */
export async function explainDelay(delayed: Delayed, asked: VerbContext): Promise<readonly Hint[]> {
  const context = { ...asked, signal: delayed.over ?? asked.signal };
  const run = { client: delayed.client, time: context, warn: () => undefined };
  const subject = await subjectOf(delayed, run, context);
  const [events, findings] = await Promise.all([
    eventsOf(delayed, subject, run),
    subject === undefined ? [] : findingsOf(subject, run, context),
  ]);
  const [first] = findings.filter((finding) => explains(finding, delayed));
  if (first === undefined) return events;
  const text = `${first.code} ${findingText(first)}`;
  return [...events, first.fix === undefined ? text : [`${text}; to fix it: `, first.fix]];
}

function referenceOf({ source, name }: Target): string {
  return `${source.shortNames[0]}/${name}`;
}

/** The endpoint that is waited for, as it is now. */
async function subjectOf(
  { target, label }: Delayed,
  run: SnapshotRun,
  context: VerbContext,
): Promise<Subject | undefined> {
  const { namespace } = target;
  const named = { source: [referenceOf(target)], endpoint: undefined, 'all-namespaces': false, v: undefined };
  const look = await lookUp(named, {}, context, { run, namespace, verb: 'doctor', wholeObjects: true });
  const subjects = await observeNamed(look, look.resolved, context);
  return subjects.find(({ observed, declared }) => {
    return declared?.label === label || observed.endpoint?.label === label;
  });
}

async function findingsOf(subject: Subject, run: SnapshotRun, context: VerbContext): Promise<readonly Finding[]> {
  const seen = await observeInCluster(run, [subject], new Set(), context);
  return seen.flatMap((observed) => judgeChain(observed, clusterChecks(allChecks)).findings);
}

/** The newest warning about what declares the endpoint and, of a string, about the deployment and the database users that it depends on. */
async function eventsOf(
  { target, since, string }: Delayed,
  subject: Subject | undefined,
  run: SnapshotRun,
): Promise<readonly string[]> {
  const { name, namespace, source } = target;
  const own = { kind: source.resource.kind, namespace, names: [name], short: source.shortNames[0] };
  const others = string === undefined ? [] : await ofString(subject, string.user, run);
  const told = await Promise.all(
    [own, ...others].map(async ({ short, ...about }) => {
      const warned = await newestWarning(run, about, since);
      return warned === undefined ? [] : [`event on ${short}/${warned.name}: ${warned.reason}: ${warned.message}`];
    }),
  );
  return [...new Set(told.flat())];
}

/** What a string depends on besides. */
async function ofString(
  subject: Subject | undefined,
  user: string | undefined,
  { client, time }: SnapshotRun,
): Promise<readonly (About & { readonly short: string })[]> {
  const all = (subject?.deployments ?? []).map(async ({ kind, metadata: { name, namespace = '' } }) => {
    const users = await orRefusal(client.list<DatabaseUser>(userResource, namespace, {}, time.signal));
    const names = (users instanceof ApiError ? [] : users.items).flatMap(({ spec, metadata }) =>
      user === undefined || spec?.username === user ? metadata.name : [],
    );
    return [
      { kind, namespace, names: [name], short: 'ad' },
      { kind: userResource.kind, namespace, names, short: userResource.singular },
    ];
  });
  return (await Promise.all(all)).flat();
}
