import { type Generation, describeGeneration, readGeneration } from '../../../atlas/operator/version-range.ts';
import { UserError } from '../../../core/errors.ts';
import { ApiError } from '../../../kube/errors.ts';
import { ConnectionError } from '../../../kube/http/connection-error.ts';
import { printLine } from '../../../output/escape.ts';
import type { ClusterArguments } from '../../args/cluster-flags.ts';
import type { Context } from '../../context.ts';
import { openClient } from '../../open-run.ts';

/** Milliseconds to wait for a cluster that does not answer. */
const PATIENCE_MS = 5_000;

/** An operator, or why it is unknown. */
type FoundOperator = Generation | { readonly unknown: string };

/**
 * The operator of the cluster, or why it is unknown: `version` has to work without a cluster too.
 * @throws UserError for a named cluster that cannot be found
 */
async function operatorOf(args: ClusterArguments, context: Context): Promise<FoundOperator> {
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

/** The operator of the cluster, and what is said of it. @throws UserError for a named cluster that cannot be found */
export async function lookForOperator(
  args: ClusterArguments,
  context: Context,
): Promise<{ readonly operator: FoundOperator; readonly words: string }> {
  const operator = await operatorOf(args, context);
  return { operator, words: describe(operator) };
}

function describe(operator: FoundOperator): string {
  return 'unknown' in operator ? `unknown: ${operator.unknown}` : describeGeneration(operator);
}
