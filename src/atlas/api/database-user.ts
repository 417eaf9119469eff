import { type CustomResource, atlasResource } from './custom-resource.ts';
import type { ProjectReference } from './project-reference.ts';

export const userResource = atlasResource('AtlasDatabaseUser', 'atlasdatabaseusers');

/** An AtlasDatabaseUser, as far as this program reads it. */
export interface DatabaseUser extends CustomResource<'AtlasDatabaseUser'> {
  readonly spec?: ProjectReference & {
    readonly username?: string;
    readonly passwordSecretRef?: { readonly name?: string };
  };
}
