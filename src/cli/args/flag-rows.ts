import type { Flag, Flags } from './flag.ts';
import { general } from './flag-groups.ts';

/** Flags as they are typed, each with what it does in a whole sentence. */
export function flagRows(flags: Flags): readonly (readonly [spelling: string, description: string])[] {
  return Object.entries(flags).map(([name, flag]) => [spelling(name, flag), described(flag)]);
}

/** Flags under the titles of their groups: the verb's own ones first. */
export function groupsOf(flags: Flags): readonly (readonly [title: string, flags: Flags])[] {
  const groups = Map.groupBy(Object.entries(flags), ([, flag]) => flag.group);
  const titles = [...groups.keys()].sort((a, b) => Number(b === general) - Number(a === general));
  return titles.map((title) => [title, Object.fromEntries(groups.get(title) ?? [])]);
}

function spelling(name: string, flag: Flag): string {
  const long = name.length === 1 ? `-${name}, --${name}` : `--${name}`;
  const short = flag.alias !== undefined ? `-${flag.alias}, ` : name.length === 1 ? '' : '    ';
  const word = flag.value ?? name.replace(/.*-/, '').toUpperCase();
  const value = flag.type === 'boolean' ? '' : flag.choice === undefined ? ` ${word}` : `[=${word}]`;
  return `${short}${long}${value}`;
}

function described({ description, default: standard }: Flag): string {
  return standard === undefined ? `${description}.` : `${description} (default ${String(standard)}).`;
}
