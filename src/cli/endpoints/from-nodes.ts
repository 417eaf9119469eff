import { nodesOn } from '../../cloud/nodes.ts';
import type { CloudFacts } from '../../cloud/facts.ts';
import { onlyFlags } from '../../cloud/flags/flag.ts';
import { flagsFor } from '../../cloud/flags/table.ts';
import { UserError } from '../../core/errors.ts';
import type { KubeClient } from '../../kube/client.ts';
import { ApiError } from '../../kube/errors.ts';
import { listNodes } from '../../kube/nodes.ts';
import type { Template } from '../../output/format.ts';
import type { Context } from '../context.ts';
import { requestLog } from '../connect.ts';
import { confirmPlacement } from '../ask.ts';
import type { Subject } from './resolve.ts';
import { placementReasons, placementText } from '../views/node-placement.ts';
import { placementOf } from './placement-flags.ts';
import type { SubjectArguments } from './subject-arguments.ts';
import type { NodePlacement } from '../../cloud/placement.ts';
import { givenBesideNodes } from './placement-flags.ts';

type Arguments = Readonly<Record<string, unknown>>;

/**
 * Fills the placement in from the cluster's nodes, where --from-nodes asks for that and the endpoint has no id yet: shows what was
 * chosen and why, and asks.
 * @returns the subjects to go on with; undefined after --dry-run, which ends here
 * @throws UserError when the nodes give no placement, or nobody agrees to it
 */
export async function placeFromNodes(
  args: SubjectArguments,
  format: string | Template | undefined,
  context: Context,
  client: KubeClient,
  subjects: readonly [Subject, ...Subject[]],
): Promise<readonly Subject[] | undefined> {
  if (args['from-nodes'] !== true) {
    if (args['dry-run'] !== true) return subjects;
    throw new UserError('--dry-run needs --from-nodes: it shows what would be chosen, and stops there', {
      hint: 'leave it out; every step that is already done is only shown anyway',
    });
  }
  const [subject, another] = subjects;
  const { target, before, site, cloud: facts, flags } = subject;
  if (another !== undefined) {
    throw new UserError(
      `--from-nodes places one endpoint, in the region of the nodes, and ${subject.deployment ?? target.reference} has ${subjects.length} regions`,
      { hint: `choose one with --region ${site.atlasRegion ?? 'REGION'}` },
    );
  }
  if (before?.declaredId !== undefined) return subjects;

  const nodes = nodesOn(facts, await nodesOf(client, facts, context), target.reference);
  const warn = (text: string): void => void context.stderr.write(`warning: ${text}\n`);
  const given = flagsFor(facts, givenBesideNodes(args));
  const cloud = await facts.open({
    // Without the placement's own flags: what is missing of it is what the nodes are asked for.
    flags: onlyFlags(flags, (name) => facts.flags[name]?.use === 'account'),
    env: context.env,
    atlasRegion: site.atlasRegion,
    warn,
    log: requestLog(args, context),
  });
  const placement = await cloud.placeFromNodes(nodes, before?.service, given);
  show(placement, context);
  if (args['dry-run'] === true) {
    context.stdout.write(await placementText(placement, format));
    return undefined;
  }
  await confirmPlacement(args, context);
  return [{ ...subject, flags: { ...flags, ...given, ...placement.flags } }];
}

async function nodesOf(client: KubeClient, facts: CloudFacts, context: Context): ReturnType<typeof listNodes> {
  try {
    return await listNodes(client, context.signal);
  } catch (error) {
    if (!(error instanceof ApiError) || error.code !== 403) throw error;
    throw new UserError(`cannot look at the cluster's nodes: ${error.message}`, {
      cause: error,
      hint: `give the placement yourself: ${facts.placementHint}`,
    });
  }
}
