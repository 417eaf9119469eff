import { type AtlasDeployment, clusterName, deploymentResource } from '../../../src/atlas/api/deployment.ts';
import { type AtlasPrivateEndpoint, privateEndpointResource } from '../../../src/atlas/api/private-endpoint.ts';
import { secretResource } from '../../../src/kube/resource.ts';
import type { ClusterStrings, DedicatedProject } from './clusters.ts';
import { reconcileDedicated, reconcileDeleted } from './dedicated.ts';
import { asReadBy, asWrittenBy } from './gcp.ts';
import type { Pass, Place } from './pass.ts';
import { type User, users } from './writes.ts';

/** An AtlasPrivateEndpoint. */
export const passPrivateEndpoint: Pass = async (at, namespace, name) => {
  const object = await at.client.find<AtlasPrivateEndpoint>(privateEndpointResource, namespace, name);
  if (object === undefined) return false;
  const { projectRef, externalProjectRef } = object.spec ?? {};
  const project = at.project(externalProjectRef?.id ?? projectRef?.name);
  if (object.metadata.deletionTimestamp !== undefined) return passDeleted(at, object, project);
  const { status, again } = reconcileDedicated(asReadBy(at.generation, object), project.services);
  project.publish();
  await at.writes.status(privateEndpointResource, object, asWrittenBy(at.generation, status));
  if (!('finalizers' in object.metadata)) await at.writes.finalizer(privateEndpointResource, object, true);
  return again;
};

/** One that is deleted: operator.md, "AtlasPrivateEndpoint"; protected ones are only let go of. */
async function passDeleted(at: Place, object: AtlasPrivateEndpoint, project: DedicatedProject): Promise<boolean> {
  const unprotected = object.metadata.annotations?.['mongodb.com/atlas-resource-policy'] === 'delete';
  const outcome = unprotected ? reconcileDeleted(object, project.services) : undefined;
  project.publish();
  if (outcome === undefined) {
    await at.writes.finalizer(privateEndpointResource, object, false);
    return false;
  }
  await at.writes.status(privateEndpointResource, object, asWrittenBy(at.generation, outcome.status));
  return true;
}

/** A dedicated cluster: its strings go into the Secrets and the status of this pass, and nobody looks again. */
export async function passCluster(at: Place, deployment: AtlasDeployment): Promise<boolean> {
  const { projectRef, externalProjectRef } = deployment.spec ?? {};
  const strings = at.project(externalProjectRef?.id ?? projectRef?.name).look(deployment);
  await writeClusterSecrets(at, deployment, strings, undefined);
  await at.writes.status(deploymentResource, deployment, {
    conditions: [
      { type: 'Ready', status: 'True' },
      { type: 'DeploymentReady', status: 'True' },
    ],
    connectionStrings: strings,
  });
  return false;
}

async function writeClusterSecrets(
  at: Place,
  deployment: AtlasDeployment,
  strings: ClusterStrings,
  user: string | undefined,
): Promise<void> {
  const list = (strings.privateEndpoint ?? []).map((entry) => ({ ...entry }));
  await at.writes.secrets(deployment, clusterName(deployment) ?? deployment.metadata.name, list, {
    onlyMissing: false,
    standard: strings.standard,
    user,
  });
}

/** A user whose password Secret is another version is told to Atlas again; ten seconds later its Secrets are written. */
export const passUser: Pass = async (at, namespace, name) => {
  const user = await at.client.find<User>(users, namespace, name);
  const secretName = user?.spec?.passwordSecretRef?.name;
  if (user === undefined || secretName === undefined) return false;
  const password = await at.client.find(secretResource, namespace, secretName);
  const version = password?.metadata.resourceVersion ?? '';
  const key = `${namespace}/${name}`;
  if (at.passwords.get(key) !== version) {
    at.passwords.set(key, version);
    return true;
  }
  const list = await at.client.list<AtlasDeployment>(deploymentResource, namespace);
  for (const deployment of list.items) {
    const { projectRef, deploymentSpec, serverlessSpec } = deployment.spec ?? {};
    if (projectRef?.name !== user.spec?.projectRef?.name) continue;
    if (serverlessSpec !== undefined && at.generation !== 'v2.15') {
      const instance = clusterName(deployment) ?? deployment.metadata.name;
      const only = { onlyMissing: false, user: user.spec?.username };
      await at.writes.secrets(deployment, instance, at.instance(instance).strings(), only);
    }
    if (deploymentSpec === undefined) continue;
    await writeClusterSecrets(at, deployment, at.project(projectRef?.name).look(deployment), user.spec?.username);
  }
  return false;
};
