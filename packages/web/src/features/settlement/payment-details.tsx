// screen: JS-32, JS-33
import { readPayment } from '@daylight/api/settlement-read.ts';
import { confirmPayment, disputePayment, reversePayment } from '@daylight/api/settlement.ts';
import type { ReplyOf } from '@daylight/api/endpoint.ts';
import type { ReactNode } from 'react';
import { useAsk, useDo } from '../../ask.ts';
import { useTexts } from '../../i18n/texts.ts';
import { Go, useParam } from '../../navigate.tsx';
import { ConfirmEffect } from '../../ui/confirm-effect.tsx';
import { Details, Section } from '../../ui/details.tsx';
import { DateText, MoneyText } from '../../ui/numbers.tsx';
import { PageProblem } from '../../ui/page-problem.tsx';
import { PageSkeleton } from '../../ui/page-skeleton.tsx';
import { TableView } from '../../ui/table-view.tsx';
import { useTimeline } from './invoice-details.tsx';
import { InvoiceState, PaymentState } from './states.tsx';
import { texts } from './texts.ts';

type PaymentView = ReplyOf<typeof readPayment>;

export function PaymentDetailsPage(): ReactNode {
  const paymentId = useParam('paymentId');
  const { data, error, refetch } = useAsk(readPayment, { params: { paymentId } });
  if (error !== null) return <PageProblem problem={error.problem} onRetry={() => void refetch()} />;
  return data === undefined ? <PageSkeleton /> : <PaymentDetails payment={data} />;
}

function PaymentDetails({ payment }: { readonly payment: PaymentView }): ReactNode {
  const t = useTexts(texts);
  const { counterpart } = payment;
  const timeline = useTimeline(payment.id);
  return (
    <Details
      title={payment.number}
      above={{ to: '/payments', title: t.payments }}
      state={<PaymentState payment={payment} />}
      actions={<Actions payment={payment} />}
      timeline={timeline}
      printable
      facts={[
        { name: t.institution, value: payment.institution.name },
        { name: t.distributor, value: payment.distributor.name },
        { name: t.amount, value: <MoneyText amount={payment.amount} unit strong /> },
        { name: t.paidOn, value: <DateText at={payment.paidOn} /> },
        { name: t.bankReference, value: payment.bankReference },
        { name: t.recordedAt, value: <DateText at={payment.recordedAt} time /> },
        { name: t.answeredAt, value: <DateText at={payment.answeredAt} time /> },
        ...(payment.reason === null ? [] : [{ name: t.reason, value: payment.reason, wide: true }]),
        ...(counterpart === null
          ? []
          : [
              {
                name: payment.kind === 'reversal' ? t.reversalOf : t.reversedBy,
                value: <Go to={`/payments/${counterpart.id}`}>{counterpart.number}</Go>,
              },
            ]),
      ]}
    >
      <Section title={t.invoices}>
        <TableView
          inside
          rows={payment.lines}
          rowKey={(line) => line.invoiceId}
          href={(line) => `/invoices/${line.invoiceId}`}
          label={t.invoices}
          columns={[
            { key: 'number', title: t.number, card: 'title', render: (line) => line.number },
            { key: 'invoiceNumber', title: t.taxNumber, render: (line) => line.invoiceNumber },
            {
              key: 'invoiceAmount',
              title: t.amount,
              unit: '元',
              align: 'right',
              render: (line) => <MoneyText amount={line.invoiceAmount} />,
            },
            {
              key: 'amount',
              title: t.payThis,
              unit: '元',
              align: 'right',
              render: (line) => <MoneyText amount={line.amount} strong />,
            },
            {
              key: 'state',
              title: t.state,
              card: 'state',
              render: (line) => <InvoiceState invoice={{ kind: 'blue', state: line.state }} />,
            },
          ]}
        />
      </Section>
    </Details>
  );
}

/** What this person may do with the payment now, each shown with its effect first. */
function Actions({ payment }: { readonly payment: PaymentView }): ReactNode {
  const t = useTexts(texts);
  const confirm = useDo(confirmPayment);
  const dispute = useDo(disputePayment);
  const reverse = useDo(reversePayment);
  const { id: paymentId, version, may } = payment;
  const params = { paymentId };
  return (
    <>
      {may.includes('confirm') ? (
        <ConfirmEffect
          label={t.confirm}
          title={t.confirmTitle}
          effects={t.confirmEffects}
          confirm={t.confirm}
          run={() => confirm.run({ params, body: { version } })}
          pending={confirm.pending}
          problem={confirm.problem}
          button={{ type: 'primary' }}
        />
      ) : null}
      {may.includes('dispute') ? (
        <ConfirmEffect
          label={t.notReceived}
          title={t.notReceivedTitle}
          effects={t.notReceivedEffects}
          confirm={t.notReceived}
          askReason="needed"
          run={({ reason }) => dispute.run({ params, body: { version, reason } })}
          pending={dispute.pending}
          problem={dispute.problem}
        />
      ) : null}
      {may.includes('reverse') ? (
        <ConfirmEffect
          label={t.reverse}
          title={t.reverseTitle}
          effects={t.reverseEffects}
          confirm={t.reverse}
          askReason="needed"
          irreversible
          run={({ reason }) => reverse.run({ params, body: { version, reason } })}
          pending={reverse.pending}
          problem={reverse.problem}
          button={{ danger: true }}
        />
      ) : null}
    </>
  );
}
