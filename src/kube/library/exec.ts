/** What runs commands in containers. The executable keeps it as a script of its own (build/bundling/library-scripts.ts). */
export { Exec, KubeConfig } from '@kubernetes/client-node';
export type { V1Status } from '@kubernetes/client-node';
export { WebSocket } from 'ws';
