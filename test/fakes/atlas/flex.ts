import { Deployment, Deployments } from './deployments.ts';
import type { Projects } from './projects.ts';
import { type Json, type Routes, page } from './routes.ts';

/** The Flex clusters of a project. Atlas gives them no private strings. */
export class FlexClusters extends Deployments<Deployment> {
  readonly groupId: string;

  constructor(groupId: string) {
    super('CLUSTER_NOT_FOUND');
    this.groupId = groupId;
  }

  create(spec: Json): Deployment {
    return this.add(new Deployment(this.groupId, { tags: [], terminationProtectionEnabled: false, ...spec }));
  }

  describe({ id, name, spec, state }: Deployment): Json {
    const settings = (spec['providerSettings'] ?? {}) as Json;
    return {
      ...spec,
      id,
      name,
      groupId: this.groupId,
      stateName: state.current,
      mongoDBVersion: '8.0.4',
      providerSettings: { ...settings, providerName: 'FLEX' },
      connectionStrings:
        state.current === 'CREATING'
          ? {}
          : {
              standard: `mongodb://${name}-shard-00-00.ab1cd.mongodb.net:27017/?ssl=true`,
              standardSrv: `mongodb+srv://${name}.ab1cd.mongodb.net`,
            },
    };
  }
}

export function flexRoutes(organization: Projects<{ readonly flex: FlexClusters }>): Routes {
  const flex = (gid: string): FlexClusters => organization.project(gid).flex;
  return {
    'GET groups/{gid}/flexClusters': ({ param }) => {
      const found = flex(param('gid'));
      return page(found.list().map((cluster) => found.describe(cluster)));
    },
    'POST groups/{gid}/flexClusters': ({ param, body }) => {
      const found = flex(param('gid'));
      return found.describe(found.create(body));
    },
    'GET groups/{gid}/flexClusters/{name}': ({ param }) => {
      organization.project(param('gid')).refuseOther('flex', param('name'));
      const found = flex(param('gid'));
      return found.describe(found.look(param('name')));
    },
    'PATCH groups/{gid}/flexClusters/{name}': ({ param, body }) => {
      const found = flex(param('gid'));
      return found.describe(found.change(param('name'), body));
    },
    'DELETE groups/{gid}/flexClusters/{name}': ({ param }) => void flex(param('gid')).remove(param('name')),
  };
}
