// screen: JS-30, JS-33, JS-36, JS-12A, HN-15, SX-5.3c
import { listJournal } from '@daylight/api/journal.ts';
import { eventTexts } from '@daylight/api/events.ts';
import { type OrderDetail, readOrder } from '@daylight/api/order-read.ts';
import { orderStateWords, shipmentStateWords } from '@daylight/api/order-words.ts';
import { Space } from 'antd';
import type { ReactNode } from 'react';
import { useAsk } from '../../ask.ts';
import { useSay } from '../../i18n/language.ts';
import { useTexts } from '../../i18n/texts.ts';
import { Go, useParam } from '../../navigate.tsx';
import { Deadline } from '../../ui/deadline.tsx';
import { Details, type Fact, type Happening, Section } from '../../ui/details.tsx';
import { DateText, MoneyText } from '../../ui/numbers.tsx';
import { PageProblem } from '../../ui/page-problem.tsx';
import { PageSkeleton } from '../../ui/page-skeleton.tsx';
import { type FlowStep, StepFlow } from '../../ui/step-flow.tsx';
import { StateTag } from '../../ui/tags.tsx';
import { OrderActions } from './order-actions.tsx';
import { OrderMarks } from './order-columns.tsx';
import { OrderLines } from './order-lines.tsx';
import { shipmentTone } from './states.ts';
import { texts } from './texts.ts';
import './order.css';

export function OrderDetailsPage(): ReactNode {
  const orderId = useParam('orderId');
  const { data, error, refetch } = useAsk(readOrder, { params: { orderId } }, { keep: false });
  if (error !== null) return <PageProblem problem={error.problem} onRetry={() => void refetch()} />;
  return data === undefined ? <PageSkeleton /> : <OrderPage order={data} />;
}

/** One order: where it is, who acts now until when, its lines, its deliveries, what happened. */
function OrderPage({ order }: { readonly order: OrderDetail }): ReactNode {
  const t = useTexts(texts);
  return (
    <Details
      title={order.number}
      above={{ to: '/orders', title: t.orders }}
      state={<OrderMarks order={order} />}
      note={t.productAnd(order.products, order.lineCount)}
      actions={<OrderActions order={order} />}
      next={<Next order={order} />}
      facts={useFacts(order)}
      timeline={useHappenings(order)}
      printable
    >
      <div className="dl-order-steps">
        <StepFlow label={t.state} steps={useSteps(order)} />
      </div>
      <Section title={t.linesOf}>
        <OrderLines order={order} />
      </Section>
      <Section title={t.deliveries}>
        <Shipments order={order} />
      </Section>
    </Details>
  );
}

function Next({ order }: { readonly order: OrderDetail }): ReactNode {
  const t = useTexts(texts);
  return (
    <>
      {t.nextSteps[order.state]}
      {order.approvalReason === null || order.state !== 'waiting-approval' ? null : (
        <>（{t.approvalWhy[order.approvalReason]}）</>
      )}{' '}
      {order.due === null ? null : (
        <Deadline dueAt={order.due.dueAt} provisional={order.due.provisional} basis={order.due.basis} />
      )}
    </>
  );
}

function useFacts(order: OrderDetail): Fact[] {
  const t = useTexts(texts);
  const { site } = order;
  // A clock runs only while somebody still has to act on it.
  const running = order.lines.some((line) => line.state === 'waiting' || line.open !== '0');
  const deadline = (name: string, due: OrderDetail['confirm'], runs: boolean): Fact[] =>
    due === null || !runs
      ? []
      : [
          {
            name,
            value: <Deadline dueAt={due.dueAt} provisional={due.provisional} basis={due.basis} compact />,
          },
        ];
  return [
    { name: t.institution, value: order.institution.name },
    { name: t.distributor, value: order.distributor.name },
    { name: t.amount, value: <MoneyText amount={order.amount} unit strong /> },
    {
      name: t.site,
      value: (
        <>
          {[site.name, site.address, site.contact, site.telephone].filter((part) => part !== '').join(' · ')}
          {site.remote ? ` · ${t.remote}` : ''}
        </>
      ),
    },
    { name: t.placedAt, value: <DateText at={order.placedAt} time /> },
    { name: t.placedBy, value: order.placedBy },
    ...deadline(t.confirmBy, order.confirm, order.state === 'placed'),
    ...(order.answeredAt === null
      ? []
      : [{ name: t.answeredAt, value: <DateText at={order.answeredAt} time /> }]),
    ...deadline(t.deliverBy, order.deliver, running),
    ...deadline(t.expiresAt, order.expire, running),
    ...(order.urgeCount > 0 ? [{ name: t.urge, value: t.urged(order.urgeCount) }] : []),
    ...(order.clientReference === '' ? [] : [{ name: t.ownReference, value: order.clientReference }]),
    ...(order.note === '' ? [] : [{ name: t.note, value: order.note, wide: true }]),
  ];
}

const ended = new Set(['refused', 'cancelled', 'expired']);

/** 下单 → (审批) → 确认 → 发货 → 验收: how far the order is. */
function useSteps(order: OrderDetail): FlowStep[] {
  const t = useTexts(texts);
  const keys = [
    'place',
    ...(order.approvalReason === null ? [] : ['approve']),
    'confirm',
    'ship',
    'receive',
  ] as const;
  const now = (
    {
      'waiting-approval': 'approve',
      placed: 'confirm',
      confirmed: 'ship',
      shipping: 'receive',
      done: 'done',
      refused: 'confirm',
      cancelled: order.answeredAt === null ? 'confirm' : 'ship',
      expired: order.answeredAt === null ? 'confirm' : 'ship',
    } as const
  )[order.state];
  const at = keys.findIndex((key) => key === now);
  return keys.map((key, index) => ({
    key,
    title: t.steps[key as keyof typeof t.steps],
    state:
      now === 'done' || index < at
        ? 'done'
        : index > at
          ? 'later'
          : ended.has(order.state)
            ? 'failed'
            : 'now',
  }));
}

function Shipments({ order }: { readonly order: OrderDetail }): ReactNode {
  const t = useTexts(texts);
  const say = useSay();
  if (order.shipments.length === 0) return <p className="dl-soft">{t.noDeliveries}</p>;
  return (
    <ul className="dl-plain-list">
      {order.shipments.map((shipment) => (
        <li key={shipment.id}>
          <Space wrap>
            <Go to={`/shipments/${shipment.id}`}>{shipment.number}</Go>
            <DateText at={shipment.shippedAt} time />
            <StateTag tone={shipmentTone[shipment.state as keyof typeof shipmentTone]}>
              {say(shipmentStateWords[shipment.state as keyof typeof shipmentStateWords])}
            </StateTag>
            {shipment.late ? <StateTag tone="danger">{t.late}</StateTag> : null}
          </Space>
        </li>
      ))}
    </ul>
  );
}

/** The order's records of the journal, newest first. */
function useHappenings(order: OrderDetail): Happening[] {
  const say = useSay();
  const query = { subjectKind: 'order', subjectId: order.id, limit: 100 };
  const { data } = useAsk(listJournal, { query });
  const words: Readonly<Record<string, { readonly zh: string; readonly en: string }>> = eventTexts;
  return (data?.items ?? []).map((entry) => ({
    id: entry.id,
    at: entry.at,
    title: say(words[entry.event] ?? { zh: entry.event, en: entry.event }),
    detail: [entry.organisation?.name, entry.person, stateIn(entry.after, say)].filter(Boolean).join(' · '),
  }));
}

function stateIn(after: unknown, say: ReturnType<typeof useSay>): string {
  const state = typeof after === 'object' && after !== null && 'state' in after ? String(after.state) : '';
  return state in orderStateWords ? say(orderStateWords[state as keyof typeof orderStateWords]) : '';
}
