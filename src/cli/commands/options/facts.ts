import { PROGRAM } from '../../program.ts';
import { type ArgumentsOf, verbFacts } from '../../verb.ts';

export const optionsFacts = verbFacts(() => ({
  positional: {},
  description: 'List the flags that every command takes',
  examples: [[`${PROGRAM} options`, 'The flags that choose the cluster, the namespace and the user']],
  flags: {},
}));

export type OptionsArguments = ArgumentsOf<typeof optionsFacts>;
