import { Enums, Models, Serialize, Spec } from '@cyclonedx/cyclonedx-library';
import lock from '../build/node-binaries.lock.json' with { type: 'json' };
import type { BundledPackage } from './bundled-packages.ts';
import { product } from './product.ts';
import { specOf } from '../build/single-binary.ts';
import { targets } from '../build/targets.ts';

/** The package URL of an npm package (github.com/package-url/purl-spec, "npm"). */
function purl(name: string, version: string): string {
  return `pkg:npm/${name.replace('@', '%40')}@${version}`;
}

function component(type: Enums.ComponentType, name: string, version: string, license: string): Models.Component {
  const { group, bare } = /^(?:(?<group>@[^/]+)\/)?(?<bare>.+)$/.exec(name)?.groups ?? {};
  const url = purl(name, version);
  return new Models.Component(type, bare ?? name, {
    bomRef: url,
    purl: url,
    version,
    ...(group === undefined ? {} : { group }),
    licenses: new Models.LicenseRepository([
      / (?:OR|AND|WITH) /.test(license) ? new Models.LicenseExpression(license) : new Models.SpdxLicense(license),
    ]),
  });
}

/**
 * The software bill of materials of a release, in CycloneDX 1.6 JSON: the packages in the bundle and the Node of each platform. It
 * bears no serial number and the commit's time, so that the same sources give the same bytes.
 */
export function billOfMaterials(packages: readonly BundledPackage[], time: Date): string {
  const own = component(Enums.ComponentType.Application, product.name, product.version, 'Apache-2.0');
  const libraries = packages.map(({ name, version, license }) =>
    component(Enums.ComponentType.Library, name, version, license),
  );
  const runtimes = targets.map((target) => {
    const { package: name, version } = target.node;
    const runtime = component(Enums.ComponentType.Platform, name, version, 'MIT');
    const integrity = (lock as Readonly<Record<string, string>>)[specOf(target)] ?? '';
    const sum = Buffer.from(integrity.replace('sha512-', ''), 'base64').toString('hex');
    runtime.hashes.set(Enums.HashAlgorithm['SHA-512'], sum);
    runtime.description = `Node.js ${version} in the binary for ${target.os}/${target.arch}`;
    return runtime;
  });
  const components = [...libraries, ...runtimes];
  for (const { bomRef } of components) own.dependencies.add(bomRef);
  const bom = new Models.Bom({
    components: new Models.ComponentRepository(components),
    metadata: new Models.Metadata({ component: own, timestamp: time }),
  });
  const serializer = new Serialize.JsonSerializer(new Serialize.JSON.Normalize.Factory(Spec.Spec1dot6));
  return `${serializer.serialize(bom, { sortLists: true, space: 2 })}\n`;
}
