import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Form, Input, Select } from 'antd';
import type { ReactNode } from 'react';
import { useTexts } from '../../i18n/texts.ts';
import { MoneyInput, needed } from '../../ui/entity-form.tsx';
import { texts } from './plan-texts.ts';

export interface ItemValues {
  readonly item: string;
  readonly name: string;
  readonly unit: string;
  readonly codePrefixes: string[];
  readonly cap?: string | null;
}

/** Items of a round: what is bought, by which codes, in which unit, up to which price. */
export function ItemFields(): ReactNode {
  const t = useTexts(texts);
  const rule = needed(t.needed);
  return (
    <Form.List name="items">
      {(fields, { add, remove }) => (
        <>
          {fields.map((field) => (
            <fieldset key={field.key} className="dl-round-people">
              <div className="dl-round-row">
                <Form.Item name={[field.name, 'name']} label={t.itemName} rules={[rule]}>
                  <Input maxLength={80} />
                </Form.Item>
                <Form.Item
                  name={[field.name, 'item']}
                  label={t.itemCode}
                  rules={[rule, { pattern: /^[A-Za-z0-9-]{1,40}$/, message: t.itemCodeRule }]}
                >
                  <Input maxLength={40} />
                </Form.Item>
                <Form.Item name={[field.name, 'unit']} label={t.unit} rules={[rule]}>
                  <Input maxLength={20} />
                </Form.Item>
                <Form.Item name={[field.name, 'cap']} label={t.cap}>
                  <MoneyInput />
                </Form.Item>
                <Button icon={<DeleteOutlined />} aria-label={t.remove} onClick={() => remove(field.name)} />
              </div>
              <Form.Item
                name={[field.name, 'codePrefixes']}
                label={t.prefixes}
                extra={t.prefixesHint}
                rules={[rule]}
              >
                <Select mode="tags" tokenSeparators={['、', ',', '，', ' ']} open={false} suffixIcon={null} />
              </Form.Item>
            </fieldset>
          ))}
          <Button
            className="dl-round-add"
            icon={<PlusOutlined />}
            onClick={() => add({ unit: '个', codePrefixes: [] })}
          >
            {t.addItem}
          </Button>
        </>
      )}
    </Form.List>
  );
}

/** What the form gives as the wire takes it. */
export function itemsOf(items: readonly ItemValues[] | undefined) {
  return (items ?? []).map(({ item, name, unit, codePrefixes, cap }) => ({
    item,
    name,
    unit,
    codePrefixes: codePrefixes.map((each) => each.trim().toUpperCase()),
    cap: cap === undefined || cap === null || cap === '' ? null : cap,
  }));
}
