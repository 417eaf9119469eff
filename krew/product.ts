import manifest from '../package.json' with { type: 'json' };
import { type Target, nameOf } from '../build/targets.ts';

const { name, version, homepage } = manifest;
/** What kubectl users type behind `kubectl`, and what krew calls the plugin. */
const plugin = name.replace(/^kubectl-/, '');

/**
 * What is released under which name. Everything follows from name, version and homepage in package.json, which are written nowhere
 * else: another name, or another place to download from, is a change there.
 */
export const product = {
  /** The npm package. */
  name,
  plugin,
  /** kubectl finds a plugin `a-b` as `kubectl-a_b` on the PATH (kubectl pkg/cmd/plugin.go). */
  binary: `kubectl-${plugin.replaceAll('-', '_')}`,
  version,
  homepage,
  /** Node that the npm package needs. */
  engines: manifest.engines,
} as const;

/** What kubectl 1.26 and later run to complete the plugin's arguments (kubectl pkg/cmd/plugin/plugin_completion.go). */
export const completionScript = product.binary.replace('kubectl-', 'kubectl_complete-');

export function binaryName(target: Target): string {
  return `${product.binary}${target.os === 'windows' ? '.exe' : ''}`;
}

export function archiveName(target: Target): string {
  return `${product.binary}_v${version}_${nameOf(target)}.${target.os === 'windows' ? 'zip' : 'tar.gz'}`;
}

/** Where a release's file is downloaded from. */
export function downloadUrl(file: string): string {
  return `${homepage}/releases/download/v${version}/${file}`;
}
