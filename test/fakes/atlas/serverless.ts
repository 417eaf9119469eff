import { AtlasInstance } from '../operator/atlas.ts';
import { Deployment, Deployments } from './deployments.ts';
import { AtlasError, notFound } from './errors.ts';
import type { Projects } from './projects.ts';
import { type Json, type Routes, page, text } from './routes.ts';

interface ProviderSettings {
  readonly backingProviderName?: string;
  readonly regionName?: string;
}

/** A serverless instance; its private endpoints are the same model that the sandbox's operator has. */
export class ServerlessInstance extends Deployment {
  readonly endpoints: AtlasInstance;

  constructor(groupId: string, spec: Json, onService: (name: string) => void) {
    super(groupId, { serverlessBackupOptions: { serverlessContinuousBackupEnabled: true }, tags: [], ...spec });
    const { backingProviderName, regionName = 'US_EAST_1' } = (spec['providerSettings'] ?? {}) as ProviderSettings;
    this.endpoints = new AtlasInstance(this.name, regionName, backingProviderName === 'AZURE' ? 'AZURE' : 'AWS');
    this.endpoints.onService = onService;
  }

  /** The instance as the API answers it. `connectionStrings` is never null: operators up to 2.2.0 dereference it. */
  describe(groupId: string): Json {
    const ready = this.state.current !== 'CREATING';
    return {
      terminationProtectionEnabled: false,
      ...this.spec,
      id: this.id,
      groupId,
      name: this.name,
      stateName: this.state.current,
      mongoDBVersion: '8.0.4',
      connectionStrings: ready
        ? {
            standardSrv: `mongodb+srv://${this.name}.ab1cd.mongodb.net`,
            privateEndpoint: this.endpoints.strings().map((strings) => ({ ...strings, type: 'MONGOS' })),
          }
        : {},
    };
  }
}

/** The serverless instances of a project. */
export class ServerlessInstances extends Deployments<ServerlessInstance> {
  readonly groupId: string;
  readonly #onService: (name: string) => void;

  constructor(groupId: string, onService: (name: string) => void) {
    super('SERVERLESS_INSTANCE_NOT_FOUND');
    this.groupId = groupId;
    this.#onService = onService;
  }

  create(spec: Json): ServerlessInstance {
    return this.add(new ServerlessInstance(this.groupId, spec, this.#onService));
  }

  accepts(id: string): boolean {
    return this.list().some(({ endpoints }) => endpoints.accepts(id));
  }
}

/** The instances themselves. */
export function serverlessRoutes(organization: Projects<{ readonly serverless: ServerlessInstances }>): Routes {
  const instances = (gid: string): ServerlessInstances => organization.project(gid).serverless;
  return {
    'GET groups/{gid}/serverless': ({ param }) =>
      page(
        instances(param('gid'))
          .list()
          .map((instance) => instance.describe(param('gid'))),
      ),
    'POST groups/{gid}/serverless': ({ param, body }) => instances(param('gid')).create(body).describe(param('gid')),
    'GET groups/{gid}/serverless/{name}': ({ param }) => {
      organization.project(param('gid')).refuseOther('serverless', param('name'));
      return instances(param('gid')).look(param('name')).describe(param('gid'));
    },
    'PATCH groups/{gid}/serverless/{name}': ({ param, body }) =>
      instances(param('gid')).change(param('name'), body).describe(param('gid')),
    'DELETE groups/{gid}/serverless/{name}': ({ param }) =>
      void instances(param('gid')).remove(param('name')).describe(param('gid')),
  };
}

const path = 'groups/{gid}/privateEndpoint/serverless/instance/{name}/endpoint';

/** Their private endpoints: a bare list, not a page. A LIST moves every endpoint on by one. */
export function serverlessEndpointRoutes(organization: Projects<{ readonly serverless: ServerlessInstances }>): Routes {
  const endpointsOf = (gid: string, name: string): AtlasInstance => {
    const instance = organization.project(gid).serverless.all.get(name);
    if (instance !== undefined) return instance.endpoints;
    throw new AtlasError(400, 'NOT_SERVERLESS_TENANT_CLUSTER', `Cluster ${name} is not a serverless instance.`);
  };
  return {
    [`GET ${path}`]: ({ param }) => endpointsOf(param('gid'), param('name')).list(),
    [`POST ${path}`]: ({ param, body }) => endpointsOf(param('gid'), param('name')).create(text(body['comment'])),
    [`GET ${path}/{id}`]: ({ param }) => {
      const found = endpointsOf(param('gid'), param('name')).endpoints.find(({ _id }) => _id === param('id'));
      if (found === undefined) throw unknownEndpoint(param('id'));
      return found;
    },
    [`PATCH ${path}/{id}`]: ({ param, body }) => {
      const ip = body['privateEndpointIpAddress'];
      const patched = endpointsOf(param('gid'), param('name')).connect(
        param('id'),
        text(body['cloudProviderEndpointId']),
        typeof ip === 'string' && ip !== '' ? ip : undefined,
      );
      if (patched === undefined) throw unknownEndpoint(param('id'));
      return patched;
    },
    [`DELETE ${path}/{id}`]: ({ param }) => {
      const endpoints = endpointsOf(param('gid'), param('name'));
      if (!endpoints.endpoints.some(({ _id }) => _id === param('id'))) throw unknownEndpoint(param('id'));
      endpoints.remove(param('id'));
    },
  };
}

function unknownEndpoint(id: string): AtlasError {
  return notFound('SERVERLESS_PRIVATE_ENDPOINT_NOT_FOUND', `Serverless private endpoint ${id}`);
}
