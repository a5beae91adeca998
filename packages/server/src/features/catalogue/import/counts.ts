/** What became of the rows of a release (domain.md §1.1: never fail on duplicates, account for every row). */
export interface RowCounts {
  read: number;
  new: number;
  changed: number;
  same: number;
  duplicate: number;
  flagged: number;
  refused: number;
  /** Rows of 停用表 and 转码表 whose code is not in the catalogue. */
  unknown: number;
}

export function noRows(): RowCounts {
  return { read: 0, new: 0, changed: 0, same: 0, duplicate: 0, flagged: 0, refused: 0, unknown: 0 };
}

/** What is wrong with one row, as it is stored and written into the error workbook. */
export interface RowProblem {
  readonly code: string;
  readonly field: string | null;
  readonly detail: string;
}

export type RowOutcome = 'duplicate' | 'refused' | 'flagged' | 'unknown';

export interface RowIssue {
  readonly row: number;
  readonly outcome: RowOutcome;
  readonly itemCode: string | null;
  readonly problems: readonly RowProblem[];
}

/** How an import tells how far it is. */
export interface Progress {
  readonly phase: 'reading' | 'indexing';
  readonly share: number;
  readonly counts: Readonly<RowCounts>;
}
