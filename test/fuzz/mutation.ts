import { type Arbitrary, constantFrom, nat, record } from 'fast-check';

/** What is put in the place of something else: wrong types, empty things, and names that every object has. */
const intruders: readonly unknown[] = [
  null,
  0,
  -1,
  1.5,
  true,
  false,
  '',
  'x',
  'toString',
  '__proto__',
  'constructor',
  'mongodb://',
  '\u0000',
  '9'.repeat(400),
  [],
  [null],
  [[]],
  [0],
  ['x'],
  [{}],
  {},
  { a: 1 },
  { length: 3 },
  { name: null },
  { toString: 1 },
  { items: null },
];

/** One change of a JSON document. */
export interface Mutation {
  /** Which of its values, counted from the first; of more than there are, counted again. */
  readonly at: number;
  readonly intruder: unknown;
  /** Whether the value is put into a list rather than replaced. */
  readonly wrap: boolean;
  /** Whether the member is left out altogether. */
  readonly drop: boolean;
}

export const mutation: Arbitrary<Mutation> = record({
  at: nat(5_000),
  intruder: constantFrom(...intruders),
  wrap: constantFrom(false, false, false, true),
  drop: constantFrom(false, false, false, true),
});

type Parent = Record<string, unknown> | unknown[];

/** A copy of a JSON value with the changes made in it, one after the other. */
export function mutated(value: unknown, mutations: readonly Mutation[]): unknown {
  const box: { root: unknown } = { root: structuredClone(value) };
  for (const { at, intruder, wrap, drop } of mutations) {
    const places = placesIn(box, 'root');
    const place = places[at % places.length];
    if (place === undefined) continue;
    const [parent, key] = place;
    const members = parent as Record<string, unknown>;
    if (drop && Array.isArray(parent)) parent.splice(Number(key), 1);
    else if (drop && key !== 'root') Reflect.deleteProperty(parent, key);
    else members[key] = wrap ? [members[key]] : structuredClone(intruder);
  }
  return box.root;
}

function placesIn(parent: Parent, key: string): (readonly [Parent, string])[] {
  const value: unknown = Reflect.get(parent, key);
  const inner =
    typeof value === 'object' && value !== null
      ? Object.keys(value).flatMap((name) => placesIn(value as Parent, name))
      : [];
  return [[parent, key], ...inner];
}

/** A JSON text with the changes made in it; any other text as it is. */
export function mutatedText(text: string, mutations: readonly Mutation[]): string {
  try {
    return JSON.stringify(mutated(JSON.parse(text), mutations)) ?? '';
  } catch {
    return text;
  }
}
