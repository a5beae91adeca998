import { Button, Form, Input } from 'antd';
import type { ReactNode } from 'react';
import { useTexts } from '../../i18n/texts.ts';
import {
  DayInput,
  MoneyInput,
  QuantityInput,
  moneyRule,
  needed,
  quantityRule,
} from '../../ui/entity-form.tsx';
import './filing.css';
import { ItemPicker } from './pickers.tsx';
import { texts } from './outside-texts.ts';

export interface LineValues {
  readonly itemCode?: string;
  readonly productName: string;
  readonly specification?: string;
  readonly manufacturerName: string;
  readonly purchaseUnit: string;
  readonly price: string;
  readonly quantity: string;
  readonly lot?: string;
}

export interface DeliveredValues {
  readonly deliveredOn: string;
  readonly deliveryNote?: string;
  readonly invoiceNumber?: string;
  readonly invoicedOn?: string;
  readonly invoiceAmount?: string;
}

/** A line as the request wants it: what was left empty is empty text. */
export function lineOf(line: LineValues) {
  return {
    itemCode: line.itemCode ?? '',
    productName: line.productName,
    specification: line.specification ?? '',
    manufacturerName: line.manufacturerName,
    purchaseUnit: line.purchaseUnit,
    price: line.price,
    quantity: line.quantity,
    lot: line.lot ?? '',
  };
}

export function deliveredOf(given: DeliveredValues) {
  const { deliveredOn, deliveryNote = '', invoiceNumber = '', invoicedOn = '', invoiceAmount = '' } = given;
  return {
    deliveredOn,
    deliveryNote,
    invoiceNumber,
    invoicedOn: invoicedOn === '' ? null : invoicedOn,
    invoiceAmount: invoiceAmount === '' ? null : invoiceAmount,
  };
}

/** What is bought, line by line; an emergency is filed afterwards and therefore needs the code. */
export function LineFields({ needsCode }: { readonly needsCode: boolean }): ReactNode {
  const t = useTexts(texts);
  const form = Form.useFormInstance();
  const rule = needed(t.needed);
  return (
    <Form.List name="lines">
      {(fields, { add, remove }) => (
        <>
          {fields.map(({ key, name }) => (
            <div key={key} className="dl-outside-line">
              <Form.Item name={[name, 'itemCode']} label={t.code} rules={needsCode ? [rule] : []}>
                <ItemPicker
                  onPick={({ productName, specification, model, manufacturer }) => {
                    form.setFieldValue(['lines', name, 'productName'], productName);
                    form.setFieldValue(['lines', name, 'specification'], `${specification} ${model}`.trim());
                    form.setFieldValue(['lines', name, 'manufacturerName'], manufacturer);
                  }}
                />
              </Form.Item>
              <div className="dl-filing-row">
                <Form.Item name={[name, 'productName']} label={t.productName} rules={[rule]}>
                  <Input maxLength={200} />
                </Form.Item>
                <Form.Item name={[name, 'specification']} label={t.specification}>
                  <Input maxLength={200} />
                </Form.Item>
                <Form.Item name={[name, 'manufacturerName']} label={t.manufacturer} rules={[rule]}>
                  <Input maxLength={200} />
                </Form.Item>
              </div>
              <div className="dl-filing-row">
                <Form.Item name={[name, 'purchaseUnit']} label={t.purchaseUnit} rules={[rule]}>
                  <Input maxLength={20} />
                </Form.Item>
                <Form.Item name={[name, 'price']} label={t.unitPrice} rules={[rule, moneyRule(t.needed)]}>
                  <MoneyInput />
                </Form.Item>
                <Form.Item
                  name={[name, 'quantity']}
                  label={t.quantity}
                  rules={[rule, quantityRule(t.needed)]}
                >
                  <QuantityInput />
                </Form.Item>
                <Form.Item name={[name, 'lot']} label={t.lot}>
                  <Input maxLength={60} />
                </Form.Item>
              </div>
              {fields.length > 1 ? (
                <Button size="small" onClick={() => remove(name)}>
                  {t.removeLine}
                </Button>
              ) : null}
            </div>
          ))}
          <Button onClick={() => add({})}>{t.addLine}</Button>
        </>
      )}
    </Form.List>
  );
}

/** Delivery and invoice, under the name `delivered`. */
export function DeliveredFields(): ReactNode {
  const t = useTexts(texts);
  return (
    <>
      <div className="dl-filing-row">
        <Form.Item name={['delivered', 'deliveredOn']} label={t.deliveredOn} rules={[needed(t.needed)]}>
          <DayInput />
        </Form.Item>
        <Form.Item name={['delivered', 'deliveryNote']} label={t.deliveryNote}>
          <Input maxLength={200} />
        </Form.Item>
      </div>
      <div className="dl-filing-row">
        <Form.Item name={['delivered', 'invoiceNumber']} label={t.invoiceNumber}>
          <Input maxLength={60} />
        </Form.Item>
        <Form.Item name={['delivered', 'invoicedOn']} label={t.invoicedOn}>
          <DayInput />
        </Form.Item>
        <Form.Item name={['delivered', 'invoiceAmount']} label={t.invoiceAmount}>
          <MoneyInput />
        </Form.Item>
      </div>
    </>
  );
}
