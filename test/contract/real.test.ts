/**
 * The contract with the real parts: what the sandbox is believed to do as a kube-apiserver does, and every verb against the real
 * CRDs. One server for all of it, in one process, one thing after another: the CRDs are the cluster's.
 */
import type { Generation } from '../fakes/operator/generation.ts';
import { skipped } from '../harness/skip.ts';
import { suite } from '../harness/suite.ts';
import { crdsVersion, operatorCrds } from '../real/operator-crds.ts';
import { behaviours } from './behaviours/all.ts';
import { recognition } from './generations.ts';
import { dryRun } from './dry-run.ts';
import { dedicatedPermissions } from './dedicated-permissions.ts';
import { dedicatedVerbs } from './dedicated-verbs.ts';
import { doctorFixes } from './doctor.ts';
import { identity } from './identity.ts';
import { migrating } from './migrate.ts';
import { optionalPermissions } from './optional-permissions.ts';
import { permissions } from './permissions.ts';
import { realApi } from './real-api.ts';
import { startRealServer } from './real-server.ts';
import { retired } from './retired.ts';
import { several } from './several.ts';
import { permissionsToTidyUp } from './tidying-permissions.ts';
import { verbs } from './verbs.ts';

/** Real milliseconds for a command with every combination of its switches. */
const COMBINATIONS_MS = 120_000;

const crds = new Map<Generation, string>();
for (const generation of ['v1.6', 'v2.11', 'v2.15'] as const) {
  try {
    crds.set(generation, await operatorCrds(generation));
  } catch (error) {
    skipped(`every verb with the CRDs of operator ${crdsVersion(generation)}`, (error as Error).message);
  }
}

const server = await startRealServer();
behaviours('kube-apiserver', await realApi(server));
for (const [generation, folder] of crds) {
  const of = `operator ${crdsVersion(generation)}`;
  suite(`${of}: CRDs`, (test) => recognition(test, server, generation, folder));
  if (generation !== 'v2.15') suite(`${of}: verbs`, (test) => verbs(test, server, generation));
  if (generation !== 'v1.6')
    suite(`${of}: verbs on dedicated clusters`, (test) => dedicatedVerbs(test, server, generation));
  if (generation !== 'v1.6') suite(`${of}: migrate`, (test) => migrating(test, server, generation));
  if (generation === 'v2.15') {
    suite(`${of}: doctor`, (test) => doctorFixes(test, server));
    suite(`${of}: identity`, (test) => identity(test, server));
    suite(`${of}: permissions beyond the Role`, (test) => optionalPermissions(test, server));
    suite(`${of}: permissions to tidy up`, (test) => permissionsToTidyUp(test, server));
  }
  if (generation === 'v2.11') {
    suite(`${of}: several objects`, (test) => several(test, server));
    suite(`${of}: --dry-run`, (test) => dryRun(test, server), COMBINATIONS_MS);
    suite(`${of}: permissions`, (test) => permissions(test, server));
    suite(`${of}: permissions on dedicated clusters`, (test) => dedicatedPermissions(test, server));
  }
}
const [before, after] = [crds.get('v2.11'), crds.get('v2.15')];
if (before !== undefined && after !== undefined)
  suite('an upgrade', (test) => retired(test, server, { old: before, new: after }));
suite('kube-apiserver', (test) => test('it can be stopped', server.stop));
