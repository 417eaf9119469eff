import { hintWriter } from '../../src/cli/hints.ts';
import type { UserError } from '../../src/core/errors.ts';

const write = hintWriter(undefined, []);

/** An error's hint as text, after a command line without any flag; empty where it has none. */
export function hintOf({ hint }: UserError): string {
  return hint === undefined ? '' : write(hint);
}
