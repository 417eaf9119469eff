import assert from 'node:assert/strict';
import type { Rule } from '../fakes/apiserver/access.ts';
import type { DeclareTest } from '../harness/suite.ts';
import { clusterManifest } from '../sandbox/manifests.ts';
import { eventually } from './eventually.ts';
import { made, mergePatch } from './api.ts';
import type { RealServer } from './real-server.ts';
import { pluginRole, rightsOf, ruleOf } from './role.ts';
import { placement } from './verbs.ts';
import { type Workplace, atWork } from './workplace.ts';

const flags = '--project shop --provider AWS --region us-east-1';

/** An object of another project in a namespace of its own, older than what is made next. @returns a function that makes it one of the same project */
async function rivalOf({ projectId }: Workplace, server: RealServer): Promise<() => Promise<void>> {
  const namespace = await server.namespace();
  const path = `/apis/atlas.mongodb.com/v1/namespaces/${namespace}/atlasprivateendpoints`;
  const spec = {
    externalProjectRef: { id: 'another' },
    connectionSecret: { name: 'key' },
    provider: 'AWS',
    region: 'US_EAST_1',
  };
  const rival = { apiVersion: 'atlas.mongodb.com/v1', kind: 'AtlasPrivateEndpoint', metadata: { name: 'older' }, spec };
  const { metadata } = made(await server.admin.call('POST', path, rival), 201);
  // Of two objects of one second the uid decides which is the older one.
  const nextSecond = Date.parse(metadata.creationTimestamp ?? '') + 1000;
  await eventually('the next second', async () => Date.now() >= nextSecond);
  return async () => {
    const change = { spec: { externalProjectRef: { id: projectId } } };
    made(await server.admin.call('PATCH', `${path}/older`, change, mergePatch));
  };
}

/** The Role without one right, in a namespace, and the lists of all namespaces. */
function roleWithout(verb: string, resource: string, namespace: string): readonly Rule[] {
  const kept = rightsOf(pluginRole()).filter((right) => right.verb !== verb || right.resource !== resource);
  const everywhere = ['atlasprivateendpoints', 'atlasprojects'].map((each) =>
    ruleOf({ verb: 'list', group: 'atlas.mongodb.com', resource: each }),
  );
  return [...kept.map((right) => ({ ...ruleOf(right), namespaces: [namespace] })), ...everywhere];
}

/** What a command does behind its own business, which no other scenario comes to. */
export function permissionsToTidyUp(test: DeclareTest, server: RealServer): void {
  for (const missing of [true, false])
    test(`${missing ? 'without' : 'with'} delete atlasprivateendpoints, an object that has to give way ${missing ? 'stays, and who may delete it is told how' : 'is deleted again'}`, () =>
      atWork(server, 'v2.15', async (place) => {
        const { namespace, run, get } = place;
        const appear = await rivalOf(place, server);
        const person = await server.person(`gives-way-${missing ? 'not' : 'well'}`);
        await server.grant(person, roleWithout(missing ? 'delete' : 'none', 'atlasprivateendpoints', namespace));
        let appeared: Promise<unknown> | undefined;
        const seen = await run(`up ape/younger ${flags} ${placement(place)}`, {
          kubeconfig: person.kubeconfig,
          onOutput: (text) => {
            if (/^ \* \S+ reserve /m.test(text)) appeared ??= appear();
          },
        });
        await appeared;
        const older =
          /^error: atlasprivateendpoint\/older in namespace \S+ already declares this project's endpoint service on AWS in US_EAST_1: .*; atlasprivateendpoint\/younger, which was created a moment later, (.*)\n(.*)\n/m;
        const [, became, hint] = older.exec(seen.stderr) ?? [];
        assert.equal(seen.code, 1, seen.stderr);
        const { kind, metadata } = await get('atlasprivateendpoints', 'younger');
        // Its finalizer may hold it for a moment still.
        const isGoing = kind === 'Status' || metadata.deletionTimestamp !== undefined;
        if (missing) {
          assert.match(
            became ?? seen.stderr,
            /^must be deleted, but deleting it failed: Error from server \(Forbidden\): atlasprivateendpoints\.atlas\.mongodb\.com "younger" is forbidden: User "\S+" cannot delete resource "atlasprivateendpoints" in API group "atlas\.mongodb\.com" in the namespace "\S+"$/,
          );
          assert.equal(
            hint,
            `hint: have someone with the permission delete it: kubectl delete atlasprivateendpoint younger -n ${namespace}`,
          );
        } else assert.equal(became, 'has been deleted again', seen.stderr);
        assert.equal(isGoing, !missing);
      }));

  for (const missing of [true, false])
    test(`${missing ? 'without' : 'with'} patch atlasdeployments, the mark of an interrupted --refresh is ${missing ? 'named with the command that takes it off' : 'taken off'}`, () =>
      atWork(server, 'v2.15', async (place) => {
        const { namespace, apply, read, run } = place;
        await apply('atlasdeployments', clusterManifest({ namespace }));
        const path = `/apis/atlas.mongodb.com/v1/namespaces/${namespace}/atlasdeployments/orders`;
        const annotations = {
          'kubectl-atlas-pe/refreshed-at': 'then',
          'mongodb.com/atlas-reconciliation-policy': 'skip',
          keep: 'this',
        };
        made(await server.admin.call('PATCH', path, { metadata: { annotations } }, mergePatch));
        const person = await server.person(`tidies-${missing ? 'not' : 'well'}`);
        await server.grant(person, roleWithout(missing ? 'patch' : 'none', 'atlasdeployments', namespace));
        const seen = await run('status', { kubeconfig: person.kubeconfig });
        assert.equal(seen.code, 0, seen.stderr);
        assert.match(
          seen.stderr,
          missing
            ? /^warning: atlasdeployment\/orders may still have the annotation mongodb\.com\/atlas-reconciliation-policy, which --refresh set: the operator ignores the deployment until the annotation is removed: Error from server \(Forbidden\): .* cannot patch resource "atlasdeployments" in API group "atlas\.mongodb\.com" in the namespace "\S+"\nhint: remove it with: kubectl annotate atlasdeployment orders -n \S+ mongodb\.com\/atlas-reconciliation-policy- kubectl-atlas-pe\/refreshed-at-$/m
            : /^warning: atlasdeployment\/orders was left unattended by an interrupted --refresh; the operator looks at it again now$/m,
        );
        assert.deepEqual((await read()).metadata.annotations, missing ? annotations : { keep: 'this' });
      }));
}
