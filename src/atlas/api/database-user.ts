import { type CustomResource, atlasResource } from './custom-resource.ts';

export const userResource = atlasResource('AtlasDatabaseUser', 'atlasdatabaseusers');

/** An AtlasDatabaseUser, as far as this program reads it. */
export interface DatabaseUser extends CustomResource<'AtlasDatabaseUser'> {
  readonly spec?: { readonly username?: string; readonly passwordSecretRef?: { readonly name?: string } };
}
