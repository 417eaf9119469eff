import { checkFormat, structured } from '../../output/format.ts';
import { version as own } from '../../version.ts';
import { outputFlag, type Verb } from '../flags.ts';

export const version: Verb = {
  name: 'version',
  usage: '',
  description: 'Print the version of this plugin',
  examples: [['kubectl atlas-pe version -o json', 'For scripts']],
  flags: outputFlag(['json', 'yaml']),
  async run(args, context) {
    const format = checkFormat(typeof args['output'] === 'string' ? args['output'] : undefined, ['json', 'yaml']);
    const facts = { version: own, node: process.version };
    context.stdout.write(
      format === undefined ? `kubectl-atlas_pe v${own} (Node ${process.version})\n` : await structured(format, facts),
    );
    return 0;
  },
};
