import type { Mutation } from './mutation.ts';

/** An element of an XML text, from its first character to behind its last. */
interface Element {
  readonly from: number;
  readonly to: number;
  /** Where its content begins and ends. */
  readonly inside: readonly [from: number, to: number];
}

/** The elements of a text that nests them properly and has neither comments nor CDATA, as those of EC2 and STS do. */
function elementsOf(text: string): readonly Element[] {
  const open: { readonly from: number; readonly inside: number }[] = [];
  const found: Element[] = [];
  for (const { 0: tag, index } of text.matchAll(/<\/?[A-Za-z][^>]*>/g)) {
    const end = index + tag.length;
    if (!tag.startsWith('</')) open.push({ from: index, inside: end });
    else {
      const begun = open.pop();
      if (begun !== undefined) found.push({ from: begun.from, to: end, inside: [begun.inside, index] });
    }
  }
  return found;
}

/** How an intruder looks in XML: a list has items, a record has members. */
function xmlOf(value: unknown): string {
  if (Array.isArray(value)) return value.map((member) => `<item>${xmlOf(member)}</item>`).join('');
  // XML has no NUL.
  if (typeof value !== 'object' || value === null)
    return `${value as string | number | boolean | null}`.replaceAll('\0', '').replace(/[<&]/g, '');
  return Object.entries(value)
    .map(([name, member]) => `<${name}>${xmlOf(member)}</${name}>`)
    .join('');
}

/** An XML text with the changes made in it; one that is wrapped stands there twice. */
export function mutatedXml(text: string, mutations: readonly Mutation[]): string {
  return mutations.reduce((changed, { at, intruder, wrap, drop }) => {
    const elements = elementsOf(changed);
    const element = elements[at % Math.max(1, elements.length)];
    if (element === undefined) return changed;
    const { from, to, inside } = element;
    if (drop) return changed.slice(0, from) + changed.slice(to);
    if (wrap) return changed.slice(0, to) + changed.slice(from, to) + changed.slice(to);
    return changed.slice(0, inside[0]) + xmlOf(intruder) + changed.slice(inside[1]);
  }, text);
}
