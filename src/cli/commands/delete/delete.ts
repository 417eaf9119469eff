import { parseDuration } from '../../../core/duration.ts';
import { checkFormat } from '../../../output/format.ts';
import { toggle } from '../../args/flag.ts';
import { asRehearsed, changeOutputFlag, dryRunFlag, isRehearsed, printCommandsFlag } from '../../args/dry-run/flag.ts';
import {
  endpointFlag,
  fieldManagerFlag,
  flags,
  forceFlag,
  general,
  selectorFlags,
  yesFlag,
} from '../../args/flag-groups.ts';
import { several } from '../../args/positional.ts';
import { confirmDeletion } from '../../ask.ts';
import { printTook } from '../took.ts';
import { PROGRAM } from '../../program.ts';
import { defineVerb } from '../../verb.ts';
import { deletionQuestion } from '../../views/deletion-preview.ts';
import { namedSources } from '../several/named-sources.ts';
import { deleteEndpoints } from './delete-endpoints.ts';
import { listOrphans } from './orphans.ts';
import { previewDeletion } from './preview.ts';
import { printLine } from '../../../output/escape.ts';

export const deletion = defineVerb({
  name: 'delete',
  positional: { source: several('SOURCE') },
  description: 'Unlink an endpoint, wait until Atlas has released it, and delete the cloud endpoint',
  examples: [
    [`${PROGRAM} delete orders`, 'Show what will be deleted on both sides, ask, and delete it'],
    [`${PROGRAM} delete ape/shop-us --endpoint web`, 'Delete one of several endpoints, and keep the object'],
    [`${PROGRAM} delete orders reports`, 'Show what will be deleted of both, ask once, and delete it side by side'],
    [`${PROGRAM} delete --orphans`, 'List cloud endpoints made by this plugin that nothing refers to'],
  ],
  flags: {
    ...selectorFlags,
    ...endpointFlag,
    'keep-cloud-endpoint': toggle(
      general,
      'Unlink only, and keep the cloud endpoint without contacting the cloud account',
    ),
    orphans: toggle(general, "List cloud endpoints with this plugin's tags that nothing refers to (takes no SOURCE)"),
    'ignore-not-found': toggle(general, 'Succeed even if there is nothing to delete'),
    ...yesFlag,
    ...dryRunFlag,
    ...printCommandsFlag,
    ...changeOutputFlag(['name']),
    ...fieldManagerFlag,
    ...forceFlag,
    ...flags.account,
    ...flags.wait,
  },
  async run(args, context): Promise<number> {
    if (args.orphans) return listOrphans(args, context);
    if (isRehearsed(args)) {
      const { rehearseDeletion } = await import('../dry-run/delete.ts');
      return rehearseDeletion(asRehearsed(args), context, deletion);
    }
    const named = await namedSources(args, deletion, context);
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
  },
});
