/** Counts how many items carry each token, in two flat arrays. */
export interface TokenCounts {
  readonly size: number;
  /** One item with these tokens. `shared` is the same array for neighbouring items of one product and is then counted once. */
  addAll(shared: readonly number[], own: readonly number[]): void;
  /** Everything counted since the last time, token 0 standing for the items themselves. */
  take(): { readonly tokens: number[]; readonly items: number[] };
}

export function tokenCounts(): TokenCounts {
  let capacity = 1 << 16;
  let keys = new Int32Array(capacity);
  let counts = new Int32Array(capacity);
  let size = 0;
  let items = 0;
  let last: readonly number[] = [];
  let lastTimes = 0;

  function slotOf(token: number): number {
    let slot = (Math.imul(token, 0x9e3779b1) >>> 8) & (capacity - 1);
    while (counts[slot] !== 0 && keys[slot] !== token) slot = (slot + 1) & (capacity - 1);
    return slot;
  }

  function add(token: number, times: number): void {
    const slot = slotOf(token);
    if (counts[slot] === 0) {
      keys[slot] = token;
      size += 1;
    }
    counts[slot] = (counts[slot] ?? 0) + times;
    if (size * 2 > capacity) grow();
  }

  function grow(): void {
    const [oldKeys, oldCounts] = [keys, counts];
    capacity *= 2;
    keys = new Int32Array(capacity);
    counts = new Int32Array(capacity);
    oldKeys.forEach((token, index) => {
      const times = oldCounts[index] ?? 0;
      if (times === 0) return;
      const slot = slotOf(token);
      keys[slot] = token;
      counts[slot] = times;
    });
  }

  function settle(): void {
    for (const token of last) add(token, lastTimes);
    last = [];
    lastTimes = 0;
  }

  return {
    get size() {
      return size;
    },
    addAll(shared, own) {
      if (shared !== last) {
        settle();
        last = shared;
      }
      lastTimes += 1;
      items += 1;
      for (const token of own) add(token, 1);
    },
    take() {
      settle();
      const taken = { tokens: [0], items: [items] };
      keys.forEach((token, index) => {
        const times = counts[index] ?? 0;
        if (times === 0) return;
        taken.tokens.push(token);
        taken.items.push(times);
      });
      capacity = 1 << 16;
      keys = new Int32Array(capacity);
      counts = new Int32Array(capacity);
      size = 0;
      items = 0;
      return taken;
    },
  };
}
