import { probeLimits } from '../../../atlas/probe/limits.ts';
import type { ProbeOptions } from '../../../atlas/probe/probe.ts';
import type { StringHosts } from '../../../atlas/probe/hosts.ts';
import type { Run } from '../../../atlas/run.ts';
import type { Observed, ObservedString } from '../../../core/chain/observed.ts';
import type { NoPodProbe, PodProbe } from '../../../core/chain/pod-probe.ts';
import { UserError } from '../../../core/errors.ts';
import { ApiError } from '../../../kube/errors.ts';
import { chooseContainer, findPod } from '../../../kube/workloads/find-pod.ts';
import { placeName } from '../../../kube/workloads/place-name.ts';
import type { Pod } from '../../../kube/workloads/pod.ts';
import { printLine } from '../../../output/escape.ts';
import type { Arguments } from '../../args/flag.ts';
import { IMAGE, type fromFlags } from './from-flags.ts';
import { confirmEphemeral } from '../../ask.ts';
import type { VerbContext } from '../../context.ts';
import { againWith } from '../../hints.ts';

const FROM = `--from`;

type FromArguments = Arguments<typeof fromFlags> & { readonly wait: boolean; readonly output: string | undefined };

/** @throws UserError for a flag that has no effect, or that would add a container with every look */
export function checkFrom({ from, container, image, wait, 'ephemeral-container': allowed }: FromArguments): void {
  const given = container !== undefined ? '--container' : image !== undefined ? '--image' : '--ephemeral-container';
  if (from === undefined && (container !== undefined || image !== undefined || allowed))
    throw new UserError(`${given} has no effect without --from`, {
      hint: 'say which Pod to probe from: --from pod/NAME',
    });
  if (wait && allowed)
    throw new UserError('--ephemeral-container cannot be used with --wait, which checks again and again', {
      hint: 'omit --wait: each check would add another container to the Pod',
    });
  if (from !== undefined) placeName(from, FROM);
}

/** The same with what a Pod sees of each endpoint's string. @throws UserError if there is no such Pod, or none that runs */
export async function seenFromPod(
  run: Run,
  observed: readonly Observed[],
  { args, namespace }: { readonly args: FromArguments; readonly namespace: string },
  context: VerbContext,
): Promise<readonly Observed[]> {
  if (args.from === undefined) return observed;
  const pod = await podOf(run, namespace, args.from);
  const probes = new Map<string, PodProbe | NoPodProbe>();
  const all: Observed[] = [];
  for (const each of observed) {
    const hosts = hostsOf(each);
    if (hosts === undefined) {
      all.push(each);
      continue;
    }
    const known = probes.get(hosts.host);
    const secrets = (each.secrets ?? []).map(({ name }) => name);
    const seen = known ?? ('refusal' in pod ? pod : await look(run, pod, { hosts, secrets, args }, context));
    probes.set(hosts.host, seen);
    all.push({ ...each, pod: seen });
  }
  return all;
}

/** The Pod, or that it may not be read. */
async function podOf({ client, time }: Run, namespace: string, from: string): Promise<Pod | NoPodProbe> {
  try {
    return await findPod(client, namespace, placeName(from, FROM), time.signal);
  } catch (error) {
    if (!(error instanceof ApiError) || error.code !== 403) throw error;
    return { refusal: error.message, ...(error.hint === undefined ? {} : { hint: error.hint }) };
  }
}

/** The string to look at: the SRV one, which leads to every node; and what this machine knows of it, for a container that cannot ask. */
function hostsOf({ secrets = [], names }: Observed): StringHosts | undefined {
  const strings = secrets.flatMap((secret) => secret.strings);
  const chosen: ObservedString | undefined = strings.find(({ srv }) => srv) ?? strings[0];
  if (chosen === undefined) return undefined;
  const [host = '', port] = chosen.host.split(':');
  const answer = names?.answers.find((each) => each.host === chosen.host)?.srv;
  const listed = chosen.srv ? [] : [{ host, port: Number(port ?? 27_017) }];
  return { host, srv: chosen.srv, targets: answer !== undefined && 'records' in answer ? answer.records : listed };
}

async function look(
  run: Run,
  pod: Pod,
  { hosts, secrets, args }: { hosts: StringHosts; secrets: readonly string[]; args: FromArguments },
  context: VerbContext,
): Promise<PodProbe | NoPodProbe> {
  const { probeFrom } = await import('../../../atlas/probe/probe.ts');
  const container = chooseContainer(pod, args.container, secrets);
  const ephemeral = consent(pod, args, context);
  return probeFrom(run, { pod, container, hosts, limits: probeLimits, ephemeral });
}

/** Whether an ephemeral container may be added: by the flag, or by who is asked. Where nobody can be, the flag is named. */
function consent({ metadata }: Pod, args: FromArguments, context: VerbContext): ProbeOptions['ephemeral'] {
  const { image = IMAGE, wait, output, 'ephemeral-container': allowed } = args;
  return async (why) => {
    if (allowed) return image;
    const question = `${why}; add an ephemeral container of ${image} to pod/${metadata.name}? It stays listed until the Pod is deleted`;
    const answer = wait ? undefined : await confirmEphemeral(question, output, context);
    if (answer !== undefined) return answer ? image : undefined;
    const again = againWith('--ephemeral-container', context);
    printLine(context.stderr, `warning: ${why}; to probe from an ephemeral container instead, run: ${again}`);
    return undefined;
  };
}
