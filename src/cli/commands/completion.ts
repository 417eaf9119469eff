import { UserError } from '../../core/errors.ts';
import { nearest } from '../../core/did-you-mean.ts';
import { required } from '../args/positional.ts';
import { seeHelp } from '../hints.ts';
import { EXECUTABLE, PROGRAM } from '../program.ts';
import { defineVerb } from '../verb.ts';

const shells = ['bash', 'zsh', 'fish', 'kubectl'] as const;

export const completion = defineVerb({
  name: 'completion',
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
  async run(args, context) {
    const named = args.shell;
    const shell = shells.find((candidate) => candidate === named);
    if (shell === undefined) {
      const suggestion = nearest(named, shells);
      throw new UserError(`"${named}" is not one of ${shells.join(', ')}`, {
        hint: suggestion === undefined ? seeHelp('completion') : `did you mean "${suggestion}"?`,
      });
    }
    const { completionScripts } = await import('../completion/scripts.ts');
    context.stdout.write(completionScripts[shell]);
    return 0;
  },
});
