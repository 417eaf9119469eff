import type { KubeObject } from '../../../kube/resource.ts';
import { type Seen, keyOf } from '../../../kube/watch.ts';
import { type EndpointRow, inOrder } from '../../views/endpoint-rows.ts';
import { Standing } from './availability.ts';
import type { Shown } from './look-up.ts';

/** How rows differ from before. */
interface Difference {
  readonly changed: readonly EndpointRow[];
  /** The keys of those that are gone. */
  readonly gone: readonly string[];
}

/** The rows of one object, or undefined once it has none. */
type RowsByObject = Map<string, readonly EndpointRow[]>;

/** The rows of each kind that is followed, as they were last seen. A change to one object costs as much in a fleet as alone. */
export class CurrentRows {
  readonly #shown: readonly Shown[];
  readonly #rows = new Map<number, RowsByObject>();
  readonly #standing = new Standing();

  /** @param shown the kinds, as they are followed */
  constructor(shown: readonly Shown[]) {
    this.#shown = shown;
  }

  /** Whether every kind has been seen. */
  get complete(): boolean {
    return this.#rows.size === this.#shown.length;
  }

  /** Whether every endpoint is available. @throws UserError for an endpoint that will never be */
  get settled(): boolean {
    return this.complete && this.#standing.settled;
  }

  all(): readonly EndpointRow[] {
    return [...this.#rows.values()].flatMap((rows) => [...rows.values()].flat());
  }

  /** Takes what is seen of a kind. @returns the rows that differ from before */
  take(kind: number, seen: Seen<KubeObject>): Difference {
    const rows = this.#rows.get(kind) ?? new Map<string, readonly EndpointRow[]>();
    this.#rows.set(kind, rows);
    const make = (object: KubeObject): readonly EndpointRow[] => this.#shown[kind]?.rowsOf(object) ?? [];
    if (!('all' in seen)) return this.#replace(rows, keyOf(seen.object), seen.deleted ? [] : make(seen.object));
    const there = new Set(seen.all.map(keyOf));
    const left = [...rows.keys()].filter((key) => !there.has(key)).map((key) => this.#replace(rows, key, []));
    const now = seen.all.map((object) => this.#replace(rows, keyOf(object), make(object)));
    return {
      changed: inOrder(now.flatMap(({ changed }) => changed)),
      gone: [...left, ...now].flatMap(({ gone }) => gone),
    };
  }

  #replace(rows: RowsByObject, object: string, now: readonly EndpointRow[]): Difference {
    const before = rows.get(object) ?? [];
    if (now.length === 0) rows.delete(object);
    else rows.set(object, now);
    this.#standing.replace(before, now);
    const [old, there] = [new Map(before.map((row) => [row.key, row])), new Set(now.map(({ key }) => key))];
    return {
      changed: now.filter((row) => {
        const last = old.get(row.key);
        return last === undefined || JSON.stringify(last) !== JSON.stringify(row);
      }),
      gone: before.map(({ key }) => key).filter((key) => !there.has(key)),
    };
  }
}
