import { parseDuration } from '../../../core/duration.ts';
import { checkFormat } from '../../../output/format.ts';
import { asRehearsed, isRehearsed } from '../../args/dry-run/flag.ts';
import { confirmDeletion } from '../../ask.ts';
import { printTook } from '../took.ts';
import { deletionQuestion } from '../../views/deletion-preview.ts';
import { namedSources } from '../several/named-sources.ts';
import { deleteEndpoints } from './delete-endpoints.ts';
import { listOrphans } from './orphans.ts';
import { previewDeletion } from './preview.ts';
import { printLine } from '../../../output/escape.ts';
import type { Verb } from '../../verb.ts';
import type { VerbContext } from '../../context.ts';
import type { DeletionArguments } from './facts.ts';

export async function deletion(args: DeletionArguments, context: VerbContext, verb: Verb): Promise<number> {
  if (args.orphans) return listOrphans(args, context);
  if (isRehearsed(args)) {
    const { rehearseDeletion } = await import('../dry-run/delete.ts');
    return rehearseDeletion(asRehearsed(args), context, verb);
  }
  const named = await namedSources(args, verb, context);
  const format = await checkFormat(args.output, ['name'] as const);
  const timeoutMs = parseDuration('timeout', args.timeout);
  if (!('one' in named)) {
    const { deleteSeveral } = await import('./delete-several.ts');
    return deleteSeveral(named, args, format, context);
  }
  const found = await previewDeletion({ ...args, source: named.one }, context);
  if (found.length === 0) return 0;
  await confirmDeletion(deletionQuestion(found), args, context);
  const startedAt = context.now();
  let isDone = true;
  for (const each of found) {
    const done = await deleteEndpoints(each, { timeoutMs, wait: args.wait }, context);
    for (const { name, what } of done) printLine(context.stdout, format === 'name' ? name : `${name} ${what}`);
    isDone &&= done.length > 0;
  }
  if (isDone) printTook(startedAt, context);
  return 0;
}
