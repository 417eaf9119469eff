import { allOnCommandLine } from '../../cloud/on-command-line.ts';
import { cloudFlags } from '../../cloud/flags/table.ts';
import type { FlagValue } from './flag.ts';

type Values = Readonly<Record<string, FlagValue>>;

/** Flags that another flag leaves without an effect. */
interface Idle {
  /** Their names, which may follow from what the clouds declare. */
  readonly flags: readonly string[] | (() => readonly string[]);
  /** Whether they are, by the values of all flags. */
  readonly when: (values: Values) => boolean;
  /** Why, as it reads after "has no effect". */
  readonly why: string;
}

/** The flags that do nothing but choose an account: --region also names an endpoint, and a flag may give a part of an attachment. */
function accountFlagNames(): readonly string[] {
  const parts = new Set(allOnCommandLine().flatMap(({ attachmentFlags }) => Object.keys(attachmentFlags)));
  const names = cloudFlags().flatMap(({ name, use }) => (use === 'account' ? [name] : []));
  return names.filter((name) => name !== 'region' && !parts.has(name));
}

/** Of flags that have no effect where nothing is changed. */
const dryRunRules: readonly Idle[] = [
  {
    flags: ['yes', 'wait', 'timeout', 'force'],
    when: (values) => values['dry-run'] !== undefined && values['orphans'] !== true,
    why: 'with --dry-run, which changes nothing and waits for nothing',
  },
  {
    flags: ['yes', 'wait'],
    when: (values) => values['print-commands'] === true && values['orphans'] !== true,
    why: 'with --print-commands, which changes nothing and waits for nothing',
  },
  {
    flags: ['field-manager'],
    when: (values) => values['dry-run'] === 'client' && values['orphans'] !== true,
    why: 'with --dry-run=client, which sends no change to the API server',
  },
];

/** Of flags that go together. What cannot go together is refused by the verbs. */
const rules: readonly Idle[] = [
  ...dryRunRules,
  {
    flags: ['timeout'],
    when: ({ wait, refresh, orphans, 'dry-run': dryRun }) =>
      wait === false && refresh !== true && orphans !== true && dryRun === undefined,
    why: 'with --wait=false, which waits for nothing',
  },
  {
    flags: ['timeout'],
    when: (values) => values['until-available'] === false,
    why: 'without --until-available: nothing else here has a time limit',
  },
  {
    flags: accountFlagNames,
    when: (values) => values['keep-cloud-endpoint'] === true && values['orphans'] !== true,
    why: 'with --keep-cloud-endpoint, which does not contact the cloud account',
  },
  {
    flags: accountFlagNames,
    when: (values) => values['skip-cloud-check'] === true,
    why: 'with --skip-cloud-check, which does not contact the cloud account',
  },
  {
    flags: ['yes', 'ignore-not-found', 'force', 'field-manager', 'wait', 'dry-run', 'print-commands'],
    when: ({ orphans }) => orphans === true,
    why: 'with --orphans, which lists cloud endpoints and deletes nothing',
  },
];

/**
 * What to warn of: flags that were given and do nothing beside the others.
 * @param given the names of the flags on the command line
 * @param values the values of all flags of the verb
 */
export function idleFlags(given: ReadonlySet<string>, values: Values): readonly string[] {
  return rules.flatMap(({ flags, when, why }) => {
    if (!when(values)) return [];
    const names = typeof flags === 'function' ? flags() : flags;
    return names.filter((name) => given.has(name)).map((name) => `--${name} has no effect ${why}`);
  });
}
