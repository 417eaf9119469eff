import { toggle } from '../../args/flag.ts';
import { general, outputFlag } from '../../args/flag-groups.ts';
import { PROGRAM } from '../../program.ts';
import { type ArgumentsOf, verbFacts } from '../../verb.ts';
import { jsonPathFormats } from '../../../output/jsonpath/template-formats.ts';

export const formats = ['json', 'yaml', ...jsonPathFormats] as const;

export const versionFacts = verbFacts(() => ({
  positional: {},
  description: 'Print the version of this plugin and of the operator',
  examples: [
    [`${PROGRAM} version`, "This plugin's version, and the operator's"],
    [`${PROGRAM} version --client`, 'Without contacting the cluster'],
    [`${PROGRAM} version -o json`, 'For scripts'],
  ],
  flags: {
    client: toggle(general, 'Print only the version of this plugin, without contacting the cluster'),
    ...outputFlag(formats),
  },
}));

export type VersionArguments = ArgumentsOf<typeof versionFacts>;
