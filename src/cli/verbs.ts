import { completion } from './commands/completion.ts';
import { create } from './commands/create.ts';
import { exporting } from './commands/export/export.ts';
import { deletion } from './commands/delete/delete.ts';
import { doctor } from './commands/doctor/doctor.ts';
import { link } from './commands/link.ts';
import { migrate } from './commands/migrate/migrate.ts';
import { options } from './commands/options.ts';
import { secret } from './commands/secret/secret.ts';
import { status } from './commands/status/status.ts';
import { up } from './commands/up/up.ts';
import { version } from './commands/version.ts';
import type { Example, Verb } from './verb.ts';

/** Every command, in the order of the help. */
export const verbs: readonly Verb[] = [
  up,
  create,
  link,
  status,
  doctor,
  secret,
  exporting,
  migrate,
  deletion,
  completion,
  options,
  version,
];

/** The examples that the program's help begins with: how to create, inspect and use an endpoint. */
export const firstExamples: readonly Example[] = [up.examples[0], status.examples[0], secret.examples[0]];
