// screen: JS-33, HN-8
import {
  type OpenDelivery,
  type OwedRed,
  listToInvoice,
  listToTakeBack,
} from '@daylight/api/settlement-read.ts';
import { type Money, add, zero } from '@daylight/rules/money.ts';
import { Alert, Button, Empty, Tabs } from 'antd';
import { type ReactNode, useState } from 'react';
import { useAsk } from '../../ask.ts';
import { useTexts } from '../../i18n/texts.ts';
import { Go, useSearch } from '../../navigate.tsx';
import { useMay } from '../../session.ts';
import { Deadline } from '../../ui/deadline.tsx';
import { PageHead, Section } from '../../ui/details.tsx';
import { MoneyText, QuantityText } from '../../ui/numbers.tsx';
import { PageSkeleton } from '../../ui/page-skeleton.tsx';
import { ProblemAlert } from '../../ui/problem.tsx';
import { type Column, TableView } from '../../ui/table-view.tsx';
import { InvoiceForm } from './invoice-form.tsx';
import './settlement.css';
import { texts } from './texts.ts';

/** Accepted deliveries without an invoice, by institution, and red invoices that are owed. */
export function ToInvoicePage(): ReactNode {
  const t = useTexts(texts);
  const [search, change] = useSearch();
  const { data: red } = useAsk(listToTakeBack, {});
  const owed = red?.items.length ?? 0;
  return (
    <>
      <PageHead title={t.toInvoice} note={t.toInvoiceNote} />
      <Tabs
        activeKey={search['tab'] === 'red' ? 'red' : 'invoice'}
        onChange={(tab) => change({ tab: tab === 'red' ? 'red' : '' })}
        items={[
          { key: 'invoice', label: t.tabInvoice, children: <OpenDeliveries /> },
          { key: 'red', label: owed === 0 ? t.tabRed : `${t.tabRed}（${owed}）`, children: <OwedReds /> },
        ]}
      />
    </>
  );
}

function OpenDeliveries(): ReactNode {
  const t = useTexts(texts);
  const { data, error, refetch } = useAsk(listToInvoice, { query: { limit: 200 } });
  if (error !== null) return <ProblemAlert problem={error.problem} onRetry={() => void refetch()} />;
  if (data === undefined) return <PageSkeleton />;
  if (data.items.length === 0) return <Empty description={t.noToInvoice} />;
  const groups = [...Map.groupBy(data.items, (item) => `${item.institution.id}/${item.distributor.id}`)];
  return (
    <>
      {groups.map(([key, deliveries]) => (
        <Group key={key} deliveries={deliveries} />
      ))}
      {data.next === null ? null : <Alert type="info" title={t.more} />}
    </>
  );
}

const sum = (rows: readonly OpenDelivery[]): Money => add(zero, ...rows.map((row) => row.amount));

/** The deliveries to one institution: choose some, and one invoice over them is filled in. */
function Group({ deliveries }: { readonly deliveries: readonly OpenDelivery[] }): ReactNode {
  const t = useTexts(texts);
  const may = useMay();
  const [selected, setSelected] = useState<readonly string[]>([]);
  const [invoicing, setInvoicing] = useState<readonly OpenDelivery[] | null>(null);
  const mayEnter = may('settlement.invoice');
  const columns = useDeliveryColumns(mayEnter ? (row) => setInvoicing([row]) : null);
  const [first] = deliveries;
  if (first === undefined) return null;
  const chosen = deliveries.filter((each) => selected.includes(each.id));
  const close = (): void => {
    setInvoicing(null);
    setSelected([]);
  };
  return (
    <Section
      title={mayEnter ? first.institution.name : first.distributor.name}
      extra={
        <span className="dl-total">
          <MoneyText amount={sum(chosen.length > 0 ? chosen : deliveries)} unit strong />
          {mayEnter ? (
            <Button type="primary" disabled={chosen.length === 0} onClick={() => setInvoicing(chosen)}>
              {t.enter(chosen.length)}
            </Button>
          ) : null}
        </span>
      }
    >
      <TableView<OpenDelivery>
        inside
        rows={deliveries}
        rowKey={(row) => row.id}
        label={t.toInvoice}
        columns={columns}
        expand={(row) => <DeliveryLines lines={row.lines} />}
        {...(mayEnter ? { selected, onSelect: setSelected } : {})}
      />
      {invoicing === null ? null : (
        <InvoiceForm
          lines={invoicing.flatMap((each) => each.lines)}
          twoInvoice={invoicing.some((each) => each.twoInvoice)}
          onClose={close}
        />
      )}
    </Section>
  );
}

function useDeliveryColumns(invoice: ((row: OpenDelivery) => void) | null): readonly Column<OpenDelivery>[] {
  const t = useTexts(texts);
  return [
    {
      key: 'shipmentNumber',
      title: t.shipment,
      card: 'title',
      nowrap: true,
      render: (row) => <Go to={`/shipments/${row.id}`}>{row.shipmentNumber}</Go>,
    },
    {
      key: 'orderNumber',
      title: t.order,
      nowrap: true,
      render: (row) => <Go to={`/orders/${row.orderId}`}>{row.orderNumber}</Go>,
    },
    { key: 'age', title: t.age, align: 'right', nowrap: true, render: (row) => t.days(row.age) },
    {
      key: 'due',
      title: t.due,
      render: (row) => (
        <Deadline dueAt={row.due.dueAt} provisional={row.due.provisional} basis={row.due.basis} compact />
      ),
    },
    {
      key: 'amount',
      title: t.amount,
      unit: '元',
      align: 'right',
      nowrap: true,
      render: (row) => <MoneyText amount={row.amount} strong />,
    },
    ...(invoice === null
      ? []
      : [
          {
            key: 'enter',
            title: t.step,
            card: 'state' as const,
            render: (row: OpenDelivery) => (
              <Button
                size="small"
                aria-label={`${t.enterOne} ${row.shipmentNumber}`}
                onClick={() => invoice(row)}
              >
                {t.enterOne}
              </Button>
            ),
          },
        ]),
  ];
}

function DeliveryLines({ lines }: { readonly lines: OpenDelivery['lines'] }): ReactNode {
  const t = useTexts(texts);
  return (
    <TableView
      inside
      rows={lines}
      rowKey={(line) => `${line.shipmentId}/${line.line}`}
      label={t.lines}
      columns={[
        {
          key: 'product',
          title: t.product,
          card: 'title',
          render: (line) => (
            <>
              {line.productName} <small className="dl-soft">{line.specification}</small>
            </>
          ),
        },
        { key: 'itemCode', title: t.code, nowrap: true, render: (line) => line.itemCode },
        { key: 'lot', title: t.lot, nowrap: true, render: (line) => line.lot },
        {
          key: 'quantity',
          title: t.quantity,
          align: 'right',
          render: (line) => <QuantityText count={line.quantity} unit={line.purchaseUnit} />,
        },
        {
          key: 'price',
          title: t.price,
          unit: '元',
          align: 'right',
          render: (line) => <MoneyText amount={line.price} />,
        },
        {
          key: 'amount',
          title: t.amount,
          unit: '元',
          align: 'right',
          render: (line) => <MoneyText amount={line.amount} />,
        },
      ]}
    />
  );
}

function OwedReds(): ReactNode {
  const t = useTexts(texts);
  const may = useMay();
  const [correcting, setCorrecting] = useState<OwedRed | null>(null);
  const { data, error, refetch } = useAsk(listToTakeBack, {});
  if (error !== null) return <ProblemAlert problem={error.problem} onRetry={() => void refetch()} />;
  if (data === undefined) return <PageSkeleton />;
  if (data.items.length === 0) return <Empty description={t.noToTakeBack} />;
  const mayEnter = may('settlement.invoice');
  return (
    <>
      <TableView<OwedRed>
        inside
        rows={data.items}
        rowKey={(row) => row.id}
        label={t.toTakeBack}
        expand={(row) => <DeliveryLines lines={row.lines} />}
        columns={[
          {
            key: 'number',
            title: t.redOf,
            card: 'title',
            render: (row) => <Go to={`/invoices/${row.id}`}>{row.number}</Go>,
          },
          { key: 'invoiceNumber', title: t.taxNumber, render: (row) => row.invoiceNumber },
          mayEnter
            ? { key: 'institution', title: t.institution, render: (row) => row.institution.name }
            : { key: 'distributor', title: t.distributor, render: (row) => row.distributor.name },
          {
            key: 'amount',
            title: t.takenBack,
            unit: '元',
            align: 'right',
            render: (row) => <MoneyText amount={row.amount} strong />,
          },
          {
            key: 'do',
            title: t.step,
            card: 'state',
            render: (row) => {
              if (row.state !== 'verified' && row.state !== 'paid') return t.cancelInstead;
              if (!mayEnter) return null;
              return (
                <Button
                  size="small"
                  aria-label={`${t.takeBack} ${row.number}`}
                  onClick={() => setCorrecting(row)}
                >
                  {t.takeBack}
                </Button>
              );
            },
          },
        ]}
      />
      {correcting === null ? null : (
        <InvoiceForm lines={correcting.lines} redOf={correcting} onClose={() => setCorrecting(null)} />
      )}
    </>
  );
}
