import type { OrderSummary } from '@daylight/api/order-read.ts';
import { orderStateWords, urgencyWords } from '@daylight/api/order-words.ts';
import type { OrganisationKind } from '@daylight/rules/access/permissions.ts';
import type { ReactNode } from 'react';
import { useSay } from '../../i18n/language.ts';
import { useTexts } from '../../i18n/texts.ts';
import { Deadline } from '../../ui/deadline.tsx';
import { DateText, MoneyText } from '../../ui/numbers.tsx';
import type { Column } from '../../ui/table-view.tsx';
import { StateTag } from '../../ui/tags.tsx';
import { orderTone, urgencyTone } from './states.ts';
import { texts } from './texts.ts';

/** State, and beside it what needs an eye: urgent, late, answer overdue. */
export function OrderMarks({ order }: { readonly order: OrderSummary }): ReactNode {
  const t = useTexts(texts);
  const say = useSay();
  return (
    <span className="dl-marks">
      <StateTag tone={orderTone[order.state]}>{say(orderStateWords[order.state])}</StateTag>
      {order.urgency === 'ordinary' ? null : (
        <StateTag tone={urgencyTone[order.urgency]}>{say(urgencyWords[order.urgency])}</StateTag>
      )}
      {order.confirmOverdue ? <StateTag tone="danger">{t.overdue}</StateTag> : null}
      {order.late ? <StateTag tone="danger">{t.late}</StateTag> : null}
    </span>
  );
}

/** The columns of a list of orders as one side reads it: who is on the other side comes first. */
export function useOrderColumns(kind: OrganisationKind): readonly Column<OrderSummary>[] {
  const t = useTexts(texts);
  const say = useSay();
  const institution: Column<OrderSummary> = {
    key: 'institution',
    title: t.institution,
    text: (row) => row.institution.name,
    render: (row) => row.institution.name,
    ...(kind === 'institution' ? { hidden: true, card: 'none' as const } : {}),
  };
  const distributor: Column<OrderSummary> = {
    key: 'distributor',
    title: t.distributor,
    text: (row) => row.distributor.name,
    render: (row) => row.distributor.name,
    ...(kind === 'distributor' ? { hidden: true, card: 'none' as const } : {}),
  };
  return [
    { key: 'number', title: t.orderNumber, nowrap: true, render: (row) => row.number },
    {
      key: 'products',
      title: t.product,
      card: 'title',
      text: (row) => row.products,
      render: (row) => t.productAnd(row.products, row.lineCount),
    },
    institution,
    distributor,
    {
      key: 'amount',
      title: t.amount,
      unit: '元',
      align: 'right',
      text: (row) => row.amount,
      render: (row) => <MoneyText amount={row.amount} />,
    },
    {
      key: 'placedAt',
      title: t.placedAt,
      nowrap: true,
      text: (row) => row.placedAt,
      render: (row) => <DateText at={row.placedAt} time />,
    },
    {
      key: 'due',
      title: t.due,
      text: (row) => row.due?.dueAt ?? '',
      render: (row) =>
        row.due === null || row.dueKind === null ? (
          '—'
        ) : (
          <>
            <small className="dl-soft">{t.dueKinds[row.dueKind]}</small>{' '}
            <Deadline dueAt={row.due.dueAt} provisional={row.due.provisional} basis={row.due.basis} compact />
          </>
        ),
    },
    {
      key: 'state',
      title: t.state,
      card: 'state',
      text: (row) => say(orderStateWords[row.state]),
      render: (row) => <OrderMarks order={row} />,
    },
    {
      key: 'clientReference',
      title: t.ownReference,
      hidden: true,
      card: 'none',
      render: (row) => row.clientReference,
    },
  ];
}
