import { ComputeError } from './errors.ts';
import { projectOf } from './links.ts';

/** A permission and the name of the resource that it is needed for. */
export type Need = readonly [permission: string, resource: string];

/** What the caller may do: everything, but for the permissions that a test takes away. */
export class Permissions {
  readonly #denied = new Set<string>();
  readonly #needed = new Set<string>();

  /** Takes a permission away, in one project or in all of them. */
  deny(permission: string, project = '*'): void {
    this.#denied.add(`${permission} ${project}`);
  }

  /** Gives everything back that was taken away. */
  restore(): void {
    this.#denied.clear();
  }

  has(permission: string, project: string): boolean {
    this.#needed.add(permission);
    return !this.#denied.has(`${permission} *`) && !this.#denied.has(`${permission} ${project}`);
  }

  /** Every permission that some request has needed so far, in alphabetical order. */
  needed(): readonly string[] {
    return [...this.#needed].sort();
  }

  /** @throws ComputeError that names every permission that is missing */
  check(...needs: readonly Need[]): void {
    const missing = needs.filter(([permission, resource]) => !this.has(permission, projectOf(resource)));
    const [first, ...more] = missing.map(
      ([permission, resource]) => `Required '${permission}' permission for '${resource}'`,
    );
    if (first !== undefined) throw new ComputeError(403, 'forbidden', first, { more });
  }
}
