import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Input, Tooltip } from 'antd';
import { type ClipboardEvent, type ReactNode, useState } from 'react';
import { parts } from '../i18n/parts.ts';
import { useTexts } from '../i18n/texts.ts';
import { plainNumber } from './entity-form.tsx';
import { laidOver, pastedRows } from './paste.ts';

export interface PasteColumn {
  readonly key: string;
  readonly title: string;
  readonly width?: number;
  /** Numbers are right-aligned and cleaned of separators. */
  readonly numeric?: boolean;
  /** A sentence when the text is wrong, else null. */
  readonly check?: (text: string) => string | null;
}

export type PasteRow = Readonly<Record<string, string>>;

export interface PasteTableProps {
  readonly columns: readonly PasteColumn[];
  readonly value: readonly PasteRow[];
  readonly onChange: (rows: readonly PasteRow[]) => void;
  readonly rowsMax: number;
  readonly label: string;
  /** What the server said about single rows, by row number from 0. */
  readonly problems?: ReadonlyMap<number, string>;
}

/** Rows without any text; they are not sent. */
export function filledRows(rows: readonly PasteRow[]): readonly PasteRow[] {
  return rows.filter((row) => Object.values(row).some((text) => text.trim() !== ''));
}
export function badRows(rows: readonly PasteRow[], columns: readonly PasteColumn[]): number {
  return filledRows(rows).filter((row) =>
    columns.some((column) => (column.check?.(row[column.key] ?? '') ?? null) !== null),
  ).length;
}

/** A table to type into or paste into from Excel: a pasted block lands from the cell that has the focus. */
export function PasteTable({
  columns,
  value,
  onChange,
  rowsMax,
  label,
  problems,
}: PasteTableProps): ReactNode {
  const t = useTexts(parts);
  const [cut, setCut] = useState(false);
  const rows = value.length === 0 ? [{}] : value;
  const bad = badRows(rows, columns);
  const clean = (column: PasteColumn, text: string): string => (column.numeric ? plainNumber(text) : text);
  function set(at: number, column: PasteColumn, text: string): void {
    onChange(rows.map((row, n) => (n === at ? { ...row, [column.key]: clean(column, text) } : row)));
  }
  function paste(event: ClipboardEvent, row: number, column: number): void {
    const pasted = pastedRows(event.clipboardData.getData('text/plain'));
    if (pasted.length === 0 || (pasted.length === 1 && pasted[0]?.length === 1)) return;
    event.preventDefault();
    const texts = rows.map((each) => columns.map(({ key }) => (each as PasteRow)[key] ?? ''));
    const laid = laidOver(texts, pasted, { row, column, width: columns.length, rowsMax });
    setCut(laid.cut);
    onChange(
      laid.rows.map((cells) =>
        Object.fromEntries(columns.map((each, n) => [each.key, clean(each, cells[n] ?? '')])),
      ),
    );
  }
  return (
    <div className="dl-paste">
      <p className="dl-soft">{t.pasteHint}</p>
      <table aria-label={label}>
        <thead>
          <tr>
            <th scope="col">#</th>
            {columns.map((column) => (
              <th
                key={column.key}
                scope="col"
                style={column.width === undefined ? {} : { width: column.width }}
              >
                {column.title}
              </th>
            ))}
            <th scope="col">
              <span className="dl-unseen">{t.actions}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row, n) => (
            // oxlint-disable-next-line react/no-array-index-key -- a row is its place
            <tr key={n} data-bad={problems?.has(n)}>
              <th scope="row">{n + 1}</th>
              {columns.map((column, place) => {
                const text = (row as PasteRow)[column.key] ?? '';
                const fault = text === '' ? null : (column.check?.(text) ?? null);
                return (
                  <td key={column.key}>
                    <Tooltip title={fault}>
                      <Input
                        size="small"
                        variant="borderless"
                        className={column.numeric ? 'dl-input-number' : ''}
                        aria-label={`${column.title} ${n + 1}`}
                        aria-invalid={fault !== null}
                        {...(fault === null ? {} : { status: 'error' as const })}
                        value={text}
                        onChange={(event) => set(n, column, event.target.value)}
                        onPaste={(event) => paste(event, n, place)}
                      />
                    </Tooltip>
                  </td>
                );
              })}
              <td>
                <Button
                  type="text"
                  size="small"
                  icon={<DeleteOutlined />}
                  aria-label={t.pasteRemove(n + 1)}
                  onClick={() => onChange(rows.filter((_, at) => at !== n))}
                />
                {problems?.has(n) ? <small className="dl-danger">{problems.get(n)}</small> : null}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <div className="dl-paste-end">
        <Button
          size="small"
          icon={<PlusOutlined />}
          disabled={rows.length >= rowsMax}
          onClick={() => onChange([...rows, {}])}
        >
          {t.pasteAdd}
        </Button>
        <span className="dl-soft">{t.pasteRows(filledRows(rows).length)}</span>
        {bad > 0 ? <output className="dl-danger">{t.pasteBad(bad)}</output> : null}
        {cut ? <span className="dl-danger">{t.pasteTooMany(rowsMax)}</span> : null}
      </div>
    </div>
  );
}
