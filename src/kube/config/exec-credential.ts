import { type ChildProcess, spawn } from 'node:child_process';
import { isAbsolute, resolve } from 'node:path';
import { UserError } from '../../core/errors.ts';
import { endWithUs, leadsGroup } from '../../core/programs/end-with-us.ts';
import type { NextCommand, Word } from '../../core/next-command.ts';
import { isRecord, text } from '../json.ts';
import type { ClusterEntry, ExecEntry } from './entries.ts';
import type { Located } from './file/located.ts';
import { dataOrFile } from './named-file.ts';
import { readYaml } from './file/yaml.ts';

/** What a credential plugin may answer (client-go pkg/apis/clientauthentication/v1/types.go). */
export interface ExecCredential {
  readonly token?: string;
  readonly clientCertificateData?: string;
  readonly clientKeyData?: string;
  /** RFC 3339; if omitted, the credential is valid until the process ends. */
  readonly expirationTimestamp?: string | undefined;
}

/** What a plugin inherits from the process that runs it. */
export interface ExecSurroundings {
  readonly env: NodeJS.ProcessEnv;
  /** Whether stdin is a terminal. */
  readonly interactive: boolean;
  /** Passed to the plugin if the kubeconfig sets `provideClusterInfo`. */
  readonly cluster: Located<ClusterEntry> | undefined;
  /** Ends it. */
  readonly signal?: AbortSignal | undefined;
}

const apiVersions = ['client.authentication.k8s.io/v1', 'client.authentication.k8s.io/v1beta1'];

/** How kubectl's messages about credentials begin. */
const CANNOT = 'Unable to connect to the server: getting credentials:';

/**
 * Runs the credential plugin of a kubeconfig user, such as `aws eks get-token` or `kubelogin`, as client-go does
 * (plugin/pkg/client/auth/exec/exec.go): with KUBERNETES_EXEC_INFO, the terminal's stderr and, if it may prompt, its stdin, so that a
 * device-code prompt is visible.
 * @param exec its folder is the kubeconfig's: a command that contains a slash is relative to it
 * @throws UserError if the command is missing, fails, or prints something other than an ExecCredential
 */
export async function runCredentialPlugin(
  { value: exec, folder }: Located<ExecEntry>,
  surroundings: ExecSurroundings,
): Promise<ExecCredential> {
  const { apiVersion = '' } = exec;
  // Its arguments may hold a secret, such as kubelogin's --oidc-client-secret.
  const args: readonly Word[] = exec.args === undefined || exec.args.length === 0 ? [] : [{ placeholder: '…' }];
  const byHand: NextCommand = { shell: [exec.command, ...args] };
  if (!apiVersions.includes(apiVersion)) {
    throw new UserError(`exec plugin: invalid apiVersion "${apiVersion}"`, {
      hint: `regenerate the kubeconfig with a current ${exec.command}: it must have ${apiVersions[0]}`,
    });
  }
  const interactive = mayAsk(exec, surroundings);
  const info = {
    apiVersion,
    kind: 'ExecCredential',
    spec: { ...(exec.provideClusterInfo === true ? { cluster: clusterInfo(surroundings) } : {}), interactive },
  };
  const extra = Object.fromEntries((exec.env ?? []).map((entry) => [entry.name, entry.value]));
  const env = { ...surroundings.env, ...extra, KUBERNETES_EXEC_INFO: JSON.stringify(info) };
  const answer = await output({ exec, folder, byHand }, env, {
    ...surroundings,
    interactive,
    onTerminal: surroundings.interactive,
  });
  return parse(answer, apiVersion, byHand);
}

/** Whether the plugin gets the terminal's stdin (exec.go, isInteractive). */
function mayAsk({ interactiveMode = 'IfAvailable', command }: ExecEntry, { interactive }: ExecSurroundings): boolean {
  if (interactiveMode === 'Always' && !interactive) {
    throw new UserError(`${CANNOT} exec plugin cannot support interactive mode: standard input is not a terminal`, {
      hint: `"${command}" needs to prompt: run this command from a terminal, or choose another --context`,
    });
  }
  return interactive && interactiveMode !== 'Never';
}

/** The cluster as a plugin sees it, with the certificates themselves (client-go rest/exec.go, ConfigToExecCluster). @throws UserError */
function clusterInfo({ cluster }: ExecSurroundings): unknown {
  const located: Located<ClusterEntry> = cluster ?? { value: {}, folder: '' };
  const { value } = located;
  const ca = dataOrFile(located, 'certificate-authority');
  const config = value.extensions?.find(({ name }) => name === 'client.authentication.k8s.io/exec')?.extension;
  return {
    server: value.server,
    'tls-server-name': value['tls-server-name'] || undefined,
    'insecure-skip-tls-verify': value['insecure-skip-tls-verify'] || undefined,
    'certificate-authority-data': ca?.toString('base64'),
    'proxy-url': value['proxy-url'] || undefined,
    'disable-compression': value['disable-compression'] || undefined,
    config: config ?? null,
  };
}

/** A plugin that asks nobody is given up after this long. */
const SILENT_MS = 60_000;

/** What the plugin prints. @param interactive whether it inherits this process's stdin */
function output(
  { exec, folder, byHand }: { readonly exec: ExecEntry; readonly folder: string; readonly byHand: NextCommand },
  env: NodeJS.ProcessEnv,
  {
    interactive,
    onTerminal,
    signal,
  }: Pick<ExecSurroundings, 'interactive' | 'signal'> & { readonly onTerminal: boolean },
): Promise<string> {
  const hasSlash = exec.command.includes('/') || exec.command.includes('\\');
  const command = hasSlash && !isAbsolute(exec.command) ? resolve(folder, exec.command) : exec.command;
  return new Promise<string>((fulfil, reject) => {
    const child = spawn(command, [...(exec.args ?? [])], {
      env,
      stdio: [interactive ? 'inherit' : 'ignore', 'pipe', 'inherit'],
      detached: leadsGroup(onTerminal),
    });
    endInTime(child, { interactive, onTerminal, signal });
    const chunks: Buffer[] = [];
    child.stdout?.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.on('error', (error: NodeJS.ErrnoException) => {
      const reason =
        error.code === 'ENOENT' ? `executable ${exec.command} not found` : `${exec.command}: ${error.message}`;
      const hint = exec.installHint ?? `install ${exec.command}, or choose another --context`;
      reject(new UserError(`${CANNOT} exec: ${reason}`, { cause: error, hint }));
    });
    child.on('exit', (code, killed) => {
      // What it started may hold its stdout open for as long as it likes.
      if (code === null && killed !== null) reject(ended(exec, killed, interactive, byHand));
    });
    child.on('close', (code) => {
      if (code === 0) return fulfil(Buffer.concat(chunks).toString('utf8'));
      reject(
        new UserError(`${CANNOT} exec: executable ${exec.command} failed with exit code ${String(code)}`, {
          hint: ['its own message is above; run it yourself: ', byHand],
        }),
      );
    });
  });
}

/**
 * Ends a plugin that is silent for too long, when the command is interrupted, and with this process at the latest. (The timeout of spawn
 * would go on after a command that is not found, and keep the process alive; its signal ends the plugin alone, not what that started.)
 */
function endInTime(
  child: ChildProcess,
  {
    interactive,
    onTerminal,
    signal,
  }: Pick<ExecSurroundings, 'interactive' | 'signal'> & { readonly onTerminal: boolean },
): void {
  const end = endWithUs(child, leadsGroup(onTerminal));
  const timer = interactive ? undefined : setTimeout(end, SILENT_MS);
  signal?.addEventListener('abort', end, { once: true });
  child.on('close', () => {
    clearTimeout(timer);
    signal?.removeEventListener('abort', end);
  });
}

/** The error for a plugin that a signal ended. */
function ended({ command }: ExecEntry, signal: string, interactive: boolean, byHand: NextCommand): UserError {
  const limit = interactive ? '' : `, which it is after ${SILENT_MS / 1000} seconds`;
  return new UserError(`${CANNOT} exec: executable ${command} was ended by ${signal}${limit}`, {
    hint: ['run it yourself: ', byHand],
  });
}

/** What a plugin printed, as JSON or as YAML. The output itself is never shown: it may contain part of a token. */
function parse(answer: string, apiVersion: string, byHand: NextCommand): ExecCredential {
  let parsed: unknown;
  try {
    parsed = readYaml(Buffer.from(answer));
  } catch {
    // refused below, like any other kind
  }
  const refuse = (why: string): UserError => new UserError(`${CANNOT} ${why}`, { hint: ['run it yourself: ', byHand] });
  if (!isRecord(parsed) || parsed['kind'] !== 'ExecCredential') throw refuse('decoding stdout: not an ExecCredential');
  const { apiVersion: other } = parsed;
  if (other !== apiVersion) {
    // Only a version that is known is surely one.
    const returned = apiVersions.find((known) => known === other) ?? 'something else';
    throw refuse(`exec plugin is configured to use API version ${apiVersion}, plugin returned version ${returned}`);
  }
  const { status } = parsed;
  if (!isRecord(status)) throw refuse("exec plugin didn't return a status field");
  const token = text(status['token']) ?? '';
  const [cert, key] = [text(status['clientCertificateData']) ?? '', text(status['clientKeyData']) ?? ''];
  if (token === '' && cert === '' && key === '') throw refuse("exec plugin didn't return a token or cert/key pair");
  if ((cert === '') !== (key === '')) throw refuse('exec plugin returned only certificate or key, not both');
  return {
    ...(token === '' ? {} : { token }),
    ...(cert === '' ? {} : { clientCertificateData: cert, clientKeyData: key }),
    expirationTimestamp: text(status['expirationTimestamp']),
  };
}
