import { type NoPodProbe, type PodPlace, type PodProbe, namesOnly } from '../../core/chain/pod-probe.ts';
import type { UserError } from '../../core/errors.ts';
import { ApiError } from '../../kube/errors.ts';
import { NoStartError } from '../../kube/exec/ephemeral.ts';
import type { Pod } from '../../kube/workloads/pod.ts';
import { ownerOf } from '../diagnosis/workloads.ts';
import type { Run } from '../run.ts';
import { type StringHosts, onlyHosts } from './hosts.ts';
import { type ContainerProbe, probeByExec } from './in-container.ts';
import { probeByEphemeral } from './in-ephemeral.ts';
import { type ProbeLimits, TooSlowError } from './limits.ts';
import type { Report } from './report.ts';

/** Where to look from, and what with. */
export interface ProbeOptions {
  readonly pod: Pod;
  /** The application's container. */
  readonly container: string;
  readonly hosts: StringHosts;
  readonly limits: ProbeLimits;
  /**
   * Whether an ephemeral container may be added, and of which image; asked when the application's container has nothing to look with. Undefined for no.
   * @param why what is missing
   */
  readonly ephemeral: (why: string) => Promise<string | undefined>;
}

/** A shell by itself can neither ask for names nor open a connection. */
const NOTHING = 'sh';

/**
 * Looks at the hosts of a connection string from a Pod's place: by a command in the application's container, else from an ephemeral container if that is
 * allowed.
 * @returns what was seen, or why nothing could be
 * @throws ConnectionError; UserError of whoever is asked; the signal's reason
 */
export async function probeFrom({ client, time }: Run, options: ProbeOptions): Promise<PodProbe | NoPodProbe> {
  const { pod, container, limits } = options;
  const { name, namespace = '' } = pod.metadata;
  const hosts = onlyHosts(options.hosts);
  const probe: ContainerProbe = { client, place: { namespace, pod: name, container }, hosts, limits, time };
  const { reference: workload } = ownerOf(pod);
  const place: PodPlace = { namespace, pod: name, container, workload, way: 'exec', tool: '' };
  const tried = await orRefused(probeByExec(probe));
  if (!('refusal' in tried) && !('failures' in tried) && dials(tried)) return seen(tried, place, hosts);
  const why = reasonOf(tried, container);
  const image = await options.ephemeral(why);
  if (image !== undefined) return fromEphemeral(probe, pod, image, place);
  if ('refusal' in tried) return tried;
  return 'failures' in tried || tried.tool === NOTHING ? { refusal: why } : seen(tried, place, hosts);
}

function dials({ tool }: Report): boolean {
  return tool !== NOTHING && !namesOnly.has(tool);
}

/** What the application's container lacks, for the question that follows. */
function reasonOf(tried: Report | { readonly failures: readonly string[] } | NoPodProbe, container: string): string {
  if ('refusal' in tried) return tried.refusal;
  if ('failures' in tried) return `container ${container} has no program to probe with (${tried.failures.join('; ')})`;
  if (tried.tool === NOTHING) return `container ${container} has nothing to probe with but a shell`;
  return `container ${container} can resolve names with ${tried.tool}, but has no program that opens a connection`;
}

async function fromEphemeral(
  probe: ContainerProbe,
  pod: Pod,
  image: string,
  place: PodPlace,
): Promise<PodProbe | NoPodProbe> {
  let added: string | undefined;
  const report = await orRefused(probeByEphemeral(probe, pod, image, ({ container }) => (added = container)));
  const leftBehind = added === undefined ? {} : { leftBehind: added };
  if ('refusal' in report) return { ...report, ...leftBehind };
  if (report.tool === NOTHING)
    return { refusal: `image ${image} has nothing to probe with but a shell`, ...leftBehind };
  const there = { ...place, container: added ?? '', way: 'ephemeral-container' } as const;
  return { ...(await seen(report, there, probe.hosts)), ...leftBehind };
}

/** What reads the answers needs libraries that no other command needs. */
async function seen(report: Report, place: PodPlace, hosts: StringHosts): Promise<PodProbe> {
  const { answersOf } = await import('./answers.ts');
  return { place: { ...place, tool: report.tool }, ...answersOf(report, hosts) };
}

/** Awaits a look; what the cluster refuses or cannot do is data, not an error: the other checks go on. */
async function orRefused<T>(look: Promise<T>): Promise<T | NoPodProbe> {
  try {
    return await look;
  } catch (error) {
    if (error instanceof ApiError) return refused(error);
    if (error instanceof NoStartError) return { refusal: `the ephemeral container does not start: ${error.message}` };
    if (error instanceof TooSlowError || error instanceof SyntaxError)
      return { refusal: `the ephemeral container gave no report: ${error.message}` };
    throw error;
  }
}

function refused({ message, hint }: UserError): NoPodProbe {
  return { refusal: message, ...(hint === undefined ? {} : { hint }) };
}
