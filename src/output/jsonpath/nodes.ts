/** A number that was written with a decimal point: Go distinguishes floats from integers, and does not compare them with each other. */
export class Float {
  readonly value: number;

  constructor(value: number) {
    this.value = value;
  }
}

/** One bound of a slice; undefined if it is omitted. A derived end is the one after a single index. */
export interface Bound {
  readonly value: number | undefined;
  readonly derived?: boolean;
}

export type Node =
  | { readonly type: 'list'; readonly nodes: Node[] }
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'literal'; readonly value: number | Float | boolean }
  | { readonly type: 'field'; readonly name: string }
  | { readonly type: 'identifier'; readonly name: string }
  | { readonly type: 'wildcard' }
  | { readonly type: 'recursive' }
  | { readonly type: 'slice'; readonly bounds: readonly [Bound, Bound, Bound] }
  | { readonly type: 'union'; readonly lists: readonly ListNode[] }
  | { readonly type: 'filter'; readonly left: ListNode; readonly operator: string; readonly right: ListNode };

export type ListNode = Extract<Node, { readonly type: 'list' }>;
