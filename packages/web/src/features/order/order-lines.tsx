import type { OrderDetail, OrderLineView } from '@daylight/api/order-read.ts';
import { lineStateWords, priceKindWords } from '@daylight/api/order-words.ts';
import type { ReactNode } from 'react';
import { useSay } from '../../i18n/language.ts';
import { useTexts } from '../../i18n/texts.ts';
import { Go } from '../../navigate.tsx';
import { useMay } from '../../session.ts';
import { moneyText } from '../../ui/format.ts';
import { MoneyText, QuantityText } from '../../ui/numbers.tsx';
import { type Column, TableView } from '../../ui/table-view.tsx';
import { StateTag, ZoneTag } from '../../ui/tags.tsx';
import { lineTone } from './states.ts';
import { texts } from './texts.ts';

/** The lines with their price basis and how far each is; quantities in purchase units. */
export function OrderLines({ order }: { readonly order: OrderDetail }): ReactNode {
  const t = useTexts(texts);
  const columns = useColumns(order.id);
  return (
    <>
      <TableView
        inside
        label={t.linesOf}
        columns={columns}
        rows={order.lines}
        rowKey={(line) => String(line.line)}
        tone={(line) => (line.zone === 'red' ? 'danger' : null)}
      />
      <p className="dl-sum">
        {t.sum} <MoneyText amount={order.amount} unit strong />
      </p>
    </>
  );
}

const sums = ['confirmed', 'shipped', 'accepted', 'rejected', 'stocked', 'returned', 'closed'] as const;

/** Only what there is: most lines have three or four of the seven sums. */
function progressOf(line: OrderLineView, words: Readonly<Record<(typeof sums)[number], string>>): string[] {
  return sums.filter((key) => line[key] !== '0').map((key) => `${words[key]} ${line[key]}`);
}

function useColumns(orderId: string): readonly Column<OrderLineView>[] {
  const t = useTexts(texts);
  const say = useSay();
  const may = useMay();
  return [
    { key: 'line', title: t.line, width: 52, card: 'none', render: (line) => line.line },
    {
      key: 'product',
      title: t.product,
      card: 'title',
      text: (line) => line.productName,
      render: (line) => (
        <>
          {line.productName} <small className="dl-soft">{line.specification}</small>
          <br />
          <small className="dl-soft">
            {line.manufacturer.name} · <span className="dl-code">{line.itemCode}</span>
          </small>
          {line.zone === null ? null : (
            <>
              {' '}
              <ZoneTag zone={line.zone} />{' '}
              {may('supervision.readAppeals') ? (
                <Go
                  to={`/zone-references/${line.listingId}${line.zone === 'red' ? `?order=${orderId}` : ''}`}
                >
                  {t.zoneAppeal}
                </Go>
              ) : null}
            </>
          )}
          {line.zoneReason === '' ? null : (
            <>
              <br />
              <small>
                {t.zoneReason}：{line.zoneReason}
              </small>
            </>
          )}
        </>
      ),
    },
    {
      key: 'price',
      title: t.price,
      unit: '元',
      align: 'right',
      text: (line) => line.price,
      render: (line) => (
        <>
          <MoneyText amount={line.price} />
          <br />
          <small className="dl-soft" title={t.listingPriceIs(moneyText(line.listingPrice))}>
            {say(priceKindWords[line.priceKind])}
          </small>
        </>
      ),
    },
    {
      key: 'quantity',
      title: t.ordered,
      align: 'right',
      text: (line) => line.quantity,
      render: (line) => <QuantityText count={line.quantity} unit={line.purchaseUnit} />,
    },
    {
      key: 'amount',
      title: t.amount,
      unit: '元',
      align: 'right',
      text: (line) => line.amount,
      render: (line) => <MoneyText amount={line.amount} />,
    },
    {
      key: 'progress',
      title: t.progress,
      text: (line) => progressOf(line, t).join(' '),
      render: (line) => (
        <span className="dl-progress">
          {progressOf(line, t).map((part) => (
            <span key={part}>{part}</span>
          ))}
        </span>
      ),
    },
    {
      key: 'state',
      title: t.state,
      card: 'state',
      text: (line) => say(lineStateWords[line.state]),
      render: (line) => (
        <>
          <StateTag tone={lineTone[line.state]}>{say(lineStateWords[line.state])}</StateTag>
          {line.reason === null ? null : (
            <small className="dl-soft dl-block">
              {say(line.reason)}
              {line.reason.note === '' ? '' : `：${line.reason.note}`}
            </small>
          )}
        </>
      ),
    },
  ];
}
