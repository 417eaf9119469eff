import { verbs } from '../../src/cli/verbs.ts';

/** Switches that choose the output only. */
const ofOutput: ReadonlySet<string> = new Set(['no-headers']);

/**
 * Every combination of a verb's own switches, each given or not; what is on by default is switched off. They are read off the verb, so
 * that a switch that is added later is among them.
 */
export function combinationsOf(verb: string): readonly string[] {
  const flags = verbs.find(({ name }) => name === verb)?.flags;
  if (flags === undefined) throw new Error(`there is no verb ${verb}`);
  const switches = Object.entries(flags)
    .filter(([name, { type }]) => type === 'boolean' && name !== 'dry-run' && !ofOutput.has(name))
    .map(([name, flag]) => (flag.default === true ? `--${name}=false` : `--${name}`));
  return switches.reduce<readonly string[]>((all, each) => all.flatMap((words) => [words, `${words} ${each}`]), ['']);
}

/** Endpoints of EC2 without the states that they come to by themselves: only whether they are being deleted is anybody's doing. */
export function standing(endpoints: readonly { readonly state: string }[]): readonly object[] {
  return endpoints.map(({ state, ...rest }) => ({ ...rest, goes: state.startsWith('delet') }));
}
