/** A range of TCP ports, both ends included. */
export interface PortRange {
  readonly from: number;
  readonly to: number;
}

/**
 * The ports that Atlas's nodes listen on behind one private host: one for each node, from 1024 on
 * (mongodb/docs, content/atlas/source/includes/fact-private-endpoint-ports-aws.rst).
 */
export const atlasPorts = { from: 1024, to: 65_535 } as const satisfies PortRange;

/** What is left of some ports without those of a range. */
function without(open: readonly PortRange[], { from, to }: PortRange): readonly PortRange[] {
  return open
    .flatMap((each) => [
      { from: each.from, to: Math.min(each.to, from - 1) },
      { from: Math.max(each.from, to + 1), to: each.to },
    ])
    .filter((each) => each.from <= each.to);
}

/** A rule of a list in which the first one for a port decides. */
interface OrderedRule {
  readonly allow: boolean;
  readonly ports: readonly PortRange[];
}

/** How a list of rules decides on the ports of Atlas. */
export interface Decision<R> {
  /** The first rule that denies a port which none before it allows; undefined if none does. */
  readonly denied: R | undefined;
  /** Whether the rules leave ports undecided, which is then up to what comes after the list. */
  readonly undecided: boolean;
}

/** Decides as a firewall does. @param rules in the order in which they count, and only those for the connection in question */
export function decide<R extends OrderedRule>(rules: readonly R[]): Decision<R> {
  let open: readonly PortRange[] = [atlasPorts];
  for (const rule of rules) {
    const touches = rule.ports.some((ports) => open.some(({ from, to }) => ports.from <= to && ports.to >= from));
    if (touches && !rule.allow) return { denied: rule, undecided: false };
    if (rule.allow) open = rule.ports.reduce(without, open);
    if (open.length === 0) break;
  }
  return { denied: undefined, undecided: open.length > 0 };
}

/** Whether rules, taken together and in any order, let every port of Atlas through. */
export function letThrough(ranges: readonly PortRange[]): boolean {
  return ranges.reduce<readonly PortRange[]>(without, [atlasPorts]).length === 0;
}

/** A name that none of those in use is: the wished one, else the same with a number. */
export function freeName(wished: string, used: ReadonlySet<string>): string {
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? wished : [wished, number].join('-');
    if (!used.has(name)) return name;
  }
}

/** The highest number below another one that is not in use; undefined if there is none down to the lowest. */
export function freeNumber(below: number, lowest: number, used: ReadonlySet<number>): number | undefined {
  for (let number = below - 1; number >= lowest; number -= 1) if (!used.has(number)) return number;
  return undefined;
}
