/** `npm run operators`: the real operators into the cache, see operators.ts. */
import { getOperators } from './operators.ts';

try {
  await getOperators((line) => process.stderr.write(`${line}\n`));
} catch (error) {
  process.stderr.write(`error: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
