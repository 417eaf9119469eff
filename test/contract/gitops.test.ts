/**
 * Living beside GitOps, on the real kube-apiserver with the operator's real CRDs: what survives a sync by Flux (its own library, test/flux)
 * or by `kubectl apply`, after our commands wrote to an object that is kept in Git. One server, one thing after another: the CRDs are
 * the cluster's.
 */
import type { Generation } from '../fakes/operator/generation.ts';
import { skipped } from '../harness/skip.ts';
import { suite } from '../harness/suite.ts';
import { fluxProgram } from '../real/flux.ts';
import { crdsVersion, operatorCrds } from '../real/operator-crds.ts';
import { exceptions, formerManager, ignored, ownership } from './gitops/exceptions.ts';
import type { Peer } from './gitops/outcomes.ts';
import { deployment, privateEndpoint, project } from './gitops/sources.ts';
import { survives } from './gitops/table.ts';
import { throughGit } from './gitops/through-git.ts';
import { startRealServer } from './real-server.ts';

/** Says what cannot be tried, and is undefined, where a real part is missing. */
async function part<T>(what: string, get: () => T | Promise<T>): Promise<T | undefined> {
  try {
    return await get();
  } catch (error) {
    skipped(what, (error as Error).message);
    return undefined;
  }
}

const peers: readonly Peer[] = [
  ...((await part("what Flux's sync leaves", fluxProgram)) === undefined ? [] : ['flux' as const]),
  'kubectl apply',
  'kubectl apply --server-side',
];
/** Which kinds are tried beside whom, with the CRDs of each generation. */
const tried = [
  { generation: 'v2.11', sources: [deployment, project, privateEndpoint], beside: peers },
  { generation: 'v2.15', sources: [project, privateEndpoint], beside: peers.slice(0, 1) },
] as const;

// Whatever is waited for comes first: suites that are declared after a wait run at the same time as those before it.
const crds = new Map<Generation, string>();
for (const { generation } of tried) {
  const folder = await part(`GitOps with the CRDs of operator ${crdsVersion(generation)}`, () =>
    operatorCrds(generation),
  );
  if (folder !== undefined) crds.set(generation, folder);
}
const server = await startRealServer();
for (const { generation, sources, beside } of tried) {
  const folder = crds.get(generation);
  if (folder === undefined) continue;
  const of = `operator ${crdsVersion(generation)}`;
  suite(`${of}: CRDs`, (test) =>
    test('they can be installed', async () => {
      await server.installCrds(folder);
      await server.untilPublished('serverlessSpec cannot be added', generation === 'v2.15');
    }),
  );
  const where = { server, generation };
  for (const source of sources)
    for (const peer of beside)
      suite(`${of}: ${source.kind} beside ${peer}`, (test) => survives(test, where, source, peer));
  if (generation !== 'v2.11') continue;
  suite(`${of}: up --write`, (test) => beside.forEach((peer) => throughGit(test, where, peer)));
  suite(`${of}: owners`, (test) => beside.forEach((peer) => ownership(test, where, peer)));
  if (!beside.includes('flux')) continue;
  suite(`${of}: what Flux leaves alone`, (test) => {
    exceptions(test, where);
    formerManager(test, where);
    ignored(test, where);
  });
}
suite('kube-apiserver', (test) => test('it can be stopped', server.stop));
