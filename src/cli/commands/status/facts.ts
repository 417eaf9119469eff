import { text, toggle } from '../../args/flag.ts';
import {
  general,
  allNamespacesFlag,
  endpointFlag,
  noHeadersFlag,
  outputFlag,
  selectorFlags,
} from '../../args/flag-groups.ts';
import { several } from '../../args/positional.ts';
import { PROGRAM } from '../../program.ts';
import { type ArgumentsOf, verbFacts } from '../../verb.ts';
import { columnFormats, jsonPathFormats } from '../../../output/jsonpath/template-formats.ts';

export const formats = ['json', 'yaml', 'name', 'wide', ...jsonPathFormats, ...columnFormats] as const;

const displayFlags = {
  watch: toggle(general, 'Keep watching, and print rows as they change', { alias: 'w' }),
  'until-available': toggle(general, 'Watch until every endpoint is Available, and fail if one never can be'),
  timeout: text(general, 'Give up on --until-available after this time', { default: '30m' }),
  'sort-by': text(general, 'Sort by this field of the JSON output, such as .phase or .creationTimestamp', {
    value: 'FIELD',
  }),
  'show-labels': toggle(general, 'Add a column with the labels of the object'),
} as const;

export const statusFacts = verbFacts(() => ({
  positional: { source: several('SOURCE') },
  description:
    'Show private endpoints as Kubernetes declares them and as Atlas has them, without contacting the cloud account',
  examples: [
    [`${PROGRAM} status`, 'All endpoints in the namespace'],
    [`${PROGRAM} status orders`, 'The chain of one deployment, from its declaration to its connection string'],
    [`${PROGRAM} status -A`, 'All endpoints in all namespaces'],
    [`${PROGRAM} status -v 1`, 'Also show which operator the cluster runs'],
    [`${PROGRAM} status orders -w`, 'Watch one deployment, and print a row for each change'],
    [`${PROGRAM} status orders reports --until-available`, 'Wait until the endpoints of two deployments can be used'],
  ],
  flags: {
    ...endpointFlag,
    ...allNamespacesFlag('List endpoints in all namespaces'),
    ...displayFlags,
    ...selectorFlags,
    ...outputFlag(formats),
    ...noHeadersFlag,
  },
}));

export type StatusArguments = ArgumentsOf<typeof statusFacts>;
