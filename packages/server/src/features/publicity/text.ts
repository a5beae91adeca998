/** Text to be found as it stands, with no wildcard in it. */
export function literal(text: string): string {
  return text.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`);
}
