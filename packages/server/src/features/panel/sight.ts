/** A pattern of every GB/T 2260 code inside a jurisdiction: '32%' for 320000, '3201%' for 320100. */
export function inReach(jurisdiction: string): string {
  return `${jurisdiction.replace(/(?:00)+$/, '')}%`;
}

export function isId(text: string): boolean {
  return /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text);
}

/** Text to be found as it stands, with no wildcard in it. */
export function literal(text: string): string {
  return text.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`);
}
