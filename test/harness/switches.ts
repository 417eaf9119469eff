import type { Flags } from '../../src/cli/args/flag.ts';
import { verbs } from '../../src/cli/verbs.ts';

/** Switches that choose the output only, and those that have a command change nothing. */
const others: ReadonlySet<string> = new Set(['no-headers', 'dry-run', 'print-commands']);

/**
 * Every combination of a verb's own switches, each given or not; what is on by default is switched off. They are read off the verb, so
 * that a switch that is added later is among them.
 * @param without switches that are not tried
 */
export function combinationsOf(verb: string, without: readonly string[] = []): readonly string[] {
  const switches = Object.entries(flagsOf(verb))
    .filter(([name, { type }]) => type === 'boolean' && !others.has(name) && !without.includes(name))
    .map(([name, flag]) => (flag.default === true ? `--${name}=false` : `--${name}`));
  return switches.reduce<readonly string[]>((all, each) => all.flatMap((words) => [words, `${words} ${each}`]), ['']);
}

/** Whether a verb has a flag. */
export function takes(verb: string, flag: string): boolean {
  return flag in flagsOf(verb);
}

function flagsOf(verb: string): Flags {
  const flags = verbs.find(({ name }) => name === verb)?.flags;
  if (flags === undefined) throw new Error(`there is no verb ${verb}`);
  return flags;
}

/** Endpoints of EC2 without the states that they come to by themselves: only whether they are being deleted is anybody's doing. */
export function standing(endpoints: readonly { readonly state: string }[]): readonly object[] {
  return endpoints.map(({ state, ...rest }) => ({ ...rest, goes: state.startsWith('delet') }));
}
