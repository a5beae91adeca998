// screen: JS-32, SX-5.5a, GD-6b, GY-4.3b
import { readOverdue } from '@daylight/api/settlement-statement.ts';
import type { ReactNode } from 'react';
import { useTexts } from '../../i18n/texts.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { PageHead } from '../../ui/details.tsx';
import { MoneyText } from '../../ui/numbers.tsx';
import { StateTag } from '../../ui/tags.tsx';
import './settlement.css';
import { texts } from './statement-texts.ts';

/** Who pays late, with how much and how long; each row leads to the invoices. */
export function OverdueBoardPage(): ReactNode {
  const t = useTexts(texts);
  return (
    <>
      <PageHead title={t.overdueBoard} note={t.overdueNote} />
      <DataTable
        id="overdue"
        endpoint={readOverdue}
        rowKey={(row) => row.institution.id}
        href={(row) => `/invoices?show=overdue&institutionId=${row.institution.id}`}
        tone={() => 'danger'}
        above={({ total }) => (
          <p className="dl-total">
            {t.overdueTotal(total.institutions, total.count)}
            <strong>
              <MoneyText amount={total.amount} unit />
            </strong>
          </p>
        )}
        columns={[
          {
            key: 'institution',
            title: t.institution,
            card: 'title',
            text: (row) => row.institution.name,
            render: (row) => row.institution.name,
          },
          { key: 'count', title: t.invoices, align: 'right', render: (row) => String(row.count) },
          {
            key: 'amount',
            title: t.open,
            unit: '元',
            align: 'right',
            nowrap: true,
            render: (row) => <MoneyText amount={row.amount} strong />,
          },
          {
            key: 'distributors',
            title: t.distributors,
            align: 'right',
            render: (row) => String(row.distributors),
          },
          { key: 'disputed', title: t.disputed, align: 'right', render: (row) => String(row.disputed) },
          {
            key: 'daysMax',
            title: t.daysMax,
            card: 'state',
            text: (row) => String(row.daysMax),
            render: (row) => <StateTag tone="danger">{t.overdueDays(row.daysMax)}</StateTag>,
          },
        ]}
        empty={{ title: t.noOverdue }}
      />
    </>
  );
}
