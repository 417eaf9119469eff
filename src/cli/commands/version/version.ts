import { type Generation, describeGeneration, readGeneration } from '../../../atlas/operator/version-range.ts';
import { UserError } from '../../../core/errors.ts';
import { ApiError } from '../../../kube/errors.ts';
import { ConnectionError } from '../../../kube/http/connection-error.ts';
import { checkFormat, structured } from '../../../output/format.ts';
import { commit, version as own } from '../../../version.ts';
import type { Context, VerbContext } from '../../context.ts';
import type { ClusterArguments } from '../../args/cluster-flags.ts';
import { openClient } from '../../open-run.ts';
import { EXECUTABLE } from '../../program.ts';
import { printLine } from '../../../output/escape.ts';
import { type VersionArguments, formats } from './facts.ts';

/** Milliseconds to wait for a cluster that does not answer. */
const PATIENCE_MS = 5_000;

export async function version(args: VersionArguments, context: VerbContext): Promise<number> {
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
}

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
