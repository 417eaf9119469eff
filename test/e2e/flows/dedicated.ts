import assert from 'node:assert/strict';
import { privateEndpointResource as resource } from '../../../src/atlas/api/private-endpoint.ts';
import type { AtlasDeployment } from '../../../src/atlas/api/deployment.ts';
import { type KubeObject, apiPath, secretResource } from '../../../src/kube/resource.ts';
import { edit } from '../edit.ts';
import { eventually } from '../eventually.ts';
import type { RealWorld } from '../real-world.ts';
import type { Scenario } from '../scenarios.ts';
import { applyCluster, applyProject, manifest } from '../tenant.ts';

/**
 * AtlasPrivateEndpoint and dedicated clusters: what the operator does by itself (v2.15.0:internal/controller/atlasprivateendpoint), as what is
 * built on it has to know it; and that the fake Atlas satisfies it.
 */

type Status = Record<string, unknown> & {
  readonly conditions?: readonly {
    readonly type: string;
    readonly status: string;
    readonly reason?: string;
    readonly message?: string;
  }[];
};

interface PrivateEndpoint extends KubeObject {
  readonly status?: Status;
}

/** An AtlasPrivateEndpoint of a scenario's project. */
export class Applied {
  readonly #world: RealWorld;
  readonly #namespace: string;
  readonly #name: string;

  constructor(world: RealWorld, namespace: string, name: string) {
    this.#world = world;
    this.#namespace = namespace;
    this.#name = name;
  }

  create(spec: Record<string, unknown>): Promise<void> {
    return this.#world.create(
      apiPath(resource, this.#namespace),
      manifest(this.#namespace, 'AtlasPrivateEndpoint', this.#name, { projectRef: { name: 'shop' }, ...spec }),
    );
  }

  set(field: string, value: unknown): Promise<void> {
    const { client } = this.#world;
    return edit(client, resource, [this.#namespace, this.#name], [{ op: 'add', path: `/spec/${field}`, value }]);
  }

  /** The status once a condition has a reason, or a status where it has no reason; without conditions and generation. */
  once(type: string, wanted: string): Promise<Record<string, unknown>> {
    return this.when(`${type} ${wanted}`, ({ conditions }) => {
      const found = conditions?.find((condition) => condition.type === type);
      return (found?.reason ?? found?.status) === wanted;
    });
  }

  /** The status once it is as wanted, without conditions and generation. */
  async when(what: string, wanted: (status: Status) => boolean): Promise<Record<string, unknown>> {
    const { status } = await eventually(`${this.#name}: ${what}`, async () => {
      const object = await this.#read();
      return object.status !== undefined && wanted(object.status) ? object : undefined;
    });
    const { conditions: _conditions, observedGeneration: _generation, ...rest } = status ?? {};
    return rest;
  }

  /** What a condition says at this moment. */
  async message(type: string): Promise<string> {
    const { status } = await this.#read();
    return status?.conditions?.find((condition) => condition.type === type)?.message ?? '';
  }

  /** Waits until the operator has seen the last change of the spec. */
  async seen(): Promise<void> {
    await eventually(`${this.#name}: seen`, async () => {
      const { metadata, status } = await this.#read();
      return status?.['observedGeneration'] === metadata.generation;
    });
  }

  #read(): Promise<PrivateEndpoint> {
    return this.#world.client.get<PrivateEndpoint>(resource, this.#namespace, this.#name);
  }
}

const azureId = '/subscriptions/0000/resourceGroups/rg/providers/Microsoft.Network/privateEndpoints/pe-1';

function onProvider(
  provider: 'AWS' | 'AZURE',
  region: string,
  list: string,
  item: { readonly id: string; readonly ipAddress?: string },
): Scenario {
  return {
    name: `service-${provider.toLowerCase()}`,
    sentence: `an AtlasPrivateEndpoint (${provider}): its service, an interface, and its removal`,
    async run(world, tenant) {
      await applyProject(world, tenant);
      const applied = new Applied(world, tenant.namespace, 'pe');
      await applied.create({ provider, region });
      const reserved = await applied.once('PrivateEndpointReady', 'PrivateEndpointConfigurationPending');
      const [service] = world.atlas.project(tenant.namespace)?.services.list(provider) ?? [];
      const described = service?.describe() ?? {};
      const shown = {
        serviceId: service?.id,
        serviceStatus: 'AVAILABLE',
        ...(provider === 'AWS'
          ? { serviceName: described['endpointServiceName'] }
          : {
              serviceName: described['privateLinkServiceName'],
              resourceId: described['privateLinkServiceResourceId'],
            }),
      };
      assert.deepEqual(reserved, shown);
      await applied.set(list, [item]);
      const endpoint = { ID: item.id, InterfaceStatus: 'AVAILABLE' };
      assert.deepEqual(await applied.once('Ready', 'True'), {
        ...shown,
        endpoints: [provider === 'AWS' ? endpoint : { ...endpoint, connectionName: 'pe-1.connection' }],
      });
      assert.equal(world.atlas.accepts(item.id), true);
      await applied.set(list, []);
      await eventually('Atlas has let go of the interface', () => !world.atlas.accepts(item.id));
      assert.deepEqual(await applied.once('PrivateEndpointReady', 'PrivateEndpointConfigurationPending'), shown);
    },
  };
}

export const serviceOnAws = onProvider('AWS', 'US_EAST_1', 'awsConfiguration', { id: 'vpce-0aaaaaaaaaaaaaaaa' });
export const serviceOnAzure = onProvider('AZURE', 'EUROPE_NORTH', 'azureConfiguration', {
  id: azureId,
  ipAddress: '10.0.0.4',
});

/** Atlas rejects the interface. */
export const rejectedInterface: Scenario = {
  name: 'rejected',
  sentence: 'an interface that Atlas rejects: the condition has its message, the entry its word',
  async run(world, tenant) {
    await applyProject(world, tenant);
    const project = await eventually('the project', () => world.atlas.project(tenant.namespace));
    const id = 'vpce-0dddddddddddddddd';
    project.services.failInterfaces[id] = { status: 'REJECTED', message: 'Not your endpoint.' };
    const applied = new Applied(world, tenant.namespace, 'pe');
    await applied.create({ provider: 'AWS', region: 'US_EAST_1', awsConfiguration: [{ id }] });
    const { endpoints } = await applied.once('PrivateEndpointReady', 'PrivateEndpointFailedToConfigure');
    assert.deepEqual(endpoints, [{ ID: id, InterfaceStatus: 'REJECTED', error: 'Not your endpoint.' }]);
  },
};

/** The operator looks at a deployment once more some ten seconds after it became ready; what is read then would be in its status. */
const LAST_LOOK_MS = 20_000;

/** Milliseconds since a deployment became ready; negative while it is not. */
function readyForMs(deployment: AtlasDeployment): number {
  const ready = deployment.status?.conditions?.find(({ type, status }) => type === 'Ready' && status === 'True');
  return Date.now() - new Date(ready?.lastTransitionTime ?? '9999-01-01').getTime();
}

/** The private string of a cluster whose endpoint became available after the cluster was ready. */
export const staleSecret: Scenario = {
  name: 'stale-secret',
  sentence: "a dedicated cluster's Secret gets the private string only when something else makes the operator look",
  async run(world, tenant) {
    const { client } = world;
    const { namespace } = tenant;
    await applyCluster(world, tenant);
    const privateSrv = async (): Promise<string | undefined> =>
      (await tenant.secrets())[0]?.['connectionStringPrivateSrv'];
    await eventually('the first Secret', async () => (await privateSrv()) === '');
    await eventually('the last look of the operator', async () => readyForMs(await tenant.read()) > LAST_LOOK_MS);
    const applied = new Applied(world, namespace, 'pe');
    await applied.create({
      provider: 'AWS',
      region: 'US_EAST_1',
      awsConfiguration: [{ id: 'vpce-0cccccccccccccccc' }],
    });
    await applied.once('Ready', 'True');
    assert.equal(await privateSrv(), '');
    // Any change of the password's Secret makes the operator write the connection Secrets of its user anew.
    await edit(
      client,
      secretResource,
      [namespace, 'app-password'],
      [{ op: 'add', path: '/metadata/annotations', value: { poke: '1' } }],
    );
    const srv = await eventually('the private string', async () => (await privateSrv()) || undefined);
    assert.equal(srv, 'mongodb+srv://app:p%40ss%3Aword%2F1@orders-stale-secret-pl-0.ab1cd.mongodb.net');
    // The deployment's status, which ties the string to an endpoint, is not written by that.
    assert.equal((await tenant.read()).status?.connectionStrings?.privateEndpoint, undefined);
  },
};
