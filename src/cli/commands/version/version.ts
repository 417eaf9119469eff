import { checkFormat, structured } from '../../../output/format.ts';
import { commit, version as own } from '../../../version.ts';
import type { VerbContext } from '../../context.ts';
import { EXECUTABLE } from '../../program.ts';
import { printLine } from '../../../output/escape.ts';
import { type VersionArguments, formats } from './facts.ts';

export async function version(args: VersionArguments, context: VerbContext): Promise<number> {
  const format = await checkFormat(args.output, formats);
  // Nobody who only asks for this plugin's version loads what looks for the operator.
  const seen = args.client ? undefined : await (await import('./operator.ts')).lookForOperator(args, context);
  const facts = { version: own, commit: commit ?? null, node: process.version };
  if (format !== undefined) {
    context.stdout.write(await structured(format, seen === undefined ? facts : { ...facts, operator: seen.operator }));
    return 0;
  }
  const built = commit === undefined ? '' : `commit ${commit}, `;
  printLine(context.stdout, `${EXECUTABLE} v${own} (${built}Node ${process.version})`);
  if (seen !== undefined) printLine(context.stdout, `operator ${seen.words}`);
  return 0;
}
