/** What of the Kubernetes client library knows proxies. The executable keeps it as a script of its own (build/bundling/library-scripts.ts). */
export { KubeConfig } from '@kubernetes/client-node';
