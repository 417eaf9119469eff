import { text, texts, toggle } from '../../args/flag.ts';
import { allNamespacesFlag, endpointFlag, flags, general, outputFlag, selectorFlags } from '../../args/flag-groups.ts';
import { several } from '../../args/positional.ts';
import { PROGRAM } from '../../program.ts';
import { fromFlags } from './from-flags.ts';
import { type ArgumentsOf, verbFacts } from '../../verb.ts';

export const formats = ['json', 'yaml'] as const;

const ownFlags = {
  only: texts(
    general,
    'Show only the checks whose codes begin with this, such as PE3 (may be repeated or separated by commas)',
    { completes: 'checks' },
  ),
  skip: texts(
    general,
    'Skip the checks whose codes begin with this, such as PE144 (may be repeated or separated by commas)',
    { completes: 'checks' },
  ),
  'dns-server': texts(general, "Use these DNS servers (ADDRESS or ADDRESS:PORT) instead of this machine's"),
  wait: toggle(general, 'Check again until nothing is broken or in progress'),
  timeout: text(general, 'Wait at most this long with --wait', { default: '5m' }),
} as const;

export const doctorFacts = verbFacts(() => ({
  positional: { source: several('SOURCE') },
  description: 'Find the first broken link from the operator to the Pods, and the command that fixes it',
  examples: [
    [`${PROGRAM} doctor orders`, 'Every check of one deployment, with its cloud, its DNS names and its Pods'],
    [`${PROGRAM} doctor -A`, 'One line for each endpoint of the cluster, and what is broken'],
    [`${PROGRAM} doctor -A -l app=shop`, 'The same, of the labelled objects only'],
    [`${PROGRAM} doctor orders --only PE3`, 'Only what surrounds the cloud endpoint: groups, subnets, rules'],
    [`${PROGRAM} doctor orders --wait --timeout 10m`, 'Check again until everything holds'],
    [`${PROGRAM} doctor orders --from deploy/web`, 'Probe from a Pod of the application too'],
    [`${PROGRAM} doctor -o json`, 'For scripts'],
  ],
  flags: {
    ...endpointFlag,
    ...allNamespacesFlag('Check endpoints in all namespaces'),
    ...selectorFlags,
    ...ownFlags,
    ...fromFlags,
    ...flags.account,
    ...outputFlag(formats),
  },
}));

export type DoctorArguments = ArgumentsOf<typeof doctorFacts>;
