// screen: JS-33
import { type BalanceItem, listBalances } from '@daylight/api/settlement-statement.ts';
import { endOfMonth, isoDate, shanghaiDate } from '@daylight/rules/time.ts';
import type { ReactNode } from 'react';
import { now } from '../../clock.ts';
import { useTexts } from '../../i18n/texts.ts';
import { useActor } from '../../session.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { PageHead } from '../../ui/details.tsx';
import { MoneyText } from '../../ui/numbers.tsx';
import { StateTag } from '../../ui/tags.tsx';
import { texts } from './statement-texts.ts';

/** This month, as the first period that a statement shows. */
export function thisMonth(): { readonly from: string; readonly until: string } {
  const today = shanghaiDate(now());
  return { from: isoDate(`${today.slice(0, 8)}01`), until: endOfMonth(today) };
}

/** What is open with each counterpart; each row leads to its statement. */
export function BalanceListPage(): ReactNode {
  const t = useTexts(texts);
  const actor = useActor();
  const { from, until } = thisMonth();
  const party = (key: 'institution' | 'distributor') =>
    actor?.kind === key
      ? []
      : [
          {
            key,
            title: t[key],
            text: (row: BalanceItem) => row[key].name,
            render: (row: BalanceItem) => row[key].name,
          },
        ];
  return (
    <>
      <PageHead title={t.statements} note={t.statementsNote} />
      <DataTable<typeof listBalances>
        id="balances"
        endpoint={listBalances}
        rowKey={(row) => `${row.institution.id}/${row.distributor.id}`}
        href={(row) => `/statements/${row.institution.id}/${row.distributor.id}?from=${from}&until=${until}`}
        tone={(row) => (row.overdue.count > 0 ? 'danger' : null)}
        columns={[
          ...party('institution'),
          ...party('distributor'),
          {
            key: 'open',
            title: t.balance,
            unit: '元',
            align: 'right',
            nowrap: true,
            text: (row) => row.open,
            render: (row) => <MoneyText amount={row.open} strong />,
          },
          {
            key: 'unverified',
            title: t.unverified,
            unit: '元',
            align: 'right',
            nowrap: true,
            text: (row) => row.unverified.amount,
            render: (row) => <MoneyText amount={row.unverified.amount} />,
          },
          {
            key: 'overdue',
            title: t.overdue,
            unit: '元',
            align: 'right',
            nowrap: true,
            text: (row) => row.overdue.amount,
            render: (row) => <MoneyText amount={row.overdue.amount} />,
          },
          {
            key: 'days',
            title: t.state,
            card: 'state',
            text: (row) => (row.daysOverdueMax > 0 ? t.overdueDays(row.daysOverdueMax) : ''),
            render: (row) =>
              row.daysOverdueMax > 0 ? (
                <StateTag tone="danger">{t.overdueDays(row.daysOverdueMax)}</StateTag>
              ) : null,
          },
        ]}
        empty={{ title: t.noBalances }}
      />
    </>
  );
}
