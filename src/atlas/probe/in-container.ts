import type { Time } from '../../core/wait.ts';
import type { CommandOutcome, ContainerPlace } from '../../kube/exec/exec.ts';
import type { KubeClient } from '../../kube/client.ts';
import { ShapeError } from '../../kube/shape.ts';
import type { StringHosts } from './hosts.ts';
import { GRACE_MS, type ProbeLimits, TooSlowError, within } from './limits.ts';
import { nodeCommand, pythonCommand, shellCommand } from './programs/commands.ts';
import { type Report, readReport } from './report.ts';
import { readShell } from './shell-answers.ts';

/** Where the images of distroless put Node, which is not on their PATH (github.com/GoogleContainerTools/distroless, nodejs/). */
const DISTROLESS_NODE = '/nodejs/bin/node';
/** How many ports are tried at a time, where each takes a command of its own. */
const AT_ONCE = 8;

/** A probe of one container. */
export interface ContainerProbe {
  readonly client: KubeClient;
  readonly place: ContainerPlace;
  readonly hosts: StringHosts;
  readonly limits: ProbeLimits;
  readonly time: Time;
}

/**
 * Looks from a container of the application with what it has: Node, Python, or a shell with openssl, bash, getent or nslookup.
 * @returns what was seen, or why each of them did not work
 * @throws ApiError without the right to run commands there; ConnectionError; the signal's reason
 */
export async function probeByExec(probe: ContainerProbe): Promise<Report | { readonly failures: readonly string[] }> {
  const failures: string[] = [];
  const task = { ...probe.limits, attached: true };
  const interpreters = [
    nodeCommand(probe.hosts, task),
    nodeCommand(probe.hosts, task, DISTROLESS_NODE),
    pythonCommand(probe.hosts, task),
  ];
  for (const command of interpreters) {
    const report = await attempt(probe, command, readReport, failures);
    if (report !== undefined) return report;
  }
  return (await byShell(probe, failures)) ?? { failures };
}

/** The names first, since they tell which ports there are; then every port, several at a time. */
async function byShell(probe: ContainerProbe, failures: string[]): Promise<Report | undefined> {
  const { hosts, limits } = probe;
  const task = { ...limits, attached: true };
  const names = await attempt(probe, shellCommand({ ...hosts, targets: [] }, task), readShell, failures);
  if (names === undefined) return undefined;
  const targets = [...(names.srv?.records ?? hosts.targets)];
  const all = [...targets];
  const reports: Report[] = [];
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (let target = targets.shift(); target !== undefined; target = targets.shift()) {
        const one = shellCommand({ ...hosts, srv: false, targets: [target] }, task);
        const report = await attempt(probe, one, readShell, failures);
        if (report !== undefined) reports.push(report);
      }
    }),
  );
  const seen = new Map(reports.flatMap((report) => report.hosts).map((host) => [host.host, host]));
  const ports = reports.flatMap((report) => report.ports);
  const at = (host: string): number => all.findIndex((each) => each.host === host);
  return { ...names, hosts: [...seen.values()].sort((a, b) => at(a.host) - at(b.host)), ports };
}

/** Runs one program and reads its report. @returns undefined if it does not work here; `failures` then gets the reason */
async function attempt(
  { client, place, time, limits }: ContainerProbe,
  command: readonly string[],
  read: (stdout: string) => Report,
  failures: string[],
): Promise<Report | undefined> {
  const { NotStartedError, execIn } = await import('../../kube/exec/exec.ts');
  const [program = ''] = command;
  try {
    const outcome = await within(limits.programMs + GRACE_MS, time, ({ signal }) =>
      execIn(client.transport, place, command, signal),
    );
    if (outcome.exitCode === 0) return read(outcome.stdout);
    failures.push(`${program}: ${reasonOf(outcome)}`);
  } catch (error) {
    const expected =
      error instanceof NotStartedError ||
      error instanceof TooSlowError ||
      error instanceof SyntaxError ||
      error instanceof ShapeError;
    if (!expected) throw error;
    failures.push(`${program}: ${/not found|no such file/i.test(error.message) ? 'not there' : error.message}`);
  }
  return undefined;
}

/** 126 and 127 are a shell's, and some runtimes', for a program that cannot be run. */
function reasonOf({ exitCode, stderr }: CommandOutcome): string {
  if (exitCode === 126 || exitCode === 127) return 'not there';
  return stderr.trim().split('\n').at(-1) || `ended with exit code ${exitCode}`;
}
