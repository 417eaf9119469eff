import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';
import { load } from 'js-yaml';
import { UserError } from '../../core/errors.ts';

/** The parts of a kubeconfig that this program reads (client-go tools/clientcmd/api/v1/types.go). */
export interface ClusterEntry {
  readonly server?: string;
  readonly 'certificate-authority'?: string;
  readonly 'certificate-authority-data'?: string;
  readonly 'insecure-skip-tls-verify'?: boolean;
  readonly 'tls-server-name'?: string;
  readonly 'proxy-url'?: string;
  readonly extensions?: readonly { readonly name: string; readonly extension: unknown }[] | null;
}

export interface ExecEntry {
  readonly apiVersion?: string;
  readonly command: string;
  readonly args?: readonly string[] | null;
  readonly env?: readonly { readonly name: string; readonly value: string }[] | null;
  readonly installHint?: string;
  readonly provideClusterInfo?: boolean;
  readonly interactiveMode?: string;
}

export interface UserEntry {
  readonly token?: string;
  readonly tokenFile?: string;
  readonly username?: string;
  readonly password?: string;
  readonly 'client-certificate'?: string;
  readonly 'client-certificate-data'?: string;
  readonly 'client-key'?: string;
  readonly 'client-key-data'?: string;
  readonly exec?: ExecEntry;
  readonly 'auth-provider'?: { readonly name: string };
  readonly as?: string;
  readonly 'as-uid'?: string;
  readonly 'as-groups'?: readonly string[] | null;
  readonly 'as-user-extra'?: Readonly<Record<string, readonly string[]>> | null;
}

export interface ContextEntry {
  readonly cluster?: string;
  readonly user?: string;
  readonly namespace?: string;
}

/** An entry and the folder that its relative paths start from. */
export interface Located<T> {
  readonly value: T;
  readonly folder: string;
}

/** All files of a kubeconfig, merged by kubectl's rules. */
export interface MergedKubeconfig {
  readonly currentContext: string | undefined;
  readonly contexts: ReadonlyMap<string, Located<ContextEntry>>;
  readonly clusters: ReadonlyMap<string, Located<ClusterEntry>>;
  readonly users: ReadonlyMap<string, Located<UserEntry>>;
  /** The files that were looked for, for messages. */
  readonly files: readonly string[];
  /** False when none of the files exists. */
  readonly found: boolean;
}

/** The files kubectl would read: --kubeconfig, else the list in KUBECONFIG, else ~/.kube/config. */
export function kubeconfigFiles(env: NodeJS.ProcessEnv, flag: string | undefined): string[] {
  if (flag !== undefined && flag !== '') return [resolve(flag)];
  const list = (env['KUBECONFIG'] ?? '').split(delimiter).filter((file) => file !== '');
  if (list.length > 0) return [...new Set(list.map((file) => resolve(file)))];
  return [join(env['HOME'] ?? homedir(), '.kube', 'config')];
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw new UserError(
      `cannot read the kubeconfig ${file}: ${error instanceof Error ? error.message : String(error)}`,
      { cause: error },
    );
  }
}

function parse(file: string, text: string): Record<string, unknown> {
  let parsed: unknown;
  try {
    parsed = load(text);
  } catch (error) {
    const reason = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
    throw new UserError(`the kubeconfig ${file} is not YAML: ${reason}`, {
      cause: error,
      hint: `try: kubectl config view --kubeconfig ${file}`,
    });
  }
  if (parsed === null || parsed === undefined) return {};
  if (typeof parsed !== 'object' || Array.isArray(parsed)) {
    throw new UserError(`the kubeconfig ${file} is not a kubeconfig`, {
      hint: `try: kubectl config view --kubeconfig ${file}`,
    });
  }
  return parsed as Record<string, unknown>;
}

function addEntries<T>(into: Map<string, Located<T>>, list: unknown, key: string, folder: string): void {
  if (!Array.isArray(list)) return;
  for (const item of list as Record<string, unknown>[]) {
    const name = item['name'];
    const value = item[key];
    if (typeof name === 'string' && !into.has(name)) into.set(name, { value: (value ?? {}) as T, folder });
  }
}

/**
 * Reads and merges the files by the rules of client-go tools/clientcmd/loader.go: the first file to set a value or to name an
 * entry wins, files of the KUBECONFIG list that don't exist are skipped, relative paths start at their own file.
 * @throws UserError when a file named by --kubeconfig is missing, or a file cannot be read or parsed
 */
export function loadKubeconfig(env: NodeJS.ProcessEnv, flag: string | undefined): MergedKubeconfig {
  const files = kubeconfigFiles(env, flag);
  const contexts = new Map<string, Located<ContextEntry>>();
  const clusters = new Map<string, Located<ClusterEntry>>();
  const users = new Map<string, Located<UserEntry>>();
  let currentContext: string | undefined;
  let found = false;
  for (const file of files) {
    const text = readIfThere(file);
    if (text === undefined) {
      if (flag !== undefined && flag !== '') {
        throw new UserError(`the kubeconfig ${file} does not exist`, {
          hint: 'name an existing file with --kubeconfig, or leave the flag out',
        });
      }
      continue;
    }
    found = true;
    const parsed = parse(file, text);
    const folder = dirname(file);
    addEntries(contexts, parsed['contexts'], 'context', folder);
    addEntries(clusters, parsed['clusters'], 'cluster', folder);
    addEntries(users, parsed['users'], 'user', folder);
    const current = parsed['current-context'];
    if (currentContext === undefined && typeof current === 'string' && current !== '') currentContext = current;
  }
  return { currentContext, contexts, clusters, users, files, found };
}
