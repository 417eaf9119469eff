import manifest from '../package.json' with { type: 'json' };

/** Set by the build (build/bundle.ts); not there when the sources run as they are. */
declare const BUILD_COMMIT: string | undefined;

/** The version in package.json, which is the one place it is written in. */
export const version: string = manifest.version;

/** The commit that was built, with `-dirty` where files were changed; undefined for sources, and for a build outside a checkout. */
export const commit: string | undefined = typeof BUILD_COMMIT === 'undefined' ? undefined : BUILD_COMMIT;
