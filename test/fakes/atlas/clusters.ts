import { Deployment, Deployments } from './deployments.ts';
import { AtlasError } from './errors.ts';
import type { EndpointServices } from './endpoint-services.ts';
import { gcpStrings } from './gcp.ts';
import type { Interface } from './interface.ts';
import type { Projects } from './projects.ts';
import { type Json, type Routes, page } from './routes.ts';

interface RegionConfig {
  readonly providerName?: string;
  readonly regionName?: string;
}

/** How many GETs or LISTs pass after an interface became AVAILABLE until its private string is published: not at once. */
const LOOKS_UNTIL_PUBLISHED = 1;

/** A dedicated cluster, with a private connection string for each available interface of its regions. */
export class Cluster extends Deployment {
  readonly #unpublished = new Map<Interface, number>();

  /** Looks for interfaces that became available; their strings come a look later. */
  publish(services: EndpointServices): void {
    for (const attached of this.#available(services)) {
      const left = this.#unpublished.get(attached) ?? LOOKS_UNTIL_PUBLISHED + 1;
      this.#unpublished.set(attached, Math.max(left - 1, 0));
    }
  }

  describe(groupId: string, services: EndpointServices): Json {
    const host = `${this.name}.ab1cd.mongodb.net`;
    const published = this.#available(services).filter((attached) => this.#unpublished.get(attached) === 0);
    return {
      clusterType: 'REPLICASET',
      ...this.spec,
      id: this.id,
      groupId,
      name: this.name,
      stateName: this.state.current,
      mongoDBVersion: '8.0.4',
      connectionStrings:
        this.state.current === 'CREATING'
          ? {}
          : {
              standard: `mongodb://${this.#hosts('', 27017)}/?ssl=true&authSource=admin&replicaSet=atlas-ab1cd-shard-0`,
              standardSrv: `mongodb+srv://${host}`,
              privateEndpoint: published.map((attached, index) => this.#entry(attached, index, services)),
            },
    };
  }

  #hosts(suffix: string, port: number): string {
    return [0, 1, 2].map((index) => `${this.name}-shard-00-0${index}${suffix}.ab1cd.mongodb.net:${port}`).join(',');
  }

  /** The private strings over one interface. */
  #entry(attached: Interface, index: number, services: EndpointServices): Json {
    const { id, provider, portMapped } = attached;
    const region = services.all().find(({ interfaces }) => interfaces.includes(attached))?.region;
    const alone = this.#regions.every(({ providerName }) => providerName === 'GCP');
    const strings =
      provider === 'GCP'
        ? gcpStrings(this.name, index, { region: region ?? '', portMapped, alone })
        : {
            connectionString: `mongodb://${this.#hosts(`-pl-${index}`, 1024)}/?ssl=true&authSource=admin&replicaSet=atlas-ab1cd-shard-0`,
            srvConnectionString: `mongodb+srv://${this.name}-pl-${index}.ab1cd.mongodb.net`,
          };
    return { ...strings, type: 'MONGOD', endpoints: [{ endpointId: id, providerName: provider, region }] };
  }

  get #regions(): readonly RegionConfig[] {
    const specs = (this.spec['replicationSpecs'] ?? []) as { regionConfigs?: RegionConfig[] }[];
    return specs.flatMap(({ regionConfigs = [] }) => regionConfigs);
  }

  #available(services: EndpointServices): readonly Interface[] {
    return services
      .all()
      .filter((service) =>
        this.#regions.some(
          ({ providerName, regionName }) => providerName === service.provider && regionName === service.region,
        ),
      )
      .flatMap(({ interfaces }) => interfaces)
      .filter(({ state }) => state.current === 'AVAILABLE');
  }
}

/** The dedicated clusters of a project. */
export class Clusters extends Deployments<Cluster> {
  readonly groupId: string;
  readonly services: EndpointServices;

  constructor(groupId: string, services: EndpointServices) {
    super('CLUSTER_NOT_FOUND');
    this.groupId = groupId;
    this.services = services;
  }

  create(spec: Json): Cluster {
    return this.add(new Cluster(this.groupId, spec));
  }

  describe(cluster: Cluster): Json {
    return cluster.describe(this.groupId, this.services);
  }
}

export function clusterRoutes(organization: Projects<{ readonly clusters: Clusters }>): Routes {
  const clusters = (gid: string): Clusters => organization.project(gid).clusters;
  return {
    'GET groups/{gid}/clusters': ({ param }) => {
      const found = clusters(param('gid'));
      for (const cluster of found.list()) cluster.publish(found.services);
      return page(found.list().map((cluster) => found.describe(cluster)));
    },
    'POST groups/{gid}/clusters': ({ param, body }) => {
      const found = clusters(param('gid'));
      return found.describe(found.create(body));
    },
    'GET groups/{gid}/clusters/{name}': ({ param }) => {
      organization.project(param('gid')).refuseOther('clusters', param('name'));
      const found = clusters(param('gid'));
      const cluster = found.look(param('name'));
      cluster.publish(found.services);
      return found.describe(cluster);
    },
    // Whether the changes of database users have reached it: asked for serverless instances and Flex clusters too.
    'GET groups/{gid}/clusters/{name}/status': () => ({ changeStatus: 'APPLIED' }),
    'GET groups/{gid}/clusters/{name}/processArgs': () => ({}),
    'GET groups/{gid}/clusters/{name}/globalWrites': () => ({ customZoneMapping: {}, managedNamespaces: [] }),
    // 400, not 404: v2.11.1:internal/controller/atlasdeployment/search_nodes.go, getAtlasSearchDeployment.
    'GET groups/{gid}/clusters/{name}/search/deployment': ({ param }) => {
      throw new AtlasError(400, 'ATLAS_SEARCH_DEPLOYMENT_DOES_NOT_EXIST', `${param('name')} has no search nodes.`);
    },
    'PATCH groups/{gid}/clusters/{name}': ({ param, body }) => {
      const found = clusters(param('gid'));
      return found.describe(found.change(param('name'), body));
    },
    'DELETE groups/{gid}/clusters/{name}': ({ param }) => void clusters(param('gid')).remove(param('name')),
  };
}
