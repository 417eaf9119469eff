import { completion } from './commands/completion.ts';
import { create } from './commands/create.ts';
import { deletion } from './commands/delete/delete.ts';
import { link } from './commands/link.ts';
import { secret } from './commands/secret/secret.ts';
import { status } from './commands/status.ts';
import { up } from './commands/up.ts';
import { version } from './commands/version.ts';
import type { Verb } from './args/flag-groups.ts';

/** Every command, in the order of the help. */
export const verbs: readonly Verb[] = [up, create, link, status, secret, deletion, completion, version];
