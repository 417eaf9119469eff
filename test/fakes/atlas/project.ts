import { Clusters } from './clusters.ts';
import { EndpointServices } from './endpoint-services.ts';
import { AtlasError } from './errors.ts';
import { FlexClusters } from './flex.ts';
import { atlasId } from './ids.ts';
import type { Json } from './routes.ts';
import { ServerlessInstances } from './serverless.ts';

export interface ProjectEvents {
  /**
   * Told the name (AWS) or resource id (Azure) of each endpoint service that Atlas makes, and the name of each attachment of one
   * (GCP): the cloud has to know it.
   */
  readonly onService: (name: string) => void;
  /** Asked for each forwarding rule on Google Cloud that Atlas is told of. */
  readonly findRule?: EndpointServices['findRule'];
}

/** One project (in paths: group) and all that is in it. */
export class Project {
  readonly id: string;
  readonly name: string;
  readonly orgId: string;
  /** By `DATABASE/USERNAME`, as they were posted, without their passwords. */
  readonly users = new Map<string, Json>();
  readonly serverless: ServerlessInstances;
  readonly services: EndpointServices;
  readonly clusters: Clusters;
  readonly flex: FlexClusters;
  accessList: Json[] = [];
  auditing: Json = { enabled: false, auditAuthorizationSuccess: false, auditFilter: '{}' };
  settings: Json = {};
  regionalMode: Json = { enabled: false };

  constructor(name: string, orgId: string, { onService, findRule }: ProjectEvents) {
    this.id = atlasId('project', orgId, name);
    this.name = name;
    this.orgId = orgId;
    this.serverless = new ServerlessInstances(this.id, onService);
    this.services = new EndpointServices(this.id, onService);
    this.services.findRule = findRule;
    this.clusters = new Clusters(this.id, this.services);
    this.flex = new FlexClusters(this.id);
  }

  /**
   * Refuses a name that another kind of deployment has: each kind's API knows the other kinds' names and says so with codes of
   * their own (v2.11.1:internal/controller/atlas/error.go).
   * @throws AtlasError
   */
  refuseOther(kind: 'clusters' | 'flex' | 'serverless', name: string): void {
    const owner = (['clusters', 'flex', 'serverless'] as const).find((other) => this[other].all.has(name));
    if (owner === undefined || owner === kind) return;
    const [errorCode, detail] =
      kind === 'flex'
        ? ['CANNOT_USE_NON_FLEX_CLUSTER_IN_FLEX_API', 'is not a Flex cluster']
        : kind === 'serverless'
          ? ['CANNOT_USE_CLUSTER_IN_SERVERLESS_INSTANCE_API', 'is not a serverless instance']
          : owner === 'flex'
            ? ['CANNOT_USE_FLEX_CLUSTER_IN_CLUSTER_API', 'is a Flex cluster']
            : ['CANNOT_USE_SERVERLESS_INSTANCE_IN_CLUSTER_API', 'is a serverless instance'];
    throw new AtlasError(400, errorCode, `${name} ${detail}.`);
  }

  /**
   * Makes a serverless instance the Flex cluster of that name, as Atlas did with all that were left
   * (https://dochub.mongodb.org/core/atlas-flex-migration): its private endpoints are gone.
   */
  migrateToFlex(name: string): void {
    const { spec } = this.serverless.look(name);
    this.serverless.all.delete(name);
    const { backingProviderName, regionName } = spec['providerSettings'] as Json;
    this.flex.create({ name, providerSettings: { backingProviderName, regionName } }).state.enter('IDLE');
  }

  /** Whether a private endpoint of this project was given this cloud endpoint's id, and has not refused it. */
  accepts(id: string): boolean {
    return this.serverless.accepts(id) || this.services.accepts(id);
  }

  /** Whether this project was told of a forwarding rule on Google Cloud, and has not refused it. */
  acceptsRule(project: string, name: string, target: string): boolean {
    return this.services.acceptsRule(project, name, target);
  }
}
