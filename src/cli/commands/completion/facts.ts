import { required } from '../../args/positional.ts';
import { EXECUTABLE, PROGRAM } from '../../program.ts';
import { type ArgumentsOf, verbFacts } from '../../verb.ts';

export const shells = ['bash', 'zsh', 'fish', 'kubectl'] as const;

export const completionFacts = verbFacts(() => ({
  positional: { shell: required('SHELL', shells) },
  description: "Print a completion script for bash, zsh or fish, or for kubectl's own completion",
  examples: [
    [
      `${PROGRAM} completion kubectl >kubectl_complete-atlas_pe`,
      `Complete ${PROGRAM} wherever kubectl completion works, once the file is executable and on the PATH`,
    ],
    [`source <(${EXECUTABLE} completion bash)`, `Complete ${EXECUTABLE}, if you type that`],
  ],
  flags: {},
}));

export type CompletionArguments = ArgumentsOf<typeof completionFacts>;
