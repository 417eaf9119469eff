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

// What a verb does is loaded when it is done: what looks only is one part of the executable, what changes something is another.
const looking = () => import('./commands/looking.ts');
const acting = () => import('./commands/acting.ts');

/** Every command, in the order of the help. */
export const verbs: readonly Verb[] = [
  defineVerb(upFacts, async () => (await acting()).up),
  defineVerb(createFacts, async () => (await acting()).create),
  defineVerb(linkFacts, async () => (await acting()).link),
  defineVerb(statusFacts, async () => (await looking()).status),
  defineVerb(doctorFacts, async () => (await acting()).doctor),
  defineVerb(secretFacts, async () => (await looking()).secret),
  defineVerb(exportingFacts, async () => (await acting()).exporting),
  defineVerb(migrateFacts, async () => (await acting()).migrate),
  defineVerb(deletionFacts, async () => (await acting()).deletion),
  defineVerb(completionFacts, async () => (await import('./commands/completion/completion.ts')).completion),
  defineVerb(optionsFacts, async () => (await import('./commands/options/options.ts')).options),
  defineVerb(versionFacts, async () => (await import('./commands/version/version.ts')).version),
];

/** The examples that the program's help begins with: how to create, inspect and use an endpoint. */
export const firstExamples: readonly Example[] = [
  upFacts.examples[0],
  statusFacts.examples[0],
  secretFacts.examples[0],
];
