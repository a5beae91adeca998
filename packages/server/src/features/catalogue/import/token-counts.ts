const CAPACITY = 1 << 16;

/** Counts how many items carry each token, in two flat arrays. */
export class TokenCounts {
  #capacity = CAPACITY;
  #keys = new Int32Array(CAPACITY);
  #counts = new Int32Array(CAPACITY);
  #size = 0;
  #items = 0;
  #last: readonly number[] = [];
  #lastTimes = 0;

  /** Distinct tokens so far. */
  get size(): number {
    return this.#size;
  }

  #slotOf(token: number): number {
    const mask = this.#capacity - 1;
    let slot = (Math.imul(token, 0x9e3779b1) >>> 8) & mask;
    while (this.#counts[slot] !== 0 && this.#keys[slot] !== token) slot = (slot + 1) & mask;
    return slot;
  }

  #add(token: number, times: number): void {
    const slot = this.#slotOf(token);
    if (this.#counts[slot] === 0) {
      this.#keys[slot] = token;
      this.#size += 1;
    }
    this.#counts[slot] = (this.#counts[slot] ?? 0) + times;
    if (this.#size * 2 > this.#capacity) this.#grow();
  }

  #grow(): void {
    const [keys, counts] = [this.#keys, this.#counts];
    this.#capacity *= 2;
    this.#keys = new Int32Array(this.#capacity);
    this.#counts = new Int32Array(this.#capacity);
    keys.forEach((token, index) => {
      const times = counts[index] ?? 0;
      if (times === 0) return;
      const slot = this.#slotOf(token);
      this.#keys[slot] = token;
      this.#counts[slot] = times;
    });
  }

  #settle(): void {
    for (const token of this.#last) this.#add(token, this.#lastTimes);
    this.#last = [];
    this.#lastTimes = 0;
  }

  /** One item with these tokens. `shared` is the same array for neighbouring items of one product and is then counted once. */
  addAll(shared: readonly number[], own: readonly number[]): void {
    if (shared !== this.#last) {
      this.#settle();
      this.#last = shared;
    }
    this.#lastTimes += 1;
    this.#items += 1;
    for (const token of own) this.#add(token, 1);
  }

  /** Everything counted, token 0 standing for the items themselves. */
  totals(): { readonly tokens: number[]; readonly items: number[] } {
    this.#settle();
    const totals = { tokens: [0], items: [this.#items] };
    this.#keys.forEach((token, index) => {
      const times = this.#counts[index] ?? 0;
      if (times === 0) return;
      totals.tokens.push(token);
      totals.items.push(times);
    });
    return totals;
  }
}
