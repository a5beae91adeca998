import {
  acceptCounter,
  acceptOffer,
  counterOffer,
  refuseOffer,
  renewOffer,
  verifyEvidence,
  withdrawBargain,
} from '@daylight/api/bargain-answer.ts';
import { leavePool } from '@daylight/api/bargain.ts';
import { Checkbox, Form, Radio } from 'antd';
import { type ReactNode, useState } from 'react';
import { useDo } from '../../ask.ts';
import { useTexts } from '../../i18n/texts.ts';
import { useMay } from '../../session.ts';
import { ConfirmEffect } from '../../ui/confirm-effect.tsx';
import { MoneyInput } from '../../ui/entity-form.tsx';
import { moneyText } from '../../ui/format.ts';
import type { BargainView } from './bargain-details.tsx';
import { texts } from './texts.ts';

interface Given {
  readonly bargain: BargainView;
}

/** The enterprise: confirm, counter or refuse, each shown with its effect first. */
export function MakerActions({ bargain }: Given): ReactNode {
  const may = useMay();
  if (!may('bargain.answer')) return null;
  const { state, turn, kind } = bargain;
  const open = state === 'open' && turn === 'manufacturer';
  const stillMayConfirm =
    kind === 'traded' && (state === 'open' || state === 'awaiting-evidence' || state === 'verifying');
  return (
    <>
      {open || stillMayConfirm ? <Accept bargain={bargain} /> : null}
      {open && bargain.roundsLeft > 0 ? <Counter bargain={bargain} /> : null}
      {open && kind !== 'traded' ? <Refuse bargain={bargain} /> : null}
    </>
  );
}

function Accept({ bargain }: Given): ReactNode {
  const t = useTexts(texts);
  const accept = useDo(acceptOffer);
  const { id: bargainId, version } = bargain;
  return (
    <ConfirmEffect
      label={t.accept}
      title={t.acceptTitle}
      effects={t.acceptEffects(moneyText(bargain.price))}
      confirm={t.accept}
      run={() => accept.run({ params: { bargainId }, body: { version } })}
      pending={accept.pending}
      problem={accept.problem}
      basis={bargain.due?.basis ?? null}
      button={{ type: 'primary' }}
    />
  );
}

function Counter({ bargain }: Given): ReactNode {
  const t = useTexts(texts);
  const [price, setPrice] = useState('');
  const counter = useDo(counterOffer);
  const { id: bargainId, version } = bargain;
  return (
    <ConfirmEffect
      label={t.counterOffer}
      title={t.counterTitle}
      effects={t.counterEffects(moneyText(bargain.price), moneyText(bargain.product.listingPrice))}
      confirm={t.counterOffer}
      askReason="optional"
      run={({ reason }) => counter.run({ params: { bargainId }, body: { version, price, note: reason } })}
      pending={counter.pending}
      problem={counter.problem}
    >
      <Form.Item label={t.counterPrice} htmlFor="counter-price" required>
        <MoneyInput id="counter-price" value={price} onChange={setPrice} />
      </Form.Item>
    </ConfirmEffect>
  );
}

function Refuse({ bargain }: Given): ReactNode {
  const t = useTexts(texts);
  const refuse = useDo(refuseOffer);
  const { id: bargainId, version } = bargain;
  return (
    <ConfirmEffect
      label={t.refuse}
      title={t.refuseTitle}
      effects={t.refuseEffects}
      confirm={t.refuse}
      askReason="needed"
      irreversible
      run={({ reason }) => refuse.run({ params: { bargainId }, body: { version, note: reason } })}
      pending={refuse.pending}
      problem={refuse.problem}
      button={{ danger: true }}
    />
  );
}

/** The institution: take the counter-offer, offer anew, withdraw; a member of a pool may leave while it is open. */
export function InstitutionActions({ bargain }: Given): ReactNode {
  const may = useMay();
  if (!may('bargain.open') || bargain.closedAt !== null) return null;
  if (bargain.role === 'member') return bargain.state === 'joining' ? <Leave bargain={bargain} /> : null;
  const myTurn = bargain.turn === 'institution' && bargain.counterPrice !== null;
  return (
    <>
      {myTurn ? <TakeCounter bargain={bargain} /> : null}
      {myTurn && bargain.state === 'open' && bargain.roundsLeft > 0 ? <Renew bargain={bargain} /> : null}
      <Withdraw bargain={bargain} />
    </>
  );
}

function TakeCounter({ bargain }: Given): ReactNode {
  const t = useTexts(texts);
  const accept = useDo(acceptCounter);
  const { id: bargainId, version, counterPrice } = bargain;
  return (
    <ConfirmEffect
      label={t.acceptCounter}
      title={t.acceptCounter}
      effects={t.acceptEffects(moneyText(counterPrice ?? ''))}
      confirm={t.acceptCounter}
      run={() => accept.run({ params: { bargainId }, body: { version } })}
      pending={accept.pending}
      problem={accept.problem}
      button={{ type: 'primary' }}
    />
  );
}

function Renew({ bargain }: Given): ReactNode {
  const t = useTexts(texts);
  const [price, setPrice] = useState('');
  const [claimsTraded, setClaims] = useState(false);
  const renew = useDo(renewOffer, { touches: ['supervision'] });
  const { id: bargainId, version } = bargain;
  return (
    <ConfirmEffect
      label={t.renew}
      title={t.renewTitle}
      effects={t.renewEffects(moneyText(bargain.counterPrice ?? ''))}
      confirm={t.renew}
      askReason="optional"
      run={({ reason }) =>
        renew.run({ params: { bargainId }, body: { version, price, note: reason, claimsTraded } })
      }
      pending={renew.pending}
      problem={renew.problem}
    >
      <Form.Item label={t.price} htmlFor="renew-price" required>
        <MoneyInput id="renew-price" value={price} onChange={setPrice} />
      </Form.Item>
      <Form.Item>
        <Checkbox checked={claimsTraded} onChange={(event) => setClaims(event.target.checked)}>
          {t.claims}
        </Checkbox>
      </Form.Item>
    </ConfirmEffect>
  );
}

function Withdraw({ bargain }: Given): ReactNode {
  const t = useTexts(texts);
  const withdraw = useDo(withdrawBargain);
  const { id: bargainId, version } = bargain;
  return (
    <ConfirmEffect
      label={t.withdraw}
      title={t.withdrawTitle}
      effects={t.withdrawEffects}
      confirm={t.withdraw}
      askReason="optional"
      irreversible
      run={({ reason }) => withdraw.run({ params: { bargainId }, body: { version, note: reason } })}
      pending={withdraw.pending}
      problem={withdraw.problem}
    />
  );
}

function Leave({ bargain }: Given): ReactNode {
  const t = useTexts(texts);
  const leave = useDo(leavePool);
  return (
    <ConfirmEffect
      label={t.leave}
      title={t.leaveTitle}
      effects={t.leaveEffects}
      confirm={t.leave}
      run={() => leave.run({ params: { bargainId: bargain.id }, body: {} })}
      pending={leave.pending}
      problem={leave.problem}
    />
  );
}

/** The officer: whether the stated trade record is true. */
export function VerifyActions({ bargain }: Given): ReactNode {
  const t = useTexts(texts);
  const may = useMay();
  const [isTrue, setTrue] = useState(true);
  const verify = useDo(verifyEvidence);
  if (!may('supervision.handle') || bargain.state !== 'verifying') return null;
  const { id: bargainId, version } = bargain;
  return (
    <ConfirmEffect
      label={t.verify}
      title={t.verify}
      effects={isTrue ? t.verifyTrueEffects : t.verifyFalseEffects}
      confirm={t.verify}
      askReason="needed"
      irreversible
      run={({ reason }) => verify.run({ params: { bargainId }, body: { version, isTrue, note: reason } })}
      pending={verify.pending}
      problem={verify.problem}
      button={{ type: 'primary' }}
    >
      <Form.Item label={t.finding}>
        <Radio.Group value={isTrue} onChange={(event) => setTrue(event.target.value === true)}>
          <Radio value={true}>{t.isTrue}</Radio>
          <Radio value={false}>{t.isFalse}</Radio>
        </Radio.Group>
      </Form.Item>
    </ConfirmEffect>
  );
}
