import { text, toggle } from '../../args/flag.ts';
import {
  flags,
  general,
  allNamespacesFlag,
  databaseUserFlag,
  endpointFlag,
  noHeadersFlag,
  outputFlag,
} from '../../args/flag-groups.ts';
import { optional } from '../../args/positional.ts';
import { PROGRAM } from '../../program.ts';
import { type ArgumentsOf, verbFacts } from '../../verb.ts';
import { jsonPathFormats } from '../../../output/jsonpath/template-formats.ts';

export const formats = ['json', 'yaml', 'env', 'export', 'pod-env', 'name', ...jsonPathFormats] as const;

export const secretFacts = verbFacts(() => ({
  positional: { source: optional('SOURCE') },
  description: "Print the private connection strings of a deployment's connection Secret",
  examples: [
    [`${PROGRAM} secret orders`, 'Every private connection string, decoded'],
    [`${PROGRAM} secret orders -o pod-env`, 'The env section of a container that reads it'],
    [`${PROGRAM} secret orders --user app -o pod-env --name MONGODB_URI`, 'The same, with a variable name of your own'],
    [`${PROGRAM} secret orders --key connectionStringPrivateSrv`, 'One value and nothing else'],
    [`${PROGRAM} secret secret/shop-orders-app`, 'The strings of a Secret, without access to its deployment'],
  ],
  flags: {
    ...endpointFlag,
    ...databaseUserFlag,
    key: text(general, 'Print only the value of this key', { completes: 'secret-keys' }),
    ...allNamespacesFlag('Look for the Secret in all namespaces'),
    region: text(general, 'Choose the string of this region, such as US_EAST_1 or us-east-1, instead of --endpoint', {
      completes: 'declared-regions',
    }),
    name: text(general, 'Name the environment variable of -o pod-env', { value: 'VAR' }),
    refresh: toggle(
      general,
      'Make the operator rewrite the Secret of a dedicated cluster now, after saying what that changes',
    ),
    ...flags.askedWait,
    prefix: text(general, 'Begin the name of each variable of -o env and -o export with this, such as ATLAS_'),
    ...outputFlag(formats),
    ...noHeadersFlag,
  },
}));

export type SecretArguments = ArgumentsOf<typeof secretFacts>;
