// screen: JS-34, JS-37, HN-6b
import { changeQualification, declareQualification, readQualification } from '@daylight/api/qualification.ts';
import type { IsoDate } from '@daylight/rules/time.ts';
import { App, Checkbox, Form, Input, Select } from 'antd';
import { type ReactNode, useState } from 'react';
import { useAsk, useDo } from '../../ask.ts';
import { useMarks } from '../../i18n/marks.ts';
import { useTexts } from '../../i18n/texts.ts';
import { useGo, useParam } from '../../navigate.tsx';
import { PageHead } from '../../ui/details.tsx';
import { DayInput, EntityForm, needed } from '../../ui/entity-form.tsx';
import { EvidenceBox } from '../../ui/evidence-box.tsx';
import { PageProblem } from '../../ui/page-problem.tsx';
import { PageSkeleton } from '../../ui/page-skeleton.tsx';
import { useKinds } from './kinds.ts';
import { texts } from './texts.ts';

interface Values {
  readonly kind: string;
  readonly number: string;
  readonly holder?: string;
  readonly issuer: string;
  readonly scope?: string;
  readonly validFrom: IsoDate;
  readonly validUntil?: IsoDate | '';
  readonly endless?: boolean;
  readonly reason?: string;
  readonly evidence: string[];
  readonly truthful: true;
}

function particularsOf(values: Values) {
  const { issuer, validFrom, evidence } = values;
  const { endless, validUntil } = values;
  const hasEnd = endless !== true && validUntil !== undefined && validUntil !== '';
  return {
    issuer,
    validFrom,
    evidence,
    holder: values.holder ?? '',
    scope: values.scope ?? '',
    validUntil: hasEnd ? validUntil : null,
    truthful: true as const,
  };
}

export function DeclarePage(): ReactNode {
  const t = useTexts(texts);
  const go = useGo();
  const { message } = App.useApp();
  const { options } = useKinds();
  const [kind, setKind] = useState<string>();
  const declare = useDo(declareQualification, {
    touches: ['evidence'],
    then: (change) => {
      void message.success(t.submitted);
      go(`/qualifications/${change.qualificationId}`);
    },
  });
  return (
    <>
      <PageHead title={t.declare} note={t.declareNote} above={{ to: '/qualifications', title: t.title }} />
      <EntityForm<Values>
        onSubmit={(values) =>
          declare.run({ body: { kind: values.kind, number: values.number, ...particularsOf(values) } })
        }
        onChange={(values) => setKind(values.kind)}
        pending={declare.pending}
        problem={declare.problem}
        submit={t.submit}
      >
        <Form.Item name="kind" label={t.kind} rules={[needed(t.needed)]}>
          <Select options={options} />
        </Form.Item>
        <Form.Item name="number" label={t.number} rules={[needed(t.needed)]}>
          <Input maxLength={100} />
        </Form.Item>
        <Particulars kind={kind} />
      </EntityForm>
    </>
  );
}

export function ChangePage(): ReactNode {
  const t = useTexts(texts);
  const m = useMarks();
  const go = useGo();
  const { message } = App.useApp();
  const { nameOf } = useKinds();
  const params = { qualificationId: useParam('qualificationId') };
  const { data, error, refetch } = useAsk(readQualification, { params });
  const change = useDo(changeQualification, {
    touches: ['evidence'],
    then: ({ qualificationId }) => {
      void message.success(t.submitted);
      go(`/qualifications/${qualificationId}`);
    },
  });
  if (error !== null) return <PageProblem problem={error.problem} onRetry={() => void refetch()} />;
  if (data === undefined) return <PageSkeleton />;
  const { version, validFrom, validUntil, holder, issuer, scope } = data;
  const last = data.changes[0]?.contents;
  const start = validFrom === null ? last : { holder, issuer, scope, validFrom, validUntil };
  return (
    <>
      <PageHead
        title={`${t.change}${m.colon}${nameOf(data.kind)} ${data.number}`}
        note={t.changeNote}
        above={{ to: `/qualifications/${data.id}`, title: data.number }}
      />
      <EntityForm<Values>
        initial={{
          ...start,
          validUntil: start?.validUntil ?? '',
          endless: start?.validUntil === null,
        }}
        onSubmit={(values) =>
          change.run({ params, body: { ...particularsOf(values), reason: values.reason ?? '', version } })
        }
        pending={change.pending}
        problem={change.problem}
        submit={t.submit}
      >
        <Form.Item name="reason" label={t.reason} rules={[needed(t.needed)]}>
          <Input maxLength={500} />
        </Form.Item>
        <Particulars kind={data.kind} />
      </EntityForm>
    </>
  );
}

function Particulars({ kind }: { readonly kind: string | undefined }): ReactNode {
  const t = useTexts(texts);
  const { items } = useKinds();
  const known = items.find((each) => each.code === kind);
  const endless = Form.useWatch<boolean | undefined>('endless');
  return (
    <>
      <Form.Item name="holder" label={t.holder}>
        <Input maxLength={100} />
      </Form.Item>
      <Form.Item name="issuer" label={t.issuer} rules={[needed(t.needed)]}>
        <Input maxLength={100} />
      </Form.Item>
      <Form.Item name="scope" label={t.scope}>
        <Input.TextArea rows={3} maxLength={2000} />
      </Form.Item>
      <Form.Item name="validFrom" label={t.validFrom} rules={[needed(t.needed)]}>
        <DayInput />
      </Form.Item>
      {known?.endless === true ? (
        <Form.Item name="endless" valuePropName="checked">
          <Checkbox>{t.endless}</Checkbox>
        </Form.Item>
      ) : null}
      {known?.endless === true && endless === true ? null : (
        <Form.Item name="validUntil" label={t.validUntil} rules={[needed(t.needed)]}>
          <DayInput />
        </Form.Item>
      )}
      <Form.Item name="evidence" label={t.evidence} rules={[needed(t.fileNeeded)]}>
        <EvidenceBox />
      </Form.Item>
      <Form.Item
        name="truthful"
        valuePropName="checked"
        rules={[
          {
            validator: (_, value: unknown) =>
              value === true ? Promise.resolve() : Promise.reject(new Error(t.truthfulNeeded)),
          },
        ]}
      >
        <Checkbox>{t.truthful}</Checkbox>
      </Form.Item>
    </>
  );
}
