import type { Link } from '../../../core/chain/finding.ts';
import type { Observed } from '../../../core/chain/observed.ts';
import { sidesOf } from '../../../core/chain/sides.ts';
import type { VerbContext } from '../../context.ts';
import { observeInCluster, rightsOf } from '../chain/observe-in-cluster.ts';
import type { Subject } from '../chain/observe.ts';
import type { SnapshotRun } from '../status/look-up.ts';
import { type AccountArguments, surveyClouds } from './survey-clouds.ts';

/** What is to be looked at. */
interface Wanted {
  /** The links that are judged: what only others need is not read. */
  readonly links: ReadonlySet<Link | undefined>;
  readonly args: AccountArguments & { readonly 'dns-server'?: readonly string[] | undefined };
}

/** Looks at what `status` does not: all of it side by side, and each thing once. */
export async function observeMore(
  run: SnapshotRun,
  subjects: readonly Subject[],
  { links, args }: Wanted,
  context: VerbContext,
): Promise<readonly Observed[]> {
  const sides = new Set([...links].flatMap((link) => (link === undefined ? [] : sidesOf[link])));
  const [seen, clouds, names] = await Promise.all([
    observeInCluster(run, subjects, sides, context),
    sides.has('cloud') ? surveyClouds(run, subjects, args, context) : [],
    sides.has('names') ? askForNames(subjects, args['dns-server'] ?? context.dnsServers) : [],
  ]);
  const rights = rightsOf(run);
  return seen.map((observed, at) => ({ ...observed, rights, cloud: clouds[at], names: names[at] }));
}

async function askForNames(
  subjects: readonly Subject[],
  servers: readonly string[] | undefined,
): Promise<readonly Observed['names'][]> {
  const { askFor } = await import('../../../dns/answers.ts');
  const strings = subjects.map(({ observed }) => (observed.secrets ?? []).flatMap((secret) => secret.strings));
  const distinct = [...new Map(strings.flat().map((string) => [string.host, string])).values()];
  const answers = new Map((await askFor(distinct, servers)).map((answer) => [answer.host, answer]));
  return strings.map((own) => ({
    answers: [...new Set(own.map(({ host }) => host))].flatMap((host) => answers.get(host) ?? []),
  }));
}
