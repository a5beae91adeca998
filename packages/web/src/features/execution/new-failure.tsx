// screen: SX-5.3c
import { reportSupplyFailure } from '@daylight/api/execution-failure.ts';
import { readVolumeProgress } from '@daylight/api/execution.ts';
import { executionBasis } from '@daylight/rules/execution/basis.ts';
import { App, Form, Input, Select } from 'antd';
import type { ReactNode } from 'react';
import { useAsk, useDo } from '../../ask.ts';
import { useTexts } from '../../i18n/texts.ts';
import { useGo, useSearch } from '../../navigate.tsx';
import { PageHead } from '../../ui/details.tsx';
import { EntityForm, needed } from '../../ui/entity-form.tsx';
import { EvidenceBox } from '../../ui/evidence-box.tsx';
import { Article } from '../../ui/why.tsx';
import { failureTexts } from './problem-texts.ts';

interface Values {
  readonly productId: string;
  readonly facts: string;
  readonly evidenceIds?: string[];
}

/** Tells the winner that its product is not supplied. */
export function NewFailurePage(): ReactNode {
  const t = useTexts(failureTexts);
  const go = useGo();
  const { message } = App.useApp();
  const [{ productId, orderId }] = useSearch();
  const { data } = useAsk(readVolumeProgress, { query: { by: 'product' } });
  const report = useDo(reportSupplyFailure);
  async function send(values: Values): Promise<unknown> {
    const orderIds = orderId === undefined ? [] : [orderId];
    const reply = await report.run({ body: { ...values, orderIds, evidenceIds: values.evidenceIds ?? [] } });
    if (reply === null) return null;
    void message.success(t.sent);
    go(`/supply-failures/${reply.id}`, { replace: true });
    return reply;
  }
  return (
    <>
      <PageHead
        title={t.report}
        above={{ to: '/supply-failures', title: t.title }}
        note={
          <>
            {t.note} <Article basis={executionBasis.failure} />
          </>
        }
      />
      <EntityForm<Values>
        initial={productId === undefined ? {} : { productId }}
        onSubmit={send}
        pending={report.pending}
        problem={report.problem}
        submit={t.send}
        draft="failure.new"
      >
        <Form.Item name="productId" label={t.chooseProduct} rules={[needed(t.productNeeded)]}>
          <Select
            showSearch={{ optionFilterProp: 'label' }}
            options={(data?.items ?? []).map((row) => ({ value: row.key, label: row.name }))}
          />
        </Form.Item>
        <Form.Item name="facts" label={t.facts} extra={t.factsHelp} rules={[needed(t.factsNeeded)]}>
          <Input.TextArea rows={4} maxLength={4000} />
        </Form.Item>
        <Form.Item name="evidenceIds" label={t.evidence}>
          <EvidenceBox label={t.evidence} />
        </Form.Item>
      </EntityForm>
    </>
  );
}
