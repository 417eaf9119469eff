import type { CloudFlag } from '../../cloud/flags/flag.ts';
import {
  type AttachmentFlagName,
  type CloudFlagName,
  type SharedFlag,
  attachmentFlagsOf,
  cloudFlags,
  cloudNames,
} from '../../cloud/flags/table.ts';
import { type Completes, type Flag, text, texts, toggle } from './flag.ts';

type Use = CloudFlag['use'];

/** The flags of one use, each with the type of its value. */
type FlagsOf<U extends Use> = Readonly<
  Record<CloudFlagName<{ readonly use: U; readonly kind: 'text' }>, Flag<string | undefined>> &
    Record<CloudFlagName<{ readonly use: U; readonly kind: 'list' }>, Flag<readonly string[] | undefined>> &
    Record<CloudFlagName<{ readonly use: U; readonly kind: 'switch' }>, Flag<boolean>>
>;

/** The flags of one use that the clouds declare, each in the help group of its cloud. */
export function flagsOfClouds<U extends Use>(use: U): FlagsOf<U> {
  const own = cloudFlags().filter((flag) => flag.use === use);
  const described = own.map((flag): [string, Flag] => [flag.name, parsed(flag)]);
  // The names and kinds come from the same tables that the type is made of.
  return Object.fromEntries(described) as FlagsOf<U>;
}

/** A cloud's flag as the command line parses it. */
function parsed({ kind, description, clouds, completes, listed }: SharedFlag): Flag {
  const group = `Placement on ${cloudNames(clouds)}:`;
  const completed: Completes | undefined = listed === undefined ? completes : 'places';
  const options = completed === undefined ? {} : { completes: completed };
  switch (kind) {
    case 'list':
      return texts(group, description, options);
    case 'switch':
      return toggle(group, description);
    case 'text':
      return text(group, description, options);
  }
}

/** The flags that, together with --id, say what Atlas needs to know about a cloud endpoint. */
export function attachmentFlagsOfClouds(group: string): Readonly<Record<AttachmentFlagName, Flag<string | undefined>>> {
  const described = attachmentFlagsOf().map(
    ({ name, description, clouds }) => [name, text(group, `${description} (${cloudNames(clouds)})`)] as const,
  );
  return Object.fromEntries(described) as Record<AttachmentFlagName, Flag<string | undefined>>;
}
