import { checkFormat, jsonPathFormats, structured } from '../../output/format.ts';
import { version as own } from '../../version.ts';
import { outputFlag, type Verb } from '../flags.ts';

const formats = ['json', 'yaml', ...jsonPathFormats] as const;

export const version: Verb = {
  name: 'version',
  usage: '',
  description: 'Print the version of this plugin',
  examples: [['kubectl atlas-pe version -o json', 'For scripts']],
  flags: outputFlag(formats),
  async run(args, context) {
    const format = await checkFormat(args['output'], formats);
    const facts = { version: own, node: process.version };
    context.stdout.write(
      format === undefined ? `kubectl-atlas_pe v${own} (Node ${process.version})\n` : await structured(format, facts),
    );
    return 0;
  },
};
