import type { TrialReport } from '@daylight/api/supervision-trials.ts';
import { Button, Checkbox, Select } from 'antd';
import { type ReactNode, useMemo, useState } from 'react';
import { useMarks } from '../../i18n/marks.ts';
import { useTexts } from '../../i18n/texts.ts';
import { Chart } from '../../ui/chart.tsx';
import { csvText, handOver } from '../../ui/csv.ts';
import { Section } from '../../ui/details.tsx';
import { DateText, MoneyText, QuantityText } from '../../ui/numbers.tsx';
import { type Column, TableView } from '../../ui/table-view.tsx';
import { figuresOf } from './trial-figures.ts';
import { texts } from './rule-texts.ts';

type ZoneReport = Extract<TrialReport, { kind: 'zone' }>;
type ZoneRow = ZoneReport['products'][number];

/** Sums, a chart of how zones move, and the rows that change most. */
export function TrialReportView({ report }: { readonly report: TrialReport }): ReactNode {
  const t = useTexts(texts);
  const figures = figuresOf(report, t);
  return (
    <>
      <Section title={t.nowAndDraft}>
        <TableView
          inside
          label={t.nowAndDraft}
          rows={figures}
          rowKey={(row) => row.name}
          columns={[
            { key: 'name', title: t.figure, card: 'title', render: (row) => row.name },
            { key: 'now', title: t.now, align: 'right', render: (row) => row.now ?? '—' },
            { key: 'draft', title: t.draft, align: 'right', render: (row) => row.draft },
          ]}
        />
      </Section>
      {report.kind === 'zone' ? <ZoneTables report={report} /> : null}
      {report.kind === 'noSale' ? <NoSaleTable rows={report.rows} /> : null}
      {report.kind === 'linkage' ? <LinkageTable rows={report.rows} /> : null}
    </>
  );
}

const colours = ['red', 'yellow', 'blue', 'none'] as const;

function ZoneTables({ report }: { readonly report: ZoneReport }): ReactNode {
  const t = useTexts(texts);
  const count = (side: 'from' | 'to', colour: (typeof colours)[number]) =>
    report.cells.filter((cell) => cell[side] === colour).reduce((sum, cell) => sum + cell.trades, 0);
  const option = useMemo(
    () => ({
      grid: { left: 56, right: 12, top: 36, bottom: 28 },
      tooltip: { trigger: 'axis' },
      legend: { top: 0 },
      xAxis: { type: 'category', data: colours.map((colour) => t.colours[colour]) },
      yAxis: { type: 'value', minInterval: 1 },
      series: [
        { name: t.now, type: 'bar', data: colours.map((colour) => count('from', colour)) },
        { name: t.draft, type: 'bar', data: colours.map((colour) => count('to', colour)) },
      ],
    }),
    // oxlint-disable-next-line react/exhaustive-deps -- count reads the report only
    [report, t],
  );
  const rows = colours.flatMap((from) =>
    colours.map((to) => [
      t.colours[from],
      t.colours[to],
      String(report.cells.find((cell) => cell.from === from && cell.to === to)?.trades ?? 0),
    ]),
  );
  return (
    <>
      <Section title={t.moves}>
        <Chart
          option={option}
          label={t.moves}
          height={240}
          table={{ heads: [t.now, t.draft, t.trades], rows }}
        />
      </Section>
      <SortedTable title={t.products} rows={report.products} name={t.product} />
      <SortedTable title={t.institutions} rows={report.institutions} name={t.institutions} />
    </>
  );
}

const orders = {
  changed: (row: ZoneRow) => row.changed,
  changedAmount: (row: ZoneRow) => Number(row.changedAmount),
  blocked: (row: ZoneRow) => row.blocked,
  trades: (row: ZoneRow) => row.trades,
  amount: (row: ZoneRow) => Number(row.amount),
  redDraft: (row: ZoneRow) => row.draft.red,
} as const;
type Order = keyof typeof orders;

function SortedTable(props: {
  readonly title: string;
  readonly name: string;
  readonly rows: readonly ZoneRow[];
}): ReactNode {
  const t = useTexts(texts);
  const [by, setBy] = useState<Order>('changed');
  const [all, setAll] = useState(false);
  const rows = useMemo(
    () =>
      props.rows
        .filter((row) => all || row.changed > 0 || row.blocked > 0)
        .toSorted((a, b) => orders[by](b) - orders[by](a)),
    [props.rows, by, all],
  );
  const count = (key: string, title: string, of: (row: ZoneRow) => number): Column<ZoneRow> => ({
    key,
    title,
    align: 'right',
    text: (row) => String(of(row)),
    render: (row) => <QuantityText count={of(row)} />,
  });
  const amount = (key: 'amount' | 'changedAmount' | 'blockedAmount', title: string): Column<ZoneRow> => ({
    key,
    title,
    unit: '元',
    align: 'right',
    nowrap: true,
    text: (row) => row[key],
    render: (row) => <MoneyText amount={row[key]} />,
  });
  const columns: readonly Column<ZoneRow>[] = [
    { key: 'name', title: props.name, card: 'title', text: (row) => row.name, render: (row) => row.name },
    count('trades', t.trades, (row) => row.trades),
    amount('amount', t.amount),
    count('changed', t.changed, (row) => row.changed),
    amount('changedAmount', t.changedAmount),
    count('redNow', t.redNow, (row) => row.now.red),
    count('redDraft', t.redDraft, (row) => row.draft.red),
    count('yellowNow', t.yellowNow, (row) => row.now.yellow),
    count('yellowDraft', t.yellowDraft, (row) => row.draft.yellow),
    count('blocked', t.blocked, (row) => row.blocked),
    amount('blockedAmount', t.blockedAmount),
  ];
  return (
    <Section
      title={props.title}
      extra={
        <span className="dl-actions">
          <Checkbox checked={all} onChange={(event) => setAll(event.target.checked)}>
            {t.unchangedToo}
          </Checkbox>
          <Select<Order>
            size="small"
            aria-label={t.sortBy}
            value={by}
            onChange={setBy}
            options={(Object.keys(orders) as Order[]).map((value) => ({ value, label: t[value] }))}
          />
          <ExportButton name={props.title} columns={columns} rows={rows} />
        </span>
      }
    >
      <TableView
        inside
        label={props.title}
        rows={rows}
        rowKey={(row) => row.key}
        columns={columns}
        empty={<p>{t.noRows}</p>}
      />
    </Section>
  );
}

function ExportButton<Row extends object>(props: {
  readonly name: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
}): ReactNode {
  const t = useTexts(texts);
  const m = useMarks();
  function save(): void {
    const heads = props.columns.map(({ title, unit }) =>
      unit === undefined ? title : `${title}${m.open}${unit}${m.close}`,
    );
    const cells = props.rows.map((row) => props.columns.map((column) => column.text?.(row) ?? ''));
    handOver(new Blob([csvText([heads, ...cells])], { type: 'text/csv' }), `${props.name}.csv`);
  }
  return (
    <Button size="small" onClick={save}>
      {t.exportRows}
    </Button>
  );
}

type NoSaleRow = Extract<TrialReport, { kind: 'noSale' }>['rows'][number];
function NoSaleTable({ rows }: { readonly rows: readonly NoSaleRow[] }): ReactNode {
  const t = useTexts(texts);
  const columns: readonly Column<NoSaleRow>[] = [
    {
      key: 'product',
      title: t.product,
      card: 'title',
      text: (row) => row.product,
      render: (row) => row.product,
    },
    {
      key: 'manufacturer',
      title: t.manufacturer,
      text: (row) => row.manufacturer,
      render: (row) => row.manufacturer,
    },
    {
      key: 'onNow',
      title: t.onNow,
      nowrap: true,
      text: (row) => row.onNow ?? '',
      render: (row) => (row.onNow === null ? '—' : <DateText at={row.onNow} />),
    },
    {
      key: 'onDraft',
      title: t.onDraft,
      nowrap: true,
      text: (row) => row.onDraft ?? '',
      render: (row) => (row.onDraft === null ? '—' : <DateText at={row.onDraft} />),
    },
    {
      key: 'hindered',
      title: t.hindered,
      align: 'right',
      text: (row) => String(row.hindered),
      render: (row) => String(row.hindered),
    },
    {
      key: 'hinderedAmount',
      title: t.hinderedAmount,
      unit: '元',
      align: 'right',
      text: (row) => row.hinderedAmount,
      render: (row) => <MoneyText amount={row.hinderedAmount} />,
    },
    {
      key: 'institutions',
      title: t.institutionCount,
      align: 'right',
      text: (row) => String(row.institutions),
      render: (row) => String(row.institutions),
    },
  ];
  return <RowsSection title={t.listings} columns={columns} rows={rows} />;
}

type LinkageRow = Extract<TrialReport, { kind: 'linkage' }>['rows'][number];
function LinkageTable({ rows }: { readonly rows: readonly LinkageRow[] }): ReactNode {
  const t = useTexts(texts);
  const amount = (
    key: 'price' | 'priceNow' | 'priceDraft' | 'savedNow' | 'savedDraft',
    title: string,
  ): Column<LinkageRow> => ({
    key,
    title,
    unit: '元',
    align: 'right',
    text: (row) => row[key],
    render: (row) => <MoneyText amount={row[key]} />,
  });
  const columns: readonly Column<LinkageRow>[] = [
    {
      key: 'product',
      title: t.product,
      card: 'title',
      text: (row) => row.product,
      render: (row) => row.product,
    },
    {
      key: 'manufacturer',
      title: t.manufacturer,
      text: (row) => row.manufacturer,
      render: (row) => row.manufacturer,
    },
    amount('price', t.price),
    amount('priceNow', t.priceNow),
    amount('priceDraft', t.priceDraft),
    amount('savedNow', t.savedNow),
    amount('savedDraft', t.saved),
  ];
  return <RowsSection title={t.listings} columns={columns} rows={rows} />;
}

function RowsSection<Row extends { readonly listingId: string }>(props: {
  readonly title: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
}): ReactNode {
  const t = useTexts(texts);
  const { title, columns, rows } = props;
  return (
    <Section title={title} extra={<ExportButton name={title} columns={columns} rows={rows} />}>
      <TableView
        inside
        label={title}
        rows={rows}
        rowKey={(row) => row.listingId}
        href={(row) => `/listings/${row.listingId}`}
        columns={columns}
        empty={<p>{t.noRows}</p>}
      />
    </Section>
  );
}
