import { type Generation, describeGeneration, readGeneration } from '../../atlas/operator/version-range.ts';
import { UserError } from '../../core/errors.ts';
import { ApiError } from '../../kube/errors.ts';
import { ConnectionError } from '../../kube/http/connection-error.ts';
import { checkFormat, jsonPathFormats, structured } from '../../output/format.ts';
import { commit, version as own } from '../../version.ts';
import type { Context } from '../context.ts';
import type { ClusterArguments } from '../args/cluster-flags.ts';
import { toggle } from '../args/flag.ts';
import { general, outputFlag } from '../args/flag-groups.ts';
import { openClient } from '../open-run.ts';
import { EXECUTABLE, PROGRAM } from '../program.ts';
import { defineVerb } from '../verb.ts';
import { printLine } from '../../output/escape.ts';

/** Milliseconds to wait for a cluster that does not answer. */
const PATIENCE_MS = 5_000;

const formats = ['json', 'yaml', ...jsonPathFormats] as const;

export const version = defineVerb({
  name: 'version',
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
  async run(args, context) {
    const format = await checkFormat(args.output, formats);
    const operator = args.client ? undefined : await look(args, context);
    const facts = { version: own, commit: commit ?? null, node: process.version };
    if (format !== undefined) {
      context.stdout.write(await structured(format, operator === undefined ? facts : { ...facts, operator }));
      return 0;
    }
    const built = commit === undefined ? '' : `commit ${commit}, `;
    printLine(context.stdout, `${EXECUTABLE} v${own} (${built}Node ${process.version})`);
    if (operator !== undefined) {
      const found = 'unknown' in operator ? `unknown: ${operator.unknown}` : describeGeneration(operator);
      printLine(context.stdout, `operator ${found}`);
    }
    return 0;
  },
});

/**
 * The operator of the cluster, or why it is unknown: `version` has to work without a cluster too.
 * @throws UserError for a named cluster that cannot be found
 */
async function look(args: ClusterArguments, context: Context): Promise<Generation | { readonly unknown: string }> {
  const patience = AbortSignal.timeout(PATIENCE_MS);
  try {
    const { client } = await openClient(args, context);
    return await readGeneration(client, AbortSignal.any([context.signal, patience]), (text) =>
      printLine(context.stderr, `warning: ${text}`),
    );
  } catch (error) {
    const named = args.context !== undefined || args.kubeconfig !== undefined;
    if (
      context.signal.aborted ||
      (named && !patience.aborted && !(error instanceof ConnectionError || error instanceof ApiError))
    )
      throw error;
    if (patience.aborted) return { unknown: `the cluster did not answer within ${PATIENCE_MS / 1000} seconds` };
    if (error instanceof UserError) return { unknown: error.message };
    throw error;
  }
}
