import { readableWidth, twoColumns, wrapped } from '../../output/layout.ts';
import { clusterFlags } from '../args/cluster-flags.ts';
import { flagRows, groupsOf } from '../args/flag-rows.ts';
import { PROGRAM } from '../program.ts';
import { defineVerb } from '../verb.ts';

const userNote =
  'On up and secret, where --user is the database user, the kubeconfig user is --kube-user. Otherwise they are as in kubectl.';

export const options = defineVerb({
  name: 'options',
  positional: {},
  description: 'List the flags that every command takes',
  examples: [[`${PROGRAM} options`, 'The flags that choose the cluster, the namespace and the user']],
  flags: {},
  run(_args, { stdout }) {
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
  },
});
