import { saveScoreDraft, submitScore } from '@daylight/api/panel-member.ts';
import { App, Button, Form, Input, InputNumber } from 'antd';
import type { ReactNode } from 'react';
import { useDo } from '../../ask.ts';
import { useSay } from '../../i18n/language.ts';
import { useMarks } from '../../i18n/marks.ts';
import { useTexts } from '../../i18n/texts.ts';
import { EntityForm } from '../../ui/entity-form.tsx';
import { DateText } from '../../ui/numbers.tsx';
import type { AssignmentView } from './my-review.tsx';
import { texts } from './texts.ts';

interface Values {
  readonly points?: Record<string, number | null | undefined>;
  readonly opinion?: string;
}

const given = (values: Values): Record<string, number> =>
  Object.fromEntries(
    Object.entries(values.points ?? {}).flatMap(([code, value]) =>
      typeof value === 'number' ? [[code, value]] : [],
    ),
  );

/** Points by criterion and an opinion; the draft lies on the server, so that a phone can go on where a desk stopped. */
export function ScoreForm({ review }: { readonly review: AssignmentView }): ReactNode {
  const t = useTexts(texts);
  const m = useMarks();
  const say = useSay();
  const { message, modal } = App.useApp();
  const [form] = Form.useForm<Values>();
  const submit = useDo(submitScore);
  const draft = useDo(saveScoreDraft);
  const params = { reviewId: review.id };
  async function keep(): Promise<void> {
    const values = form.getFieldsValue();
    const reply = await draft.run({
      params,
      body: { points: given(values), opinion: (values.opinion ?? '').trim() },
    });
    if (reply !== null) void message.success(t.draftAt);
  }
  async function handIn(values: Values): Promise<unknown> {
    const sure = await modal.confirm({ title: t.submitTitle, content: t.formNote(review.sheet.scale) });
    if (!sure) return null;
    const reply = await submit.run({
      params,
      body: { version: review.version, points: given(values), opinion: (values.opinion ?? '').trim() },
    });
    if (reply !== null) void message.success(t.submitted);
    return reply;
  }
  return (
    <EntityForm<Values>
      form={form}
      initial={review.draft === null ? {} : { points: review.draft.points, opinion: review.draft.opinion }}
      onSubmit={handIn}
      pending={submit.pending}
      problem={submit.problem ?? draft.problem}
      submit={t.submit}
      extra={
        <>
          <Button loading={draft.pending} onClick={() => void keep()}>
            {t.saveDraft}
          </Button>
          {review.draft === null ? null : (
            <small className="dl-soft">
              {t.draftAt} <DateText at={review.draft.at} time />
            </small>
          )}
        </>
      }
    >
      <p className="dl-soft">{t.formNote(review.sheet.scale)}</p>
      {review.sheet.criteria.map((each) => (
        <Form.Item
          key={each.code}
          name={['points', each.code]}
          label={`${say(each)}${m.open}${t.weight(each.weight)}${m.close}`}
          rules={[{ required: true, message: t.pointsNeeded }]}
        >
          <InputNumber min={0} max={review.sheet.scale} precision={0} inputMode="numeric" />
        </Form.Item>
      ))}
      <Form.Item
        name="opinion"
        label={t.opinion}
        rules={[{ required: true, min: 5, whitespace: true, message: t.opinionNeeded }]}
      >
        <Input.TextArea rows={5} maxLength={2000} showCount />
      </Form.Item>
    </EntityForm>
  );
}
