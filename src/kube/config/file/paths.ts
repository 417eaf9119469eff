import { existsSync } from 'node:fs';
import { posix, win32 } from 'node:path';
import { homeFolder } from '../../../core/home.ts';

/** What of the system decides where kubeconfigs are. */
export interface System {
  readonly windows: boolean;
  readonly exists: (path: string) => boolean;
}

const here: System = { windows: process.platform === 'win32', exists: existsSync };

/** The files that kubectl would read: --kubeconfig, else the list in KUBECONFIG, else .kube/config in the home folder. */
export function kubeconfigFiles(env: NodeJS.ProcessEnv, flag: string | undefined, system = here): string[] {
  const paths = system.windows ? win32 : posix;
  if (flag !== undefined && flag !== '') return [paths.resolve(flag)];
  const list = listed(env['KUBECONFIG'] ?? '', system);
  if (list.length > 0) return [...new Set(list.map((file) => paths.resolve(file)))];
  return [paths.join(system.windows ? windowsHome(env, system) : homeFolder(env), '.kube', 'config')];
}

/** The paths of a list; on Windows one in quotation marks may contain a semicolon (Go path/filepath, SplitList). */
function listed(list: string, { windows }: System): readonly string[] {
  const paths = windows
    ? (list.match(/(?:"[^"]*"?|[^";])+/g) ?? []).map((path) => path.replaceAll('"', ''))
    : list.split(':');
  return paths.filter((path) => path !== '');
}

/** Of the folders that may be meant on Windows, the first with a kubeconfig, else the first that is set (client-go util/homedir/homedir.go). */
function windowsHome(env: NodeJS.ProcessEnv, { exists }: System): string {
  const { HOME: home = '', USERPROFILE: profile = '', HOMEDRIVE: drive = '', HOMEPATH: path = '' } = env;
  const driveAndPath = drive === '' || path === '' ? '' : drive + path;
  const withFile = [home, driveAndPath, profile].find(
    (folder) => folder !== '' && exists(win32.join(folder, '.kube', 'config')),
  );
  return withFile ?? ([home, profile, driveAndPath].find((folder) => folder !== '') || homeFolder({}));
}
