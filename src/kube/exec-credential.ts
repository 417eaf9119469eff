import { spawn } from 'node:child_process';
import { isAbsolute, resolve } from 'node:path';
import { UserError } from '../core/errors.ts';
import type { ExecEntry } from './kubeconfig-file.ts';

/** What a credential plugin may answer (client-go pkg/apis/clientauthentication/v1/types.go). */
export interface ExecCredential {
  readonly token?: string;
  readonly clientCertificateData?: string;
  readonly clientKeyData?: string;
}

/**
 * Runs the credential plugin of a kubeconfig user, such as `aws eks get-token` or `kubelogin`. It gets the terminal's stdin and
 * stderr, so that a device-code prompt is seen, and KUBERNETES_EXEC_INFO (client-go plugin/pkg/client/auth/exec/exec.go).
 * @param folder the kubeconfig's folder: a command with a slash in it is relative to that
 * @throws UserError when the command is missing, fails, or answers something else than an ExecCredential
 */
export async function runCredentialPlugin(
  exec: ExecEntry,
  folder: string,
  env: NodeJS.ProcessEnv,
): Promise<ExecCredential> {
  const apiVersion = exec.apiVersion ?? 'client.authentication.k8s.io/v1';
  const hasSlash = exec.command.includes('/') || exec.command.includes('\\');
  const command = hasSlash && !isAbsolute(exec.command) ? resolve(folder, exec.command) : exec.command;
  const info = {
    apiVersion,
    kind: 'ExecCredential',
    spec: { interactive: process.stdin.isTTY && exec.interactiveMode !== 'Never' },
  };
  const extra = Object.fromEntries((exec.env ?? []).map((entry) => [entry.name, entry.value]));
  const answer = await new Promise<string>((fulfil, reject) => {
    const child = spawn(command, [...(exec.args ?? [])], {
      env: { ...env, ...extra, KUBERNETES_EXEC_INFO: JSON.stringify(info) },
      stdio: ['inherit', 'pipe', 'inherit'],
    });
    const chunks: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.on('error', (error) =>
      reject(
        new UserError(
          `the credential plugin "${exec.command}" of this kubeconfig user cannot be run: ${error.message}`,
          {
            cause: error,
            hint: exec.installHint ?? `install ${exec.command}, or choose another --context`,
          },
        ),
      ),
    );
    child.on('close', (code) => {
      if (code === 0) return fulfil(Buffer.concat(chunks).toString('utf8'));
      reject(
        new UserError(
          `the credential plugin "${exec.command}" of this kubeconfig user failed with exit code ${String(code)}`,
          {
            hint: `its own message stands above; run it by hand: ${[exec.command, ...(exec.args ?? [])].join(' ')}`,
          },
        ),
      );
    });
  });
  try {
    const parsed = JSON.parse(answer) as { status?: ExecCredential };
    if (parsed.status !== undefined) return parsed.status;
  } catch {
    // falls through: what was printed is not shown, for it may hold half a token
  }
  throw new UserError(`the credential plugin "${exec.command}" did not print an ExecCredential`, {
    hint: `run it by hand: ${[exec.command, ...(exec.args ?? [])].join(' ')}`,
  });
}
