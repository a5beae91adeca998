// screen: JS-19, GD-3
import { readQuota, requestOutside } from '@daylight/api/filing-outside.ts';
import { App, Checkbox, Form, Input, Radio, Select } from 'antd';
import { type ReactNode, useState } from 'react';
import { useAsk, useDo } from '../../ask.ts';
import { useSay } from '../../i18n/language.ts';
import { useTexts } from '../../i18n/texts.ts';
import { useGo } from '../../navigate.tsx';
import { PageHead, Section } from '../../ui/details.tsx';
import { EntityForm, needed } from '../../ui/entity-form.tsx';
import { EvidenceBox } from '../../ui/evidence-box.tsx';
import { PageProblem } from '../../ui/page-problem.tsx';
import { PageSkeleton } from '../../ui/page-skeleton.tsx';
import {
  DeliveredFields,
  type DeliveredValues,
  LineFields,
  type LineValues,
  deliveredOf,
  lineOf,
} from './outside-fields.tsx';
import { QuotaGauge } from './quota-gauge.tsx';
import { texts } from './outside-texts.ts';

interface Values {
  readonly kind: 'emergency' | 'self';
  readonly reason: string;
  readonly reasonNote: string;
  readonly supplierName: string;
  readonly supplierCreditCode?: string;
  readonly consentBy?: string;
  readonly lines: LineValues[];
  readonly isBought?: boolean;
  readonly delivered?: DeliveredValues;
  readonly evidenceIds: string[];
}

/** An emergency purchase with the consent of the legal representative, or a self-purchase beside its quota. */
export function NewOutsidePage(): ReactNode {
  const t = useTexts(texts);
  const { data, error } = useAsk(readQuota, {});
  if (error !== null) return <PageProblem problem={error.problem} />;
  if (data === undefined) return <PageSkeleton />;
  return (
    <div className="dl-details">
      <PageHead
        title={t.requestTitle}
        note={t.outsideNote}
        above={{ to: '/outside-purchases', title: t.outside }}
      />
      <div className="dl-columns-2">
        <RequestForm
          knowsSelf={data.quota !== null}
          reasons={{ emergency: data.emergencyReasons, self: data.selfReasons }}
        />
        <aside>
          <QuotaGauge />
        </aside>
      </div>
    </div>
  );
}

interface Reason {
  readonly code: string;
  readonly zh: string;
  readonly en: string;
}

interface FormProps {
  readonly knowsSelf: boolean;
  readonly reasons: Readonly<Record<Values['kind'], readonly Reason[]>>;
}

function RequestForm({ knowsSelf, reasons }: FormProps): ReactNode {
  const t = useTexts(texts);
  const go = useGo();
  const { message } = App.useApp();
  const [values, setValues] = useState<Partial<Values>>({});
  const kind = values.kind ?? 'emergency';
  const request = useDo(requestOutside, {
    then: (reply) => {
      void message.success(t.requested);
      go(`/outside-purchases/${reply.id}`, { replace: true });
    },
  });
  function submit(given: Values) {
    const { isBought, delivered, lines, supplierCreditCode, consentBy, ...rest } = given;
    return request.run({
      body: {
        ...rest,
        supplierCreditCode: supplierCreditCode ?? '',
        consentBy: given.kind === 'emergency' ? (consentBy ?? '') : '',
        lines: lines.map(lineOf),
        delivered: isBought === true && delivered !== undefined ? deliveredOf(delivered) : null,
      },
    });
  }
  return (
    <Section title={t.request}>
      <EntityForm<Values>
        initial={{ kind: 'emergency', lines: [{} as LineValues], evidenceIds: [] }}
        onSubmit={submit}
        onChange={setValues}
        pending={request.pending}
        problem={request.problem}
        submit={t.submit}
        draft="outside.new"
      >
        <Form.Item name="kind" label={t.kind} extra={t.kindHelp[kind]}>
          <Radio.Group
            optionType="button"
            options={(knowsSelf ? (['emergency', 'self'] as const) : (['emergency'] as const)).map(
              (value) => ({ value, label: t.outsideKinds[value] }),
            )}
          />
        </Form.Item>
        <RequestFields kind={kind} reasons={reasons[kind]} isBought={values.isBought === true} />
      </EntityForm>
    </Section>
  );
}

interface FieldsProps {
  readonly kind: Values['kind'];
  readonly reasons: readonly Reason[];
  readonly isBought: boolean;
}

function RequestFields({ kind, reasons, isBought }: FieldsProps): ReactNode {
  const t = useTexts(texts);
  const say = useSay();
  const rule = needed(t.needed);
  return (
    <>
      <Form.Item name="reason" label={t.situation} rules={[rule]}>
        <Select options={reasons.map((each) => ({ value: each.code, label: say(each) }))} />
      </Form.Item>
      <Form.Item name="reasonNote" label={t.situationNote} rules={[rule]}>
        <Input.TextArea rows={3} maxLength={1000} />
      </Form.Item>
      <div className="dl-filing-row">
        <Form.Item name="supplierName" label={t.supplier} rules={[rule]}>
          <Input maxLength={200} />
        </Form.Item>
        <Form.Item name="supplierCreditCode" label={t.supplierCode}>
          <Input maxLength={18} />
        </Form.Item>
      </div>
      {kind === 'emergency' ? (
        <Form.Item name="consentBy" label={t.consentBy} rules={[rule]}>
          <Input maxLength={60} />
        </Form.Item>
      ) : null}
      <Form.Item
        name="evidenceIds"
        label={kind === 'emergency' ? t.consentFiles : t.files}
        rules={kind === 'emergency' ? [{ required: true, type: 'array', min: 1, message: t.needed }] : []}
      >
        <EvidenceBox />
      </Form.Item>
      <LineFields needsCode={kind === 'emergency'} />
      <Form.Item name="isBought" valuePropName="checked">
        <Checkbox>{t.isBought}</Checkbox>
      </Form.Item>
      {isBought ? <DeliveredFields /> : null}
    </>
  );
}
