/** What only looks. Those who look load it together, as a script of the executable (build/bundling/own-scripts.ts). */
export { complete } from '../completion/complete.ts';
export { missingSource } from '../completion/missing-source.ts';
export { secret } from './secret/secret.ts';
export { status } from './status/status.ts';
export { lookForOperator } from './version/operator.ts';
