/** A place in a list as opaque text: the sort values of the last row shown. */
export function cursorOf(values: readonly string[]): string {
  return Buffer.from(JSON.stringify(values)).toString('base64url');
}

/** The values of a cursor, or null when the text is none of ours: then the list begins at its beginning. */
export function valuesOf(cursor: string | undefined, count: number): string[] | null {
  if (cursor === undefined) return null;
  try {
    const values: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    const fits =
      Array.isArray(values) &&
      values.length === count &&
      values.every((value) => typeof value === 'string' && !value.includes('\u0000'));
    return fits ? (values as string[]) : null;
  } catch {
    return null;
  }
}
