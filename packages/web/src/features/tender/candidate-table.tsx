// screen: GY-4.1, SX-2.1
import { listScreeningUse } from '@daylight/api/tender-screening.ts';
import type { Money } from '@daylight/rules/money.ts';
import { Button, Drawer, Tag } from 'antd';
import { type ReactNode, useState } from 'react';
import { useSay } from '../../i18n/language.ts';
import { useMarks } from '../../i18n/marks.ts';
import { useTexts } from '../../i18n/texts.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { MoneyText } from '../../ui/numbers.tsx';
import { type Column, TableView } from '../../ui/table-view.tsx';
import { StateTag } from '../../ui/tags.tsx';
import { Article } from '../../ui/why.tsx';
import type { ScreeningView } from './screening-page.tsx';
import { texts } from './screening-texts.ts';

type Row = ScreeningView['candidates'][number];

const percent = (hundredths: number): string => `${(hundredths / 100).toFixed(1)}%`;

interface Props {
  readonly screening: ScreeningView;
  readonly chosen: readonly string[];
  readonly onChoose?: (chosen: readonly string[]) => void;
}

/** Candidates in order of their score; what is left out says why, what members bought is a click away. */
export function CandidateTable({ screening, chosen, onChoose }: Props): ReactNode {
  const [open, setOpen] = useState<Row | null>(null);
  const marks = new Set(chosen);
  const free = new Set(
    screening.candidates.filter(({ excluded }) => excluded === null).map(({ prefix }) => prefix),
  );
  const choosing =
    onChoose === undefined
      ? {}
      : {
          selected: chosen,
          onSelect: (keys: readonly string[]) => onChoose(keys.filter((key) => free.has(key))),
        };
  return (
    <>
      <TableView
        inside
        rows={screening.candidates}
        rowKey={(row) => row.prefix}
        columns={useColumns({ marks, onOpen: setOpen })}
        tone={(row) => (row.excluded === null ? null : 'ended')}
        {...choosing}
      />
      <UseDrawer screening={screening} row={open} onClose={() => setOpen(null)} />
    </>
  );
}

interface ColumnAsk {
  readonly marks: ReadonlySet<string>;
  readonly onOpen: (row: Row) => void;
}

function useColumns({ marks, onOpen }: ColumnAsk): Column<Row>[] {
  const t = useTexts(texts);
  return [
    { key: 'place', title: t.place, align: 'right', render: (row) => String(row.place) },
    {
      key: 'item',
      title: t.item,
      card: 'title',
      render: (row) => (
        <>
          <Button type="link" size="small" className="dl-round-open" onClick={() => onOpen(row)}>
            {row.name}
          </Button>{' '}
          <small className="dl-soft">{row.prefix}</small>{' '}
          {row.excluded === null ? null : <ExcludedTag excluded={row.excluded} />}
          {marks.has(row.prefix) ? <StateTag tone="good">{t.isChosen}</StateTag> : null}
        </>
      ),
    },
    { key: 'total', title: t.total, align: 'right', nowrap: true, render: (row) => <Score row={row} /> },
    {
      key: 'amount',
      title: t.amount,
      unit: '元',
      align: 'right',
      render: (row) => <MoneyText amount={row.figures.amount} />,
    },
    {
      key: 'volume',
      title: t.volume,
      align: 'right',
      render: (row) => grouped(row.figures.volume, row.unit),
    },
    { key: 'buyers', title: t.buyers, align: 'right', render: (row) => String(row.figures.institutions) },
    { key: 'makers', title: t.makers, align: 'right', render: (row) => String(row.figures.manufacturers) },
    {
      key: 'maturity',
      title: t.maturity,
      align: 'right',
      render: (row) => (row.figures.maturityYears === null ? '—' : t.years(row.figures.maturityYears)),
    },
    {
      key: 'homogeneity',
      title: t.homogeneity,
      align: 'right',
      render: (row) => percent(row.figures.homogeneity),
    },
    { key: 'benefit', title: t.benefit, align: 'right', render: (row) => percent(row.figures.benefit) },
    {
      key: 'prices',
      title: t.prices,
      unit: '元',
      align: 'right',
      nowrap: true,
      render: (row) => <Prices low={row.figures.priceLow} high={row.figures.priceHigh} />,
    },
  ];
}

/** One price, or the span of them. */
function Prices({ low, high }: { readonly low: Money; readonly high: Money }): ReactNode {
  return low === high ? (
    <MoneyText amount={low} />
  ) : (
    <>
      <MoneyText amount={low} /> — <MoneyText amount={high} />
    </>
  );
}

function grouped(volume: string, unit: string): string {
  const [whole = '0', rest] = volume.split('.');
  return `${whole.replaceAll(/\B(?=(\d{3})+$)/g, ',')}${rest === undefined ? '' : `.${rest}`} ${unit}`;
}

function Score({ row }: { readonly row: Row }): ReactNode {
  return (
    <details className="dl-round-score">
      <summary>{row.total}</summary>
      <ul>
        {row.scores.map(({ code, weight, points }) => (
          <ScoreLine key={code} code={code} weight={weight} points={points} />
        ))}
      </ul>
    </details>
  );
}

const names: Readonly<Record<string, { readonly zh: string; readonly en: string }>> = {
  amount: { zh: '采购金额', en: 'Amount' },
  volume: { zh: '采购数量', en: 'Volume' },
  institutions: { zh: '使用机构数', en: 'Institutions' },
  maturity: { zh: '成熟度', en: 'Maturity' },
  competition: { zh: '市场竞争', en: 'Competition' },
  homogeneity: { zh: '同质化', en: 'Homogeneity' },
  benefit: { zh: '预期降价', en: 'Saving' },
};

function ScoreLine({ code, weight, points }: Omit<Row['scores'][number], 'share'>): ReactNode {
  const say = useSay();
  return (
    <li>
      {say(names[code] ?? { zh: code, en: code })} {(points / 100).toFixed(2)} / {weight}
    </li>
  );
}

function ExcludedTag({ excluded }: { readonly excluded: NonNullable<Row['excluded']> }): ReactNode {
  const t = useTexts(texts);
  return (
    <>
      <Tag>{t.excluded}</Tag>
      {excluded.title === '' ? t.excludedElsewhere : t.excludedBy(excluded.title)}{' '}
      <Article basis={excluded.basis} />
    </>
  );
}

function UseDrawer({
  screening,
  row,
  onClose,
}: {
  readonly screening: ScreeningView;
  readonly row: Row | null;
  readonly onClose: () => void;
}): ReactNode {
  const t = useTexts(texts);
  const m = useMarks();
  return (
    <Drawer open={row !== null} onClose={onClose} size="large" title={`${t.use}${m.colon}${row?.name ?? ''}`}>
      <p className="dl-soft">{t.useNote}</p>
      {row === null ? null : (
        <DataTable<typeof listScreeningUse>
          id="round-screening-use"
          prefix="use"
          endpoint={listScreeningUse}
          params={{ screeningId: screening.id }}
          query={{ prefix: row.prefix }}
          rowKey={(each) => `${each.institution.id} ${each.itemCode} ${each.manufacturer.id}`}
          columns={[
            {
              key: 'institution',
              title: t.institution,
              card: 'title',
              text: (each) => each.institution.name,
              render: (each) => each.institution.name,
            },
            {
              key: 'product',
              title: t.product,
              text: (each) => `${each.productName} ${each.specification}`,
              render: (each) => `${each.productName} ${each.specification}`,
            },
            {
              key: 'manufacturer',
              title: t.manufacturer,
              text: (each) => each.manufacturer.name,
              render: (each) => each.manufacturer.name,
            },
            {
              key: 'quantity',
              title: t.quantity,
              align: 'right',
              text: (each) => each.quantity,
              render: (each) => grouped(each.quantity, row.unit),
            },
            {
              key: 'amount',
              title: t.amount,
              unit: '元',
              align: 'right',
              text: (each) => each.amount,
              render: (each) => <MoneyText amount={each.amount} />,
            },
            {
              key: 'prices',
              title: t.prices,
              unit: '元',
              align: 'right',
              text: (each) => `${each.priceLow}-${each.priceHigh}`,
              render: (each) => <Prices low={each.priceLow} high={each.priceHigh} />,
            },
          ]}
        />
      )}
    </Drawer>
  );
}
