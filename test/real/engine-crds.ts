/** The CRDs of tools that keep cloud resources, out of their Go modules, which are downloaded by whoever tests with them. */
import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { cached } from './cache.ts';
import { downloadModule } from './go.ts';

const run = promisify(execFile);

interface Origin {
  readonly module: string;
  readonly version: string;
  /** The module's checksum as in a go.sum. */
  readonly sum: string;
  /** Its CRDs. */
  readonly files: readonly string[];
  /** The package of Go types from which controller-gen makes the CRDs, where the module has none. */
  readonly types?: string;
}

/** What the module proxies hand out; newer versions of these CRDs have the same fields and more. */
const origins = {
  ack: {
    module: 'github.com/aws-controllers-k8s/ec2-controller',
    version: 'v1.7.0',
    sum: 'h1:plZwvCgozbGDOY3puleddn3HT99n42lm373ZX7lqIkY=',
    files: ['config/crd/bases/ec2.services.k8s.aws_vpcendpoints.yaml'],
  },
  aso: {
    module: 'github.com/Azure/azure-service-operator/v2',
    version: 'v2.20.0',
    sum: 'h1:kHDuLLrhumgo55ikiyAl/arEfliXpmyGp4Pum1YQDV8=',
    files: ['network.azure.com_privateendpoints.yaml'],
    types: 'api/network/v1api20240301',
  },
  'config-connector': {
    module: 'github.com/GoogleCloudPlatform/k8s-config-connector',
    version: 'v1.100.0',
    sum: 'h1:ppkBT7Lhe+6i0WonNJq11+mLsz/BKE2YYrlFmFtyksk=',
    files: ['addresses', 'forwardingrules'].map(
      (kind) =>
        `config/crds/resources/apiextensions.k8s.io_v1_customresourcedefinition_compute${kind}.compute.cnrm.cloud.google.com.yaml`,
    ),
  },
} as const satisfies Readonly<Record<string, Origin>>;

/** The makers of CRDs from Go types. */
const controllerGen = 'sigs.k8s.io/controller-tools/cmd/controller-gen@v0.20.1';

/**
 * A folder with the CRDs of an engine. It is filled at the first call, which takes some seconds, and a minute where they are made.
 * @throws Error without Go, without the module proxy, or when the module is not the one that was tried
 */
export async function engineCrds(engine: keyof typeof origins): Promise<string> {
  const origin: Origin = origins[engine];
  const { module, version, files, types } = origin;
  const target = cached('engine-crds', `${engine}-${version}`);
  if (existsSync(target)) return target;
  const { folder, sum } = await downloadModule(module, version);
  if (sum !== origin.sum) throw new Error(`${module}@${version} is ${sum}, but ${origin.sum} is what was tried`);
  const half = `${target}.half-${process.pid}`;
  mkdirSync(half, { recursive: true });
  try {
    const from = types === undefined ? folder : await generated(origin, types, half);
    for (const file of files) cpSync(join(from, file), join(half, basename(file)));
    rmSync(join(half, 'workshop'), { recursive: true, force: true });
    renameSync(half, target);
  } finally {
    rmSync(half, { recursive: true, force: true });
  }
  return target;
}

/** Makes the CRDs of a package of types. @returns their folder */
async function generated({ module, version }: Origin, types: string, place: string): Promise<string> {
  const workshop = join(place, 'workshop');
  mkdirSync(workshop, { recursive: true });
  const imported = `${module}/${types}`;
  writeFileSync(join(workshop, 'go.mod'), `module build\n\ngo 1.24\n\nrequire ${module} ${version}\n`);
  writeFileSync(join(workshop, 'build.go'), `package build\n\nimport _ "${imported}"\n`);
  await run('go', ['mod', 'tidy'], { cwd: workshop, maxBuffer: 64 * 1024 * 1024 });
  const options = ['crd:allowDangerousTypes=true,maxDescLen=0', `paths=${imported}`, 'output:crd:dir=out'];
  await run('go', ['run', controllerGen, ...options], { cwd: workshop, maxBuffer: 64 * 1024 * 1024 });
  return join(workshop, 'out');
}
