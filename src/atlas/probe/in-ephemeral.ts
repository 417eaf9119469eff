import type { ContainerPlace } from '../../kube/exec/exec.ts';
import { addEphemeral, logOf, untilEnded } from '../../kube/exec/ephemeral.ts';
import type { Pod } from '../../kube/workloads/pod.ts';
import type { ContainerProbe } from './in-container.ts';
import { GRACE_MS, within } from './limits.ts';
import { anyCommand } from './programs/commands.ts';
import { type Report, readReport } from './report.ts';
import { readShell } from './shell-answers.ts';

/**
 * Looks from an ephemeral container, which is added to the Pod and shares its network. It ends by itself, also if nobody waits for it.
 * @param onAdded told of the container as soon as it is there, since from then on it stays
 * @throws ApiError without a right; NoStartError; TooSlowError; SyntaxError if it prints no report; ConnectionError
 */
export async function probeByEphemeral(
  { client, hosts, limits, time }: Omit<ContainerProbe, 'place'>,
  pod: Pod,
  image: string,
  onAdded: (place: ContainerPlace) => void,
): Promise<Report> {
  const command = anyCommand(hosts, { ...limits, attached: false });
  const place = await addEphemeral(client, pod, { image, command }, time.signal);
  onAdded(place);
  const limitMs = limits.startMs + limits.programMs + GRACE_MS;
  await within(limitMs, time, (limited) => untilEnded(client, place, limited));
  const log = await logOf(client, place, time.signal);
  return log.startsWith('@') ? readShell(log) : readReport(log);
}
