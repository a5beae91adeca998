// screen: JS-33
import { readReconciliation } from '@daylight/api/settlement-statement.ts';
import type { ReplyOf } from '@daylight/api/endpoint.ts';
import type { ReactNode } from 'react';
import { useAsk } from '../../ask.ts';
import { useTexts } from '../../i18n/texts.ts';
import { Go, useParam } from '../../navigate.tsx';
import { TwoLines } from '../../ui/columns.tsx';
import { Details, Section } from '../../ui/details.tsx';
import { DateText, MoneyText, QuantityText } from '../../ui/numbers.tsx';
import { PageProblem } from '../../ui/page-problem.tsx';
import { PageSkeleton } from '../../ui/page-skeleton.tsx';
import { FlowChart } from '../../ui/small-charts.tsx';
import { type Column, TableView } from '../../ui/table-view.tsx';
import { StateTag } from '../../ui/tags.tsx';
import { Differences } from './reconciliation.tsx';
import { texts } from './statement-texts.ts';

type Order = ReplyOf<typeof readReconciliation>;
type Line = Order['lines'][number];

export function ReconciliationDetailsPage(): ReactNode {
  const orderId = useParam('orderId');
  const { data, error, refetch } = useAsk(readReconciliation, { params: { orderId } });
  if (error !== null) return <PageProblem problem={error.problem} onRetry={() => void refetch()} />;
  return data === undefined ? <PageSkeleton /> : <Reconciliation order={data} />;
}

/** The three flows of one order: goods, invoices, money; line by line where they part. */
function Reconciliation({ order }: { readonly order: Order }): ReactNode {
  const t = useTexts(texts);
  return (
    <Details
      title={order.number}
      above={{ to: '/reconciliation', title: t.reconciliation }}
      state={<Differences differences={order.differences} />}
      actions={<Go to={`/orders/${order.id}`}>{t.viewOrder}</Go>}
      printable
      facts={[
        { name: t.institution, value: order.institution.name },
        { name: t.distributor, value: order.distributor.name },
        { name: t.placedAt, value: <DateText at={order.placedAt} time /> },
        { name: t.ordered, value: <MoneyText amount={order.ordered} unit strong /> },
        { name: t.kept, value: <MoneyText amount={order.kept} unit /> },
        { name: t.invoicedShort, value: <MoneyText amount={order.invoiced} unit /> },
        { name: t.paidShort, value: <MoneyText amount={order.paid} unit /> },
        { name: t.open, value: <MoneyText amount={order.unpaid} unit strong /> },
      ]}
    >
      <Section title={t.reconciliation}>
        <Flows order={order} />
      </Section>
      <Section title={t.lines}>
        <TableView<Line>
          inside
          rows={order.lines}
          rowKey={(line) => String(line.line)}
          tone={(line) => (line.even ? null : 'warning')}
          columns={useLineColumns()}
          label={t.lines}
        />
      </Section>
    </Details>
  );
}

function Flows({ order }: { readonly order: Order }): ReactNode {
  const t = useTexts(texts);
  const flows = [
    { from: t.ordered, to: t.kept, amount: order.kept },
    { from: t.kept, to: t.invoicedShort, amount: order.invoiced },
    { from: t.invoicedShort, to: t.paidShort, amount: order.paid },
  ].filter(({ amount }) => Number(amount) > 0);
  if (flows.length === 0) return null;
  return <FlowChart flows={flows} label={t.reconciliation} heads={[t.ordered, t.paidShort, t.amount]} />;
}

function useLineColumns(): readonly Column<Line>[] {
  const t = useTexts(texts);
  const flow = (key: 'ordered' | 'kept' | 'invoiced', title: string): Column<Line> => ({
    key,
    title,
    align: 'right',
    nowrap: true,
    text: (line) => `${line[key].quantity} / ${line[key].amount}`,
    render: (line) => (
      <>
        <QuantityText count={line[key].quantity} unit={line.purchaseUnit} />
        <br />
        <small>
          <MoneyText amount={line[key].amount} unit />
        </small>
      </>
    ),
  });
  return [
    {
      key: 'product',
      title: t.product,
      card: 'title',
      text: (line) => `${line.productName} ${line.specification}`,
      render: (line) => (
        <TwoLines below={line.itemCode}>
          {line.productName} <small className="dl-soft">{line.specification}</small>
        </TwoLines>
      ),
    },
    flow('ordered', t.ordered),
    {
      key: 'closed',
      title: t.closed,
      hidden: true,
      align: 'right',
      render: (line) => <QuantityText count={line.closed} />,
    },
    flow('kept', t.kept),
    flow('invoiced', t.invoicedShort),
    {
      key: 'paid',
      title: t.paidShort,
      unit: '元',
      align: 'right',
      nowrap: true,
      render: (line) => <MoneyText amount={line.paid} />,
    },
    {
      key: 'differences',
      title: t.difference,
      card: 'state',
      text: (line) => (line.even ? t.even : t.differs),
      render: (line) => <LineDifferences line={line} />,
    },
  ];
}

function LineDifferences({ line }: { readonly line: Line }): ReactNode {
  const t = useTexts(texts);
  if (line.even) return <StateTag tone="good">{t.even}</StateTag>;
  const counts = (['toCome', 'toInvoice', 'toTakeBack'] as const).filter((kind) => line[kind] !== '0');
  return (
    <>
      {counts.map((kind) => (
        <StateTag key={kind} tone={kind === 'toTakeBack' ? 'warning' : 'waiting'}>
          {t.differences[kind]} {line[kind]}
        </StateTag>
      ))}
      {line.unpaid === '0' ? null : (
        <StateTag tone={line.unpaid.startsWith('-') ? 'warning' : 'waiting'}>
          {line.unpaid.startsWith('-') ? t.differences.credit : t.differences.unpaid} {line.unpaid}
        </StateTag>
      )}
    </>
  );
}
