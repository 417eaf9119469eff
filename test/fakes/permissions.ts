/** What the caller of a fake cloud may do: everything, but for the permissions that a test takes away. */
export class Permissions {
  readonly #denied = new Set<string>();
  readonly #needed = new Set<string>();

  deny(permission: string): void {
    this.#denied.add(permission);
  }

  /** Gives everything back that was taken away. */
  restore(): void {
    this.#denied.clear();
  }

  /** Whether the caller has a permission that a request needs. */
  has(permission: string): boolean {
    this.#needed.add(permission);
    return !this.#denied.has(permission);
  }

  /** Every permission that some request has needed so far, in alphabetical order. */
  needed(): readonly string[] {
    return [...this.#needed].sort();
  }
}
