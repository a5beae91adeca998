import { answerOrder, approveOrder, cancelOrder, urgeOrder } from '@daylight/api/order-answer.ts';
import { reorder } from '@daylight/api/order-cart.ts';
import type { OrderDetail } from '@daylight/api/order-read.ts';
import { App, Button } from 'antd';
import type { ReactNode } from 'react';
import { useDo } from '../../ask.ts';
import { useSay } from '../../i18n/language.ts';
import { useTexts } from '../../i18n/texts.ts';
import { useGo } from '../../navigate.tsx';
import { useMay } from '../../session.ts';
import { ConfirmEffect } from '../../ui/confirm-effect.tsx';
import { Decision } from '../../ui/decision.tsx';
import { AnswerByLine } from './answer-form.tsx';
import { useReasons } from './reasons.ts';
import { ShipOrder } from './ship-form.tsx';
import { texts } from './texts.ts';

interface Given {
  readonly order: OrderDetail;
}

/** What this person may do with the order now, the likeliest first. */
export function OrderActions({ order }: Given): ReactNode {
  const may = useMay();
  const can = (what: OrderDetail['may'][number]) => order.may.includes(what);
  return (
    <>
      {can('approve') ? <Approve order={order} /> : null}
      {can('answer') ? <Answer order={order} /> : null}
      {can('ship') ? <ShipOrder order={order} /> : null}
      {can('receive') ? <Receive order={order} /> : null}
      {can('urge') ? <Urge order={order} /> : null}
      {can('cancel') ? <Cancel order={order} /> : null}
      {may('order.cart') ? <Reorder order={order} /> : null}
    </>
  );
}

function Approve({ order }: Given): ReactNode {
  const t = useTexts(texts);
  const approve = useDo(approveOrder);
  const params = { orderId: order.id };
  const { version } = order;
  return (
    <Decision
      yes={{
        label: t.approve,
        title: t.approveTitle,
        effects: t.approveEffects(order.distributor.name),
        askReason: 'optional',
      }}
      no={{
        label: t.sendBack,
        title: t.sendBackTitle,
        effects: t.sendBackEffects,
        irreversible: true,
        danger: true,
      }}
      run={(agrees, note) => approve.run({ params, body: { approve: agrees, note, version } })}
      step={approve}
    />
  );
}

function Answer({ order }: Given): ReactNode {
  const t = useTexts(texts);
  const answer = useDo(answerOrder);
  const reasons = useReasons('refuse');
  const params = { orderId: order.id };
  const { version } = order;
  const waiting = order.lines.filter((line) => line.state === 'waiting');
  const refusal = (reason: string, note: string) => ({
    version,
    lines: waiting.map((line) => ({ line: line.line, confirmed: '0', reason, note })),
  });
  return (
    <>
      <ConfirmEffect
        label={t.confirmAll}
        title={t.confirmAllTitle}
        effects={t.confirmAllEffects(waiting.length)}
        confirm={t.confirmAll}
        run={() => answer.run({ params, body: { version } })}
        pending={answer.pending}
        problem={answer.problem}
        basis={order.confirm?.basis ?? null}
        button={{ type: 'primary' }}
      />
      <AnswerByLine order={order} />
      <ConfirmEffect
        label={t.refuseAll}
        title={t.refuseTitle}
        effects={t.refuseEffects}
        confirm={t.refuseAll}
        reasons={reasons}
        askReason="optional"
        irreversible
        run={({ reasonCode, reason }) => answer.run({ params, body: refusal(reasonCode, reason) })}
        pending={answer.pending}
        problem={answer.problem}
        button={{ danger: true }}
      />
    </>
  );
}

function Receive({ order }: Given): ReactNode {
  const t = useTexts(texts);
  const go = useGo();
  const open = order.shipments.find((each) => each.state === 'sent' || each.state === 'part-received');
  return open === undefined ? null : (
    <Button type="primary" onClick={() => go(`/receiving/${open.id}`)}>
      {t.steps.receive}
    </Button>
  );
}

function Urge({ order }: Given): ReactNode {
  const t = useTexts(texts);
  const urge = useDo(urgeOrder, { touches: ['journal'] });
  return (
    <ConfirmEffect
      label={t.urge}
      title={t.urgeTitle}
      effects={t.urgeEffects}
      confirm={t.urge}
      run={() => urge.run({ params: { orderId: order.id } })}
      pending={urge.pending}
      problem={urge.problem}
    />
  );
}

function Cancel({ order }: Given): ReactNode {
  const t = useTexts(texts);
  const cancel = useDo(cancelOrder, { touches: ['journal'] });
  const { version } = order;
  return (
    <ConfirmEffect
      label={t.cancelOrder}
      title={t.cancelTitle}
      effects={t.cancelEffects}
      confirm={t.cancelOrder}
      reasons={useReasons('cancel')}
      askReason="optional"
      irreversible
      run={({ reasonCode, reason }) =>
        cancel.run({ params: { orderId: order.id }, body: { reason: reasonCode, note: reason, version } })
      }
      pending={cancel.pending}
      problem={cancel.problem}
      button={{ danger: true }}
    />
  );
}

function Reorder({ order }: Given): ReactNode {
  const t = useTexts(texts);
  const say = useSay();
  const go = useGo();
  const { message } = App.useApp();
  const again = useDo(reorder);
  async function run(): Promise<void> {
    if ((await again.run({ body: { orderId: order.id } })) === null) return;
    void message.success(t.reordered);
    go('/cart');
  }
  return (
    <>
      <Button loading={again.pending} onClick={() => void run()}>
        {t.reorder}
      </Button>
      {again.problem === null ? null : (
        <small className="dl-danger" role="alert">
          {say(again.problem.text)}
        </small>
      )}
    </>
  );
}
