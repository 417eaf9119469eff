import { observeCluster } from '../../../atlas/diagnosis/cluster.ts';
import { type OfSomeProject, observeProject } from '../../../atlas/diagnosis/project.ts';
import { observeSource } from '../../../atlas/diagnosis/source.ts';
import { observeWorkloads } from '../../../atlas/diagnosis/workloads.ts';
import { observeOperator } from '../../../atlas/operator/installation.ts';
import { reconcilesServerless } from '../../../atlas/operator/serverless-support.ts';
import { projectNamespaces } from '../../../atlas/api/project-reference.ts';
import { readProjectObjects } from '../../../atlas/projects/visible.ts';
import type { Run } from '../../../atlas/run.ts';
import type { Observed } from '../../../core/chain/observed.ts';
import type { Link } from '../../../core/chain/finding.ts';
import { idOf } from '../../../core/endpoint.ts';
import type { ReadOnce } from '../../../atlas/diagnosis/read-once.ts';
import type { VerbContext } from '../../context.ts';
import type { Subject } from '../chain/observe.ts';
import { type AccountArguments, surveyClouds } from './survey-clouds.ts';

export type { AccountArguments };

/** What is to be looked at. */
interface Wanted {
  /** The links that are judged: what only others need is not read. */
  readonly links: ReadonlySet<Link | undefined>;
  readonly args: AccountArguments & { readonly 'dns-server'?: readonly string[] | undefined };
}

/** Looks at what `status` does not: all of it side by side, and each thing once. */
export async function observeMore(
  run: Run & { readonly client: ReadOnce },
  subjects: readonly Subject[],
  { links, args }: Wanted,
  context: VerbContext,
): Promise<readonly Observed[]> {
  const reconciles = links.has('deployment') ? await reconcilesServerless(run.client, context.signal) : true;
  const needsCloud = (['cloud', 'network', 'ids', 'dns', 'workloads'] as const).some((link) => links.has(link));
  const [operator, clouds, names, parts] = await Promise.all([
    links.has('operator') ? observeOperator(run) : undefined,
    needsCloud ? surveyClouds(run, subjects, args, context) : [],
    (['dns', 'workloads', 'pod'] as const).some((link) => links.has(link))
      ? askForNames(subjects, args['dns-server'] ?? context.dnsServers)
      : [],
    Promise.all(
      subjects.map((subject) =>
        observeParts(run, subject, { reconciles: reconciles !== false, links, now: context.now() }),
      ),
    ),
  ]);
  const rights = {
    server: run.client.transport.server.origin,
    refusals: run.client.refusals().map(({ message }) => message),
  };
  return subjects.map(({ observed }, at) => ({
    ...observed,
    ...parts[at],
    rights,
    operator,
    cloud: clouds[at],
    names: names[at],
  }));
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

type Parts = Pick<Observed, 'project' | 'source' | 'clusters' | 'workloads'>;

/** What all endpoints have in common. */
interface Situation {
  /** Whether the operator still looks at serverless endpoints. */
  readonly reconciles: boolean;
  readonly links: ReadonlySet<Link | undefined>;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** What belongs to one endpoint only. */
async function observeParts(
  run: Run,
  { observed, namespace, declared, deployments }: Subject,
  { reconciles, links, now }: Situation,
): Promise<Parts> {
  const seeClusters = (): Promise<Parts['clusters']> =>
    Promise.all(deployments.map((each) => observeCluster(run, each, idOf(observed.endpoint), reconciles)));
  if (declared === undefined) {
    const [deployment] = deployments;
    const [project, clusters] = await Promise.all([
      deployment === undefined ? undefined : observeProject(run, deployment),
      seeClusters(),
    ]);
    return { project, clusters };
  }
  const object: OfSomeProject = declared.object;
  const secrets = Map.groupBy(observed.secrets ?? [], (secret) => secret.namespace);
  const sought = [...secrets].map(([home, own]) => ({ namespace: home, names: own.map(({ name }) => name) }));
  const [project, others, clusters, workloads] = await Promise.all([
    observeProject(run, object),
    readProjectObjects(run, namespace, projectNamespaces(object.spec)),
    seeClusters(),
    (links.has('workloads') || links.has('pod')) && sought.length > 0 ? observeWorkloads(run, sought, now) : undefined,
  ]);
  return { project, source: await observeSource(declared, others, now), clusters, workloads };
}
