import { UserError } from '../../../core/errors.ts';
import { nearest } from '../../../core/did-you-mean.ts';
import { seeHelp } from '../../hints.ts';
import type { VerbContext } from '../../context.ts';
import { type CompletionArguments, shells } from './facts.ts';

export async function completion(args: CompletionArguments, context: VerbContext): Promise<number> {
  const named = args.shell;
  const shell = shells.find((candidate) => candidate === named);
  if (shell === undefined) {
    const suggestion = nearest(named, shells);
    throw new UserError(`"${named}" is not one of ${shells.join(', ')}`, {
      hint: suggestion === undefined ? seeHelp('completion') : `did you mean "${suggestion}"?`,
    });
  }
  const { completionScripts } = await import('../../completion/scripts.ts');
  context.stdout.write(completionScripts[shell]);
  return 0;
}
