// screen: JS-32, JS-33, SX-5.5a, GD-6b, GY-4.3b
import { type InvoiceItem, listInvoices } from '@daylight/api/settlement-read.ts';
import { listBalances } from '@daylight/api/settlement-statement.ts';
import { recordPayment } from '@daylight/api/settlement.ts';
import { type Money, add, compare, isMoney, isPositive, money, zero } from '@daylight/rules/money.ts';
import { shanghaiDate } from '@daylight/rules/time.ts';
import { App, Empty, Form, Input, Select } from 'antd';
import { type ReactNode, useState } from 'react';
import { useAsk, useDo } from '../../ask.ts';
import { now } from '../../clock.ts';
import { useTexts } from '../../i18n/texts.ts';
import { useGo, useSearch } from '../../navigate.tsx';
import { Deadline } from '../../ui/deadline.tsx';
import { PageHead, Section } from '../../ui/details.tsx';
import { DayInput, EntityForm, MoneyInput, needed } from '../../ui/entity-form.tsx';
import { MoneyText } from '../../ui/numbers.tsx';
import { ProblemAlert } from '../../ui/problem.tsx';
import { TableView } from '../../ui/table-view.tsx';
import './settlement.css';
import { InvoiceState } from './states.tsx';
import { texts } from './texts.ts';

/** One transfer for several invoices of a distributor: tick, check the total, paste the bank's reference. */
export function NewPaymentPage(): ReactNode {
  const t = useTexts(texts);
  const [search, change] = useSearch();
  const { data: balances } = useAsk(listBalances, {});
  const distributorId = search['distributor'] ?? '';
  const options = (balances?.items ?? []).map(({ distributor }) => ({
    value: distributor.id,
    label: distributor.name,
  }));
  return (
    <>
      <PageHead title={t.newPayment} note={t.newPaymentNote} above={{ to: '/payments', title: t.payments }} />
      <Select
        showSearch={{ optionFilterProp: 'label' }}
        aria-label={t.chooseDistributor}
        placeholder={t.chooseDistributor}
        className="dl-choose"
        options={options}
        value={distributorId === '' ? null : distributorId}
        onChange={(value: string) => change({ distributor: value, invoices: '' })}
      />
      {distributorId === '' ? null : (
        <Payables
          key={distributorId}
          distributorId={distributorId}
          chosen={(search['invoices'] ?? '').split(',').filter((id) => id !== '')}
        />
      )}
    </>
  );
}

function Payables({
  distributorId,
  chosen,
}: {
  readonly distributorId: string;
  readonly chosen: readonly string[];
}): ReactNode {
  const t = useTexts(texts);
  const what = { distributorId, limit: 200 };
  const open = useAsk(listInvoices, { query: { ...what, show: 'toPay' } });
  const credits = useAsk(listInvoices, { query: { ...what, show: 'credit' } });
  const error = open.error ?? credits.error;
  if (error !== null) return <ProblemAlert problem={error.problem} onRetry={() => void open.refetch()} />;
  if (open.data === undefined || credits.data === undefined) return null;
  // A credit is offered beside what is to be paid, as a negative amount.
  const rows = [...open.data.items, ...credits.data.items];
  return rows.length === 0 ? <Empty description={t.payNothing} /> : <PayForm rows={rows} chosen={chosen} />;
}

interface Values {
  paidOn: string;
  bankReference: string;
}

function PayForm({
  rows,
  chosen,
}: {
  readonly rows: readonly InvoiceItem[];
  readonly chosen: readonly string[];
}): ReactNode {
  const t = useTexts(texts);
  const go = useGo();
  const { message } = App.useApp();
  const record = useDo(recordPayment);
  const [selected, setSelected] = useState<readonly string[]>(chosen);
  const [typed, setTyped] = useState<Readonly<Record<string, string>>>({});
  const amountOf = (row: InvoiceItem): string => typed[row.id] ?? row.open;
  const paid = rows.filter((row) => selected.includes(row.id));
  const total = add(zero, ...paid.map((row) => (isMoney(amountOf(row)) ? money(amountOf(row)) : zero)));
  async function submit({ paidOn, bankReference }: Values): Promise<unknown> {
    const allocations = paid.map((row) => ({ invoiceId: row.id, amount: amountOf(row) }));
    const reply = await record.run({ body: { amount: total, paidOn, bankReference, allocations } });
    if (reply === null) return null;
    void message.success(t.paySubmitted(reply.number));
    go(`/payments/${reply.id}`);
    return reply;
  }
  return (
    <>
      <Section title={t.invoices}>
        <TableView<InvoiceItem>
          inside
          rows={rows}
          rowKey={(row) => row.id}
          label={t.invoices}
          selected={selected}
          onSelect={setSelected}
          tone={(row) => (row.daysOverdue > 0 ? 'danger' : null)}
          columns={usePayColumns(amountOf, (row, amount) => {
            setTyped({ ...typed, [row.id]: amount });
            if (!selected.includes(row.id)) setSelected([...selected, row.id]);
          })}
        />
        <p className="dl-total" aria-live="polite">
          {t.payTotal} · {t.pieces(paid.length)}{' '}
          <strong>
            <MoneyText amount={total} unit />
          </strong>
        </p>
      </Section>
      <Section title={t.transfer}>
        <EntityForm<Values>
          initial={{ paidOn: shanghaiDate(now()) }}
          onSubmit={submit}
          pending={record.pending}
          problem={record.problem}
          submit={t.payDo}
        >
          <Form.Item
            name="bankReference"
            label={t.bankReference}
            rules={[needed(t.required)]}
            extra={t.bankHelp}
            normalize={(text: string) => text.normalize('NFKC').replaceAll(/\s/g, '')}
          >
            <Input maxLength={60} />
          </Form.Item>
          <Form.Item name="paidOn" label={t.paidOn} rules={[needed(t.required)]}>
            <DayInput max={shanghaiDate(now())} />
          </Form.Item>
        </EntityForm>
      </Section>
    </>
  );
}

function usePayColumns(
  amountOf: (row: InvoiceItem) => string,
  onAmount: (row: InvoiceItem, amount: string) => void,
) {
  const t = useTexts(texts);
  const fits = (row: InvoiceItem): boolean => {
    const amount = amountOf(row);
    if (!isMoney(amount)) return false;
    return isPositive(row.open)
      ? compare(money(amount), row.open) <= 0
      : compare(money(amount), row.open as Money) >= 0;
  };
  return [
    {
      key: 'number',
      title: t.number,
      card: 'title' as const,
      nowrap: true,
      render: (row: InvoiceItem) => row.number,
    },
    {
      key: 'invoiceNumber',
      title: t.taxNumber,
      nowrap: true,
      render: (row: InvoiceItem) => row.invoiceNumber,
    },
    {
      key: 'due',
      title: t.due,
      render: (row: InvoiceItem) =>
        row.due === null || row.state === 'paid' ? (
          t.credit
        ) : (
          <Deadline dueAt={row.due.dueAt} provisional={row.due.provisional} basis={row.due.basis} compact />
        ),
    },
    {
      key: 'open',
      title: t.open,
      unit: '元',
      align: 'right' as const,
      nowrap: true,
      render: (row: InvoiceItem) => <MoneyText amount={row.open} />,
    },
    {
      key: 'pay',
      title: t.payThis,
      align: 'right' as const,
      width: 170,
      render: (row: InvoiceItem) => (
        <span className="dl-pay-amount">
          <MoneyInput
            aria-label={`${t.payThis} ${row.number}`}
            value={amountOf(row)}
            onChange={(amount) => onAmount(row, amount)}
          />
          {fits(row) ? null : <small className="dl-danger">≤ {row.open}</small>}
        </span>
      ),
    },
    {
      key: 'state',
      title: t.state,
      card: 'state' as const,
      render: (row: InvoiceItem) => <InvoiceState invoice={row} />,
    },
  ];
}
