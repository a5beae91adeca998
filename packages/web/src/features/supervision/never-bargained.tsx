// screen: JS-12D
import { listNeverBargained } from '@daylight/api/supervision.ts';
import type { ReactNode } from 'react';
import { useTexts } from '../../i18n/texts.ts';
import { useJurisdictionName } from '../../reference.ts';
import { DataTable, type RowOf } from '../../ui/data-table.tsx';
import { PageHead } from '../../ui/details.tsx';
import { percentText } from '../../ui/format.ts';
import { MoneyText, QuantityText } from '../../ui/numbers.tsx';
import type { Column } from '../../ui/table-view.tsx';
import { Article } from '../../ui/why.tsx';
import { texts } from './texts.ts';

type Row = RowOf<typeof listNeverBargained>;

/** Who buys and does not bargain: share bought at the listing price, with its numerator and denominator. */
export function NeverBargainedPage(): ReactNode {
  const t = useTexts(texts);
  return (
    <>
      <PageHead title={t.never} note={t.neverNote} />
      <DataTable<typeof listNeverBargained>
        id="never-bargained"
        endpoint={listNeverBargained}
        filters={[
          {
            kind: 'choice',
            name: 'show',
            label: t.show,
            options: (['never', 'all'] as const).map((value) => ({ value, label: t.shows[value] })),
          },
        ]}
        rowKey={(row) => row.institution.id}
        columns={useColumns()}
        above={(reply) => (
          <p className="dl-soft">
            {t.since} {t.window(reply.since, reply.until)} <Article basis={reply.basis} />
            {reply.isDefault ? ` ${t.defaultTerm}` : ''}
          </p>
        )}
        empty={{ title: t.noNever }}
      />
    </>
  );
}

function useColumns(): readonly Column<Row>[] {
  const t = useTexts(texts);
  const placeName = useJurisdictionName();
  return [
    {
      key: 'institution',
      title: t.institution,
      card: 'title',
      text: (row) => row.institution.name,
      render: (row) => row.institution.name,
    },
    { key: 'jurisdictionName', title: t.jurisdiction, render: (row) => placeName(row.jurisdictionName) },
    {
      key: 'level',
      title: t.level,
      text: (row) => t.levels[row.level],
      render: (row) => t.levels[row.level],
    },
    {
      key: 'share',
      title: t.listedShare,
      align: 'right',
      text: (row) => percentText(Number(row.listedAmount), Number(row.amount)),
      render: (row) => percentText(Number(row.listedAmount), Number(row.amount)),
    },
    {
      key: 'listedAmount',
      title: t.listedAmount,
      unit: '元',
      align: 'right',
      render: (row) => <MoneyText amount={row.listedAmount} />,
    },
    {
      key: 'amount',
      title: t.amount,
      unit: '元',
      align: 'right',
      render: (row) => <MoneyText amount={row.amount} />,
    },
    {
      key: 'lines',
      title: t.lines,
      align: 'right',
      text: (row) => String(row.lines),
      render: (row) => <QuantityText count={row.lines} />,
    },
    {
      key: 'bargains',
      title: t.bargains,
      align: 'right',
      text: (row) => String(row.bargains),
      render: (row) => <QuantityText count={row.bargains} />,
    },
  ];
}
