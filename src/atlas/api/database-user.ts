import { type CustomResource, atlasResource } from './custom-resource.ts';
import { type ProjectReference, projectReferenceShape } from './project-reference.ts';

export const userResource = atlasResource('AtlasDatabaseUser', 'atlasdatabaseusers', {
  spec: {
    ...projectReferenceShape,
    username: 'string',
    passwordSecretRef: { name: 'string' },
    scopes: [{ name: 'string', type: 'string' }],
  },
});

/** An AtlasDatabaseUser, as far as this program reads it. */
export interface DatabaseUser extends CustomResource<'AtlasDatabaseUser'> {
  readonly spec?: ProjectReference & {
    readonly username?: string;
    readonly passwordSecretRef?: { readonly name?: string };
    /** The clusters that it may use; all of the project's where there are none. */
    readonly scopes?: readonly { readonly name?: string; readonly type?: string }[];
  };
}
