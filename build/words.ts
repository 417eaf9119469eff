/**
 * `npm run words`: every message, hint, flag text and sentence of the pages, with file and line, so that all of them can be read in one go.
 * It reads the sources, so nothing can be forgotten. `npm run words -- hint` shows those only whose line has that word in it.
 */
import { sentencesIn } from './sentences.ts';

const [wanted = ''] = process.argv.slice(2);
const root = new URL('..', import.meta.url).pathname;
const rows = sentencesIn(root).map(
  ({ file, line, of, text }) => `${file}:${line}\t${of}\t${text.replaceAll('\n', '⏎')}\n`,
);
// The reader of a pipe may have seen enough: `npm run words | head`.
process.stdout.on('error', () => process.exit(0));
process.stdout.write(rows.filter((row) => row.includes(wanted)).join(''));
