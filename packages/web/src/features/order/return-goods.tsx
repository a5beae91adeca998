import { type ShipmentDetail, askReturn } from '@daylight/api/order-delivery.ts';
import { compare } from '@daylight/rules/money.ts';
import { Form, Select } from 'antd';
import { type ReactNode, useState } from 'react';
import { useDo } from '../../ask.ts';
import { useTexts } from '../../i18n/texts.ts';
import { ConfirmEffect } from '../../ui/confirm-effect.tsx';
import { QuantityInput } from '../../ui/entity-form.tsx';
import { useReasons } from './reasons.ts';
import { receiveTexts } from './receive-texts.ts';
import { texts } from './texts.ts';

/** Asks the distributor to take back a part of one lot. */
export function ReturnGoods({ shipment }: { readonly shipment: ShipmentDetail }): ReactNode {
  const t = useTexts(texts);
  const r = useTexts(receiveTexts);
  const ask = useDo(askReturn, { touches: ['shipment', 'settlement'] });
  const reasons = useReasons('return');
  const lots = shipment.lines.filter((line) => compare(line.accepted, line.returned) > 0);
  const [line, setLine] = useState(lots[0]?.line ?? 1);
  const [count, setCount] = useState('');
  const lot = lots.find((each) => each.line === line);
  return (
    <ConfirmEffect
      label={r.returnGoods}
      title={r.returnTitle}
      effects={r.returnEffects}
      confirm={r.returnTitle}
      reasons={reasons}
      askReason="optional"
      run={({ reasonCode, reason }) =>
        ask.run({
          body: { shipmentId: shipment.id, line, quantity: count, reason: reasonCode, note: reason },
        })
      }
      pending={ask.pending}
      problem={ask.problem}
    >
      <Form.Item label={t.lot} htmlFor="return-lot">
        <Select
          id="return-lot"
          value={line}
          onChange={setLine}
          options={lots.map((each) => ({ value: each.line, label: `${each.productName} · ${each.lot}` }))}
        />
      </Form.Item>
      <Form.Item label={r.returnQuantity} htmlFor="return-count" required>
        <QuantityInput id="return-count" unit={lot?.purchaseUnit ?? ''} value={count} onChange={setCount} />
      </Form.Item>
    </ConfirmEffect>
  );
}
