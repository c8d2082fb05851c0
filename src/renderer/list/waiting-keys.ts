/** What keys asked of the list while its rows were not there yet: it is done as soon as they are, in the order of the keys. */
export class WaitingKeys {
  #steps: (() => boolean)[] = [];

  /** @param step false: what it acts on is still to come */
  run(step: () => boolean): void {
    if (this.#steps.length > 0 || !step()) this.#steps.push(step);
  }

  /** More rows may be there now. */
  again(): void {
    while (this.#steps[0]?.()) this.#steps.shift();
  }

  /** Somebody went elsewhere meanwhile. */
  forget(): void {
    this.#steps = [];
  }
}
