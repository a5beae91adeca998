// screen: JS-32, JS-33
import { type PaymentItem, listPayments } from '@daylight/api/settlement-read.ts';
import { paymentStates } from '@daylight/api/settlement-shapes.ts';
import type { ReactNode } from 'react';
import { useTexts } from '../../i18n/texts.ts';
import { Go } from '../../navigate.tsx';
import { useActor, useMay } from '../../session.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { PageHead } from '../../ui/details.tsx';
import { choice } from '../../ui/filters.ts';
import { DateText, MoneyText } from '../../ui/numbers.tsx';
import type { Column } from '../../ui/table-view.tsx';
import './settlement.css';
import { PaymentState, usePaymentState } from './states.tsx';
import { texts } from './texts.ts';

/** Transfers and their reversals, what waits for the distributor's word first. */
export function PaymentListPage(): ReactNode {
  const t = useTexts(texts);
  const may = useMay();
  return (
    <>
      <PageHead
        title={t.payments}
        note={t.paymentsNote}
        actions={may('settlement.pay') ? <Go to="/payments/new">{t.newPayment}</Go> : undefined}
      />
      <DataTable
        id="payments"
        endpoint={listPayments}
        filters={[
          choice('state', t.state, t.paymentStates, paymentStates),
          { kind: 'search', name: 'search', label: t.search, placeholder: t.bankReference },
          { kind: 'days', name: 'from', until: 'until', label: t.paidOn },
        ]}
        columns={usePaymentColumns()}
        href={(row) => `/payments/${row.id}`}
        tone={(row) =>
          row.kind === 'reversal' || row.state === 'reversed'
            ? 'ended'
            : row.state === 'disputed'
              ? 'warning'
              : null
        }
        above={(reply) => (
          <nav className="dl-tiles dl-no-print" aria-label={t.show}>
            {(['toConfirm', 'disputed'] as const).map((view) => (
              <Go key={view} to={`/payments?state=${view === 'toConfirm' ? 'recorded' : 'disputed'}`}>
                <small>{view === 'toConfirm' ? t.paymentStates.recorded : t.paymentStates.disputed}</small>
                <strong>{reply.counts[view].count}</strong>
                <small>
                  <MoneyText amount={reply.counts[view].amount} unit />
                </small>
              </Go>
            ))}
          </nav>
        )}
        empty={{ title: t.noPayments }}
      />
    </>
  );
}

function usePaymentColumns(): readonly Column<PaymentItem>[] {
  const t = useTexts(texts);
  const actor = useActor();
  const words = usePaymentState();
  const party = (key: 'institution' | 'distributor'): Column<PaymentItem>[] =>
    actor?.kind === key
      ? []
      : [{ key, title: t[key], text: (row) => row[key].name, render: (row) => row[key].name }];
  return [
    { key: 'number', title: t.paymentNumber, card: 'title', nowrap: true, render: (row) => row.number },
    ...party('institution'),
    ...party('distributor'),
    {
      key: 'amount',
      title: t.amount,
      unit: '元',
      align: 'right',
      nowrap: true,
      render: (row) => <MoneyText amount={row.amount} strong />,
    },
    { key: 'paidOn', title: t.paidOn, nowrap: true, render: (row) => <DateText at={row.paidOn} /> },
    { key: 'bankReference', title: t.bankReference, render: (row) => row.bankReference },
    { key: 'invoiceCount', title: t.invoiceCount, align: 'right', render: (row) => String(row.invoiceCount) },
    {
      key: 'state',
      title: t.state,
      card: 'state',
      text: words,
      render: (row) => <PaymentState payment={row} />,
    },
  ];
}
