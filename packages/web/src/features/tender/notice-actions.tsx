import { amendRound, publishNotice } from '@daylight/api/tender-notice.ts';
import { type TimetableName, timetableNames } from '@daylight/rules/tender/timetable.ts';
import { Button, Checkbox, Drawer, Form, Input, Select } from 'antd';
import { type ReactNode, useState } from 'react';
import { useDo } from '../../ask.ts';
import { useTexts } from '../../i18n/texts.ts';
import { useNow } from '../../clock.ts';
import { EntityForm, needed } from '../../ui/entity-form.tsx';
import { EvidenceBox } from '../../ui/evidence-box.tsx';
import { MomentInput } from './moment-input.tsx';
import { EffectList } from './notice-list.tsx';
import { texts } from './notice-texts.ts';
import { texts as planTexts } from './plan-texts.ts';
import type { RoundView } from './sections.ts';

interface Content {
  readonly title: string;
  readonly body: string;
  readonly evidenceIds?: string[];
}

/** Title, text and files of anything that is published. */
export function ContentFields(): ReactNode {
  const t = useTexts(texts);
  const rule = needed(t.needed);
  return (
    <>
      <Form.Item name="title" label={t.title} rules={[rule]}>
        <Input maxLength={160} />
      </Form.Item>
      <Form.Item name="body" label={t.body} rules={[rule]}>
        <Input.TextArea autoSize={{ minRows: 4, maxRows: 16 }} maxLength={20_000} />
      </Form.Item>
      <Form.Item name="evidenceIds" label={t.files}>
        <EvidenceBox />
      </Form.Item>
    </>
  );
}

interface Given {
  readonly tender: RoundView;
}

export function PublishButton({ tender }: Given): ReactNode {
  const t = useTexts(texts);
  const [open, setOpen] = useState(false);
  const publish = useDo(publishNotice, { then: () => setOpen(false) });
  return (
    <>
      <Button onClick={() => setOpen(true)}>{t.publish}</Button>
      <Drawer open={open} onClose={() => setOpen(false)} title={t.publishTitle} size="large" destroyOnHidden>
        <ul className="dl-tender-list dl-tender-gap">
          {t.publishEffects.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
        <EntityForm<Content & { kind: 'documents' | 'other' }>
          initial={{ kind: 'documents', evidenceIds: [] }}
          onSubmit={(body) => publish.run({ params: { tenderId: tender.id }, body })}
          onCancel={() => setOpen(false)}
          pending={publish.pending}
          problem={publish.problem}
          submit={t.publish}
        >
          <Form.Item name="kind" label={t.kind}>
            <Select
              options={(['documents', 'other'] as const).map((value) => ({ value, label: t.kinds[value] }))}
            />
          </Form.Item>
          <ContentFields />
        </EntityForm>
      </Drawer>
    </>
  );
}

type AmendValues = Content & { bearsOnBids?: boolean } & Partial<Record<TimetableName, string | null>>;

/** An amendment shows what it does to deadlines before it is published. */
export function AmendButton({ tender }: Given): ReactNode {
  const t = useTexts(texts);
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setOpen(true)}>{t.amend}</Button>
      <Drawer open={open} onClose={() => setOpen(false)} title={t.amend} size="large" destroyOnHidden>
        <p className="dl-soft">{t.amendNote}</p>
        <AmendForm tender={tender} onDone={() => setOpen(false)} />
      </Drawer>
    </>
  );
}

function AmendForm({ tender, onDone }: Given & { readonly onDone: () => void }): ReactNode {
  const t = useTexts(texts);
  const p = useTexts(planTexts);
  const now = useNow();
  const [form] = Form.useForm<AmendValues>();
  const [effects, setEffects] = useState<RoundView['notices'][number]['effects'] | null>(null);
  const look = useDo(amendRound, { then: (reply) => setEffects(reply.effects) });
  const amend = useDo(amendRound, { then: onDone });
  const params = { tenderId: tender.id };
  const { timetable } = tender;
  const ahead = timetableNames.filter((name) => {
    const at = timetable[name];
    return at === null || at > now;
  });
  const bodyOf = (values: AmendValues) => {
    const changed = ahead.filter((name) => values[name] !== undefined && values[name] !== timetable[name]);
    return {
      version: tender.version,
      title: values.title,
      body: values.body,
      evidenceIds: values.evidenceIds ?? [],
      bearsOnBids: values.bearsOnBids ?? false,
      timetable: Object.fromEntries(changed.map((name) => [name, values[name] ?? null])),
    };
  };
  const preview = () => {
    const values = form.getFieldsValue();
    // Fields that nobody touched yet have no value.
    const { title, body }: Partial<AmendValues> = values;
    return look.run({
      params,
      body: { ...bodyOf(values), title: title || '——', body: body || '——', preview: true },
    });
  };
  return (
    <EntityForm<AmendValues>
      form={form}
      initial={{ ...timetable, evidenceIds: [], bearsOnBids: false }}
      onSubmit={(values) => amend.run({ params, body: bodyOf(values) })}
      onChange={() => setEffects(null)}
      pending={amend.pending}
      problem={amend.problem ?? look.problem}
      submit={t.amend}
      extra={
        <Button loading={look.pending} onClick={() => void preview()}>
          {t.preview}
        </Button>
      }
    >
      <ContentFields />
      <Form.Item name="bearsOnBids" valuePropName="checked">
        <Checkbox>{t.bears}</Checkbox>
      </Form.Item>
      <h3>{t.newTimes}</h3>
      <div className="dl-round-row dl-round-times">
        {ahead.map((name) => (
          <Form.Item key={name} name={name} label={p.times[name]}>
            <MomentInput />
          </Form.Item>
        ))}
      </div>
      {effects === null ? null : (
        <div aria-live="polite" className="dl-tender-gap">
          <h3>{t.effects}</h3>
          {effects.length === 0 ? t.noEffects : <EffectList effects={effects} />}
        </div>
      )}
    </EntityForm>
  );
}
