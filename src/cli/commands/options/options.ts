import { readableWidth, wrapped, twoColumns } from '../../../output/layout.ts';
import { clusterFlags } from '../../args/cluster-flags.ts';
import { flagRows, groupsOf } from '../../args/flag-rows.ts';
import type { VerbContext } from '../../context.ts';
import type { OptionsArguments } from './facts.ts';

const userNote =
  'On up and secret, where --user is the database user, the kubeconfig user is --kube-user. Otherwise they are as in kubectl.';

export function options(_args: OptionsArguments, { stdout }: VerbContext): Promise<number> {
  const width = readableWidth(stdout);
  const groups = groupsOf(clusterFlags({})).map(([title, flags]) =>
    [title, ...twoColumns(flagRows(flags), width)].join('\n'),
  );
  const parts = [
    'The following flags can be passed to any command:',
    ...groups,
    wrapped(userNote, { indent: 0, width }).join('\n'),
  ];
  stdout.write(`${parts.join('\n\n')}\n`);
  return Promise.resolve(0);
}
