import { type OperatorGeneration, generationText, readGeneration } from '../../atlas/generation.ts';
import { UserError } from '../../core/errors.ts';
import { checkFormat, structured } from '../../output/format.ts';
import { version as own } from '../../version.ts';
import type { Context } from '../context.ts';
import { connect, outputFlag, type Verb } from '../flags.ts';

/** Milliseconds that the cluster has to answer: a version is asked for when something does not work. */
const PATIENCE_MS = 10_000;

export const version: Verb = {
  name: 'version',
  usage: '',
  description: 'Print the version of this plugin and of the operator',
  examples: [
    ['kubectl atlas-pe version', 'The plugin and the operator'],
    ['kubectl atlas-pe version --client -o json', 'The plugin alone, for scripts'],
  ],
  flags: {
    client: { type: 'boolean', group: 'Flags:', description: 'Do not ask the cluster' },
    ...outputFlag(['json', 'yaml']),
  },
  async run(args, context) {
    const format = checkFormat(typeof args['output'] === 'string' ? args['output'] : undefined, ['json', 'yaml']);
    const operator = args['client'] === true ? undefined : await operatorOf(args, context);
    if (format === undefined) {
      context.stdout.write(`kubectl-atlas_pe v${own} (Node ${process.version})\n`);
      if (operator !== undefined) context.stdout.write(`operator ${generationText(operator)}\n`);
      return 0;
    }
    context.stdout.write(
      await structured(format, {
        version: own,
        node: process.version,
        ...(operator === undefined ? {} : { operator: known(operator) }),
      }),
    );
    return 0;
  },
};

/** What is known; a value that is not is left out. */
function known({ version: image, range, serverless, privateEndpoint }: OperatorGeneration): Record<string, unknown> {
  const values = {
    version: image,
    crds: range,
    serverlessEndpoints: serverless,
    atlasPrivateEndpoint: privateEndpoint,
  };
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}

/** Undefined, with a warning, where no cluster answers: the plugin's own version is printed all the same. */
async function operatorOf(
  args: Readonly<Record<string, unknown>>,
  context: Context,
): Promise<OperatorGeneration | undefined> {
  const over = new AbortController();
  const timer = context.sleep(PATIENCE_MS, over.signal).then(
    () => over.abort(new UserError('the cluster does not answer')),
    () => undefined,
  );
  try {
    const { client } = await connect(args, context);
    return await readGeneration(client, AbortSignal.any([context.signal, over.signal]));
  } catch (error) {
    const reason: unknown = over.signal.aborted ? over.signal.reason : error;
    if (!(reason instanceof UserError) || context.signal.aborted) throw error;
    context.stderr.write(`warning: the operator's version is unknown: ${reason.message}\n`);
    return undefined;
  } finally {
    over.abort();
    await timer;
  }
}
