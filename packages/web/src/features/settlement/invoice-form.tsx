import { enterInvoice, enterRedInvoice } from '@daylight/api/settlement.ts';
import {
  type Money,
  type Quantity,
  add,
  amountOf,
  compare,
  isPositive,
  isQuantity,
  none,
  quantity,
  subtractQuantity,
  zero,
} from '@daylight/rules/money.ts';
import { shanghaiDate } from '@daylight/rules/time.ts';
import { App, Drawer, Form, Input } from 'antd';
import { type ReactNode, useState } from 'react';
import { useDo } from '../../ask.ts';
import { now } from '../../clock.ts';
import { useTexts } from '../../i18n/texts.ts';
import { TwoLines } from '../../ui/columns.tsx';
import { DayInput, EntityForm, MoneyInput, QuantityInput, needed } from '../../ui/entity-form.tsx';
import { MoneyText } from '../../ui/numbers.tsx';
import { TableView } from '../../ui/table-view.tsx';
import { texts } from './texts.ts';

export interface FormLine {
  readonly shipmentId: string;
  readonly line: number;
  readonly itemCode: string;
  readonly productName: string;
  readonly specification: string;
  readonly purchaseUnit: string;
  readonly lot: string;
  readonly price: string;
  readonly quantity: string;
}

interface Values {
  invoiceCode: string;
  invoiceNumber: string;
  upstreamInvoiceNumber: string;
  issuedOn: string;
  amount: string;
}

const keyOf = (line: Pick<FormLine, 'shipmentId' | 'line'>): string => `${line.shipmentId}/${line.line}`;

function lineAmount(line: FormLine, count: string): Money {
  return isQuantity(count) ? amountOf(line.price as Money, quantity(count)) : zero;
}

/** An invoice whose lines are filled in: only the number on the paper has to be pasted. */
export function InvoiceForm({
  lines,
  redOf,
  twoInvoice = false,
  onClose,
}: {
  readonly lines: readonly FormLine[];
  /** The blue invoice that a red one corrects. */
  readonly redOf?: { readonly id: string; readonly number: string };
  readonly twoInvoice?: boolean;
  readonly onClose: () => void;
}): ReactNode {
  const t = useTexts(texts);
  const { message } = App.useApp();
  const [form] = Form.useForm<Values>();
  const [counts, setCounts] = useState<Readonly<Record<string, string>>>({});
  const enter = useDo(enterInvoice, { touches: ['order', 'shipment'] });
  const enterRed = useDo(enterRedInvoice, { touches: ['order', 'shipment'] });
  const doing = redOf === undefined ? enter : enterRed;
  const countOf = (line: FormLine, changed = counts) => changed[keyOf(line)] ?? line.quantity;
  const sumOf = (changed = counts) =>
    add(zero, ...lines.map((line) => lineAmount(line, countOf(line, changed))));
  function change(line: FormLine, count: string): void {
    const changed = { ...counts, [keyOf(line)]: count };
    setCounts(changed);
    form.setFieldsValue({ amount: sumOf(changed) });
  }
  async function submit(values: Values): Promise<unknown> {
    const chosen = lines.filter((line) => isQuantity(countOf(line)) && isPositive(quantity(countOf(line))));
    const { upstreamInvoiceNumber, ...face } = values;
    const body = {
      ...face,
      lines: chosen.map((line) => ({
        shipmentId: line.shipmentId,
        line: line.line,
        quantity: countOf(line),
      })),
    };
    const reply =
      redOf === undefined
        ? await enter.run({ body: { ...body, upstreamInvoiceNumber: upstreamInvoiceNumber ?? '' } })
        : await enterRed.run({ params: { invoiceId: redOf.id }, body });
    if (reply === null) return null;
    void message.success(t.entered(reply.number));
    onClose();
    return reply;
  }
  return (
    <Drawer
      open
      size={820}
      title={redOf === undefined ? t.enterTitle : `${t.enterRedTitle} · ${redOf.number}`}
      onClose={onClose}
      destroyOnHidden
    >
      <EntityForm<Values>
        form={form}
        initial={{ invoiceCode: '', issuedOn: shanghaiDate(now()), amount: sumOf() }}
        onSubmit={submit}
        pending={doing.pending}
        problem={doing.problem}
        submit={t.submit}
        onCancel={onClose}
      >
        <Form.Item
          name="invoiceNumber"
          label={t.taxNumber}
          rules={[needed(t.required)]}
          extra={t.faceHelp}
          normalize={(typed: string) => typed.normalize('NFKC').replaceAll(/\s/g, '')}
        >
          <Input inputMode="numeric" maxLength={20} />
        </Form.Item>
        <Form.Item name="invoiceCode" label={t.taxCode}>
          <Input inputMode="numeric" maxLength={12} />
        </Form.Item>
        <Form.Item name="issuedOn" label={t.issuedOn} rules={[needed(t.required)]}>
          <DayInput max={shanghaiDate(now())} />
        </Form.Item>
        {redOf === undefined ? (
          <Form.Item
            name="upstreamInvoiceNumber"
            label={t.upstream}
            rules={twoInvoice ? [needed(t.required)] : []}
          >
            <Input maxLength={40} />
          </Form.Item>
        ) : null}
        <Form.Item
          name="amount"
          label={redOf === undefined ? t.faceAmount : t.redAmount}
          rules={[needed(t.required)]}
        >
          <MoneyInput />
        </Form.Item>
        <FormLines lines={lines} countOf={countOf} onChange={change} />
        <p className="dl-total">
          {t.total}{' '}
          <strong>
            <MoneyText amount={sumOf()} unit />
          </strong>
        </p>
      </EntityForm>
    </Drawer>
  );
}

interface LinesProps {
  readonly lines: readonly FormLine[];
  readonly countOf: (line: FormLine) => string;
  readonly onChange: (line: FormLine, count: string) => void;
}

function FormLines({ lines, countOf, onChange }: LinesProps): ReactNode {
  const t = useTexts(texts);
  return (
    <TableView
      inside
      label={t.lines}
      rows={lines}
      rowKey={keyOf}
      columns={[
        {
          key: 'product',
          title: t.product,
          card: 'title',
          render: (line) => (
            <TwoLines below={`${line.itemCode} · ${line.lot}`}>
              {line.productName} <small className="dl-soft">{line.specification}</small>
            </TwoLines>
          ),
        },
        {
          key: 'quantity',
          title: t.quantity,
          align: 'right',
          width: 150,
          render: (line) => (
            <QuantityInput
              aria-label={`${line.productName} ${t.quantity}`}
              value={countOf(line)}
              unit={line.purchaseUnit}
              onChange={(count) => onChange(line, count)}
            />
          ),
        },
        {
          key: 'price',
          title: t.price,
          unit: '元',
          align: 'right',
          nowrap: true,
          render: (line) => <MoneyText amount={line.price} />,
        },
        {
          key: 'amount',
          title: t.amount,
          unit: '元',
          align: 'right',
          nowrap: true,
          render: (line) => <MoneyText amount={lineAmount(line, countOf(line))} strong />,
        },
      ]}
    />
  );
}

/** What a red invoice may take back of a line: what was returned, and not more than its invoice still says. */
export function takeableOf(line: {
  readonly quantity: Quantity;
  readonly takenBack: Quantity;
  readonly delivered: { readonly returned: Quantity };
}): Quantity {
  const net =
    compare(line.quantity, line.takenBack) > 0 ? subtractQuantity(line.quantity, line.takenBack) : none;
  const { returned } = line.delivered;
  const back = compare(returned, line.takenBack) > 0 ? subtractQuantity(returned, line.takenBack) : none;
  return compare(net, back) < 0 ? net : back;
}
