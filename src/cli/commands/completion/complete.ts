/** What the shell asks for. It is a script of the executable (build/bundling/own-scripts.ts). */
export { complete } from '../../completion/complete.ts';
