import { readFileSync } from 'node:fs';
import { targets } from '../build/targets.ts';
import { archiveName, binaryName, completionScript, downloadUrl, product } from './product.ts';

const template = (name: string): string => readFileSync(new URL(name, import.meta.url), 'utf8');

/** Replaces every `{{name}}`. @throws Error for a name that has no value */
function fill(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(/\{\{(\w+)\}\}/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`a template of the krew manifest asks for an unknown value: ${name}`);
    return value;
  });
}

/**
 * The krew manifest (krew pkg/index/types.go).
 * @param sums the SHA-256 of each archive, in lower-case hex, by its file name
 */
export function krewManifest(sums: ReadonlyMap<string, string>): string {
  const platforms = targets.map((target) => {
    const archive = archiveName(target);
    const sha256 = sums.get(archive);
    if (sha256 === undefined) throw new Error(`${archive} has no checksum`);
    const values = { os: target.os, arch: target.arch, uri: downloadUrl(archive), sha256, bin: binaryName(target) };
    return fill(template('platform.yaml.tmpl'), values);
  });
  const { plugin, version, homepage } = product;
  return fill(template('plugin.yaml.tmpl'), {
    plugin,
    version,
    homepage,
    completionScript,
    platforms: platforms.join('').trimEnd(),
  });
}
