import { completionFacts } from './commands/completion/facts.ts';
import { createFacts } from './commands/create/facts.ts';
import { deletionFacts } from './commands/delete/facts.ts';
import { doctorFacts } from './commands/doctor/facts.ts';
import { exportingFacts } from './commands/export/facts.ts';
import { linkFacts } from './commands/link/facts.ts';
import { migrateFacts } from './commands/migrate/facts.ts';
import { optionsFacts } from './commands/options/facts.ts';
import { secretFacts } from './commands/secret/facts.ts';
import { statusFacts } from './commands/status/facts.ts';
import { upFacts } from './commands/up/facts.ts';
import { versionFacts } from './commands/version/facts.ts';
import { type Example, type Verb, defineVerb } from './verb.ts';

// What a verb does is loaded when it is done. Those that only read, and are waited for, have a script of the executable each.
const acting = () => import('./commands/acting.ts');

/** Every command, in the order of the help. */
export const verbs: readonly Verb[] = [
  defineVerb('up', upFacts, async () => (await acting()).up),
  defineVerb('create', createFacts, async () => (await acting()).create),
  defineVerb('link', linkFacts, async () => (await acting()).link),
  defineVerb('status', statusFacts, async () => (await import('./commands/status/status.ts')).status),
  defineVerb('doctor', doctorFacts, async () => (await acting()).doctor),
  defineVerb('secret', secretFacts, async () => (await import('./commands/secret/secret.ts')).secret),
  defineVerb('export', exportingFacts, async () => (await acting()).exporting),
  defineVerb('migrate', migrateFacts, async () => (await acting()).migrate),
  defineVerb('delete', deletionFacts, async () => (await acting()).deletion),
  defineVerb(
    'completion',
    completionFacts,
    async () => (await import('./commands/completion/completion.ts')).completion,
  ),
  defineVerb('options', optionsFacts, async () => (await import('./commands/options/options.ts')).options),
  defineVerb('version', versionFacts, async () => (await import('./commands/version/version.ts')).version),
];

/** The examples that the program's help begins with: how to create, inspect and use an endpoint. */
export function firstExamples(): readonly Example[] {
  return [upFacts, statusFacts, secretFacts].map((facts) => facts().examples[0]);
}
