/** What is used of the Kubernetes client library to write. The executable keeps it as a script of its own (build/bundling/library-scripts.ts). */
export {
  ApiException,
  CustomObjectsApi,
  PatchStrategy,
  ResponseContext,
  SelfDecodingBody,
  ServerConfiguration,
  createConfiguration,
  setHeaderOptions,
  wrapHttpLibrary,
} from '@kubernetes/client-node';
export type { PromiseHttpLibrary } from '@kubernetes/client-node';
