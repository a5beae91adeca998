// screen: JS-37
import { addSpecification, listMissingSpecifications } from '@daylight/api/added-specification.ts';
import { readListing, searchListings } from '@daylight/api/listing.ts';
import type { Money } from '@daylight/rules/money.ts';
import { App, Form, Input, InputNumber, Select } from 'antd';
import { type ReactNode, useState } from 'react';
import { useAsk, useDo } from '../../ask.ts';
import { useMarks } from '../../i18n/marks.ts';
import { useTexts } from '../../i18n/texts.ts';
import { useGo, useSearch } from '../../navigate.tsx';
import { useJurisdictionName } from '../../reference.ts';
import { PageHead } from '../../ui/details.tsx';
import { EntityForm, MoneyInput, moneyRule, needed } from '../../ui/entity-form.tsx';
import { EvidenceBox } from '../../ui/evidence-box.tsx';
import { moneyText } from '../../ui/format.ts';
import { texts } from './texts.ts';

interface Values {
  readonly itemCode: string;
  readonly price: string;
  readonly purchaseUnit: string;
  readonly unitsPerPurchaseUnit: number;
  readonly reason: string;
  readonly evidence: string[];
}

/** First the listed product, then what is missing under its certificate, then the price under that of the product. */
export function AddPage(): ReactNode {
  const t = useTexts(texts);
  const [search, change] = useSearch();
  const listingId = search['listingId'] ?? '';
  return (
    <>
      <PageHead title={t.ownAdd} note={t.addedNote} above={{ to: '/added-specifications', title: t.added }} />
      <Form layout="vertical" className="dl-form">
        <Form.Item label={t.listing} htmlFor="beside">
          <OwnListing value={listingId} onChange={(id) => change({ listingId: id })} />
        </Form.Item>
      </Form>
      {listingId === '' ? null : <Asking key={listingId} listingId={listingId} />}
    </>
  );
}

function OwnListing(props: { readonly value: string; readonly onChange: (id: string) => void }): ReactNode {
  const t = useTexts(texts);
  const placeName = useJurisdictionName();
  const [typed, setTyped] = useState('');
  const query = [...typed].length >= 2 ? { search: typed, limit: 50 } : { limit: 50 };
  const { data } = useAsk(searchListings, { query });
  return (
    <Select
      id="beside"
      showSearch={{ filterOption: false, onSearch: setTyped }}
      placeholder={t.listingHint}
      {...(props.value === '' ? {} : { value: props.value })}
      onChange={props.onChange}
      options={(data?.items ?? []).map((each) => ({
        value: each.id,
        label: `${each.productName} ${each.specification} · ${placeName(each.jurisdiction)} · ${each.number}`,
      }))}
    />
  );
}

function Asking({ listingId }: { readonly listingId: string }): ReactNode {
  const t = useTexts(texts);
  const m = useMarks();
  const go = useGo();
  const { message } = App.useApp();
  const params = { listingId };
  const { data: listing } = useAsk(readListing, { params });
  const [q, setQ] = useState('');
  const { data: missing } = useAsk(listMissingSpecifications, { params, query: q === '' ? {} : { q } });
  const ask = useDo(addSpecification, {
    touches: ['evidence'],
    then: () => {
      void message.success(t.submitted);
      go('/added-specifications');
    },
  });
  if (listing === undefined || missing === undefined) return null;
  const { purchaseUnit, smallestUnit, unitsPerPurchaseUnit, price } = listing;
  return (
    <EntityForm<Values>
      initial={{ purchaseUnit, unitsPerPurchaseUnit, price }}
      onSubmit={(values) =>
        ask.run({
          body: { ...values, listingId, smallestUnit, price: values.price as Money },
        })
      }
      pending={ask.pending}
      problem={ask.problem}
      submit={t.submit}
    >
      <Form.Item name="itemCode" label={t.missing} rules={[needed(t.needed)]}>
        <Select
          showSearch={{ filterOption: false, onSearch: setQ }}
          notFoundContent={t.missingNone}
          options={missing.items.map((item) => ({
            value: item.itemCode,
            disabled: item.underWay !== null,
            label: [
              `${item.specification} ${item.model}`.trim(),
              item.itemCode,
              item.sameProduct ? '' : t.notSame,
              item.underWay === null ? '' : t.underWay[item.underWay.kind](item.underWay.number),
            ]
              .filter((part) => part !== '')
              .join(' · '),
          }))}
        />
      </Form.Item>
      <Form.Item
        name="price"
        label={t.price}
        extra={t.ceiling(moneyText(price), `${unitsPerPurchaseUnit} ${smallestUnit}/${purchaseUnit}`)}
        rules={[needed(t.needed), moneyRule(t.needed)]}
      >
        <MoneyInput />
      </Form.Item>
      <Form.Item name="purchaseUnit" label={t.purchaseUnit} rules={[needed(t.needed)]}>
        <Input maxLength={20} />
      </Form.Item>
      <Form.Item
        name="unitsPerPurchaseUnit"
        label={`${t.units}${m.open}${smallestUnit}${m.close}`}
        rules={[needed(t.needed)]}
      >
        <InputNumber min={1} max={1_000_000} precision={0} />
      </Form.Item>
      <Form.Item name="reason" label={t.addReason} rules={[needed(t.needed)]}>
        <Input.TextArea rows={2} maxLength={500} />
      </Form.Item>
      <Form.Item name="evidence" label={t.addEvidence} rules={[needed(t.fileNeeded)]}>
        <EvidenceBox />
      </Form.Item>
    </EntityForm>
  );
}
