/**
 * A state that Atlas moves on by itself. Here it moves when it has been looked at often enough, not when time has passed: the
 * operator looks once a pass, so what a pass sees is the same every time, however slow the machine is.
 */
export class State<S extends string> {
  #current: S;
  #next: S | undefined;
  #looks = 0;

  constructor(current: S) {
    this.#current = current;
  }

  /** The state without looking at it. */
  get current(): S {
    return this.#current;
  }

  /** Enters a state and stays in it. */
  enter(state: S): void {
    this.#current = state;
    this.#next = undefined;
  }

  /** Enters a state, and the next one at the `looks`th look from now. */
  pass(through: S, next: S, looks: number): void {
    this.#current = through;
    this.#next = next;
    this.#looks = looks;
  }

  /** Shows another state on the way to the next one. */
  show(state: S): void {
    this.#current = state;
  }

  /** Looks at it, as a GET or a LIST does. */
  look(): S {
    this.#looks -= 1;
    if (this.#next !== undefined && this.#looks <= 0) this.enter(this.#next);
    return this.#current;
  }
}
