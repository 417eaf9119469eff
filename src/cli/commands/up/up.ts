import { checkFormat, isStructured, structured } from '../../../output/format.ts';
import { asRehearsed, isRehearsed } from '../../args/dry-run/flag.ts';
import { namedSources } from '../several/named-sources.ts';
import { connectEndpoints } from '../connect/connect-endpoints.ts';
import { viewOf } from '../connect/result.ts';
import { rehearseConnection } from '../dry-run/connect.ts';
import { plannedString } from '../../words/steps.ts';
import { Unanswered } from '../../questions/unanswered.ts';
import { printStrings } from './print-strings.ts';
import { upVerb } from './verb.ts';
import type { StringAnswers } from './settle-string.ts';
import type { Ending } from '../dry-run/ending.ts';
import type { Verb } from '../../verb.ts';
import type { VerbContext } from '../../context.ts';
import { type UpArguments, formats } from './facts.ts';

export async function up(args: UpArguments, context: VerbContext, verb: Verb): Promise<number> {
  if (isRehearsed(args))
    return rehearseConnection(asRehearsed(args), context, verb, (own, asking, settled) => {
      const { verb: steps, answers } = upVerb({ ...args, ...own }, asking, settled);
      return { verb: steps, ending: () => ({ plan: [plannedString(answers())], commands: secretScript(answers()) }) };
    });
  const format = await checkFormat(args.output, formats);
  const named = await namedSources(args, verb, context);
  if (!('one' in named)) {
    const { upSeveral } = await import('./up-several.ts');
    return upSeveral(named, { ...args, source: '' }, format, context);
  }
  const one = { ...args, source: named.one };
  const unanswered = new Unanswered();
  const asking = { ...context, unanswered };
  const { verb: steps, answers } = upVerb(one, asking, () => unanswered.refuse(context));
  const results = await connectEndpoints(one, asking, steps);
  if (results.every(({ stoppedAt }) => stoppedAt === undefined))
    await printStrings(results, format, { ...one, ...answers() }, context);
  else if (isStructured(format)) context.stdout.write(await structured(format, viewOf(results)));
  return 0;
}

function secretScript(answers: StringAnswers): Ending['commands'] {
  return async (run, endpoints, settings) => {
    const { secretCommands } = await import('../dry-run/script/secret.ts');
    return secretCommands(run, answers, endpoints, settings);
  };
}
