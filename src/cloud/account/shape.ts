import { UnreadableAnswer } from './unreadable.ts';

/**
 * What is read of a JSON answer: a text, one that has to be there, a number, a switch, a record of texts, a list or an object. What is not
 * named is left out.
 */
export type Shape =
  'text' | 'required' | 'number' | 'flag' | 'texts' | readonly [Shape] | { readonly [member: string]: Shape };

/** A value of that shape. All members of an object but the required texts may be missing. */
export type Shaped<S> = S extends 'text' | 'required'
  ? string
  : S extends 'number'
    ? number
    : S extends 'flag'
      ? boolean
      : S extends 'texts'
        ? Record<string, string>
        : S extends readonly [infer Member]
          ? Shaped<Member>[]
          : { -readonly [K in keyof S as S[K] extends 'required' ? K : never]: string } & {
              -readonly [K in keyof S as S[K] extends 'required' ? never : K]?: Shaped<S[K]>;
            };

const typeOf: Readonly<Record<string, string>> = {
  text: 'string',
  required: 'string',
  number: 'number',
  flag: 'boolean',
};

/**
 * Reads an answer.
 * @param what it is, such as `an address`
 * @throws UnreadableAnswer for a member of another type, or a required one that is missing
 */
export function shaped<const S extends Shape>(value: unknown, shape: S, what: string): Shaped<S> {
  return read(value, shape, what) as Shaped<S>;
}

function read(value: unknown, shape: Shape, what: string): unknown {
  if (typeof shape === 'string' && shape !== 'texts') {
    if (typeof value === typeOf[shape]) return value;
    throw new UnreadableAnswer(`${what} is not a ${typeOf[shape]}`);
  }
  if (isList(shape)) {
    if (!Array.isArray(value)) throw new UnreadableAnswer(`${what} is not a list`);
    return value.map((member) => read(member, shape[0], `a member of ${what}`));
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new UnreadableAnswer(`${what} is not an object`);
  const members: Record<string, unknown> = { ...value };
  const shapes =
    shape === 'texts' ? Object.keys(members).map((name) => [name, 'text'] as const) : Object.entries(shape);
  const found = shapes.flatMap(([name, inner]) => {
    const member = Object.hasOwn(members, name) ? members[name] : undefined;
    if (inner === 'required' && (member ?? '') === '') throw new UnreadableAnswer(`${what} lacks ${name}`);
    return member === undefined || member === null ? [] : [[name, read(member, inner, `${name} of ${what}`)] as const];
  });
  return Object.fromEntries(found);
}

// Array.isArray does not narrow a readonly array out of a union.
function isList(shape: Exclude<Shape, string> | 'texts'): shape is readonly [Shape] {
  return Array.isArray(shape);
}
