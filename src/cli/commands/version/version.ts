import { checkFormat, structured } from '../../../output/format.ts';
import { commit, version as own } from '../../../version.ts';
import type { VerbContext } from '../../context.ts';
import { EXECUTABLE } from '../../program.ts';
import { printLine } from '../../../output/escape.ts';
import { type VersionArguments, formats } from './facts.ts';

const none = { operator: undefined, words: undefined };

export async function version(args: VersionArguments, context: VerbContext): Promise<number> {
  const format = await checkFormat(args.output, formats);
  const { operator, words } = args.client ? none : await lookForOperator(args, context);
  const facts = { version: own, commit: commit ?? null, node: process.version };
  if (format !== undefined) {
    context.stdout.write(await structured(format, operator === undefined ? facts : { ...facts, operator }));
    return 0;
  }
  const built = commit === undefined ? '' : `commit ${commit}, `;
  printLine(context.stdout, `${EXECUTABLE} v${own} (${built}Node ${process.version})`);
  if (words !== undefined) printLine(context.stdout, `operator ${words}`);
  return 0;
}

/** The operator of the cluster, in words too; nobody who only asks for this plugin's version loads what looks for it. */
async function lookForOperator(args: VersionArguments, context: VerbContext) {
  const { describeOperator, operatorOf } = await import('../looking.ts');
  const operator = await operatorOf(args, context);
  return { operator, words: describeOperator(operator) };
}
