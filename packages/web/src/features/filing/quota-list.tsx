// screen: GD-3
import { listQuotas } from '@daylight/api/filing-outside.ts';
import type { ReactNode } from 'react';
import { useTexts } from '../../i18n/texts.ts';
import { DataTable, type RowOf } from '../../ui/data-table.tsx';
import { PageHead } from '../../ui/details.tsx';
import { MoneyText } from '../../ui/numbers.tsx';
import type { Column } from '../../ui/table-view.tsx';
import { texts } from './outside-texts.ts';

type Row = RowOf<typeof listQuotas>;

/** How far the institutions of a bureau used their self-purchase quota (GD-3). */
export function QuotaListPage(): ReactNode {
  const t = useTexts(texts);
  const amount = (key: 'base' | 'limit' | 'used' | 'reserved' | 'left', title: string): Column<Row> => ({
    key,
    title,
    unit: '元',
    align: 'right',
    text: (row) => row[key],
    render: (row) => <MoneyText amount={row[key]} />,
  });
  return (
    <>
      <PageHead title={t.quotas} note={t.quotasNote} />
      <DataTable<typeof listQuotas>
        id="self-purchase-quotas"
        endpoint={listQuotas}
        rowKey={(row) => row.institution.id}
        columns={[
          {
            key: 'institution',
            title: t.institution,
            card: 'title',
            text: (row) => row.institution.name,
            render: (row) => row.institution.name,
          },
          amount('base', t.base),
          amount('limit', t.limit),
          amount('used', t.used),
          amount('reserved', t.reserved),
          amount('left', t.left),
        ]}
        empty={{ title: t.noQuotas }}
      />
    </>
  );
}
