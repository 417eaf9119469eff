import assert from 'node:assert/strict';
import { deploymentResource } from '../../../src/atlas/api/deployment.ts';
import type { KubeObject, Resource } from '../../../src/kube/resource.ts';
import { edit } from '../edit.ts';
import { eventually } from '../eventually.ts';
import type { Scenario } from '../scenarios.ts';
import { applyProject } from '../tenant.ts';

const resource: Resource = {
  ...deploymentResource,
  plural: 'atlasprojects',
  singular: 'atlasproject',
  kind: 'AtlasProject',
};

interface Project extends KubeObject {
  readonly status?: {
    readonly conditions?: readonly { readonly type: string; readonly status: string; readonly message?: string }[];
    readonly privateEndpoints?: readonly Record<string, string>[];
  };
}

/** Items of AtlasProject.spec.privateEndpoints. No command knows them yet; it is what the operator does by itself. */
export const projectEndpoint: Scenario = {
  name: 'project-endpoint',
  sentence: 'an item of AtlasProject.spec.privateEndpoints: its service, then its interface',
  async run(world, tenant) {
    const { namespace } = tenant;
    await applyProject(world, tenant);
    const set = (value: unknown): Promise<void> =>
      edit(world.client, resource, [namespace, 'shop'], [{ op: 'add', path: '/spec/privateEndpoints', value }]);
    const once = (what: string, wanted: (status: NonNullable<Project['status']>) => boolean) =>
      eventually(what, async () => {
        const { status } = await world.client.get<Project>(resource, namespace, 'shop');
        return status !== undefined && wanted(status) ? status : undefined;
      });
    const item = { provider: 'AWS', region: 'US_EAST_1' };
    await set([item]);
    const reserved = await once('the service', ({ privateEndpoints = [] }) =>
      Boolean(privateEndpoints[0]?.['serviceName']),
    );
    const [service] = world.atlas.project(namespace)?.services.all() ?? [];
    const entry = {
      id: service?.id,
      ...item,
      serviceName: service?.describe()['endpointServiceName'],
      serviceResourceId: service?.id,
    };
    assert.deepEqual(reserved.privateEndpoints, [entry]);
    assert.equal(
      reserved.conditions?.find(({ type }) => type === 'PrivateEndpointServiceReady')?.message,
      'Interface Private Endpoint awaits configuration',
    );
    const id = 'vpce-0eeeeeeeeeeeeeeee';
    await set([{ ...item, id }]);
    const ready = await once('the interface', ({ conditions = [] }) =>
      conditions.some(({ type, status }) => type === 'PrivateEndpointReady' && status === 'True'),
    );
    assert.deepEqual(ready.privateEndpoints, [{ ...entry, interfaceEndpointId: id }]);
    assert.equal(world.atlas.accepts(id), true);
  },
};
