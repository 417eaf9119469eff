import type { CloudFacts } from '../facts.ts';
import type { CloudKind } from '../kind.ts';
import { allClouds, type clouds } from '../table.ts';
import { type CloudFlag, type CloudFlags, type FlagValues, TAG_FLAG, isGiven, onlyFlags } from './flag.ts';

/** Every flag of every cloud, as a union of pairs of name and declaration. */
type Declared = (typeof clouds)[CloudKind]['flags'] extends infer Table
  ? Table extends CloudFlags
    ? { readonly [N in keyof Table & string]: readonly [N, Table[N]] }[keyof Table & string]
    : never
  : never;

/** The names of the flags that the clouds declare: all, or those of a shape such as `{ use: 'account' }`. */
export type CloudFlagName<Shape extends Partial<CloudFlag> = CloudFlag> = Declared extends infer Pair
  ? Pair extends readonly [infer N extends string, Shape]
    ? N
    : never
  : never;

/** The names of the flags that give a part of an attachment. */
export type AttachmentFlagName = (typeof clouds)[CloudKind] extends infer Facts
  ? Facts extends { readonly attachmentFlags: infer Table }
    ? keyof Table & string
    : never
  : never;

/** A flag with the clouds that declare it: several may use the same name. */
export interface SharedFlag extends CloudFlag {
  readonly name: string;
  readonly clouds: readonly CloudFacts[];
}

/** The flags of all clouds, each name once. Two clouds may declare the same name only with the same kind and use. */
export function cloudFlags(): readonly SharedFlag[] {
  const names = new Set(allClouds().flatMap(({ flags }) => Object.keys(flags)));
  return [...names].flatMap((name) => {
    const declaring = allClouds().filter(({ flags }) => flags[name] !== undefined);
    const [first] = declaring.flatMap(({ flags }) => flags[name] ?? []);
    return first === undefined ? [] : [{ ...first, name, clouds: declaring, description: describe(name, declaring) }];
  });
}

/** The description, or that of each cloud if they differ. */
function describe(name: string, declaring: readonly CloudFacts[]): string {
  const described = declaring.map(({ name: cloud, flags }) => ({ cloud, description: flags[name]?.description ?? '' }));
  const [first, ...others] = described;
  if (first === undefined || others.every(({ description }) => description === first.description))
    return first?.description ?? '';
  return described.map(({ cloud, description }) => `on ${cloud}: ${description}`).join('; ');
}

/** The clouds of a flag as messages name them. */
export function cloudNames(declaring: readonly CloudFacts[]): string {
  return declaring.map(({ name }) => name).join(' and ');
}

/** The flags that apply to a cloud: its own, those it shares, and the tags. */
export function flagsFor({ flags }: CloudFacts, given: FlagValues): FlagValues {
  return onlyFlags(given, (name) => name === TAG_FLAG || flags[name] !== undefined);
}

/** The names of the given flags that only this cloud has. */
export function ownFlags(facts: CloudFacts, given: FlagValues): readonly string[] {
  return cloudFlags().flatMap(({ name, clouds: [only, another] }) =>
    only?.kind === facts.kind && another === undefined && isGiven(given, name) ? [name] : [],
  );
}

/** The names of the flags that choose the account, for hints, such as `--region and --profile`. */
export function accountHint({ flags }: CloudFacts): string {
  const names = Object.entries(flags).flatMap(([name, { use }]) => (use === 'account' ? [`--${name}`] : []));
  return [names.slice(0, -1).join(', '), ...names.slice(-1)].filter((part) => part !== '').join(' and ');
}
