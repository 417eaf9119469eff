import { type Difference, differencesOf } from '../../cloud/flags/differences.ts';
import type { FlagValues } from '../../cloud/flags/flag.ts';
import type { CloudEndpoint } from '../../core/cloud-endpoint.ts';
import type { Hint, NextCommand } from '../../core/next-command.ts';
import { type About, deletionOf } from './plan-problems.ts';

/** An existing cloud endpoint that a command goes on with, and the flags of the command line. */
interface Existing {
  readonly endpoint: CloudEndpoint;
  readonly flags: FlagValues;
  /** Whether the spec names it. */
  readonly linked: boolean;
}

/**
 * What is said of flags that an existing cloud endpoint is unlike, each with the command that makes it so: nothing of it is changed.
 * If one of them can only be given to a new endpoint, a single warning says so for all.
 */
export function unappliedFlags({ endpoint, flags, linked }: Existing, about: About): readonly Hint[] {
  const { cloud } = about;
  const differences = differencesOf(cloud.flags, flags, endpoint.asFlags);
  const changes = differences.map((difference) => cloud.changeCommand(endpoint, difference, flags));
  const commands = changes.filter((command) => command !== undefined);
  if (differences.length === 0) return [];
  if (commands.length === differences.length)
    return differences.map((each, at) => [
      `${lead(endpoint, [each])}; it is left as it is; change it with: `,
      ...commands.slice(at, at + 1),
    ]);
  const removal: NextCommand = linked ? deletionOf(endpoint.id, about) : endpoint.removeCommand;
  return [
    [
      `${lead(endpoint, differences)}; it is left as it is, and some of this cannot be changed; to replace it, delete it with: `,
      removal,
      '  and run the same command again',
    ],
  ];
}

function lead({ id }: CloudEndpoint, differences: readonly Difference[]): string {
  return `${id} already exists and differs from the flags: ${differences.map(differenceText).join(', ')}`;
}

function differenceText({ flag, given, stands, missing }: Difference): string {
  if (given.length === 0) return `it was created without --${flag}`;
  if (flag === 'tag') return `it lacks --tag ${missing.join(',')}`;
  return `--${flag} is ${stands.join(',') || 'empty'}, not ${given.join(',')}`;
}
