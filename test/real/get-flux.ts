/** `npm run flux`: Flux's server-side apply into the cache, see flux.ts. */
import { getFlux } from './flux.ts';

try {
  await getFlux((line) => process.stderr.write(`${line}\n`));
} catch (error) {
  process.stderr.write(`error: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
