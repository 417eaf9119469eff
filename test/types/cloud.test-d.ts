/**
 * Compiled by `npm run typecheck`, never run: what a cloud has to have is in its types, so leaving a part of it out does not compile.
 * Each list of members is checked against the type itself: a member that is added there has to be added here.
 */
import type { SpecLists } from '../../src/atlas/sources/private-endpoint/spec-lists.ts';
import type { ItemForms as ProjectForms } from '../../src/atlas/sources/project/item-forms.ts';
import type { ItemForms as ServerlessForms } from '../../src/atlas/sources/serverless/item-forms.ts';
import { flags } from '../../src/cli/args/flag-groups.ts';
import type { CloudFacts } from '../../src/cloud/facts.ts';
import type { CloudFlagName } from '../../src/cloud/flags/table.ts';
import type { CloudKind } from '../../src/cloud/kind.ts';
import type { CloudProvider } from '../../src/cloud/provider.ts';
import type { Clouds } from '../../src/cloud/table.ts';
import type { TagLimits } from '../../src/cloud/tags.ts';

type Facts = CloudFacts<'AWS'>;

/** The members that a type cannot be without. */
type RequiredMember<T> = { [M in keyof T]-?: T extends { readonly [N in M]: unknown } ? M : never }[keyof T];

export function everyMemberOfFacts(
  take: (facts: Facts) => void,
  without: <M extends keyof Facts>(member: M) => Omit<Facts, M>,
): object {
  // @ts-expect-error: a member is missing
  take(without('kind'));
  // @ts-expect-error: a member is missing
  take(without('name'));
  // @ts-expect-error: a member is missing
  take(without('nodePlatform'));
  // @ts-expect-error: a member is missing
  take(without('serviceGoesWithLastEndpoint'));
  // @ts-expect-error: a member is missing
  take(without('flags'));
  // @ts-expect-error: a member is missing
  take(without('placementHint'));
  // @ts-expect-error: a member is missing
  take(without('whereHint'));
  // @ts-expect-error: a member is missing
  take(without('placement'));
  // @ts-expect-error: a member is missing
  take(without('attachmentFlags'));
  // @ts-expect-error: a member is missing
  take(without('linkedBy'));
  // @ts-expect-error: a member is missing
  take(without('attachmentOf'));
  // @ts-expect-error: a member is missing
  take(without('describeAttachment'));
  // @ts-expect-error: a member is missing
  take(without('isOwnId'));
  // @ts-expect-error: a member is missing
  take(without('checkId'));
  // @ts-expect-error: a member is missing
  take(without('atlasRegion'));
  // @ts-expect-error: a member is missing
  take(without('regionExample'));
  // @ts-expect-error: a member is missing
  take(without('regionFlag'));
  // @ts-expect-error: a member is missing
  take(without('regions'));
  // @ts-expect-error: a member is missing
  take(without('regionSaidBy'));
  // @ts-expect-error: a member is missing
  take(without('regional'));
  // @ts-expect-error: a member is missing
  take(without('commandHint'));
  // @ts-expect-error: a member is missing
  take(without('script'));
  // @ts-expect-error: a member is missing
  take(without('diagnosis'));
  // @ts-expect-error: a member is missing
  take(without('open'));
  return {
    kind: true,
    name: true,
    nodePlatform: true,
    serviceGoesWithLastEndpoint: true,
    flags: true,
    placementHint: true,
    whereHint: true,
    placement: true,
    attachmentFlags: true,
    linkedBy: true,
    attachmentOf: true,
    describeAttachment: true,
    isOwnId: true,
    checkId: true,
    atlasRegion: true,
    regionExample: true,
    regionFlag: true,
    regions: true,
    regionSaidBy: true,
    regional: true,
    commandHint: true,
    changeCommand: true,
    script: true,
    diagnosis: true,
    open: true,
  } satisfies Record<RequiredMember<Facts>, true>;
}

export function everyMemberOfAnAccount(
  take: (account: CloudProvider) => void,
  without: <M extends keyof CloudProvider>(member: M) => Omit<CloudProvider, M>,
): object {
  // @ts-expect-error: a member is missing
  take(without('kind'));
  // @ts-expect-error: a member is missing
  take(without('identity'));
  // @ts-expect-error: a member is missing
  take(without('preflight'));
  // @ts-expect-error: a member is missing
  take(without('get'));
  // @ts-expect-error: a member is missing
  take(without('find'));
  // @ts-expect-error: a member is missing
  take(without('create'));
  // @ts-expect-error: a member is missing
  take(without('made'));
  // @ts-expect-error: a member is missing
  take(without('remove'));
  // @ts-expect-error: a member is missing
  take(without('placeFromNodes'));
  // @ts-expect-error: a member is missing
  take(without('placeOptions'));
  // @ts-expect-error: a member is missing
  take(without('survey'));
  // @ts-expect-error: a member is missing
  take(without('pollMs'));
  take(without('acceptedState'));

  return {
    kind: true,
    identity: true,
    preflight: true,
    get: true,
    find: true,
    create: true,
    made: true,
    remove: true,
    placeFromNodes: true,
    placeOptions: true,
    survey: true,
    checkCreation: true,
    checkRemoval: true,
    pollMs: true,
  } satisfies Record<RequiredMember<CloudProvider>, true>;
}

export function everyLimitOfTags(
  take: (limits: TagLimits) => void,
  without: <M extends keyof TagLimits>(member: M) => Omit<TagLimits, M>,
): object {
  // @ts-expect-error: a member is missing
  take(without('cloud'));
  // @ts-expect-error: a member is missing
  take(without('word'));
  // @ts-expect-error: a member is missing
  take(without('keyLength'));
  // @ts-expect-error: a member is missing
  take(without('valueLength'));
  // @ts-expect-error: a member is missing
  take(without('reserved'));
  // @ts-expect-error: a member is missing
  take(without('own'));
  // @ts-expect-error: a member is missing
  take(without('ignoresCase'));
  take(without('forbidden'));
  return {
    cloud: true,
    word: true,
    keyLength: true,
    valueLength: true,
    reserved: true,
    own: true,
    ignoresCase: true,
  } satisfies Record<RequiredMember<TagLimits>, true>;
}

/** A table without the entry of one cloud. */
type Lacking<T, K extends CloudKind> = Omit<T, K>;

export function everyEntryOfATable(
  clouds: [(table: Clouds) => void, Lacking<Clouds, 'AWS'>, Lacking<Clouds, 'AZURE'>],
  lists: [(table: SpecLists) => void, Lacking<SpecLists, 'AWS'>, Lacking<SpecLists, 'AZURE'>],
  items: [(table: ProjectForms) => void, Lacking<ProjectForms, 'AWS'>, Lacking<ProjectForms, 'AZURE'>],
  serverless: [(table: ServerlessForms) => void, Lacking<ServerlessForms, 'AWS'>, Lacking<ServerlessForms, 'AZURE'>],
): void {
  // @ts-expect-error: the entry of a cloud is missing
  clouds[0](clouds[1]);
  // @ts-expect-error: the entry of a cloud is missing
  clouds[0](clouds[2]);
  // @ts-expect-error: the entry of a cloud is missing
  lists[0](lists[1]);
  // @ts-expect-error: the entry of a cloud is missing
  lists[0](lists[2]);
  // @ts-expect-error: the entry of a cloud is missing
  items[0](items[1]);
  // @ts-expect-error: the entry of a cloud is missing
  items[0](items[2]);
  // @ts-expect-error: the entry of a cloud is missing
  serverless[0](serverless[1]);
  // @ts-expect-error: the entry of a cloud is missing
  serverless[0](serverless[2]);
}

export function oneCloudInThePlaceOfAnother(take: (table: Clouds) => void, table: Clouds): void {
  // @ts-expect-error: the facts of another cloud
  take({ ...table, AZURE: table.AWS });
}

export function everyFlagByName(account: CloudFlagName<{ readonly use: 'account' }>): object {
  const known: 'region' | 'profile' | 'subscription' | 'azure-cloud' | 'gcp-project' = account;
  return [
    known,
    flags.placement['vpc-id'],
    flags.account['azure-cloud'],
    // @ts-expect-error: no cloud has a flag of that name
    flags.placement['vpc-ip'],
    // @ts-expect-error: a flag that places an endpoint chooses no account
    flags.account['vpc-id'],
  ];
}
