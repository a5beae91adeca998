// screen: JS-30, JS-33, HN-11a
import { exportOrders, listOrders } from '@daylight/api/order-read.ts';
import { orderStates, urgencies } from '@daylight/api/order.ts';
import { orderStateWords, urgencyWords } from '@daylight/api/order-words.ts';
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useSay } from '../../i18n/language.ts';
import { useTexts } from '../../i18n/texts.ts';
import { useGo } from '../../navigate.tsx';
import { useActor, useMay } from '../../session.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { PageHead } from '../../ui/details.tsx';
import type { Filter } from '../../ui/filters.ts';
import { useOrderColumns } from './order-columns.tsx';
import { texts } from './texts.ts';

/** Orders of one's own side, newest first; the same list for institution, distributor, manufacturer and bureau. */
export function OrderListPage(): ReactNode {
  const t = useTexts(texts);
  const may = useMay();
  const go = useGo();
  const actor = useActor();
  const columns = useOrderColumns(actor?.kind ?? 'institution');
  const find = may('order.cart') ? (
    <Button type="primary" onClick={() => go('/listings')}>
      {t.toListings}
    </Button>
  ) : undefined;
  return (
    <>
      <PageHead title={t.orders} note={t.ordersNote} actions={find} />
      <DataTable<typeof listOrders>
        id="orders"
        endpoint={listOrders}
        exportEndpoint={exportOrders}
        filters={useOrderFilters()}
        columns={columns}
        href={(row) => `/orders/${row.id}`}
        tone={(row) => (row.late || row.confirmOverdue ? 'danger' : null)}
        empty={{ title: t.noOrders, help: t.noOrdersHelp, action: find }}
      />
    </>
  );
}

export function useOrderFilters(): Filter[] {
  const t = useTexts(texts);
  const say = useSay();
  return [
    { kind: 'search', name: 'text', label: t.search },
    {
      kind: 'choice',
      name: 'state',
      label: t.state,
      many: true,
      options: orderStates.map((value) => ({ value, label: say(orderStateWords[value]) })),
    },
    {
      kind: 'choice',
      name: 'urgency',
      label: t.urgency,
      options: urgencies.map((value) => ({ value, label: say(urgencyWords[value]) })),
    },
    { kind: 'flag', name: 'open', label: t.open },
    { kind: 'flag', name: 'late', label: t.onlyLate },
    { kind: 'days', name: 'from', until: 'until', label: t.period },
  ];
}
