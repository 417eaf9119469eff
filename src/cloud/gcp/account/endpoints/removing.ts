import type { Place } from '../../names.ts';
import { type Change, Changes } from './changes.ts';
import type { Compute } from '../compute.ts';
import type { Group, Piece } from './group.ts';

/** An endpoint that is being deleted: first its rules, then their addresses, which Google keeps as long as a rule uses them. */
export class Removing {
  readonly #compute: Compute;
  readonly #changes: Changes;
  /** The addresses whose deletion Google has accepted. */
  readonly #asked = new Set<string>();

  constructor(compute: Compute, place: Place) {
    this.#compute = compute;
    this.#changes = new Changes(compute, place);
  }

  /**
   * Does what can be done now, and waits for nothing.
   * @param look reads what is still there
   * @returns what was still there; undefined when nothing was
   * @throws UserError when Google Cloud refuses a deletion
   */
  async advance(look: () => Promise<Group | undefined>): Promise<Group | undefined> {
    await this.#changes.look();
    const group = await look();
    if (group === undefined) return undefined;
    await this.#changes.begin(group.pieces.flatMap((piece) => this.#nextOf(piece, group.place)));
    return group;
  }

  /** Whether Google has been asked for all that is left, so that it goes without anybody's help. */
  isRequested({ pieces }: Group): boolean {
    return pieces.every(({ rule, address }) => rule === undefined && this.#asked.has(address?.name ?? ''));
  }

  #nextOf({ rule, address }: Piece, place: Place): readonly Change[] {
    const [kind, what, name] =
      rule === undefined
        ? (['addresses', 'address', address?.name] as const)
        : (['forwardingRules', 'forwarding rule', rule.name] as const);
    if (name === undefined || this.#changes.has(name)) return [];
    const start: Change['start'] = async () => {
      const operation = await this.#compute.remove(place, kind, name);
      if (rule === undefined) this.#asked.add(name);
      return operation;
    };
    return [{ what: name, action: `delete the ${what} ${name}`, start }];
  }
}
