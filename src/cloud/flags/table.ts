import type { CloudKind } from '../kind.ts';
import { allOnCommandLine, type cloudsOnCommandLine } from '../on-command-line.ts';
import { type CloudFlag, type CloudFlags, type FlagValues, TAG_FLAG, isGiven, onlyFlags } from './flag.ts';
import type { CloudOnCommandLine } from './on-command-line.ts';

/** Every flag of every cloud, as a union of pairs of name and declaration. */
type Declared = (typeof cloudsOnCommandLine)[CloudKind]['flags'] extends infer Table
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

/** The names of the flags that give a part of an attachment and nothing else: one that chooses the account may give a part, too. */
export type AttachmentFlagName = (typeof cloudsOnCommandLine)[CloudKind] extends infer Facts
  ? Facts extends { readonly attachmentFlags: infer Table; readonly flags: infer Own }
    ? Exclude<keyof Table, keyof Own> & string
    : never
  : never;

/** A name that several clouds may use, with those that do. */
interface Described {
  readonly name: string;
  readonly description: string;
  readonly clouds: readonly CloudOnCommandLine[];
}

/** A flag with the clouds that declare it: several may use the same name. */
export interface SharedFlag extends CloudFlag, Described {}

/** The flags of all clouds, each name once. Two clouds may declare the same name only with the same kind and use. */
export function cloudFlags(): readonly SharedFlag[] {
  const names = new Set(allOnCommandLine().flatMap(({ flags }) => Object.keys(flags)));
  return [...names].flatMap((name) => {
    const declaring = allOnCommandLine().filter(({ flags }) => flags[name] !== undefined);
    const [first] = declaring.flatMap(({ flags }) => flags[name] ?? []);
    const told = declaring.map(({ name: cloud, flags }) => [cloud, flags[name]?.description] as const);
    return first === undefined ? [] : [{ ...first, name, clouds: declaring, description: describe(told) }];
  });
}

/** The flags that give a part of an attachment and nothing else, each once, with how the clouds describe it that have it. */
export function attachmentFlagsOf(): readonly Described[] {
  const names = new Set(
    allOnCommandLine().flatMap(({ attachmentFlags, flags }) =>
      Object.keys(attachmentFlags).filter((name) => flags[name] === undefined),
    ),
  );
  return [...names].map((name) => {
    const declaring = allOnCommandLine().filter(({ attachmentFlags }) => attachmentFlags[name] !== undefined);
    const told = declaring.map(
      ({ name: cloud, attachmentFlags }) => [cloud, attachmentFlags[name]?.description] as const,
    );
    return { name, clouds: declaring, description: describe(told) };
  });
}

/** The description, or that of each cloud if they differ. */
function describe(told: readonly (readonly [cloud: string, description: string | undefined])[]): string {
  const descriptions = new Set(told.map(([, description]) => description ?? ''));
  if (descriptions.size === 1) return [...descriptions].join('');
  return told.map(([cloud, description = '']) => `on ${cloud}: ${description}`).join('; ');
}

/** The clouds of a flag as messages name them. */
export function cloudNames(declaring: readonly CloudOnCommandLine[]): string {
  return declaring.map(({ name }) => name).join(' and ');
}

/** The flags that apply to a cloud: its own, those it shares, and the tags. */
export function flagsFor({ flags }: CloudOnCommandLine, given: FlagValues): FlagValues {
  return onlyFlags(given, (name) => name === TAG_FLAG || flags[name] !== undefined);
}

/** Those that choose the account, and where to act in it. */
export function accountFlags({ flags }: CloudOnCommandLine, given: FlagValues): FlagValues {
  return onlyFlags(given, (name) => flags[name]?.use === 'account');
}

/** The names of the given flags that only this cloud has. */
export function ownFlags(facts: CloudOnCommandLine, given: FlagValues): readonly string[] {
  return cloudFlags().flatMap(({ name, clouds: [only, another] }) =>
    only?.kind === facts.kind && another === undefined && isGiven(given, name) ? [name] : [],
  );
}

/** The names of the flags that choose the account, for hints, such as `--region and --profile`. */
export function accountHint({ flags }: CloudOnCommandLine): string {
  const names = Object.entries(flags).flatMap(([name, { use }]) => (use === 'account' ? [`--${name}`] : []));
  return [names.slice(0, -1).join(', '), ...names.slice(-1)].filter((part) => part !== '').join(' and ');
}
