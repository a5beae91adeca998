// screen: JS-32, JS-33, HN-8, SX-5.5a, GD-6b, GY-4.3b
import { listJournal } from '@daylight/api/journal.ts';
import { readInvoice } from '@daylight/api/settlement-read.ts';
import type { ReplyOf } from '@daylight/api/endpoint.ts';
import { addQuantity, compare } from '@daylight/rules/money.ts';
import type { ReactNode } from 'react';
import { useAsk } from '../../ask.ts';
import { useSay } from '../../i18n/language.ts';
import { useTexts } from '../../i18n/texts.ts';
import { Go, useParam } from '../../navigate.tsx';
import { TwoLines } from '../../ui/columns.tsx';
import { Deadline } from '../../ui/deadline.tsx';
import { Details, type Fact, type Happening, Happenings, Section } from '../../ui/details.tsx';
import { DateText, MoneyText, QuantityText } from '../../ui/numbers.tsx';
import { PageProblem } from '../../ui/page-problem.tsx';
import { PageSkeleton } from '../../ui/page-skeleton.tsx';
import { type Column, TableView } from '../../ui/table-view.tsx';
import { StateTag } from '../../ui/tags.tsx';
import { Article, WhyButton } from '../../ui/why.tsx';
import { useEventName } from '../journal/event-names.ts';
import { InvoiceActions } from './invoice-actions.tsx';
import { InvoiceState, PaymentState } from './states.tsx';
import { texts } from './texts.ts';

export type InvoiceView = ReplyOf<typeof readInvoice>;
type Line = InvoiceView['lines'][number];

export function InvoiceDetailsPage(): ReactNode {
  const invoiceId = useParam('invoiceId');
  const { data, error, refetch } = useAsk(readInvoice, { params: { invoiceId } });
  if (error !== null) return <PageProblem problem={error.problem} onRetry={() => void refetch()} />;
  return data === undefined ? <PageSkeleton /> : <InvoiceDetails invoice={data} />;
}

/** One invoice: until when it is to be paid and by which rule, and each line beside the lot that was accepted. */
function InvoiceDetails({ invoice }: { readonly invoice: InvoiceView }): ReactNode {
  const t = useTexts(texts);
  const timeline = useTimeline(invoice.id);
  return (
    <Details
      title={invoice.number}
      above={{ to: '/invoices', title: t.invoices }}
      state={<InvoiceState invoice={invoice} />}
      note={`${t.taxNumber} ${invoice.invoiceCode} ${invoice.invoiceNumber}`}
      actions={<InvoiceActions invoice={invoice} />}
      {...(isDone(invoice) ? {} : { next: <Next invoice={invoice} /> })}
      facts={useFacts(invoice)}
      printable
    >
      <Section title={t.matching}>
        <TableView<Line>
          inside
          columns={useLineColumns()}
          rows={invoice.lines}
          rowKey={(line) => String(line.at)}
          tone={(line) => (agrees(line) ? null : 'warning')}
          label={t.matching}
        />
      </Section>
      <Reds invoice={invoice} />
      <Payments invoice={invoice} />
      <Section title={t.history} className="dl-no-print">
        <Happenings items={timeline} />
      </Section>
    </Details>
  );
}

/** No more is invoiced of a lot in all than was accepted of it and kept. */
function agrees({ delivered }: Line): boolean {
  const { accepted, returned, invoiced } = delivered;
  return compare(addQuantity(invoiced, returned), accepted) <= 0;
}

/** Nobody has to act any more; a red invoice is never paid. */
function isDone({ state, kind }: InvoiceView): boolean {
  return state === 'paid' || state === 'cancelled' || (kind === 'red' && state === 'verified');
}

function Next({ invoice }: { readonly invoice: InvoiceView }): ReactNode {
  const t = useTexts(texts);
  const { state, due, dueRule } = invoice;
  return (
    <>
      {state === 'entered' ? t.nextVerify : state === 'verified' ? t.nextPay : t.nextDisputed}{' '}
      {due === null ? null : <Deadline dueAt={due.dueAt} provisional={due.provisional} />}
      {dueRule === null ? null : <Why invoice={invoice} />}
    </>
  );
}

/** The rule behind the deadline: its words, whose it is, and the acceptance it counts from. */
function Why({ invoice }: { readonly invoice: InvoiceView }): ReactNode {
  const t = useTexts(texts);
  const say = useSay();
  const { dueRule, acceptedAt, due } = invoice;
  if (dueRule === null) return null;
  return (
    <WhyButton
      explanation={{
        title: t.due,
        basis: [dueRule.basis],
        parameters: [
          { name: t.rule, value: say(dueRule.text), origin: dueRule.origin, basis: dueRule.basis },
        ],
        inputs: [
          { name: t.acceptedAt, value: <DateText at={acceptedAt} time /> },
          { name: t.due, value: <DateText at={due?.dueAt ?? null} time /> },
        ],
        ...(dueRule.note === null ? {} : { wouldChange: [say(dueRule.note)] }),
      }}
    />
  );
}

function useFacts(invoice: InvoiceView): Fact[] {
  const t = useTexts(texts);
  const say = useSay();
  const { dueRule, redOf } = invoice;
  return [
    { name: t.institution, value: invoice.institution.name },
    { name: t.distributor, value: invoice.distributor.name },
    { name: t.amount, value: <MoneyText amount={invoice.amount} unit strong /> },
    ...(invoice.kind === 'red'
      ? []
      : [
          { name: t.takenBack, value: <MoneyText amount={invoice.takenBack} unit /> },
          { name: t.paid, value: <MoneyText amount={invoice.paid} unit /> },
          { name: t.open, value: <MoneyText amount={invoice.open} unit strong /> },
        ]),
    { name: t.kind, value: t.kinds[invoice.kind] },
    { name: t.issuedOn, value: <DateText at={invoice.issuedOn} /> },
    { name: t.acceptedAt, value: <DateText at={invoice.acceptedAt} time /> },
    ...(dueRule === null
      ? []
      : [
          {
            name: t.rule,
            value: (
              <>
                {say(dueRule.text)}
                {dueRule.origin === 'default' ? `（${t.ruleDefault}）` : null}{' '}
                <Article basis={dueRule.basis} />
              </>
            ),
            wide: true,
          },
        ]),
    ...(invoice.upstreamInvoiceNumber === ''
      ? []
      : [{ name: t.upstream, value: invoice.upstreamInvoiceNumber }]),
    ...(redOf === null
      ? []
      : [{ name: t.redOf, value: <Go to={`/invoices/${redOf.id}`}>{redOf.number}</Go> }]),
    ...(invoice.settledAt === null
      ? []
      : [{ name: t.settledAt, value: <DateText at={invoice.settledAt} time /> }]),
    ...(invoice.reason === null ? [] : [{ name: t.reason, value: invoice.reason, wide: true }]),
  ];
}

function useLineColumns(): readonly Column<Line>[] {
  const t = useTexts(texts);
  const count = (key: 'quantity' | 'accepted' | 'returned' | 'invoiced', title: string): Column<Line> => ({
    key: `delivered-${key}`,
    title,
    align: 'right',
    nowrap: true,
    text: (line) => line.delivered[key],
    render: (line) => <QuantityText count={line.delivered[key]} />,
  });
  return [
    {
      key: 'product',
      title: t.product,
      card: 'title',
      text: (line) => `${line.productName} ${line.specification}`,
      render: (line) => (
        <TwoLines below={`${line.itemCode} · ${t.lot} ${line.lot}`}>
          {line.productName} <small className="dl-soft">{line.specification}</small>
        </TwoLines>
      ),
    },
    {
      key: 'price',
      title: t.price,
      unit: '元',
      align: 'right',
      nowrap: true,
      render: (line) => <MoneyText amount={line.price} />,
    },
    {
      key: 'quantity',
      title: `${t.onInvoice} · ${t.quantity}`,
      align: 'right',
      nowrap: true,
      render: (line) => <QuantityText count={line.quantity} unit={line.purchaseUnit} />,
    },
    {
      key: 'amount',
      title: t.amount,
      unit: '元',
      align: 'right',
      nowrap: true,
      render: (line) => <MoneyText amount={line.amount} strong />,
    },
    {
      key: 'shipment',
      title: t.shipment,
      nowrap: true,
      text: (line) => line.shipmentNumber,
      render: (line) => (
        <>
          {line.shipmentNumber === '' ? null : (
            <Go to={`/shipments/${line.shipmentId}`}>{line.shipmentNumber}</Go>
          )}
          <br />
          <Go to={`/orders/${line.orderId}`}>
            <small>{line.orderNumber}</small>
          </Go>
        </>
      ),
    },
    count('quantity', t.delivered),
    count('accepted', t.accepted),
    count('returned', t.returned),
    count('invoiced', t.invoicedOfLot),
    {
      key: 'agrees',
      title: t.state,
      card: 'state',
      text: (line) => (agrees(line) ? t.same : t.differs),
      render: (line) => (
        <StateTag tone={agrees(line) ? 'good' : 'warning'}>{agrees(line) ? t.same : t.differs}</StateTag>
      ),
    },
  ];
}

function Reds({ invoice }: { readonly invoice: InvoiceView }): ReactNode {
  const t = useTexts(texts);
  if (invoice.reds.length === 0) return null;
  return (
    <Section title={t.reds}>
      <TableView
        inside
        rows={invoice.reds}
        rowKey={(red) => red.id}
        href={(red) => `/invoices/${red.id}`}
        label={t.reds}
        columns={[
          { key: 'number', title: t.number, card: 'title', render: (red) => red.number },
          { key: 'invoiceNumber', title: t.taxNumber, render: (red) => red.invoiceNumber },
          {
            key: 'amount',
            title: t.amount,
            unit: '元',
            align: 'right',
            render: (red) => <MoneyText amount={red.amount} />,
          },
          {
            key: 'state',
            title: t.state,
            card: 'state',
            render: (red) => <InvoiceState invoice={{ kind: 'red', state: red.state }} />,
          },
        ]}
      />
    </Section>
  );
}

function Payments({ invoice }: { readonly invoice: InvoiceView }): ReactNode {
  const t = useTexts(texts);
  if (invoice.payments.length === 0) return null;
  return (
    <Section title={t.paymentsOf}>
      <TableView
        inside
        rows={invoice.payments}
        rowKey={(payment) => payment.id}
        href={(payment) => `/payments/${payment.id}`}
        label={t.paymentsOf}
        columns={[
          { key: 'number', title: t.paymentNumber, card: 'title', render: (payment) => payment.number },
          { key: 'paidOn', title: t.paidOn, render: (payment) => <DateText at={payment.paidOn} /> },
          { key: 'bankReference', title: t.bankReference, render: (payment) => payment.bankReference },
          {
            key: 'amount',
            title: t.amount,
            unit: '元',
            align: 'right',
            render: (payment) => <MoneyText amount={payment.amount} />,
          },
          {
            key: 'state',
            title: t.state,
            card: 'state',
            render: (payment) => <PaymentState payment={payment} />,
          },
        ]}
      />
    </Section>
  );
}

/** What happened to a thing, from the journal; the newest first. */
export function useTimeline(subjectId: string): Happening[] {
  const eventName = useEventName();
  const { data } = useAsk(listJournal, { query: { subjectId, limit: 50 } });
  return (data?.items ?? []).map((entry) => ({
    id: entry.id,
    at: entry.at,
    title: eventName(entry.event),
    detail: [entry.organisation?.name, entry.person]
      .filter((each) => each !== null && each !== undefined)
      .join(' · '),
  }));
}
