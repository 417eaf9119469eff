import type { KubeObject, Resource } from '../../kube/resource.ts';
import { deploymentResource } from './deployment.ts';

export const userResource: Resource = {
  ...deploymentResource,
  plural: 'atlasdatabaseusers',
  singular: 'atlasdatabaseuser',
  kind: 'AtlasDatabaseUser',
};

/** As much of an AtlasDatabaseUser as this program reads. */
export interface DatabaseUser extends KubeObject {
  readonly spec?: { readonly username?: string; readonly passwordSecretRef?: { readonly name?: string } };
}
