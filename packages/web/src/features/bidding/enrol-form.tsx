import { enrol } from '@daylight/api/bidding.ts';
import { listOrganisations } from '@daylight/api/organisation.ts';
import { Checkbox, Form, Input, Select } from 'antd';
import { type ReactNode, useState } from 'react';
import { useAsk, useDo } from '../../ask.ts';
import { useMarks } from '../../i18n/marks.ts';
import { useTexts } from '../../i18n/texts.ts';
import { EntityForm, QuantityInput, quantityRule } from '../../ui/entity-form.tsx';
import { useUndertaking } from '../tender/undertaking-text.tsx';
import type { Bidding } from './bid-page.tsx';
import { texts } from './texts.ts';

interface Values {
  readonly products: readonly {
    readonly productId: string;
    readonly offered: boolean;
    readonly capacity?: string;
  }[];
  readonly controller?: string;
  readonly relatedIds?: string[];
  readonly suppliesAllRegions: boolean;
  readonly regions?: string[];
}

/** Enrols with products and what can be supplied. */
export function EnrolForm({ bidding }: { readonly bidding: Bidding }): ReactNode {
  const t = useTexts(texts);
  const m = useMarks();
  const doing = useDo(enrol);
  const undertaking = useUndertaking(bidding.id, 'bidder');
  const [form] = Form.useForm<Values>();
  const all = Form.useWatch('suppliesAllRegions', form) ?? true;
  const submit = (values: Values): Promise<unknown> =>
    doing.run({
      params: { tenderId: bidding.id },
      body: {
        products: values.products
          .filter((each) => each.offered)
          .map(({ productId, capacity }) => ({
            productId,
            capacity: capacity === undefined || capacity === '' ? null : capacity,
          })),
        controller: (values.controller ?? '').trim() === '' ? null : (values.controller ?? '').trim(),
        relatedIds: values.relatedIds ?? [],
        suppliesAllRegions: values.suppliesAllRegions,
        regions: values.suppliesAllRegions ? [] : (values.regions ?? []),
        undertaking: undertaking.version,
      },
    });
  return (
    <EntityForm<Values>
      form={form}
      initial={{
        products: bidding.products.map(({ id }) => ({ productId: id, offered: true })),
        suppliesAllRegions: true,
      }}
      onSubmit={submit}
      pending={doing.pending || !undertaking.ready}
      problem={doing.problem}
      submit={t.enrol}
    >
      <p className="dl-soft">{t.enrolNote}</p>
      {undertaking.text}
      {bidding.products.map((product, at) => (
        <div key={product.id} className="dl-bid-line">
          <Form.Item name={['products', at, 'productId']} hidden>
            <Input />
          </Form.Item>
          <Form.Item name={['products', at, 'offered']} valuePropName="checked">
            <Checkbox>
              {product.itemName} · {product.name} {product.specification}
            </Checkbox>
          </Form.Item>
          <Form.Item
            name={['products', at, 'capacity']}
            label={`${t.capacity}${m.open}${product.name}${m.close}`}
            extra={t.capacityHint}
            rules={[quantityRule(t.capacity)]}
          >
            <QuantityInput unit={product.unit} />
          </Form.Item>
        </div>
      ))}
      <Form.Item name="controller" label={t.controller} extra={t.controllerHint}>
        <Input maxLength={120} />
      </Form.Item>
      <Form.Item name="relatedIds" label={t.related}>
        <Firms />
      </Form.Item>
      <Form.Item name="suppliesAllRegions" valuePropName="checked">
        <Checkbox>{t.allRegions}</Checkbox>
      </Form.Item>
      {all ? null : (
        <Form.Item name="regions" label={t.supplyRegions}>
          <Select
            mode="multiple"
            options={bidding.regions.map(({ code, name }) => ({ value: code, label: name }))}
          />
        </Form.Item>
      )}
    </EntityForm>
  );
}

interface FirmsProps {
  readonly value?: string[];
  readonly onChange?: (value: string[]) => void;
  readonly id?: string;
}

function Firms({ value = [], onChange, id }: FirmsProps): ReactNode {
  const [q, setQ] = useState('');
  const { data, isFetching } = useAsk(listOrganisations, {
    query: { state: 'active', limit: 30, ...(q === '' ? {} : { q }) },
  });
  return (
    <Select<string[]>
      mode="multiple"
      loading={isFetching}
      value={value}
      showSearch={{ onSearch: setQ, filterOption: false }}
      options={(data?.items ?? [])
        .filter((each) => each.kind === 'manufacturer')
        .map((each) => ({ value: each.id, label: each.name }))}
      {...(id === undefined ? {} : { id })}
      onChange={(next) => onChange?.(next)}
    />
  );
}
