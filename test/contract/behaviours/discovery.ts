import assert from 'node:assert/strict';
import type { DeclareTest } from '../../harness/suite.ts';
import type { Api } from '../api.ts';

interface Described {
  readonly name: string;
  readonly singularName: string;
  readonly namespaced: boolean;
  readonly kind: string;
  readonly shortNames?: readonly string[];
  readonly verbs: readonly string[];
}

/** What kubectl asks to find out which resources there are. */
export function discovery(test: DeclareTest, { admin }: Api): void {
  const get = async (path: string): Promise<unknown> => {
    const { status, body } = await admin.call('GET', path);
    assert.equal(status, 200);
    return body;
  };
  /** What is said of one resource, without what the sandbox does not do (deletecollection) and hashes. */
  const described = async (path: string, name: string): Promise<unknown> => {
    const { kind, groupVersion, resources } = (await get(path)) as {
      kind: string;
      groupVersion: string;
      resources: readonly Described[];
    };
    const { singularName, namespaced, shortNames, ...rest } =
      resources.find((resource) => resource.name === name) ?? assert.fail(`no ${name} in ${path}`);
    const verbs = rest.verbs.filter((verb) => verb !== 'deletecollection').sort();
    return { kind, groupVersion, of: rest.kind, singularName, namespaced, shortNames, verbs: verbs.join(' ') };
  };
  const version = { groupVersion: 'contract.example.com/v1', version: 'v1' };
  const group = { name: 'contract.example.com', versions: [version], preferredVersion: version };
  const all = 'create delete get list patch update watch';

  test('groups and their versions', async () => {
    const { kind, groups } = (await get('/apis')) as { kind: string; groups: readonly { name: string }[] };
    assert.equal(kind, 'APIGroupList');
    assert.deepEqual(
      groups.find(({ name }) => name === 'contract.example.com'),
      group,
    );
    for (const known of ['apiextensions.k8s.io', 'authorization.k8s.io'])
      assert.equal(
        groups.some(({ name }) => name === known),
        true,
        known,
      );
    assert.deepEqual(await get('/apis/contract.example.com'), { kind: 'APIGroup', apiVersion: 'v1', ...group });
    const { kind: versions, versions: core } = (await get('/api')) as { kind: string; versions: unknown };
    assert.deepEqual([versions, core], ['APIVersions', ['v1']]);
  });

  test('every version that is listed is served', async () => {
    const { groups } = (await get('/apis')) as {
      groups: readonly { versions: readonly { groupVersion: string }[] }[];
    };
    const listed = groups.flatMap(({ versions }) => versions.map(({ groupVersion }) => groupVersion));
    assert.ok(listed.length > 1);
    for (const groupVersion of listed) {
      const { kind, groupVersion: of } = (await get(`/apis/${groupVersion}`)) as Record<string, unknown>;
      assert.deepEqual([kind, of], ['APIResourceList', groupVersion]);
    }
  });

  test('resources, their subresources, and their short names', async () => {
    const list = { kind: 'APIResourceList', groupVersion: 'contract.example.com/v1', of: 'Widget', namespaced: true };
    const path = '/apis/contract.example.com/v1';
    assert.deepEqual(await described(path, 'widgets'), {
      ...list,
      singularName: 'widget',
      shortNames: ['wd'],
      verbs: all,
    });
    assert.deepEqual(await described(path, 'widgets/status'), {
      ...list,
      singularName: '',
      shortNames: undefined,
      verbs: 'get patch update',
    });
    assert.deepEqual(await described('/api/v1', 'secrets'), {
      kind: 'APIResourceList',
      groupVersion: 'v1',
      of: 'Secret',
      singularName: 'secret',
      namespaced: true,
      shortNames: undefined,
      verbs: all,
    });
    const crds = (await described('/apis/apiextensions.k8s.io/v1', 'customresourcedefinitions')) as {
      namespaced: boolean;
      shortNames: unknown;
    };
    assert.deepEqual([crds.namespaced, crds.shortNames], [false, ['crd', 'crds']]);
  });

  test('what is not there: 404', async () => {
    for (const path of ['/apis/nothing.example.com', '/apis/nothing.example.com/v1', '/apis/contract.example.com/v2'])
      assert.deepEqual((await admin.call('GET', path)).body, '404 page not found\n', path);
  });

  test('the version is kubectl-readable', async () => {
    const { major, minor, gitVersion } = (await get('/version')) as Record<string, string>;
    assert.equal(major, '1');
    assert.match(String(minor), /^\d\d$/);
    assert.match(String(gitVersion), new RegExp(`^v1\\.${minor}\\.\\d+`));
  });

  test('the CRD, and the published schema, with their rules', async () => {
    const path = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions/widgets.contract.example.com';
    const { spec } = (await get(path)) as { spec: { group: string; names: object; versions: { name: string }[] } };
    assert.deepEqual([spec.group, spec.versions.map(({ name }) => name)], ['contract.example.com', ['v1']]);
    const { components } = (await get('/openapi/v3/apis/contract.example.com/v1')) as {
      components: { schemas: Record<string, { properties: Record<string, { type: string }> }> };
    };
    const schema = components.schemas['com.example.contract.v1.Widget'];
    assert.equal(schema?.properties['spec']?.type, 'object');
  });

  test('what is published says where each group is described, and that a patch can be validated', async () => {
    const index = await get('/openapi/v3');
    // The real one sends this document as text.
    const { paths: groups } = (typeof index === 'string' ? JSON.parse(index) : index) as {
      paths: Record<string, { serverRelativeURL: string }>;
    };
    const { serverRelativeURL = '' } = groups['apis/contract.example.com/v1'] ?? {};
    assert.match(serverRelativeURL, /^\/openapi\/v3\/apis\/contract\.example\.com\/v1\?hash=\w+$/);
    interface Patch {
      readonly parameters: readonly { readonly name: string; readonly in: string }[];
      readonly 'x-kubernetes-group-version-kind': object;
    }
    const { paths } = (await get(serverRelativeURL)) as { paths: Record<string, { readonly patch: Patch }> };
    const { patch } = paths['/apis/contract.example.com/v1/namespaces/{namespace}/widgets/{name}'] ?? {};
    const kind = { group: 'contract.example.com', kind: 'Widget', version: 'v1' };
    assert.deepEqual(patch?.['x-kubernetes-group-version-kind'], kind);
    assert.equal(patch.parameters.find(({ name }) => name === 'fieldValidation')?.in, 'query');
  });
}
