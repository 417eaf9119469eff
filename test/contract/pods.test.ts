/**
 * Looking from a Pod's place, with everything real but the kubelet: kube-apiserver with its RBAC and its Pod security admission, the programs of this
 * machine in the container, name servers and TLS servers in a network of their own (test/fakes/pod/MODEL.md).
 */
import { skipped } from '../harness/skip.ts';
import { suite } from '../harness/suite.ts';
import { type PodWorkplace, podWorkplace } from './pods/workplace.ts';
import { broken } from './pods/broken.ts';
import { ephemeral } from './pods/ephemeral.ts';
import { faults } from './pods/faults.ts';
import { finding } from './pods/finding.ts';
import { interpreters } from './pods/interpreters.ts';
import { rights } from './pods/rights.ts';
import { operatorCrds } from '../real/operator-crds.ts';
import { startRealServer } from './real-server.ts';

const server = await startRealServer();
let crds: string | undefined;
try {
  crds = await operatorCrds('v2.15');
} catch (error) {
  skipped('the checks from a Pod', (error as Error).message);
}
let place: PodWorkplace | undefined;
try {
  place = await podWorkplace(server);
} catch (error) {
  skipped('looking from a Pod', (error as Error).message);
}
if (place !== undefined) {
  const there = place;
  const folder = crds;
  suite('from a Pod: what the container has', (test) => interpreters(test, server, there));
  suite('from a Pod: faults', (test) => faults(test, server, there));
  if (folder !== undefined) suite('from a Pod: the checks', (test) => broken(test, server, there, folder), 120_000);
  suite('from a Pod: which Pod', (test) => finding(test, server, there));
  suite('from a Pod: an ephemeral container', (test) => ephemeral(test, server, there));
  suite('from a Pod: rights', (test) => rights(test, server, there));
}
suite('kube-apiserver', (test) =>
  test('it can be stopped', async () => {
    await place?.close();
    await server.stop();
  }),
);
