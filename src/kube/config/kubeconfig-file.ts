/**
 * Kubeconfig files, merged by kubectl's rules. The client library's KubeConfig deviates from kubectl; the table compares
 * @kubernetes/client-node 2.0.1 with kubectl 1.32. Our own behaviour is tested in test/kube/kubeconfig-rows.test.ts and
 * kubeconfig.test.ts, except that a plugin reaches the terminal.
 *
 * | case                                    | kubectl                                   | KubeConfig.loadFromDefault                  |
 * |-----------------------------------------|-------------------------------------------|---------------------------------------------|
 * | current-context with a KUBECONFIG list  | of the first file that has one            | of the last file                            |
 * | one name in two files                   | the first file's                          | throws "Duplicate cluster: …"               |
 * | a listed file is missing                | skipped                                   | throws ENOENT                               |
 * | as-groups, as-uid, as-user-extra        | sent                                      | not read: only Impersonate-User is sent     |
 * | exec: a command relative to the file    | found beside the file                     | looked for in the working directory         |
 * | exec: KUBERNETES_EXEC_INFO, installHint | set; shown if the command is missing      | unset; ignored                              |
 * | exec: the plugin prompts on stderr      | on the terminal, and it may read stdin    | captured: a device-code prompt is invisible |
 * | users[].user.tokenFile                  | read                                      | unknown key: no credentials at all          |
 * | an http:// server, as of kubectl proxy  | works                                     | throws without insecure-skip-tls-verify     |
 * | HTTPS_PROXY, NO_PROXY                   | honoured                                  | only the cluster's proxy-url                |
 *
 * To check a later version: load the same files with `new KubeConfig().loadFromDefault()`, and read the headers and the agent that
 * `applyToHTTPSOptions({ headers: {} })` produces. The library's proxy agents are used (http/agent.ts).
 */
import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { UserError } from '../../core/errors.ts';
import {
  type ClusterEntry,
  type ContextEntry,
  type UserEntry,
  clusterEntry,
  contextEntry,
  refuseOtherKinds,
  userEntry,
} from './entries.ts';
import { Fields } from './fields.ts';
import { kubeconfigFiles } from './file/paths.ts';
import { whyUnreadable } from './file/why-unreadable.ts';
import { readYaml } from './file/yaml.ts';
import type { Located } from './file/located.ts';

/** All files of a kubeconfig, merged by kubectl's rules. */
export interface MergedKubeconfig {
  readonly currentContext: string | undefined;
  readonly contexts: ReadonlyMap<string, Located<ContextEntry>>;
  readonly clusters: ReadonlyMap<string, Located<ClusterEntry>>;
  readonly users: ReadonlyMap<string, Located<UserEntry>>;
  /** The files that were searched, for messages. */
  readonly files: readonly string[];
  /** False if none of the files exists. */
  readonly found: boolean;
}

function readIfThere(file: string): Buffer | undefined {
  try {
    return readFileSync(file);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw new UserError(`cannot read the kubeconfig ${file}: ${whyUnreadable(error)}`, {
      cause: error,
      hint: [
        'name another file with --kubeconfig or in KUBECONFIG, or look at it with: ',
        { shell: ['ls', '-ld', file] },
      ],
    });
  }
}

function parse(file: string, bytes: Buffer): Fields {
  try {
    return new Fields(file, '', readYaml(bytes));
  } catch (error) {
    if (error instanceof UserError) throw error;
    // What stands in quotes is out of the file, and may be a password.
    const [line = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
    const quoted = line.replace(/"[^"]*"?|'[^']*'?|<[^>]*>?/g, '…');
    const reason =
      error instanceof TypeError ? 'it is not text in UTF-8' : quoted.replace(/ \((\d+):\d+\)$/, ' in line $1');
    throw new UserError(`the kubeconfig ${file} is not YAML: ${reason}`, {
      cause: error,
      hint: ['check it with: ', { kubectl: ['config', 'view', '--kubeconfig', file] }],
    });
  }
}

/** An entry with nothing but a name. */
const none = new Fields('', '', undefined);

/**
 * Adds a file's entries of one sort, which are listed as `{name, <key>: entry}`. An entry of the same name in an earlier file wins; within
 * one file it is refused. An entry without a name has the empty one.
 */
function addEntries<T>(
  into: Map<string, Located<T>>,
  { fields, folder }: { readonly fields: Fields; readonly folder: string },
  key: 'context' | 'cluster' | 'user',
  entryOf: (fields: Fields) => T,
): void {
  for (const [name, item] of fields.named(`${key}s`)) {
    const value = entryOf(item.within(key) ?? none);
    if (!into.has(name)) into.set(name, { value, folder });
  }
}

/**
 * Reads and merges the files by the rules of client-go tools/clientcmd/loader.go: the first file to set a value or to name an
 * entry wins, missing files of the KUBECONFIG list are skipped, and paths are relative to the file that contains them.
 * @throws UserError if a file named by --kubeconfig is missing, or a file cannot be read or parsed
 */
export function loadKubeconfig(env: NodeJS.ProcessEnv, flag: string | undefined): MergedKubeconfig {
  const files = kubeconfigFiles(env, flag);
  const contexts = new Map<string, Located<ContextEntry>>();
  const clusters = new Map<string, Located<ClusterEntry>>();
  const users = new Map<string, Located<UserEntry>>();
  let currentContext: string | undefined;
  let found = false;
  for (const file of files) {
    const bytes = readIfThere(file);
    if (bytes === undefined) {
      if (flag !== undefined && flag !== '') {
        throw new UserError(`the kubeconfig ${file} does not exist`, {
          hint: 'name an existing file with --kubeconfig, or omit the flag',
        });
      }
      continue;
    }
    found = true;
    const fields = parse(file, bytes);
    refuseOtherKinds(fields);
    const from = { fields, folder: dirname(file) };
    addEntries(contexts, from, 'context', contextEntry);
    addEntries(clusters, from, 'cluster', clusterEntry);
    addEntries(users, from, 'user', userEntry);
    const current = fields.text('current-context') ?? '';
    if (currentContext === undefined && current !== '') currentContext = current;
  }
  return { currentContext, contexts, clusters, users, files, found };
}
