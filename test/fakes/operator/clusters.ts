import type { AtlasDeployment } from '../../../src/atlas/api/deployment.ts';
import { Clusters } from '../atlas/clusters.ts';
import { EndpointServices } from '../atlas/endpoint-services.ts';

/** The Atlas side of one project's dedicated clusters. */
export class DedicatedProject {
  readonly services: EndpointServices;
  readonly clusters: Clusters;

  constructor(id: string, onService: (name: string) => void) {
    this.services = new EndpointServices(id, onService);
    this.clusters = new Clusters(id, this.services);
  }

  /** Atlas publishes the strings of endpoints by itself, some time after they became available. */
  publish(): void {
    for (const cluster of this.clusters.all.values()) cluster.publish(this.services);
  }

  /** A look at the cluster, which is made when it is first asked for, and is given what its spec has become. @returns its connection strings */
  look(deployment: AtlasDeployment): ClusterStrings {
    const spec = deployment.spec?.deploymentSpec;
    const name = spec?.name ?? deployment.metadata.name;
    if (!this.clusters.all.has(name)) this.clusters.create({ ...spec, name });
    const cluster = this.clusters.change(name, { ...spec, name });
    cluster.publish(this.services);
    return this.clusters.describe(cluster)['connectionStrings'] as ClusterStrings;
  }
}

/** What GET …/clusters/{name} answers as connectionStrings. */
export interface ClusterStrings {
  readonly standard?: string;
  readonly standardSrv?: string;
  readonly privateEndpoint?: readonly {
    readonly connectionString: string;
    readonly srvConnectionString: string;
    readonly endpoints: readonly {
      readonly endpointId: string;
      readonly providerName: string;
      readonly region: string;
    }[];
  }[];
}
