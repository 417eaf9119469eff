import type { CloudFlag } from '../../cloud/flags/flag.ts';
import { type AttachmentFlagName, type CloudFlagName, cloudFlags, cloudNames } from '../../cloud/flags/table.ts';
import { allClouds } from '../../cloud/table.ts';
import { type Flag, text, texts } from './flag.ts';

type Use = CloudFlag['use'];

/** The flags of one use, each with the type of its value. */
type FlagsOf<U extends Use> = Readonly<
  Record<CloudFlagName<{ readonly use: U; readonly kind: 'text' }>, Flag<string | undefined>> &
    Record<CloudFlagName<{ readonly use: U; readonly kind: 'list' }>, Flag<readonly string[] | undefined>>
>;

/** The flags of one use that the clouds declare, each in the help group of its cloud. */
export function flagsOfClouds<U extends Use>(use: U): FlagsOf<U> {
  const own = cloudFlags().filter((flag) => flag.use === use);
  const described = own.map(({ name, kind, description, clouds }): [string, Flag] => {
    const group = `Placement on ${cloudNames(clouds)}:`;
    return [name, kind === 'list' ? texts(group, description) : text(group, description)];
  });
  // The names and kinds come from the same tables that the type is made of.
  return Object.fromEntries(described) as FlagsOf<U>;
}

/** The flags that, together with --id, say what Atlas needs to know about a cloud endpoint. */
export function attachmentFlagsOfClouds(group: string): Readonly<Record<AttachmentFlagName, Flag<string | undefined>>> {
  const described = allClouds().flatMap(({ attachmentFlags }) =>
    Object.entries(attachmentFlags).map(([name, { description }]) => [name, text(group, description)] as const),
  );
  return Object.fromEntries(described) as Record<AttachmentFlagName, Flag<string | undefined>>;
}
