import assert from 'node:assert/strict';
import { effectOf } from '../../src/atlas/ownership/effect.ts';
import { keeperOf } from '../../src/atlas/ownership/keeper.ts';
import { manifestChange } from '../../src/atlas/ownership/manifest-change.ts';
import { forgetFormerManager } from '../../src/kube/write/field-managers.ts';
import type { KubeObject, ManagedFields, ObjectMeta } from '../../src/kube/resource.ts';
import { suite } from '../harness/suite.ts';

const lastApplied = 'kubectl.kubernetes.io/last-applied-configuration';
const flux = {
  'kustomize.toolkit.fluxcd.io/name': 'apps',
  'kustomize.toolkit.fluxcd.io/namespace': 'flux-system',
};
const atomic = { path: ['spec', 'serverlessSpec', 'privateEndpoints'], key: undefined };
const keyed = { path: ['spec', 'awsConfiguration'], key: 'id' };

function object(metadata: Partial<ObjectMeta>): KubeObject {
  return { apiVersion: 'atlas.mongodb.com/v1', kind: 'AtlasDeployment', metadata: { name: 'orders', ...metadata } };
}

function applied(manager: string, fieldsV1: NonNullable<ManagedFields['fieldsV1']>): readonly ManagedFields[] {
  return [{ manager, operation: 'Apply', fieldsV1: { 'f:spec': fieldsV1 } }];
}

const wholeList = { 'f:serverlessSpec': { 'f:privateEndpoints': {} } };

function updated(manager: string): readonly ManagedFields[] {
  return [{ manager, operation: 'Update', fieldsV1: { 'f:spec': wholeList } }];
}

function undone(metadata: Partial<ObjectMeta>, list: typeof atomic | typeof keyed, item?: string): string | undefined {
  return effectOf(object(metadata), list, item)?.undone;
}

suite('what keeps an object', (test) => {
  const rows: readonly (readonly [Partial<ObjectMeta>, string | undefined, boolean?])[] = [
    [{}, undefined],
    [{ managedFields: [{ manager: 'kubectl-edit', operation: 'Update' }] }, undefined],
    [{ labels: flux }, 'the Flux Kustomization flux-system/apps', true],
    [
      { labels: { 'helm.toolkit.fluxcd.io/name': 'shop', 'helm.toolkit.fluxcd.io/namespace': 'ns' } },
      'the Flux HelmRelease ns/shop',
      true,
    ],
    [
      { annotations: { 'argocd.argoproj.io/tracking-id': 'shop:atlas.mongodb.com/AtlasDeployment:ns/orders' } },
      'the Argo CD application shop',
      true,
    ],
    [
      { annotations: { 'meta.helm.sh/release-name': 'shop', 'meta.helm.sh/release-namespace': 'ns' } },
      'the Helm release ns/shop',
      false,
    ],
    [{ annotations: { [lastApplied]: '{}' } }, 'kubectl apply', false],
    [{ managedFields: applied('kubectl', {}) }, 'server-side apply as kubectl', false],
    [{ managedFields: applied('deployer', {}) }, 'server-side apply as deployer', true],
  ];
  for (const [metadata, name, syncs] of rows)
    test(`${name ?? 'nothing'}: ${JSON.stringify(metadata)}`, () =>
      assert.deepEqual(keeperOf(object(metadata)), name === undefined ? undefined : { name, syncs }));
});

suite('what becomes of a change', (test) => {
  test('an atomic list that Git has is replaced as a whole', () => {
    const managedFields = applied('kustomize-controller', wholeList);
    assert.match(String(undone({ labels: flux, managedFields }, atomic)), /replaced as a whole/);
    assert.equal(undone({ labels: flux, managedFields: applied('kustomize-controller', {}) }, atomic), undefined);
  });

  test('an Update by a controller that applies from Git counts, one by anybody else does not', () => {
    const annotations = { 'argocd.argoproj.io/tracking-id': 'shop:x' };
    assert.ok(undone({ annotations, managedFields: updated('argocd-controller') }, atomic));
    assert.equal(undone({ annotations, managedFields: updated('atlas-pe') }, atomic), undefined);
  });

  test('client-side apply replaces any list that it has, keyed or not, and an empty one too', () => {
    const annotations = (spec: object): Record<string, string> => ({ [lastApplied]: JSON.stringify({ spec }) });
    assert.ok(undone({ annotations: annotations({ awsConfiguration: [] }) }, keyed));
    assert.ok(undone({ annotations: annotations({ serverlessSpec: { privateEndpoints: [] } }) }, atomic));
    assert.equal(undone({ annotations: annotations({ provider: 'AWS' }) }, keyed), undefined);
    assert.equal(undone({ annotations: { [lastApplied]: 'not JSON' } }, keyed), undefined);
  });

  test('in a keyed list only an item that Git has comes back', () => {
    const managedFields = applied('kustomize-controller', { 'f:awsConfiguration': { 'k:{"id":"vpce-1"}': {} } });
    assert.match(String(undone({ labels: flux, managedFields }, keyed, 'vpce-1')), /its manifest has vpce-1/);
    assert.equal(undone({ labels: flux, managedFields }, keyed, 'vpce-2'), undefined);
    assert.equal(undone({ labels: flux, managedFields }, keyed), undefined);
  });

  test('what Flux is told to leave alone stays', () => {
    const managedFields = applied('kustomize-controller', wholeList);
    for (const [key, value] of [
      ['reconcile', 'disabled'],
      ['ssa', 'Ignore'],
    ])
      assert.equal(
        undone(
          { labels: flux, managedFields, annotations: { [`kustomize.toolkit.fluxcd.io/${key}`]: value ?? '' } },
          atomic,
        ),
        undefined,
      );
  });

  test('the status is no part of a manifest', () => {
    const managedFields = applied('kustomize-controller', wholeList).map((entry) => ({
      ...entry,
      subresource: 'status',
    }));
    assert.equal(undone({ labels: flux, managedFields }, atomic), undefined);
  });
});

suite('the change for the place where the manifest is kept', (test) => {
  test('is the name of the object and the list as it is to be', async () => {
    const deployment = {
      ...object({ namespace: 'shop' }),
      spec: { serverlessSpec: { privateEndpoints: [{ name: 'a' }] } },
    };
    const operations = [{ op: 'add', path: '/spec/serverlessSpec/privateEndpoints/-', value: { name: 'b' } } as const];
    assert.deepEqual(await manifestChange(deployment, atomic, operations), {
      apiVersion: 'atlas.mongodb.com/v1',
      kind: 'AtlasDeployment',
      metadata: { name: 'orders', namespace: 'shop' },
      spec: { serverlessSpec: { privateEndpoints: [{ name: 'a' }, { name: 'b' }] } },
    });
    assert.deepEqual(deployment.spec.serverlessSpec.privateEndpoints, [{ name: 'a' }]);
  });
});

suite('the former field manager', (test) => {
  test('goes with the next write, from the last entry to the first', () => {
    const managedFields = ['kubectl-atlas-pe', 'kustomize-controller', 'kubectl-atlas-pe'].map((manager) => ({
      manager,
    }));
    assert.deepEqual(forgetFormerManager(object({ managedFields })), [
      { op: 'remove', path: '/metadata/managedFields/2' },
      { op: 'remove', path: '/metadata/managedFields/0' },
    ]);
    assert.deepEqual(forgetFormerManager(object({})), []);
  });
});
