import { projectNamespaces } from '../../../atlas/api/project-reference.ts';
import { observeCluster } from '../../../atlas/diagnosis/cluster.ts';
import { type OfSomeProject, observeProject } from '../../../atlas/diagnosis/project.ts';
import { observeSource } from '../../../atlas/diagnosis/source.ts';
import { observeWorkloads } from '../../../atlas/diagnosis/workloads.ts';
import { observeOperator } from '../../../atlas/operator/installation.ts';
import { reconcilesServerless } from '../../../atlas/operator/serverless-support.ts';
import { readProjectObjects } from '../../../atlas/projects/visible.ts';
import type { Run } from '../../../atlas/run.ts';
import type { ObservedRights } from '../../../core/chain/observed/cluster.ts';
import type { Observed } from '../../../core/chain/observed.ts';
import type { Side } from '../../../core/chain/sides.ts';
import { idOf } from '../../../core/endpoint.ts';
import type { VerbContext } from '../../context.ts';
import type { SnapshotRun } from '../status/look-up.ts';
import type { Subject } from './observe.ts';

/**
 * Looks at what Kubernetes tells of each endpoint: all of it side by side, and each thing once. The workloads, which are every Pod and policy
 * of the namespaces of the Secrets, are looked at only if they are among the sides.
 */
export async function observeInCluster(
  run: SnapshotRun,
  subjects: readonly Subject[],
  sides: ReadonlySet<Side>,
  context: VerbContext,
): Promise<readonly Observed[]> {
  const reconciles = (await reconcilesServerless(run.client, context.signal)) !== false;
  const situation = { reconciles, workloads: sides.has('workloads'), now: context.now() };
  const [operator, parts] = await Promise.all([
    observeOperator(run),
    Promise.all(subjects.map((subject) => observeParts(run, subject, situation))),
  ]);
  return subjects.map(({ observed }, at) => ({ ...observed, ...parts[at], rights: rightsOf(run), operator }));
}

/** What could not be read so far. */
export function rightsOf({ client }: SnapshotRun): ObservedRights {
  return { server: client.transport.server.origin, refusals: client.refusals().map(({ message }) => message) };
}

type Parts = Pick<Observed, 'project' | 'source' | 'clusters' | 'workloads'>;

/** What all endpoints have in common. */
interface Situation {
  /** Whether the operator still looks at serverless endpoints. */
  readonly reconciles: boolean;
  readonly workloads: boolean;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** What belongs to one endpoint only. */
async function observeParts(
  run: Run,
  { observed, namespace, declared, deployments }: Subject,
  { reconciles, workloads: seesWorkloads, now }: Situation,
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
  const others = () => readProjectObjects(run, namespace, projectNamespaces(object.spec));
  const [project, source, clusters, workloads] = await Promise.all([
    observeProject(run, object),
    observeSource(declared, others, now),
    seeClusters(),
    seesWorkloads && sought.length > 0 ? observeWorkloads(run, sought, now) : undefined,
  ]);
  return { project, source, clusters, workloads };
}
