import { type AtlasDeployment, clusterName, deploymentResource } from '../../../src/atlas/api/deployment.ts';
import { passCluster } from './dedicated-passes.ts';
import { begun, conditionsOf, deprecated, invalid, onGcp } from './outcome.ts';
import type { Pass } from './pass.ts';
import { reconcileNew } from './reconcile-new.ts';
import { reconcileOld } from './reconcile-old.ts';

/** An AtlasDeployment: a serverless one with its endpoints, or a dedicated one. */
export const passDeployment: Pass = async (at, namespace, name) => {
  const deployment = await at.client.find<AtlasDeployment>(deploymentResource, namespace, name);
  const spec = deployment?.spec?.serverlessSpec;
  if (deployment?.spec?.deploymentSpec !== undefined) return passCluster(at, deployment);
  if (deployment === undefined || spec === undefined || at.generation === 'v2.15') return false;
  const desired = spec.privateEndpoints ?? [];
  const old = at.generation === 'v1.6';
  if (old) await at.writes.status(deploymentResource, deployment, { conditions: begun(deployment) });
  const names = desired.map((item) => item.name ?? '');
  const twice = names.find((label, index) => names.indexOf(label) !== index);
  if (!old && twice !== undefined) {
    const message = `serverless private endpoint should have a unique name: ${twice} is duplicated`;
    await at.writes.status(deploymentResource, deployment, { conditions: invalid(deployment, message) });
    return true;
  }
  const instanceName = clusterName(deployment) ?? name;
  const provider = spec.providerSettings?.backingProviderName;
  const instance = at.instance(instanceName, spec.providerSettings?.regionName, provider === 'AZURE' ? 'AZURE' : 'AWS');
  // What Atlas said at the start of the pass is what is written at its end.
  const strings = instance.strings();
  // The users' own reconciling writes a Secret once; after that only the deployment's keeps it up to date.
  await at.writes.secrets(deployment, instanceName, strings, { onlyMissing: old });
  const outcome =
    provider === 'GCP' ? onGcp(old, desired.length > 0) : (old ? reconcileOld : reconcileNew)(instance, desired);
  if (old && !outcome.again) await at.writes.secrets(deployment, instanceName, strings, { onlyMissing: false });
  await at.writes.status(deploymentResource, deployment, {
    // An empty list is left out of what the operator writes.
    ...(outcome.entries === undefined
      ? {}
      : { serverlessPrivateEndpoints: outcome.entries.length === 0 ? null : outcome.entries }),
    conditions: conditionsOf(outcome, old ? undefined : deprecated),
    ...(outcome.again
      ? {}
      : {
          connectionStrings: {
            standardSrv: `mongodb+srv://${instanceName}.ab1cd.mongodb.net`,
            privateEndpoint: strings.length === 0 ? null : strings,
          },
        }),
  });
  return outcome.again;
};
