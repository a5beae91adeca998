// screen: JS-33
import { type GoodsReturn, answerReturn, listReturns } from '@daylight/api/order-delivery.ts';
import type { ReactNode } from 'react';
import { useDo } from '../../ask.ts';
import { useSay } from '../../i18n/language.ts';
import { useTexts } from '../../i18n/texts.ts';
import { Go } from '../../navigate.tsx';
import { useActor, useMay } from '../../session.ts';
import { ConfirmEffect } from '../../ui/confirm-effect.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { PageHead } from '../../ui/details.tsx';
import { moneyText } from '../../ui/format.ts';
import { DateText, MoneyText, QuantityText } from '../../ui/numbers.tsx';
import type { Column } from '../../ui/table-view.tsx';
import { StateTag, type Tone } from '../../ui/tags.tsx';
import { receiveTexts } from './receive-texts.ts';
import { texts } from './texts.ts';
import './order.css';

const returnTone: Readonly<Record<GoodsReturn['state'], Tone>> = {
  asked: 'waiting',
  accepted: 'good',
  refused: 'ended',
};

export function ReturnListPage(): ReactNode {
  const r = useTexts(receiveTexts);
  const t = useTexts(texts);
  return (
    <>
      <PageHead title={r.returnsTitle} note={r.returnsNote} />
      <DataTable<typeof listReturns>
        id="returns"
        endpoint={listReturns}
        filters={[
          {
            kind: 'choice',
            name: 'state',
            label: t.state,
            options: (['asked', 'accepted', 'refused'] as const).map((value) => ({
              value,
              label: r.returnStates[value],
            })),
          },
        ]}
        columns={useColumns()}
        empty={{ title: r.noReturns }}
      />
    </>
  );
}

function useColumns(): readonly Column<GoodsReturn>[] {
  const t = useTexts(texts);
  const r = useTexts(receiveTexts);
  const say = useSay();
  const may = useMay();
  const kind = useActor()?.kind;
  const own = (side: 'institution' | 'distributor') =>
    kind === side ? { hidden: true, card: 'none' as const } : {};
  return [
    { key: 'number', title: t.number, nowrap: true, render: (row) => row.number },
    {
      key: 'product',
      title: t.product,
      card: 'title',
      text: (row) => row.productName,
      render: (row) => (
        <>
          {row.productName} <small className="dl-soft">{row.specification}</small>
        </>
      ),
    },
    { key: 'lot', title: t.lot, nowrap: true, render: (row) => row.lot },
    {
      key: 'shipment',
      title: t.deliveries,
      nowrap: true,
      text: (row) => row.shipmentNumber,
      render: (row) => <Go to={`/shipments/${row.shipmentId}`}>{row.shipmentNumber}</Go>,
    },
    {
      key: 'institution',
      title: t.institution,
      ...own('institution'),
      text: (row) => row.institution.name,
      render: (row) => row.institution.name,
    },
    {
      key: 'distributor',
      title: t.distributor,
      ...own('distributor'),
      text: (row) => row.distributor.name,
      render: (row) => row.distributor.name,
    },
    {
      key: 'quantity',
      title: t.quantity,
      align: 'right',
      render: (row) => <QuantityText count={row.quantity} unit={row.purchaseUnit} />,
    },
    {
      key: 'amount',
      title: t.amount,
      unit: '元',
      align: 'right',
      text: (row) => row.amount,
      render: (row) => <MoneyText amount={row.amount} />,
    },
    {
      key: 'reason',
      title: t.reason,
      text: (row) => say(row.reason),
      render: (row) => `${say(row.reason)}${row.reason.note === '' ? '' : `：${row.reason.note}`}`,
    },
    {
      key: 'askedAt',
      title: r.askedAt,
      nowrap: true,
      text: (row) => row.askedAt,
      render: (row) => <DateText at={row.askedAt} time />,
    },
    {
      key: 'state',
      title: t.state,
      card: 'state',
      text: (row) => r.returnStates[row.state],
      render: (row) => (
        <>
          <StateTag tone={returnTone[row.state]}>{r.returnStates[row.state]}</StateTag>
          {row.answerNote === '' ? null : <small className="dl-soft dl-block">{row.answerNote}</small>}
        </>
      ),
    },
    ...(may('order.acceptReturn')
      ? [
          {
            key: 'answer',
            title: r.answer,
            render: (row: GoodsReturn) => (row.state === 'asked' ? <Answer row={row} /> : null),
          },
        ]
      : []),
  ];
}

function Answer({ row }: { readonly row: GoodsReturn }): ReactNode {
  const r = useTexts(receiveTexts);
  const answer = useDo(answerReturn, { touches: ['order', 'shipment', 'settlement'] });
  const params = { returnId: row.id };
  const { version } = row;
  return (
    <span className="dl-marks">
      <ConfirmEffect
        label={r.acceptReturn}
        title={r.acceptReturn}
        effects={r.acceptReturnEffects(moneyText(row.amount))}
        confirm={r.acceptReturn}
        askReason="optional"
        run={({ reason }) => answer.run({ params, body: { accept: true, note: reason, version } })}
        pending={answer.pending}
        problem={answer.problem}
        button={{ type: 'primary', size: 'small' }}
      />
      <ConfirmEffect
        label={r.refuseReturn}
        title={r.refuseReturn}
        effects={r.refuseReturnEffects}
        confirm={r.refuseReturn}
        askReason="needed"
        run={({ reason }) => answer.run({ params, body: { accept: false, note: reason, version } })}
        pending={answer.pending}
        problem={answer.problem}
        button={{ size: 'small' }}
      />
    </span>
  );
}
