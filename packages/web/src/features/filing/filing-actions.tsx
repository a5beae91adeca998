import {
  agreeFiling,
  askLowerPrice,
  offerFiling,
  supplementFiling,
  withdrawFiling,
} from '@daylight/api/filing.ts';
import { Form } from 'antd';
import { type ReactNode, useState } from 'react';
import { useDo } from '../../ask.ts';
import { useTexts } from '../../i18n/texts.ts';
import { useMay } from '../../session.ts';
import { ConfirmEffect } from '../../ui/confirm-effect.tsx';
import { MoneyInput, QuantityInput } from '../../ui/entity-form.tsx';
import { moneyText } from '../../ui/format.ts';
import type { FilingView } from './filing-details.tsx';
import { texts } from './texts.ts';

interface Given {
  readonly filing: FilingView;
}

/** The enterprise gives its price. */
export function MakerActions({ filing }: Given): ReactNode {
  const may = useMay();
  return may('filing.offer') && filing.state === 'offering' ? <Offer filing={filing} /> : null;
}

function Offer({ filing }: Given): ReactNode {
  const t = useTexts(texts);
  const [price, setPrice] = useState('');
  const offer = useDo(offerFiling);
  const { id: filingId, version, lowest } = filing;
  return (
    <ConfirmEffect
      label={t.offer}
      title={t.offerTitle}
      effects={t.offerEffects(lowest === null ? null : moneyText(lowest.price))}
      confirm={t.offer}
      askReason="optional"
      askFiles={t.files}
      run={({ reason, evidenceIds }) =>
        offer.run({ params: { filingId }, body: { version, price, note: reason, evidenceIds } })
      }
      pending={offer.pending}
      problem={offer.problem}
      basis={filing.due?.basis ?? null}
      button={{ type: 'primary' }}
    >
      <Form.Item label={t.offerPrice} htmlFor="filing-price" required>
        <MoneyInput id="filing-price" value={price} onChange={setPrice} />
      </Form.Item>
    </ConfirmEffect>
  );
}

/** The institution agrees, asks again, supplements or withdraws. */
export function InstitutionActions({ filing }: Given): ReactNode {
  const may = useMay();
  if (!may('filing.apply') || filing.closedAt !== null) return null;
  return (
    <>
      {filing.state === 'agreeing' ? (
        <>
          <Agree filing={filing} />
          <AskLower filing={filing} />
        </>
      ) : null}
      {filing.state === 'supplement' ? <Supplement filing={filing} /> : null}
      <Withdraw filing={filing} />
    </>
  );
}

function Agree({ filing }: Given): ReactNode {
  const t = useTexts(texts);
  const [quantity, setQuantity] = useState(filing.quantity as string);
  const agree = useDo(agreeFiling);
  const { id: filingId, version, product } = filing;
  return (
    <ConfirmEffect
      label={t.agree}
      title={t.agreeTitle}
      effects={t.agreeEffects(moneyText(filing.price ?? ''))}
      confirm={t.agree}
      askReason="optional"
      run={({ reason }) => agree.run({ params: { filingId }, body: { version, quantity, note: reason } })}
      pending={agree.pending}
      problem={agree.problem}
      basis={filing.due?.basis ?? null}
      button={{ type: 'primary' }}
    >
      <Form.Item label={t.quantity} htmlFor="filing-quantity" required>
        <QuantityInput
          id="filing-quantity"
          unit={product.purchaseUnit}
          value={quantity}
          onChange={setQuantity}
        />
      </Form.Item>
    </ConfirmEffect>
  );
}

function AskLower({ filing }: Given): ReactNode {
  const t = useTexts(texts);
  const ask = useDo(askLowerPrice);
  const { id: filingId, version } = filing;
  return (
    <ConfirmEffect
      label={t.askLower}
      title={t.askLower}
      effects={t.askLowerEffects}
      confirm={t.askLower}
      askReason="needed"
      run={({ reason }) => ask.run({ params: { filingId }, body: { version, note: reason } })}
      pending={ask.pending}
      problem={ask.problem}
    />
  );
}

function Supplement({ filing }: Given): ReactNode {
  const t = useTexts(texts);
  const supplement = useDo(supplementFiling);
  const { id: filingId, version } = filing;
  return (
    <ConfirmEffect
      label={t.supplement}
      title={t.supplement}
      effects={t.supplementEffects}
      confirm={t.supplement}
      askReason="needed"
      askFiles={t.files}
      run={({ reason, evidenceIds }) =>
        supplement.run({ params: { filingId }, body: { version, note: reason, evidenceIds } })
      }
      pending={supplement.pending}
      problem={supplement.problem}
      button={{ type: 'primary' }}
    />
  );
}

function Withdraw({ filing }: Given): ReactNode {
  const t = useTexts(texts);
  const withdraw = useDo(withdrawFiling);
  const { id: filingId, version } = filing;
  return (
    <ConfirmEffect
      label={t.withdraw}
      title={t.withdraw}
      effects={t.withdrawEffects}
      confirm={t.withdraw}
      askReason="needed"
      irreversible
      run={({ reason }) => withdraw.run({ params: { filingId }, body: { version, note: reason } })}
      pending={withdraw.pending}
      problem={withdraw.problem}
      button={{ danger: true }}
    />
  );
}
