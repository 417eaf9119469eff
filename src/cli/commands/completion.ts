import { UserError } from '../../core/errors.ts';
import { nearest } from '../../core/did-you-mean.ts';
import type { Verb } from '../args/flag-groups.ts';

const shells = ['bash', 'zsh', 'fish', 'kubectl'] as const;

export const completion: Verb = {
  name: 'completion',
  usage: 'SHELL',
  description: 'Print the script that completes this command: bash, zsh, fish, or kubectl for kubectl atlas-pe',
  examples: [
    [
      'kubectl atlas-pe completion kubectl >kubectl_complete-atlas_pe',
      'Complete kubectl atlas-pe wherever kubectl is completed; make the file executable and put it on the PATH',
    ],
    ['source <(kubectl-atlas_pe completion bash)', 'Complete kubectl-atlas_pe, for who types that'],
  ],
  flags: {},
  choices: shells,
  async run(args, context) {
    const named = String(args['shell']);
    const shell = shells.find((candidate) => candidate === named);
    if (shell === undefined) {
      const meant = nearest(named, shells);
      throw new UserError(`"${named}" is not one of ${shells.join(', ')}`, {
        hint: meant === undefined ? "See 'kubectl atlas-pe completion --help' for usage." : `did you mean "${meant}"?`,
      });
    }
    const { completionScripts } = await import('../completion/scripts.ts');
    context.stdout.write(completionScripts[shell]);
    return 0;
  },
};
