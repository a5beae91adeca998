/** The beginning of every GB/T 2260 code inside a jurisdiction: '32' for 320000, '3201' for 320100. */
export function reachOf(jurisdiction: string): string {
  return jurisdiction.replace(/(?:00)+$/, '');
}
