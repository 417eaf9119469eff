import type { NoPodProbe, PodProbe } from '../../../src/core/chain/pod-probe.ts';
import { type ProbeOptions, probeFrom } from '../../../src/atlas/probe/probe.ts';
import { KubeClient } from '../../../src/kube/client.ts';
import { connection } from '../../../src/kube/config/kubeconfig.ts';
import type { ClusterFlags } from '../../../src/kube/config/connection.ts';
import { Transport } from '../../../src/kube/http/transport.ts';
import { chooseContainer, findPod } from '../../../src/kube/workloads/find-pod.ts';
import { placeName } from '../../../src/kube/workloads/place-name.ts';
import { realClock } from '../../harness/clock.ts';
import type { RealServer } from '../real-server.ts';
import { HOST, NODE, PORTS } from './workplace.ts';

/** Short, for a test; the real ones are in src/atlas/probe/limits.ts. */
const limits = { stepMs: 1_000, programMs: 8_000, startMs: 10_000 };

/** How to look, other than the administrator would at the string of these scenarios. */
export interface Look extends Partial<Pick<ProbeOptions, 'hosts' | 'limits' | 'ephemeral'>> {
  readonly flags?: ClusterFlags;
  readonly container?: string;
  readonly secrets?: readonly string[];
  readonly signal?: AbortSignal;
}

export const hosts = { host: HOST, srv: true, targets: PORTS.map((port) => ({ host: NODE, port })) };

/** Finds a Pod and looks from it. */
export async function look(
  { config }: RealServer,
  namespace: string,
  from: string,
  options: Look = {},
): Promise<PodProbe | NoPodProbe> {
  const flags = { kubeconfig: config.kubeconfigPath, ...options.flags };
  const transport = new Transport(await connection(flags, { env: {} }));
  const client = new KubeClient(transport);
  const time = { ...realClock, signal: options.signal ?? new AbortController().signal };
  try {
    const pod = await findPod(client, namespace, placeName(from, '--from'), time.signal);
    const container = chooseContainer(pod, options.container, options.secrets ?? []);
    const run = { client, time, warn: () => undefined };
    return await probeFrom(run, {
      pod,
      container,
      hosts,
      limits,
      ephemeral: () => Promise.resolve(undefined),
      ...options,
      ...(options.limits === undefined ? {} : { limits: options.limits }),
    });
  } finally {
    transport.close();
  }
}

/** What was seen in a few words: the tool, the names, then each port. */
export function inBrief(seen: PodProbe | NoPodProbe): readonly string[] {
  if ('refusal' in seen) return [`refused: ${seen.refusal}`];
  const { answer, ports, place } = seen;
  return [
    place.tool,
    `srv ${told(answer.srv)}, txt ${told(answer.txt)}, ${answer.hosts.map(({ addresses }) => ('records' in addresses ? addresses.records.join('+') : addresses.failure)).join(' ')}`,
    ...ports.map(({ port, tcp, tls, hello }) => {
      const shaken = tls === undefined ? '' : tls.result === 'alert' ? ` alert ${tls.alert}` : ` ${tls.result}`;
      const said = hello === undefined ? '' : 'answer' in hello ? ` ${hello.answer.hosts.length} hosts` : ' no hello';
      return `${port} ${tcp}${shaken}${said}`;
    }),
  ];
}

function told(each: object | undefined): string {
  if (each === undefined) return '?';
  return 'records' in each ? 'ok' : 'failure' in each ? String(each.failure) : '?';
}
