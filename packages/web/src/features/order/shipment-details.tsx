// screen: JS-36, JS-33
import { type ShipmentDetail, type ShipmentLineView, readShipment } from '@daylight/api/order-delivery.ts';
import type { ReactNode } from 'react';
import { useAsk } from '../../ask.ts';
import { useSay } from '../../i18n/language.ts';
import { useTexts } from '../../i18n/texts.ts';
import { Go, useGo, useParam } from '../../navigate.tsx';
import { TwoLines } from '../../ui/columns.tsx';
import { Deadline } from '../../ui/deadline.tsx';
import { Details, type Fact, Section } from '../../ui/details.tsx';
import { DateText, QuantityText } from '../../ui/numbers.tsx';
import { PageProblem } from '../../ui/page-problem.tsx';
import { PageSkeleton } from '../../ui/page-skeleton.tsx';
import { type Column, TableView } from '../../ui/table-view.tsx';
import { Article } from '../../ui/why.tsx';
import { Button } from 'antd';
import { ReturnGoods } from './return-goods.tsx';
import { ShipmentMarks } from './shipment-columns.tsx';
import { texts } from './texts.ts';
import './order.css';

export function ShipmentDetailsPage(): ReactNode {
  const shipmentId = useParam('shipmentId');
  const { data, error, refetch } = useAsk(readShipment, { params: { shipmentId } }, { keep: false });
  if (error !== null) return <PageProblem problem={error.problem} onRetry={() => void refetch()} />;
  return data === undefined ? <PageSkeleton /> : <ShipmentPage shipment={data} />;
}

/** One delivery: printed it is the delivery note that travels with the goods (随货同行单). */
function ShipmentPage({ shipment }: { readonly shipment: ShipmentDetail }): ReactNode {
  const t = useTexts(texts);
  return (
    <Details
      title={`${t.deliveryNote} ${shipment.number}`}
      above={{ to: '/shipments', title: t.shipments }}
      state={<ShipmentMarks shipment={shipment} />}
      actions={<Actions shipment={shipment} />}
      facts={useFacts(shipment)}
      printable
    >
      <Section title={t.lotsOf}>
        <TableView
          inside
          label={t.lotsOf}
          columns={useLotColumns()}
          rows={shipment.lines}
          rowKey={(line) => String(line.line)}
        />
        <p className="dl-print-only dl-signature">
          {t.signature}：____________________　{t.signedOn}：____________________
        </p>
      </Section>
      <Findings shipment={shipment} />
    </Details>
  );
}

function Actions({ shipment }: { readonly shipment: ShipmentDetail }): ReactNode {
  const t = useTexts(texts);
  const go = useGo();
  const toCheck = shipment.may.includes('accept') || shipment.may.includes('stockIn');
  return (
    <>
      {toCheck ? (
        <Button type="primary" onClick={() => go(`/receiving/${shipment.id}`)}>
          {t.steps.receive}
        </Button>
      ) : null}
      {shipment.may.includes('return') ? <ReturnGoods shipment={shipment} /> : null}
    </>
  );
}

function useFacts(shipment: ShipmentDetail): Fact[] {
  const t = useTexts(texts);
  const { site } = shipment;
  return [
    { name: t.distributor, value: shipment.distributor.name },
    { name: t.institution, value: shipment.institution.name },
    { name: t.site, value: site.name },
    { name: t.address, value: site.address === '' ? '—' : site.address },
    { name: t.contact, value: [site.contact, site.telephone].filter((part) => part !== '').join(' ') || '—' },
    { name: t.orderNumber, value: <Go to={`/orders/${shipment.orderId}`}>{shipment.orderNumber}</Go> },
    { name: t.shippedAt, value: <DateText at={shipment.shippedAt} time /> },
    { name: t.carrier, value: shipment.carrier === '' ? '—' : shipment.carrier },
    {
      name: t.arrivedAt,
      value: shipment.arrivedAt === null ? '—' : <DateText at={shipment.arrivedAt} time />,
    },
    {
      name: t.receivedAt,
      value: shipment.receivedAt === null ? '—' : <DateText at={shipment.receivedAt} time />,
    },
    ...(shipment.due === null
      ? []
      : [
          {
            name: t.autoDue,
            value: (
              <Deadline
                dueAt={shipment.due.dueAt}
                provisional={shipment.due.provisional}
                basis={shipment.due.basis}
              />
            ),
          },
        ]),
    ...(shipment.note === '' ? [] : [{ name: t.note, value: shipment.note, wide: true }]),
  ];
}

function useLotColumns(): readonly Column<ShipmentLineView>[] {
  const t = useTexts(texts);
  const count = (key: 'accepted' | 'rejected' | 'stocked' | 'returned') => ({
    key,
    title: t[key],
    align: 'right' as const,
    render: (line: ShipmentLineView) => <QuantityText count={line[key]} />,
  });
  return [
    {
      key: 'product',
      title: t.product,
      card: 'title',
      render: (line) => (
        <TwoLines
          below={
            <>
              {line.manufacturer.name} · {line.certificate} · <span className="dl-code">{line.itemCode}</span>
            </>
          }
        >
          {line.productName} <small className="dl-soft">{line.specification}</small>
        </TwoLines>
      ),
    },
    {
      key: 'lot',
      title: t.lot,
      nowrap: true,
      render: (line) => (line.serial === '' ? line.lot : `${line.lot} / ${line.serial}`),
    },
    { key: 'producedOn', title: t.producedOn, nowrap: true, render: (line) => line.producedOn ?? '—' },
    { key: 'expiresOn', title: t.expiresOn, nowrap: true, render: (line) => line.expiresOn ?? '—' },
    {
      key: 'udiDi',
      title: t.udi,
      nowrap: true,
      card: 'none',
      render: (line) => <span className="dl-code">{line.udiDi === '' ? '—' : line.udiDi}</span>,
    },
    {
      key: 'quantity',
      title: t.shipped,
      align: 'right',
      render: (line) => <QuantityText count={line.quantity} unit={line.purchaseUnit} />,
    },
    count('accepted'),
    count('rejected'),
    count('stocked'),
    count('returned'),
  ];
}

/** What was found, by whom or by which article the clock did it; and what went to which warehouse. */
function Findings({ shipment }: { readonly shipment: ShipmentDetail }): ReactNode {
  const t = useTexts(texts);
  const say = useSay();
  const lotOf = new Map(shipment.lines.map((line) => [line.line, line.lot]));
  return (
    <>
      <Section title={t.findings} className="dl-no-print">
        {shipment.acceptances.length === 0 ? <p className="dl-soft">{t.noFindings}</p> : null}
        <ul className="dl-plain-list">
          {shipment.acceptances.map((each) => (
            <li key={`${each.at}/${each.line}/${each.accepted}/${each.rejected}`}>
              <DateText at={each.at} time /> · {t.lot} {lotOf.get(each.line)} · {t.accepted} {each.accepted}
              {each.rejected === '0' ? '' : ` · ${t.rejected} ${each.rejected}`}
              {each.reason === null
                ? ''
                : `（${say(each.reason)}${each.reason.note === '' ? '' : `：${each.reason.note}`}）`}{' '}
              · {each.automatic ? t.clock : each.by}{' '}
              {each.basis === null ? null : <Article basis={each.basis} />}
            </li>
          ))}
        </ul>
      </Section>
      {shipment.stockIns.length === 0 ? null : (
        <Section title={t.stockIns} className="dl-no-print">
          <ul className="dl-plain-list">
            {shipment.stockIns.map((each) => (
              <li key={`${each.at}/${each.line}/${each.quantity}`}>
                <DateText at={each.at} time /> · {t.lot} {lotOf.get(each.line)} · {each.quantity} ·{' '}
                {each.warehouse} · {each.by}
              </li>
            ))}
          </ul>
        </Section>
      )}
    </>
  );
}
