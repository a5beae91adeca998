/** One cell per tab, one row per line, as spreadsheets copy; a quoted cell may hold line breaks and tabs. */
export function pastedRows(text: string): string[][] {
  const rows: string[][] = [[]];
  let cell = '';
  let quoted = false;
  for (let n = 0; n < text.length; n += 1) {
    const letter = text[n] ?? '';
    if (quoted) {
      if (letter === '"' && text[n + 1] === '"') {
        cell += '"';
        n += 1;
      } else if (letter === '"') quoted = false;
      else cell += letter;
    } else if (letter === '"' && cell === '') quoted = true;
    else if (letter === '\t' || letter === '\n') {
      rows.at(-1)?.push(cell.trim());
      cell = '';
      if (letter === '\n') rows.push([]);
    } else if (letter !== '\r') cell += letter;
  }
  rows.at(-1)?.push(cell.trim());
  return rows.filter((row) => row.some((each) => each !== ''));
}

/** Lays pasted cells over rows from one place on; rows are added as needed up to the most allowed. */
export function laidOver(
  rows: readonly (readonly string[])[],
  pasted: readonly (readonly string[])[],
  at: { readonly row: number; readonly column: number; readonly width: number; readonly rowsMax: number },
): { readonly rows: string[][]; readonly cut: boolean } {
  const result = rows.map((row) => [...row]);
  for (const [down, cells] of pasted.entries()) {
    const target = at.row + down;
    if (target >= at.rowsMax) return { rows: result, cut: true };
    while (result.length <= target) result.push(Array.from({ length: at.width }, () => ''));
    for (const [right, cell] of cells.entries()) {
      const column = at.column + right;
      const row = result[target];
      if (row !== undefined && column < at.width) row[column] = cell;
    }
  }
  return { rows: result, cut: false };
}
