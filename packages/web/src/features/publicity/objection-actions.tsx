import {
  answerObjection,
  decideObjection,
  decideTakeUp,
  extendObjection,
  withdrawObjection,
} from '@daylight/api/publicity-objection.ts';
import { Form, Input, InputNumber, Radio } from 'antd';
import { type ReactNode, useState } from 'react';
import { useDo } from '../../ask.ts';
import { useTexts } from '../../i18n/texts.ts';
import { ConfirmEffect } from '../../ui/confirm-effect.tsx';
import { Decision } from '../../ui/decision.tsx';
import { EntityForm } from '../../ui/entity-form.tsx';
import type { ObjectionView } from './objection-details.tsx';
import { texts } from './texts.ts';

interface Given {
  readonly objection: ObjectionView;
}
const at = ({ id }: ObjectionView) => ({ objectionId: id });

/** Taken up with what it is about in words that anyone may read, or not taken up with the reason. */
export function TakeUpActions({ objection }: Given): ReactNode {
  const t = useTexts(texts);
  const [issue, setIssue] = useState('');
  const decide = useDo(decideTakeUp);
  const { version } = objection;
  const common = { pending: decide.pending, problem: decide.problem };
  return (
    <>
      <ConfirmEffect
        {...common}
        label={t.takeUp}
        title={t.takeUpTitle}
        effects={t.takeUpEffects}
        confirm={t.takeUp}
        button={{ type: 'primary' }}
        run={() =>
          decide.run({ params: at(objection), body: { takesUp: true, version, issue: issue.trim() } })
        }
      >
        <Form.Item
          name="issue"
          label={t.issue}
          extra={t.issueHelp}
          rules={[{ required: true, min: 5, whitespace: true, message: t.issueNeeded }]}
        >
          <Input.TextArea
            rows={3}
            maxLength={500}
            aria-label={t.issue}
            onChange={(event) => setIssue(event.target.value)}
          />
        </Form.Item>
      </ConfirmEffect>
      <ConfirmEffect
        {...common}
        label={t.notTakeUp}
        title={t.notTakeUpTitle}
        effects={t.notTakeUpEffects}
        confirm={t.notTakeUp}
        askReason="needed"
        irreversible
        run={({ reason }) =>
          decide.run({ params: at(objection), body: { takesUp: false, version, note: reason } })
        }
      />
    </>
  );
}

export function ExamineActions({ objection }: Given): ReactNode {
  const t = useTexts(texts);
  const [workdays, setWorkdays] = useState<number | null>(10);
  const extend = useDo(extendObjection);
  if (objection.extendedWorkdays !== null || objection.overdue) return null;
  return (
    <ConfirmEffect
      label={t.extend}
      title={t.extendTitle}
      effects={t.extendEffects(objection.extensionMax)}
      confirm={t.extend}
      askReason="needed"
      pending={extend.pending}
      problem={extend.problem}
      run={({ reason }) =>
        extend.run({
          params: at(objection),
          body: { version: objection.version, workdays: workdays ?? 0, reason },
        })
      }
    >
      <Form.Item label={t.workdays} required>
        <InputNumber
          min={1}
          max={objection.extensionMax}
          precision={0}
          value={workdays}
          aria-label={t.workdays}
          onChange={setWorkdays}
        />
      </Form.Item>
    </ConfirmEffect>
  );
}

interface AnswerValues {
  readonly outcome: 'upheld' | 'rejected' | 'partly';
  readonly itemStands?: boolean;
  readonly answer: string;
}

/** What one officer proposes; the draft stays in this browser until it is handed over. */
export function AnswerForm({ objection }: Given): ReactNode {
  const t = useTexts(texts);
  const answer = useDo(answerObjection);
  const [form] = Form.useForm<AnswerValues>();
  const outcome = Form.useWatch('outcome', form);
  return (
    <EntityForm<AnswerValues>
      form={form}
      initial={objection.answer === '' ? {} : { answer: objection.answer }}
      draft={`objection.${objection.id}`}
      submit={t.saveAnswer}
      pending={answer.pending}
      problem={answer.problem}
      onSubmit={(values) =>
        answer.run({
          params: at(objection),
          body: {
            version: objection.version,
            outcome: values.outcome,
            itemStands: values.outcome === 'partly' ? (values.itemStands ?? null) : null,
            answer: values.answer,
          },
        })
      }
    >
      <Form.Item name="outcome" label={t.outcome} rules={[{ required: true, message: t.outcomeNeeded }]}>
        <Radio.Group
          options={(['upheld', 'partly', 'rejected'] as const).map((value) => ({
            value,
            label: t.outcomes[value],
          }))}
        />
      </Form.Item>
      {outcome === 'partly' ? (
        <Form.Item
          name="itemStands"
          label={t.itemStands}
          rules={[{ required: true, message: t.outcomeNeeded }]}
        >
          <Radio.Group
            options={[
              { value: true, label: t.stands },
              { value: false, label: t.falls },
            ]}
          />
        </Form.Item>
      ) : null}
      <Form.Item
        name="answer"
        label={t.answerText}
        rules={[{ required: true, min: 10, whitespace: true, message: t.answerNeeded }]}
      >
        <Input.TextArea rows={6} maxLength={2000} showCount />
      </Form.Item>
    </EntityForm>
  );
}

/** Another person than who proposed: approves, or sends back. */
export function DecideActions({ objection }: Given): ReactNode {
  const t = useTexts(texts);
  const decide = useDo(decideObjection);
  const { version, outcome } = objection;
  return (
    <Decision
      yes={{
        label: t.decide,
        title: t.decideTitle,
        effects: t.decideEffects(outcome === null ? '' : t.outcomes[outcome], objection.itemStands === true),
        askReason: 'optional',
        irreversible: true,
      }}
      no={{ label: t.sendBack, title: t.sendBackTitle, effects: t.sendBackEffects }}
      run={(agrees, note) => decide.run({ params: at(objection), body: { agrees, version, note } })}
      step={decide}
    />
  );
}

export function WithdrawAction({ objection }: Given): ReactNode {
  const t = useTexts(texts);
  const withdraw = useDo(withdrawObjection);
  return (
    <ConfirmEffect
      label={t.withdraw}
      title={t.withdrawTitle}
      effects={t.withdrawEffects}
      confirm={t.withdraw}
      irreversible
      pending={withdraw.pending}
      problem={withdraw.problem}
      run={() => withdraw.run({ params: at(objection), body: { version: objection.version } })}
    />
  );
}
