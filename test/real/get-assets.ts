/** `npm run assets`: the real API server's binaries into the cache, see assets.ts. */
import { getAssets } from './assets.ts';

try {
  await getAssets((line) => process.stderr.write(`${line}\n`));
} catch (error) {
  process.stderr.write(`error: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
