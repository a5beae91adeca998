/** Where a code leads: the item under which business goes on, and the codes passed on the way. */
export interface Succession {
  readonly current: string;
  /** From the asked code to the current one, both included. */
  readonly passed: readonly string[];
  /** True when the transcodes lead in a circle; then `current` is the asked code. */
  readonly circular: boolean;
}

/** Follows 转码 from code to code. `successorOf` answers null for a code that was not transcoded. */
export function followTranscodes(code: string, successorOf: (code: string) => string | null): Succession {
  const passed = [code];
  let current = code;
  for (let next = successorOf(current); next !== null; next = successorOf(current)) {
    if (passed.includes(next)) return { current: code, passed: [code], circular: true };
    passed.push(next);
    current = next;
  }
  return { current, passed, circular: false };
}
