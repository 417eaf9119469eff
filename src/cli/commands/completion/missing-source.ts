/** What is said of a SOURCE that was not typed. It is a script of the executable (build/bundling/own-scripts.ts). */
export { missingSource } from '../../completion/missing-source.ts';
