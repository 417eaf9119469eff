import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connection } from '../../src/kube/config/kubeconfig.ts';
import { KubeClient } from '../../src/kube/client.ts';
import { apiError } from '../../src/kube/errors.ts';
import { Transport } from '../../src/kube/http/transport.ts';
import type { Generation } from '../fakes/operator/generation.ts';
import { type FakeAtlas, startAtlas } from '../fakes/atlas/server.ts';
import { type SeededAzure, seedAzure } from '../fakes/arm/seed.ts';
import { type FakeArm, startArm } from '../fakes/arm/server.ts';
import { addAttachment, type SeededGoogle, seedGoogle } from '../fakes/compute/seed.ts';
import { type FakeCompute, startCompute } from '../fakes/compute/server.ts';
import { type SeededAccount, seedAccount } from '../fakes/ec2/seed.ts';
import { type FakeEc2, startEc2 } from '../fakes/ec2/server.ts';
import { realClock } from '../harness/clock.ts';
import { operatorCrds } from '../real/operator-crds.ts';
import { type OperatorVersion, crdsOf, operatorProgram } from '../real/operators.ts';
import { awsEnvironment, azureEnvironment, googleEnvironment, publish, ruleFinder } from '../sandbox/environments.ts';
import { startApiServer } from './api-server.ts';
import { type OperatorProcess, startOperator } from './operator-process.ts';

/** A real Kubernetes API with a real operator in front of a fake Atlas, a fake EC2, a fake Azure and a fake Google Cloud. */
export interface RealWorld {
  readonly version: OperatorVersion;
  readonly client: KubeClient;
  readonly kubeconfig: string;
  readonly operator: OperatorProcess;
  readonly atlas: FakeAtlas;
  readonly ec2: FakeEc2;
  readonly account: SeededAccount;
  readonly arm: FakeArm;
  readonly azure: SeededAzure;
  readonly compute: FakeCompute;
  readonly google: SeededGoogle;
  /** What the command line needs to reach it all. */
  readonly env: Readonly<Record<string, string>>;
  /** Creates an object. @throws ApiError */
  readonly create: (path: string, object: unknown) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** An older operator's time: its CRDs, and what was applied under them. */
export interface Past {
  readonly generation: Generation;
  readonly live: (world: Omit<RealWorld, 'operator'>) => Promise<void>;
}

/** How to start one. */
export interface RealWorldOptions {
  /** The namespaces that the operator watches; they are created. */
  readonly namespaces: readonly string[];
  /** What the cluster has been through before this operator was installed. */
  readonly past?: Past;
  /** Whose CRDs an upgrade of the operator has left as they were, as Helm does; kinds that they lack are this operator's. */
  readonly leftCrds?: Generation;
}

/**
 * Starts everything. Cloud endpoints are accepted once the operator has handed their id to Atlas, and services are known to the clouds
 * once Atlas has made them.
 * @throws Error when a real part is missing
 */
export async function startRealWorld(version: OperatorVersion, options: RealWorldOptions): Promise<RealWorld> {
  const clock = realClock;
  // A missing program is said at once, not after everything else has been started.
  operatorProgram(version);
  const { past, leftCrds } = options;
  const kubernetes = await startApiServer(await operatorCrds(past?.generation ?? crdsOf(version)));
  const folder = mkdtempSync(join(tmpdir(), 'kubectl-atlas-pe-e2e-'));
  const ec2 = await startEc2({
    clock,
    accepted: (id) => atlas.accepts(id),
    delays: { pendingMs: 1500, acceptMs: 1500 },
  });
  const compute = await startCompute({
    clock,
    accepted: (rule) => atlas.acceptsRule(rule),
    delays: { addressMs: 500, ruleMs: 1500, deleteMs: 1500 },
  });
  const google = seedGoogle(compute);
  const atlas = await startAtlas({
    clock,
    onService: (service) => {
      if (!publish(ec2, service) && !addAttachment(compute.google, service)) arm.azure.addService(service);
    },
    findRule: ruleFinder(compute),
  });
  const arm = await startArm({
    clock,
    approved: (id) => atlas.accepts(id),
    delays: { createMs: 1500, deleteMs: 1500 },
  });
  const azure = seedAzure(arm);
  const transport = new Transport(await connection({ kubeconfig: kubernetes.kubeconfig }, { env: {} }));
  const parts = {
    version,
    client: new KubeClient(transport),
    kubeconfig: kubernetes.kubeconfig,
    atlas,
    ec2,
    account: seedAccount(ec2, 'us-east-1'),
    arm,
    azure,
    compute,
    google,
    env: {
      KUBECONFIG: kubernetes.kubeconfig,
      ...awsEnvironment(ec2.url, folder),
      ...azureEnvironment(arm, azure, folder),
      ...googleEnvironment(compute, google, folder),
    },
    async create(path: string, object: unknown) {
      const answer = await transport.send({ method: 'POST', path, body: object, contentType: 'application/json' });
      if (answer.status >= 300) throw apiError(answer);
    },
  };
  const closeParts = async (): Promise<void> => {
    transport.close();
    await Promise.all([kubernetes.stop(), atlas.close(), ec2.close(), arm.close(), compute.close()]);
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    for (const name of options.namespaces)
      await parts.create('/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
    if (leftCrds !== undefined) await kubernetes.installCrds(await operatorCrds(leftCrds));
    await past?.live({ ...parts, close: closeParts });
    if (past !== undefined) await kubernetes.installCrds(await operatorCrds(crdsOf(version)));
  } catch (error) {
    await closeParts();
    throw error;
  }
  const operator = startOperator(version, {
    kubeconfig: kubernetes.kubeconfig,
    atlasUrl: atlas.url,
    namespaces: options.namespaces,
  });
  return {
    ...parts,
    operator,
    async close() {
      await operator.stop();
      await closeParts();
    },
  };
}
