import { createReadStream, existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { basename, join } from 'node:path';
import { product } from '../../krew/product.ts';

/** Stands for the place that releases are downloaded from. */
export interface DownloadServer {
  /** The manifest of dist/, with this place in the stead of the real one. */
  readonly manifest: string;
  close(): Promise<void>;
}

/** Serves the files of a folder by their names, on loopback. */
export async function startDownloads(folder: string): Promise<DownloadServer> {
  const server = createServer((request, response) => {
    const file = join(folder, basename(request.url ?? ''));
    if (!existsSync(file)) return response.writeHead(404).end();
    return createReadStream(file).pipe(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const here = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const uris = `uri: ${product.homepage}/releases/download/v${product.version}/`;
  return {
    manifest: readFileSync(join(folder, 'plugin.yaml'), 'utf8').replaceAll(uris, `uri: ${here}/`),
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
