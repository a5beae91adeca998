// screen: JS-33
import { type ReconciledOrder, listReconciliation } from '@daylight/api/settlement-statement.ts';
import type { ReactNode } from 'react';
import { useTexts } from '../../i18n/texts.ts';
import { useActor } from '../../session.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { PageHead } from '../../ui/details.tsx';
import { DateText, MoneyText } from '../../ui/numbers.tsx';
import type { Column } from '../../ui/table-view.tsx';
import { StateTag } from '../../ui/tags.tsx';
import { texts } from './statement-texts.ts';

/** Order by order: what was ordered, accepted, invoiced and paid, and what keeps them apart. */
export function ReconciliationPage(): ReactNode {
  const t = useTexts(texts);
  return (
    <>
      <PageHead title={t.reconciliation} note={t.reconciliationNote} />
      <DataTable
        id="reconciliation"
        endpoint={listReconciliation}
        columns={useOrderColumns()}
        href={(row) => `/reconciliation/${row.id}`}
        tone={(row) =>
          row.differences.includes('toTakeBack') || row.differences.includes('credit') ? 'warning' : null
        }
        empty={{ title: t.noOrders }}
      />
    </>
  );
}

export function Differences({
  differences,
}: {
  readonly differences: ReconciledOrder['differences'];
}): ReactNode {
  const t = useTexts(texts);
  if (differences.length === 0) return <StateTag tone="good">{t.even}</StateTag>;
  return differences.map((each) => (
    <StateTag key={each} tone={each === 'toTakeBack' || each === 'credit' ? 'warning' : 'waiting'}>
      {t.differences[each]}
    </StateTag>
  ));
}

function useOrderColumns(): readonly Column<ReconciledOrder>[] {
  const t = useTexts(texts);
  const actor = useActor();
  const money = (
    key: 'ordered' | 'kept' | 'invoiced' | 'paid' | 'unpaid',
    title: string,
  ): Column<ReconciledOrder> => ({
    key,
    title,
    unit: '元',
    align: 'right',
    nowrap: true,
    render: (row) => <MoneyText amount={row[key]} />,
  });
  const party = (key: 'institution' | 'distributor'): Column<ReconciledOrder>[] =>
    actor?.kind === key
      ? []
      : [{ key, title: t[key], text: (row) => row[key].name, render: (row) => row[key].name }];
  return [
    { key: 'number', title: t.order, card: 'title', nowrap: true, render: (row) => row.number },
    ...party('institution'),
    ...party('distributor'),
    {
      key: 'placedAt',
      title: t.placedAt,
      hidden: true,
      nowrap: true,
      render: (row) => <DateText at={row.placedAt} />,
    },
    money('ordered', t.ordered),
    money('kept', t.kept),
    money('invoiced', t.invoicedShort),
    money('paid', t.paidShort),
    {
      key: 'differences',
      title: t.difference,
      card: 'state',
      text: (row) => row.differences.map((each) => t.differences[each]).join(' '),
      render: (row) => <Differences differences={row.differences} />,
    },
  ];
}
