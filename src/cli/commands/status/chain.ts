import { describeGeneration, runningGeneration } from '../../../atlas/operator/version-range.ts';
import { judgeChain } from '../../../core/chain/chain.ts';
import { clusterChecks } from '../../../core/chain/sides.ts';
import type { Observed } from '../../../core/chain/observed.ts';
import type { Style } from '../../../output/style.ts';
import type { VerbContext } from '../../context.ts';
import type { Resolved } from '../../endpoints/resolve.ts';
import { type NamedChain, chainText } from '../../views/chain/chain-screen.ts';
import { allChecks } from '../../words/checks/all.ts';
import { observeInCluster } from '../chain/observe-in-cluster.ts';
import { observeNamed, shortReference } from '../chain/observe-named.ts';
import { nameOf } from '../chain/observe.ts';
import type { Look } from './look-up.ts';

/** Prints the chain of each endpoint of the only object that is named, from its declaration to its strings. */
export async function printChains(look: Look, resolved: Resolved, style: Style, context: VerbContext): Promise<void> {
  const { snapshot: run } = look;
  const [generation, observed] = await Promise.all([
    runningGeneration(run.client, context.signal),
    observe(look, resolved, context),
  ]);
  const places = new Set(observed.map(({ provider, region }) => `${provider} ${region}`.trim()));
  const checks = clusterChecks(allChecks);
  const chains = observed.map((each): NamedChain => ({ name: nameOf(each), ...judgeChain(each, checks) }));
  const { target, object } = resolved.named;
  const kind = target.source.isCluster
    ? [object !== undefined && target.source.declaredElsewhere(object) !== undefined ? 'dedicated' : 'serverless']
    : [];
  const screen = {
    reference: shortReference(resolved),
    about: [...kind, ...places].join(', '),
    operator: generation.version ?? describeGeneration(generation),
    chains,
  };
  context.stdout.write(chainText(screen, style, context.hintText));
}

/** What Kubernetes tells of each endpoint. Clouds, DNS and the Pods of the namespaces are left to `doctor`: they take longer, and other rights. */
async function observe(look: Look, resolved: Resolved, context: VerbContext): Promise<readonly Observed[]> {
  return observeInCluster(look.snapshot, await observeNamed(look, [resolved], context), new Set(), context);
}
