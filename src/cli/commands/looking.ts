/** What only looks: a script of the executable, which every look loads (build/bundling). */
export { secret } from './secret/secret.ts';
export { status } from './status/status.ts';
