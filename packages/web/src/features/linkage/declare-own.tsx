// screen: JS-13a, JS-7, JS-9
import { declareOwnPrice, ownDeclarable } from '@daylight/api/linkage-duty.ts';
import { shanghaiDate } from '@daylight/rules/time.ts';
import { Form, Input, Select } from 'antd';
import type { ReactNode } from 'react';
import { useAsk, useDo } from '../../ask.ts';
import { now } from '../../clock.ts';
import { useTexts } from '../../i18n/texts.ts';
import { useGo } from '../../navigate.tsx';
import { useYuan } from '../../ui/numbers.tsx';
import { PageHead, Section } from '../../ui/details.tsx';
import { EntityForm, needed } from '../../ui/entity-form.tsx';
import { EvidenceBox } from '../../ui/evidence-box.tsx';
import { dutyTexts } from './duty-texts.ts';
import { PriceFields } from './record-form.tsx';
import { texts } from './texts.ts';

interface Values {
  readonly listingId: string;
  readonly jurisdiction: string;
  readonly kind: 'provincialListing' | 'cityListing' | 'selected';
  readonly price: string;
  readonly purchaseUnit: string;
  readonly units: string;
  readonly effectiveFrom: string;
  readonly contract?: string;
  readonly document: string;
  readonly reason?: string;
  readonly evidenceIds?: string[];
}

/** A firm declares a new lowest price before anybody found it. */
export function DeclareOwnPage(): ReactNode {
  const t = useTexts(dutyTexts);
  const yuan = useYuan();
  const p = useTexts(texts);
  const go = useGo();
  const { data } = useAsk(ownDeclarable);
  const declare = useDo(declareOwnPrice, { then: (reply) => go(`/price-duties/${reply.id}`) });
  const submit = ({ units, contract, reason, evidenceIds, ...values }: Values): unknown =>
    declare.run({
      body: {
        ...values,
        unitsPerPurchaseUnit: Number(units),
        contract: contract === undefined || contract === '' ? null : contract,
        reason: reason ?? '',
        evidenceIds: evidenceIds ?? [],
      },
    });
  return (
    <>
      <PageHead
        title={t.declareOwn}
        above={{ to: '/price-duties', title: t.title }}
        note={t.declareOwnNote}
      />
      <Section title={p.price}>
        <EntityForm<Values>
          draft="price-declaration.new"
          initial={{ kind: 'provincialListing', effectiveFrom: shanghaiDate(now()) }}
          onSubmit={submit}
          pending={declare.pending}
          problem={declare.problem}
          submit={t.submit}
        >
          <Form.Item name="listingId" label={t.listing} rules={[needed(t.required)]}>
            <Select
              showSearch={{ optionFilterProp: 'label' }}
              placeholder={t.chooseListing}
              options={(data?.items ?? []).map((each) => ({
                value: each.id,
                label: `${each.productName} ${each.specification} · ${yuan(each.price, each.purchaseUnit)} · ${each.itemCode}`,
              }))}
            />
          </Form.Item>
          <PriceFields noFiling />
          <Form.Item name="document" label={t.document} extra={t.documentHelp} rules={[needed(t.required)]}>
            <Input maxLength={200} />
          </Form.Item>
          <Form.Item name="reason" label={p.explain} extra={p.explainHelp}>
            <Input.TextArea maxLength={500} rows={2} />
          </Form.Item>
          <Form.Item name="evidenceIds" label={t.files}>
            <EvidenceBox />
          </Form.Item>
        </EntityForm>
      </Section>
    </>
  );
}
