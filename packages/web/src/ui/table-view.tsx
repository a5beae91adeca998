import { Table, type TableProps } from 'antd';
import { type ReactNode, useCallback, useState } from 'react';
import { type Language, useLanguage } from '../i18n/language.ts';
import { Go, useGo } from '../navigate.tsx';
import { usePhone } from './phone.ts';
import type { Tone } from './tags.tsx';

export interface Column<Row> {
  readonly key: string;
  readonly title: string;
  readonly render: (row: Row) => ReactNode;
  /** Plain text for export; without it the value `row[key]` is written. */
  readonly text?: (row: Row) => string;
  readonly align?: 'right' | 'center';
  readonly width?: number;
  /** Numbers and codes that must stay on one line; names wrap. */
  readonly nowrap?: boolean;
  /** Written once in the header: '元'. */
  readonly unit?: string;
  /** Not shown until the person chooses it. */
  readonly hidden?: boolean;
  /** On a phone's card: the heading (also the link of the row), the state at its right, or left out. */
  readonly card?: 'title' | 'state' | 'none';
  /** Values of the endpoint's `sort`. */
  readonly sort?: { readonly asc: string; readonly desc: string };
}

export interface TableViewProps<Row> {
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row) => string;
  /** Where a row leads: its title column becomes a link, and a click anywhere on it goes there. */
  readonly href?: (row: Row) => string | null;
  /** Marks rows that need an eye; the words stand in a StateTag of the row. */
  readonly tone?: (row: Row) => Tone | null;
  readonly empty?: ReactNode;
  readonly label?: string;
  readonly loading?: boolean;
  readonly selected?: readonly string[];
  readonly onSelect?: (keys: readonly string[], rows: readonly Row[]) => void;
  readonly sort?: string;
  readonly onSort?: (sort: string) => void;
  /** Inside a section of a page: its header does not stick to the top of the window. */
  readonly inside?: boolean;
  readonly summary?: ReactNode;
  readonly expand?: (row: Row) => ReactNode;
}

function titleOf<Row>(columns: readonly Column<Row>[]): string | undefined {
  return (columns.find((column) => column.card === 'title') ?? columns[0])?.key;
}

/** Rows as a table, or as cards on a phone. Lists use DataTable; this one shows rows that are already here. */
export function TableView<Row extends object>(props: TableViewProps<Row>): ReactNode {
  return usePhone() && props.expand === undefined ? <Cards {...props} /> : <Grid {...props} />;
}

function Grid<Row extends object>(props: TableViewProps<Row>): ReactNode {
  const {
    columns,
    rows,
    rowKey,
    href,
    tone,
    empty,
    loading = false,
    selected,
    onSelect,
    sort,
    onSort,
  } = props;
  const go = useGo();
  const [place, wide] = useTooWide();
  const main = titleOf(columns);
  const shown: TableProps<Row>['columns'] = columns.map((column) => ({
    key: column.key,
    title: column.unit === undefined ? column.title : <Headed title={column.title} unit={column.unit} />,
    align: column.align ?? 'left',
    ...(column.nowrap ? { className: 'dl-nowrap' } : {}),
    ...(column.width === undefined ? {} : { width: column.width }),
    ...(column.sort === undefined
      ? {}
      : {
          sorter: true,
          showSorterTooltip: false,
          sortOrder:
            sort === column.sort.asc
              ? ('ascend' as const)
              : sort === column.sort.desc
                ? ('descend' as const)
                : null,
        }),
    render: (_: unknown, row: Row) => {
      const to = column.key === main ? (href?.(row) ?? null) : null;
      return to === null ? column.render(row) : <Go to={to}>{column.render(row)}</Go>;
    },
  }));
  return (
    <div ref={place}>
      <Table<Row>
        size="small"
        className={`dl-table ${wide ? 'dl-table-wide' : ''} ${props.inside ? 'dl-table-still' : ''}`}
        columns={shown}
        dataSource={[...rows]}
        rowKey={rowKey}
        loading={{ spinning: loading, delay: 200 }}
        pagination={false}
        {...(empty === undefined ? {} : { locale: { emptyText: empty } })}
        {...(props.summary === undefined ? {} : { summary: () => props.summary })}
        {...(props.expand === undefined ? {} : { expandable: { expandedRowRender: props.expand } })}
        rowClassName={(row) =>
          `${href?.(row) ? 'dl-row-link' : ''} ${tone?.(row) ? `dl-row-${tone(row)}` : ''}`
        }
        onRow={(row) => ({
          onClick: (event) => {
            const to = href?.(row);
            // Buttons, links and marked text inside a row keep their own meaning.
            const own = (event.target as Element).closest('a,button,input,label,.ant-checkbox-wrapper');
            if (to && own === null && window.getSelection()?.toString() === '') go(to);
          },
        })}
        {...(onSelect === undefined
          ? {}
          : {
              rowSelection: {
                selectedRowKeys: [...(selected ?? [])],
                onChange: (keys, chosen) => onSelect(keys.map(String), chosen),
              },
            })}
        onChange={(_page, _filters, sorter) => {
          if (onSort === undefined || Array.isArray(sorter)) return;
          const column = columns.find((each) => each.key === sorter.columnKey);
          const order = sorter.order;
          onSort(
            order === 'ascend'
              ? (column?.sort?.asc ?? '')
              : order === 'descend'
                ? (column?.sort?.desc ?? '')
                : '',
          );
        }}
        aria-label={props.label}
      />
    </div>
  );
}

/** Cells wrap as long as they can; only a table that still does not fit scrolls by itself, and then without sticking. */
function useTooWide(): readonly [(place: HTMLDivElement | null) => (() => void) | undefined, boolean] {
  const [wide, setWide] = useState(false);
  const watch = useCallback((place: HTMLDivElement | null) => {
    if (place === null) return undefined;
    const look = new ResizeObserver(() => {
      const table = place.querySelector('table');
      setWide(table !== null && table.scrollWidth > place.clientWidth + 1);
    });
    look.observe(place);
    const table = place.querySelector('table');
    if (table !== null) look.observe(table);
    return () => look.disconnect();
  }, []);
  return [watch, wide];
}

/** '元' is written once in a column and read in both languages. */
function unitText(unit: string, language: Language): string {
  return unit === '元' && language === 'en' ? 'CNY' : unit;
}

function Headed({ title, unit }: { readonly title: string; readonly unit: string }): ReactNode {
  const language = useLanguage();
  return (
    <>
      {title} <small>{unitText(unit, language)}</small>
    </>
  );
}

function Cards<Row extends object>(props: TableViewProps<Row>): ReactNode {
  const { columns, rows, rowKey, href, tone, empty, onSelect, selected = [] } = props;
  const language = useLanguage();
  const main = titleOf(columns);
  if (rows.length === 0) return <div className="dl-cards-empty">{empty}</div>;
  const chosen = (key: string, on: boolean): void => {
    const keys = on ? [...selected, key] : selected.filter((each) => each !== key);
    onSelect?.(
      keys,
      rows.filter((row) => keys.includes(rowKey(row))),
    );
  };
  return (
    <ul className="dl-cards" aria-label={props.label} aria-busy={props.loading}>
      {rows.map((row) => {
        const to = href?.(row) ?? null;
        const key = rowKey(row);
        const title = columns.find((column) => column.key === main);
        return (
          <li key={key} data-tone={tone?.(row) ?? undefined}>
            <div className="dl-card-head">
              {onSelect === undefined ? null : (
                <input
                  type="checkbox"
                  aria-label={key}
                  checked={selected.includes(key)}
                  onChange={(event) => chosen(key, event.target.checked)}
                />
              )}
              <div className="dl-card-title">
                {to === null ? title?.render(row) : <Go to={to}>{title?.render(row)}</Go>}
              </div>
              {columns
                .filter((column) => column.card === 'state')
                .map((column) => (
                  <div key={column.key}>{column.render(row)}</div>
                ))}
            </div>
            <dl>
              {columns
                .filter((column) => column.key !== main && column.card === undefined)
                .map((column) => (
                  <div key={column.key}>
                    <dt>
                      {column.unit === undefined
                        ? column.title
                        : `${column.title} (${unitText(column.unit, language)})`}
                    </dt>
                    <dd>{column.render(row)}</dd>
                  </div>
                ))}
            </dl>
          </li>
        );
      })}
      {props.summary === undefined ? null : <li>{props.summary}</li>}
    </ul>
  );
}
