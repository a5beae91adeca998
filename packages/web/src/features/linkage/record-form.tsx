// screen: HN-3b, JS-7, JS-9
import { checkPriceRecord, enterPriceRecord } from '@daylight/api/linkage.ts';
import type { CallOf, ReplyOf } from '@daylight/api/endpoint.ts';
import { recordKinds } from '@daylight/rules/linkage/record.ts';
import { shanghaiDate } from '@daylight/rules/time.ts';
import { Alert, Button, Form, Input, Select } from 'antd';
import { type ReactNode, useState } from 'react';
import { useDo } from '../../ask.ts';
import { now } from '../../clock.ts';
import { useTexts } from '../../i18n/texts.ts';
import { useGo } from '../../navigate.tsx';
import { PageHead, Section } from '../../ui/details.tsx';
import { DayInput, EntityForm, MoneyInput, moneyRule, needed } from '../../ui/entity-form.tsx';
import { EvidenceBox } from '../../ui/evidence-box.tsx';
import { ProblemAlert } from '../../ui/problem.tsx';
import { ItemPicker } from '../filing/pickers.tsx';
import { Findings } from './findings.tsx';
import { PlacePicker } from './place-picker.tsx';
import { texts } from './texts.ts';

interface Values {
  readonly itemCode: string;
  readonly jurisdiction: string;
  readonly kind: (typeof recordKinds)[number];
  readonly price: string;
  readonly purchaseUnit: string;
  readonly units: string;
  readonly effectiveFrom: string;
  readonly effectiveTo?: string;
  readonly contract?: string;
  readonly document?: string;
  readonly reason?: string;
  readonly evidenceIds?: string[];
}

type Body = NonNullable<CallOf<typeof checkPriceRecord>['body']>;

function bodyOf(values: Values): Body {
  const { units, effectiveTo, contract, document, reason: _, evidenceIds: __, ...rest } = values;
  return {
    ...rest,
    itemCode: rest.itemCode.trim().toUpperCase(),
    unitsPerPurchaseUnit: Number(units),
    effectiveTo: effectiveTo === undefined || effectiveTo === '' ? null : effectiveTo,
    contract: contract === undefined || contract === '' ? null : contract,
    document: document ?? '',
  };
}

/** One price by hand: everything doubtful is shown before it is handed over. */
export function RecordFormPage(): ReactNode {
  const t = useTexts(texts);
  const go = useGo();
  const [form] = Form.useForm<Values>();
  const [found, setFound] = useState<ReplyOf<typeof checkPriceRecord>['findings'] | null>(null);
  const check = useDo(checkPriceRecord, { then: (reply) => setFound(reply.findings) });
  const enter = useDo(enterPriceRecord, { then: () => go('/price-records?state=entered') });
  const look = async (): Promise<void> => {
    const values = await form.validateFields().catch(() => null);
    if (values !== null) await check.run({ body: bodyOf(values) });
  };
  return (
    <>
      <PageHead
        title={t.enterRecord}
        above={{ to: '/price-records', title: t.records }}
        note={t.recordsNote}
      />
      <Section title={t.price}>
        <EntityForm<Values>
          form={form}
          draft="price-record.new"
          initial={{ kind: 'provincialListing', effectiveFrom: shanghaiDate(now()) }}
          onSubmit={(values) =>
            enter.run({
              body: { ...bodyOf(values), reason: values.reason ?? '', evidenceIds: values.evidenceIds ?? [] },
            })
          }
          pending={enter.pending}
          problem={enter.problem}
          submit={t.submitRecord}
          extra={
            <Button loading={check.pending} onClick={() => void look()}>
              {t.checkNow}
            </Button>
          }
        >
          <Form.Item
            name="itemCode"
            label={t.code}
            rules={[needed(t.required), { pattern: /^\s*[Cc]\d{26}\s*$/, message: t.wrongCode }]}
          >
            <ItemPicker />
          </Form.Item>
          <PriceFields />
          <Form.Item name="effectiveTo" label={t.effectiveTo}>
            <DayInput />
          </Form.Item>
          <Form.Item name="document" label={t.document}>
            <Input maxLength={200} />
          </Form.Item>
          <Form.Item name="reason" label={t.explain} extra={t.explainHelp}>
            <Input.TextArea maxLength={500} rows={2} />
          </Form.Item>
          <Form.Item name="evidenceIds" label={t.files}>
            <EvidenceBox />
          </Form.Item>
        </EntityForm>
      </Section>
      <ProblemAlert problem={check.problem} />
      {found === null ? null : (
        <Section title={t.checked}>
          {found.length === 0 ? (
            <Alert type="success" showIcon title={t.allGood} />
          ) : (
            <Findings findings={found} />
          )}
        </Section>
      )}
    </>
  );
}

/** Place, kind, price and pack: the same for a record and a declaration. */
export function PriceFields({ noFiling = false }: { readonly noFiling?: boolean }): ReactNode {
  const t = useTexts(texts);
  const kinds = recordKinds.filter((kind) => !noFiling || kind !== 'filing');
  return (
    <>
      <Form.Item
        name="jurisdiction"
        label={t.jurisdiction}
        extra={t.jurisdictionHelp}
        rules={[needed(t.required), { pattern: /^\d{6}$/, message: t.wrongPlace }]}
      >
        <PlacePicker />
      </Form.Item>
      <Form.Item name="kind" label={t.kind} rules={[needed(t.required)]}>
        <Select options={kinds.map((value) => ({ value, label: t.kinds[value] }))} />
      </Form.Item>
      <Form.Item name="price" label={t.price} rules={[needed(t.required), moneyRule(t.required)]}>
        <MoneyInput />
      </Form.Item>
      <Form.Item name="purchaseUnit" label={t.purchaseUnit} rules={[needed(t.required)]}>
        <Input maxLength={20} />
      </Form.Item>
      <Form.Item
        name="units"
        label={t.units}
        extra={t.unitsHelp}
        rules={[needed(t.required), { pattern: /^[1-9]\d{0,6}$/, message: t.wrongUnits }]}
      >
        <Input inputMode="numeric" maxLength={7} />
      </Form.Item>
      <Form.Item name="effectiveFrom" label={t.effectiveFrom} rules={[needed(t.required)]}>
        <DayInput />
      </Form.Item>
      <Form.Item name="contract" label={t.contract} extra={t.contractHelp}>
        <Input maxLength={100} />
      </Form.Item>
    </>
  );
}
