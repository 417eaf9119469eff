import manifest from '../package.json' with { type: 'json' };

/** The version in package.json, which is the one place it is written in. */
export const version: string = manifest.version;
