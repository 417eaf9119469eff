import { ownNodes } from '../../../cloud/nodes.ts';
import type { Run } from '../../../atlas/run.ts';
import { cloudNamed, isServed } from '../../../cloud/table.ts';
import type { CloudFacts } from '../../../cloud/facts.ts';
import type { Observed } from '../../../core/chain/observed.ts';
import { idOf } from '../../../core/endpoint.ts';
import { UserError } from '../../../core/errors.ts';
import { ApiError } from '../../../kube/errors.ts';
import { listNodes } from '../../../kube/nodes.ts';
import { orRefusal } from '../../../kube/refusal.ts';
import type { ClusterArguments } from '../../args/cluster-flags.ts';
import type { Arguments } from '../../args/flag.ts';
import type { flags } from '../../args/flag-groups.ts';
import { openAccount } from '../../open-run.ts';
import type { VerbContext } from '../../context.ts';
import { placementOf } from '../../endpoints/placement-flags.ts';
import type { Subject } from '../chain/observe.ts';

/** What a command line says about the cluster and the cloud accounts. */
export type AccountArguments = ClusterArguments &
  Arguments<typeof flags.account> & { readonly timeout: string; readonly wait: boolean };

/** What each cloud shows of the endpoints: one survey for all that are on the same cloud. */
export async function surveyClouds(
  run: Run,
  subjects: readonly Subject[],
  args: AccountArguments,
  context: VerbContext,
): Promise<readonly Observed['cloud'][]> {
  const having = subjects.filter(
    ({ observed }) => idOf(observed.endpoint) !== undefined && isServed(observed.provider),
  );
  if (having.length === 0) return [];
  const nodes = await orRefusal(listNodes(run.client, context.signal));
  const seen = new Map<Subject, Observed['cloud']>();
  const byCloud = Map.groupBy(having, ({ observed }) => observed.provider);
  await Promise.all(
    [...byCloud].map(async ([provider, members]) => {
      const facts = cloudNamed(provider);
      const found = await surveyOne(facts, members, nodes instanceof ApiError ? [] : nodes, { args, context });
      for (const [at, member] of members.entries()) seen.set(member, found[at]);
    }),
  );
  return subjects.map((subject) => seen.get(subject));
}

async function surveyOne(
  facts: CloudFacts,
  members: readonly Subject[],
  nodes: Awaited<ReturnType<typeof listNodes>>,
  { args, context }: { readonly args: AccountArguments; readonly context: VerbContext },
): Promise<readonly Observed['cloud'][]> {
  const endpoints = members.map(({ observed: { endpoint }, declared }) => ({
    id: idOf(endpoint) ?? '',
    service: endpoint?.service ?? '',
    atlasRegion: declared?.source.site(declared.object, declared.label).atlasRegion,
  }));
  const attachments = members.flatMap(({ observed: { endpoint } }) => endpoint?.attachment ?? []);
  const [only, ...others] = new Set(endpoints.map(({ atlasRegion }) => atlasRegion));
  const settings = {
    flags: placementOf(args),
    atlasRegion: others.length === 0 ? only : undefined,
    attachments,
    warn: () => undefined,
  };
  try {
    const account = await openAccount(facts, settings, args, context);
    return await account.survey(endpoints, ownNodes(facts, nodes));
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return members.map(() => ({ refusal: error.message }));
  }
}
