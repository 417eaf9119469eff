import { type Flags, choice } from '../flag.ts';
import { general } from '../flag-groups.ts';

/** How a command shows what it would do: by reading alone, or with the API server and the cloud checking it. */
export type DryRun = 'client' | 'server';

/** kubectl's flag. A verb that has it writes nothing when it is given (cli/open-run.ts). */
export const dryRunFlag = {
  'dry-run': choice(
    general,
    'Show each step and object that would change, and change nothing; with server, the API server and the cloud check it too',
    ['client', 'server', 'none'],
  ),
} as const satisfies Flags;

/** The formats of -o under --dry-run, which are about the objects as they would be, as kubectl has them. */
export const dryRunFormats = ['json', 'yaml', 'diff', 'name', 'jsonpath', 'jsonpath-as-json', 'jsonpath-file'] as const;
