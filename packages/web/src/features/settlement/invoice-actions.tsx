import { cancelInvoice, disputeInvoice, verifyInvoice } from '@daylight/api/settlement.ts';
import { isPositive } from '@daylight/rules/money.ts';
import { Button } from 'antd';
import { type ReactNode, useState } from 'react';
import { useDo } from '../../ask.ts';
import { useTexts } from '../../i18n/texts.ts';
import { useGo } from '../../navigate.tsx';
import { ConfirmEffect } from '../../ui/confirm-effect.tsx';
import type { InvoiceView } from './invoice-details.tsx';
import { InvoiceForm, takeableOf } from './invoice-form.tsx';
import { texts } from './texts.ts';

interface Given {
  readonly invoice: InvoiceView;
}

/** What this person may do with the invoice now, each shown with its effect first. */
export function InvoiceActions({ invoice }: Given): ReactNode {
  const t = useTexts(texts);
  const go = useGo();
  const may = (step: InvoiceView['may'][number]) => invoice.may.includes(step);
  return (
    <>
      {may('verify') ? <Verify invoice={invoice} /> : null}
      {may('dispute') ? <Dispute invoice={invoice} /> : null}
      {may('pay') ? (
        <Button
          type="primary"
          onClick={() => go(`/payments/new?distributor=${invoice.distributor.id}&invoices=${invoice.id}`)}
        >
          {t.pay}
        </Button>
      ) : null}
      {may('takeBack') ? <TakeBack invoice={invoice} /> : null}
      {may('cancel') ? <Cancel invoice={invoice} /> : null}
    </>
  );
}

function Verify({ invoice }: Given): ReactNode {
  const t = useTexts(texts);
  const verify = useDo(verifyInvoice);
  const { id: invoiceId, version } = invoice;
  return (
    <ConfirmEffect
      label={t.verify}
      title={t.verifyTitle}
      effects={invoice.kind === 'red' ? t.verifyRedEffects : t.verifyEffects(invoice.distributor.name)}
      confirm={t.verify}
      run={() => verify.run({ params: { invoiceId }, body: { version } })}
      pending={verify.pending}
      problem={verify.problem}
      basis={invoice.due?.basis ?? null}
      button={{ type: 'primary' }}
    />
  );
}

function Dispute({ invoice }: Given): ReactNode {
  const t = useTexts(texts);
  const dispute = useDo(disputeInvoice);
  const { id: invoiceId, version } = invoice;
  return (
    <ConfirmEffect
      label={t.dispute}
      title={t.disputeTitle}
      effects={t.disputeEffects}
      confirm={t.dispute}
      askReason="needed"
      run={({ reason }) => dispute.run({ params: { invoiceId }, body: { version, reason } })}
      pending={dispute.pending}
      problem={dispute.problem}
    />
  );
}

function Cancel({ invoice }: Given): ReactNode {
  const t = useTexts(texts);
  const cancel = useDo(cancelInvoice);
  const { id: invoiceId, version } = invoice;
  return (
    <ConfirmEffect
      label={t.cancel}
      title={t.cancelTitle}
      effects={t.cancelEffects}
      confirm={t.cancel}
      askReason="needed"
      irreversible
      run={({ reason }) => cancel.run({ params: { invoiceId }, body: { version, reason } })}
      pending={cancel.pending}
      problem={cancel.problem}
      button={{ danger: true }}
    />
  );
}

function TakeBack({ invoice }: Given): ReactNode {
  const t = useTexts(texts);
  const [open, setOpen] = useState(false);
  const lines = invoice.lines
    .map((line) => ({ ...line, quantity: takeableOf(line) }))
    .filter((line) => isPositive(line.quantity));
  return (
    <>
      <Button onClick={() => setOpen(true)}>{t.takeBack}</Button>
      {open ? <InvoiceForm lines={lines} redOf={invoice} onClose={() => setOpen(false)} /> : null}
    </>
  );
}
