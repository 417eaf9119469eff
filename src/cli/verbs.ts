import { completion } from './commands/completion.ts';
import { create } from './commands/create.ts';
import { deletion } from './commands/delete.ts';
import { link } from './commands/link.ts';
import { secret } from './commands/secret.ts';
import { status } from './commands/status.ts';
import { up } from './commands/up.ts';
import { version } from './commands/version.ts';
import type { Verb } from './flags.ts';

/** Every command, in the order of the help. */
export const verbs: readonly Verb[] = [up, create, link, status, secret, deletion, completion, version];
