import { nodesOn } from '../../cloud/nodes.ts';
import type { CloudFacts } from '../../cloud/facts.ts';
import { type FlagValues, onlyFlags } from '../../cloud/flags/flag.ts';
import { flagsFor } from '../../cloud/flags/table.ts';
import type { NodePlacement } from '../../cloud/placement.ts';
import type { CloudProvider } from '../../cloud/provider.ts';
import type { Run } from '../../atlas/run.ts';
import { UserError } from '../../core/errors.ts';
import { ApiError } from '../../kube/errors.ts';
import { listNodes } from '../../kube/nodes.ts';
import type { Template } from '../../output/format.ts';
import { confirmPlacement } from '../ask.ts';
import { requestLog } from '../connect.ts';
import type { Context } from '../context.ts';
import { placementReasons, placementText } from '../views/node-placement.ts';
import { givenBesideNodes } from './placement-flags.ts';
import type { SubjectArguments } from './subject-arguments.ts';
import type { Subject } from './subject.ts';
import type { Subjects } from './subjects.ts';
import type { TellAccount } from '../tell-account.ts';

/** A command line that may ask for a placement beside the nodes. */
interface Asked {
  readonly args: SubjectArguments;
  /** Of the output, for --dry-run. */
  readonly format: string | Template | undefined;
  /** To be told before anyone is asked to agree. */
  readonly tellAccount: TellAccount;
}

/**
 * Fills the placement in from the cluster's nodes, where --from-nodes asks for that and the endpoint has no id yet: shows what was
 * chosen and why, and asks.
 * @returns the subjects to go on with; undefined after --dry-run, which ends here
 * @throws UserError when the nodes give no placement, or nobody agrees to it
 */
export async function placeFromNodes(
  { run, subjects }: Subjects,
  { args, format, tellAccount }: Asked,
  context: Context,
): Promise<readonly Subject[] | undefined> {
  if (args['from-nodes'] !== true) {
    if (args['dry-run'] !== true) return subjects;
    throw new UserError('--dry-run needs --from-nodes: it shows what would be chosen, and stops there', {
      hint: 'leave it out; every step that is already done is only shown anyway',
    });
  }
  const [subject, another] = subjects;
  if (another !== undefined) throw severalRegions(subjects);
  if (subject.before?.declaredId !== undefined) return subjects;
  const openAccount = accountOpener(run, subject, args, context);
  const placement = await chooseBesideNodes(run, subject, args, openAccount);
  const given = flagsFor(subject.cloud, givenBesideNodes(args));
  const flags = { ...subject.flags, ...given, ...placement.flags };
  // The placement can say another account than the one that was asked about the nodes: a subnet of Azure names its subscription.
  await tellAccount(await openAccount(flags));
  context.stderr.write(placementReasons(placement));
  if (args['dry-run'] === true) {
    context.stdout.write(await placementText(placement, format));
    return undefined;
  }
  await confirmPlacement(args, context);
  return [{ ...subject, flags }];
}

function severalRegions([{ target, site, deployment }, ...others]: Subjects['subjects']): UserError {
  return new UserError(
    `--from-nodes places one endpoint, in the region of the nodes, and ${deployment ?? target.reference} has ${others.length + 1} regions`,
    { hint: `choose one with --region ${site.atlasRegion ?? 'REGION'}` },
  );
}

function accountOpener(
  run: Run,
  { cloud, site }: Subject,
  args: SubjectArguments,
  context: Context,
): (flags: FlagValues) => Promise<CloudProvider> {
  const { atlasRegion } = site;
  return (flags) =>
    cloud.open({ flags, env: context.env, atlasRegion, warn: run.warn, log: requestLog(args, context) });
}

async function chooseBesideNodes(
  run: Run,
  { target, before, cloud: facts, flags }: Subject,
  args: SubjectArguments,
  open: (flags: FlagValues) => Promise<CloudProvider>,
): Promise<NodePlacement> {
  const nodes = nodesOn(facts, await nodesOf(run, facts), target.reference);
  // Without the placement's own flags: what is missing of it is what the nodes are asked for.
  const account = await open(onlyFlags(flags, (name) => facts.flags[name]?.use === 'account'));
  return account.placeFromNodes(nodes, before?.service, flagsFor(facts, givenBesideNodes(args)));
}

async function nodesOf({ client, time }: Run, facts: CloudFacts): ReturnType<typeof listNodes> {
  try {
    return await listNodes(client, time.signal);
  } catch (error) {
    if (!(error instanceof ApiError) || error.code !== 403) throw error;
    throw new UserError(`cannot look at the cluster's nodes: ${error.message}`, {
      cause: error,
      hint: `give the placement yourself: ${facts.placementHint}`,
    });
  }
}
