import { LeftOutlined, RightOutlined } from '@ant-design/icons';
import type { CallOf, Endpoint, ReplyOf } from '@daylight/api/endpoint.ts';
import { Button, Empty, Skeleton } from 'antd';
import { type ReactNode, useState } from 'react';
import { useAsk } from '../ask.ts';
import { parts } from '../i18n/parts.ts';
import { useTexts } from '../i18n/texts.ts';
import { type Search, useSearch } from '../navigate.tsx';
import { FilterBar } from './filter-bar.tsx';
import { type Filter, changesFor, changesForView, valuesIn } from './filters.ts';
import { useKept } from './keep.ts';
import { ListTools } from './list-tools.tsx';
import { ProblemAlert } from './problem.tsx';
import { type Column, TableView, type TableViewProps } from './table-view.tsx';

/** The row of an endpoint whose reply is `pageOf(…)`. */
export type RowOf<E extends Endpoint> =
  ReplyOf<E> extends { readonly items: readonly (infer Row)[] } ? (Row extends object ? Row : never) : never;

export interface DataTableProps<E extends Endpoint> {
  /** Names the saved filters and chosen columns in this browser, and the exported file: 'orders'. */
  readonly id: string;
  readonly endpoint: E;
  readonly params?: CallOf<E>['params'];
  /** Fixed part of the query, beside the filters. */
  readonly query?: Readonly<Record<string, unknown>>;
  readonly filters?: readonly Filter[];
  readonly columns: readonly Column<RowOf<E>>[];
  readonly rowKey?: (row: RowOf<E>) => string;
  readonly href?: TableViewProps<RowOf<E>>['href'];
  readonly tone?: TableViewProps<RowOf<E>>['tone'];
  readonly expand?: TableViewProps<RowOf<E>>['expand'];
  /** What to show and offer when there is nothing at all (not: nothing matches). */
  readonly empty?: { readonly title: string; readonly help?: string; readonly action?: ReactNode };
  /** Buttons for the selected rows; giving it turns selection on. Call `clear` when done. */
  readonly bulk?: (rows: readonly RowOf<E>[], clear: () => void) => ReactNode;
  /** Buttons at the right end of the filter line. */
  readonly extra?: ReactNode;
  /** Exports everything the filters find from this endpoint; otherwise the list itself is read page by page. */
  readonly exportEndpoint?: Endpoint;
  readonly noExport?: boolean;
  readonly limit?: number;
  /** Before each name in the address, where a page has two lists. */
  readonly prefix?: string;
  readonly label?: string;
  /** Above the table, from the reply: totals, counts by state. */
  readonly above?: (reply: ReplyOf<E>) => ReactNode;
  readonly everyMs?: number;
}

const idOf = (row: object): string => ('id' in row ? String(row.id) : JSON.stringify(row));

/** The one pattern for lists: filters in the address, keyset paging, columns, saved filters, export, bulk actions. */
export function DataTable<E extends Endpoint>(props: DataTableProps<E>): ReactNode {
  type Row = RowOf<E>;
  const { id, endpoint, filters = [], columns, prefix = '', limit = 50, bulk } = props;
  const rowKey = props.rowKey ?? idOf;
  const [search, setSearch] = useSearch();
  const [chosen, setChosen] = useState<readonly Row[]>([]);
  const [hidden, setHidden] = useKept<readonly string[]>(
    `columns.${id}`,
    columns.filter((column) => column.hidden).map((column) => column.key),
  );
  const values = valuesIn(search, filters, prefix);
  const cursor = search[`${prefix}cursor`] ?? '';
  const sort = search[`${prefix}sort`] ?? '';
  const asked = { ...props.query, ...values, ...(sort === '' ? {} : { sort }) };
  const what = {
    ...(props.params === undefined ? {} : { params: props.params }),
    query: { ...asked, limit, ...(cursor === '' ? {} : { cursor }) },
  } as CallOf<E>;
  const options = props.everyMs === undefined ? {} : { everyMs: props.everyMs };
  const { data, error, isPending, isFetching, refetch } = useAsk(endpoint, what, options);
  const page = data as { readonly items: readonly Row[]; readonly next: string | null } | undefined;
  const shown = columns.filter((column) => !hidden.includes(column.key));
  const change = (changes: Search): void => {
    setChosen([]);
    setSearch(changesFor(changes, prefix));
  };
  return (
    <section className="dl-list" aria-label={props.label}>
      <FilterBar
        filters={filters}
        values={values}
        onChange={change}
        extra={
          <ListTools
            id={id}
            columns={columns as readonly Column<object>[]}
            hidden={hidden}
            onHide={setHidden}
            values={values}
            onView={(view) => setSearch(changesForView(view, filters, prefix))}
            hasFilters={filters.length > 0}
            download={
              props.noExport
                ? null
                : {
                    endpoint,
                    exportEndpoint: props.exportEndpoint ?? null,
                    params: props.params,
                    query: asked,
                  }
            }
          >
            {props.extra}
          </ListTools>
        }
      />
      {error === null ? null : <ProblemAlert problem={error.problem} onRetry={() => void refetch()} />}
      {data !== undefined && props.above !== undefined ? props.above(data) : null}
      {bulk !== undefined && chosen.length > 0 ? (
        <BulkBar count={chosen.length} onClear={() => setChosen([])}>
          {bulk(chosen, () => setChosen([]))}
        </BulkBar>
      ) : null}
      {isPending && error === null ? <Skeleton active paragraph={{ rows: 8 }} title={false} /> : null}
      {page === undefined ? null : (
        <>
          <TableView<Row>
            columns={shown}
            rows={page.items}
            rowKey={rowKey}
            loading={isFetching && error === null}
            sort={sort}
            onSort={(next) => change({ sort: next })}
            empty={<EmptyList filtered={Object.keys(values).length > 0} empty={props.empty} />}
            {...(props.label === undefined ? {} : { label: props.label })}
            {...(props.href === undefined ? {} : { href: props.href })}
            {...(props.tone === undefined ? {} : { tone: props.tone })}
            {...(props.expand === undefined ? {} : { expand: props.expand })}
            {...(bulk === undefined
              ? {}
              : {
                  selected: chosen.map(rowKey),
                  onSelect: (_: readonly string[], rows: readonly Row[]) => setChosen(rows),
                })}
          />
          <Pager prefix={prefix} count={page.items.length} next={page.next} />
        </>
      )}
    </section>
  );
}

function BulkBar(props: {
  readonly count: number;
  readonly onClear: () => void;
  readonly children: ReactNode;
}): ReactNode {
  const t = useTexts(parts);
  return (
    <div className="dl-bulk">
      <output>
        <strong>{t.selected(props.count)}</strong>
      </output>
      {props.children}
      <Button type="link" onClick={props.onClear}>
        {t.clearSelection}
      </Button>
    </div>
  );
}

function EmptyList({
  filtered,
  empty,
}: {
  readonly filtered: boolean;
  readonly empty: DataTableProps<Endpoint>['empty'];
}): ReactNode {
  const t = useTexts(parts);
  const title = filtered ? t.emptyFiltered : (empty?.title ?? t.empty);
  const help = filtered ? t.emptyFilteredHelp : empty?.help;
  return (
    <Empty
      image={Empty.PRESENTED_IMAGE_SIMPLE}
      description={
        <>
          <strong>{title}</strong>
          {help === undefined ? null : <p>{help}</p>}
        </>
      }
    >
      {filtered ? null : empty?.action}
    </Empty>
  );
}

/** Keyset paging knows the next page only, so the way back is remembered here as one goes. */
function Pager({
  prefix,
  count,
  next,
}: {
  readonly prefix: string;
  readonly count: number;
  readonly next: string | null;
}): ReactNode {
  const t = useTexts(parts);
  const [search, setSearch] = useSearch();
  const [trail, setTrail] = useState<readonly string[]>([]);
  const cursor = search[`${prefix}cursor`] ?? '';
  const number = Number(search[`${prefix}page`] ?? '1') || 1;
  function turn(to: string, page: number): void {
    setSearch({ [`${prefix}cursor`]: to, [`${prefix}page`]: page > 1 ? String(page) : '' }, { push: true });
    window.scrollTo({ top: 0 });
  }
  function forward(): void {
    if (next === null) return;
    setTrail([...trail, cursor]);
    turn(next, number + 1);
  }
  function backward(): void {
    const before = trail.at(-1) ?? '';
    setTrail(trail.slice(0, -1));
    turn(before, before === '' ? 1 : number - 1);
  }
  if (cursor === '' && next === null) {
    return count > 0 ? <p className="dl-pager-note">{t.rowsShown(count)}</p> : null;
  }
  return (
    <nav className="dl-pager" aria-label={t.pageNumber(number)}>
      <span>
        {t.pageNumber(number)} · {t.rowsShown(count)}
      </span>
      <Button icon={<LeftOutlined />} disabled={cursor === ''} onClick={backward}>
        {cursor !== '' && trail.length === 0 ? t.firstPage : t.previous}
      </Button>
      <Button icon={<RightOutlined />} iconPlacement="end" disabled={next === null} onClick={forward}>
        {t.next}
      </Button>
    </nav>
  );
}
