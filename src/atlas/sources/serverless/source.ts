import { UserError } from '../../../core/errors.ts';
import type { NextCommand } from '../../../core/next-command.ts';
import type { PatchOperation } from '../../../kube/resource.ts';
import { progressOf } from '../../api/conditions.ts';
import { type AtlasDeployment, type ServerlessEndpointSpec, regionConfigs } from '../../api/deployment.ts';
import { regionsOf } from '../../projects/cluster-endpoints.ts';
import { defineSource } from '../define.ts';
import { sourceTypes } from '../types.ts';
import { fieldsFor, offeredOn, offersEndpoints } from './item-forms.ts';
import { refuseMigrated } from './migrated.ts';
import { serverlessSigns } from './signs.ts';
import { providerOf, serverlessEndpoints } from './state.ts';

const listPath = '/spec/serverlessSpec/privateEndpoints';

function items(deployment: AtlasDeployment): readonly ServerlessEndpointSpec[] {
  return deployment.spec?.serverlessSpec?.privateEndpoints ?? [];
}

/** The item's path, and a test that it is still there: a JSON patch refers to list items only by index. */
function locate(
  deployment: AtlasDeployment,
  label: string,
): { path: string; item: ServerlessEndpointSpec; test: PatchOperation } {
  const index = items(deployment).findIndex((item) => item.name === label);
  const item = items(deployment)[index];
  if (item === undefined) throw new Error(`no item named ${label}: the plan was made on another object`);
  const path = `${listPath}/${index}`;
  return { path, item, test: { op: 'test', path: `${path}/name`, value: label } };
}

/** @throws UserError if no provider is given, or one on which Atlas offers no endpoints */
function refuseProvider(name: string, edit: NextCommand, provider: string | undefined): void {
  if (provider === undefined) {
    throw new UserError(`${name} does not say which cloud it runs on: its providerSettings name no provider`, {
      hint: ['set backingProviderName: ', edit],
    });
  }
  if (offersEndpoints(provider)) return;
  throw new UserError(`${name} runs on ${provider}, where serverless instances have no private endpoints`, {
    hint: `Atlas offers them only on ${offeredOn()}; on ${provider}, use a dedicated cluster`,
  });
}

function refuse(deployment: AtlasDeployment): void {
  const name = `atlasdeployment/${deployment.metadata.name}`;
  const spec = deployment.spec?.serverlessSpec;
  if (spec === undefined) {
    const without =
      deployment.spec?.flexSpec !== undefined
        ? ['a Flex cluster', 'Flex clusters']
        : regionConfigs(deployment).some(({ providerName }) => providerName === 'TENANT')
          ? ['a free or shared cluster', 'M0, M2 and M5 clusters']
          : undefined;
    throw new UserError(`${name} is not serverless: it describes ${without?.[0] ?? 'a dedicated cluster'}`, {
      hint:
        without === undefined
          ? "a dedicated cluster's private endpoints are declared by an AtlasPrivateEndpoint, not by the deployment"
          : `Atlas offers no private endpoints for ${without[1]}; they need a dedicated cluster (M10 or larger)`,
    });
  }
  const edit = { kubectl: ['edit', name, '-n', deployment.metadata.namespace ?? ''] };
  refuseProvider(name, edit, providerOf(deployment));
  const names = items(deployment).map((item) => item.name ?? '');
  const twice = names.find((label, index) => names.indexOf(label) !== index);
  if (twice !== undefined) {
    throw new UserError(`${name} declares the endpoint "${twice}" twice; a label must be unique`, {
      hint: ['remove one of them: ', edit],
    });
  }
  if (names.includes('')) {
    throw new UserError(`${name} declares an endpoint without a name`, {
      hint: ['give it one: ', edit],
    });
  }
}

/**
 * Reasons that only repeat that an endpoint is not AVAILABLE: up to v2.2.0, and from v2.2.1 on. They are also set on an endpoint that is
 * merely RESERVED, so they say less than its status entry.
 */
const merelyPending = new Set(['ServerlessPrivateEndpointReady', 'ServerlessPrivateEndpointInProgress']);

/** Items of AtlasDeployment.spec.serverlessSpec.privateEndpoints: operators 1.5 to 2.11.1 reconcile them, 2.12 and later don't. */
export const serverless = defineSource<AtlasDeployment>({
  ...sourceTypes.atlasdeployment,
  identity: 'label',
  endpoints: serverlessEndpoints,
  find: (deployment, label) => serverlessEndpoints(deployment).find((endpoint) => endpoint.label === label),
  site: (deployment) => ({
    cloud: providerOf(deployment) ?? '',
    atlasRegion: deployment.spec?.serverlessSpec?.providerSettings?.regionName,
  }),
  signs: serverlessSigns,
  isCluster: true,
  clusters: (deployment) => ({ deployment: deployment.metadata.name }),
  declaredElsewhere: (deployment) => (regionsOf(deployment).length > 0 ? deployment : undefined),
  stringsFollow: true,
  defaultLabel: (deployment) => `${deployment.metadata.name}-pe`,
  isSource: (deployment) => deployment.spec?.serverlessSpec !== undefined,
  refuse,
  refuseHopeless: refuseMigrated,
  needs: (deployment, label) =>
    items(deployment).some(({ name }) => name !== label) ? 'writesSeveralStrings' : undefined,
  writes: () => ({ path: ['spec', 'serverlessSpec', 'privateEndpoints'], key: undefined }),
  progress: (deployment) => progressOf(deployment, merelyPending),
  declare(deployment, label) {
    const item: ServerlessEndpointSpec = { name: label };
    const list = deployment.spec?.serverlessSpec?.privateEndpoints;
    return list === undefined || list === null
      ? [{ op: 'add', path: listPath, value: [item] }]
      : [{ op: 'add', path: `${listPath}/-`, value: item }];
  },
  link(deployment, label, attachment) {
    const { path, test } = locate(deployment, label);
    const fields = Object.entries(fieldsFor(attachment));
    return [test, ...fields.map(([field, value]) => ({ op: 'add' as const, path: `${path}/${field}`, value }))];
  },
  remove(deployment, label) {
    const { path, test } = locate(deployment, label);
    return [test, { op: 'remove', path }];
  },
  retiredWithServerless: true,
  relinkReason:
    'operators up to 2.2.0 would delete the connected endpoint and reserve a new service under another name, ' +
    'and operators 2.2.1 to 2.11.1 would silently ignore the new id',
});
