// screen: HN-11a, HN-15
import { answerStep, finishStep, issueStep, takeStep } from '@daylight/api/credit-supply.ts';
import type { SupplyCaseDetails, SupplyStepItem } from '@daylight/api/credit-shapes.ts';
import { type IsoDate, shanghaiMoment } from '@daylight/rules/time.ts';
import { Form, Input, Radio, Select } from 'antd';
import { type ReactNode, useState } from 'react';
import { useDo } from '../../ask.ts';
import { useSay } from '../../i18n/language.ts';
import { useTexts } from '../../i18n/texts.ts';
import { useActor, useMay } from '../../session.ts';
import { ConfirmEffect } from '../../ui/confirm-effect.tsx';
import { Decision } from '../../ui/decision.tsx';
import { DayInput } from '../../ui/entity-form.tsx';
import { creditMore } from './supply-texts.ts';

/** The next rung: what came before suggests it, none above it can be chosen. */
export function TakeStep({ found }: { readonly found: SupplyCaseDetails }): ReactNode {
  const t = useTexts(creditMore);
  const say = useSay();
  const [step, setStep] = useState(found.suggested);
  const [meeting, setMeeting] = useState('');
  const [clock, setClock] = useState('09:00');
  const [place, setPlace] = useState('');
  const [dueOn, setDue] = useState('');
  const take = useDo(takeStep);
  const highest = found.ladder.findIndex((rung) => rung.code === found.suggested);
  return (
    <ConfirmEffect
      label={t.take}
      title={t.takeTitle}
      effects={t.takeEffects}
      confirm={t.take}
      basis={found.basis}
      askReason="needed"
      askFiles={t.files}
      button={{ type: 'primary' }}
      run={({ reason: content, evidenceIds }) =>
        take.run({
          params: { supplyId: found.id },
          body: {
            step,
            content,
            place,
            meetingAt:
              step !== 'interview' || meeting === '' ? null : shanghaiMoment(meeting as IsoDate, clock),
            dueOn: dueOn === '' ? null : dueOn,
            evidenceIds,
            version: found.version,
          },
        })
      }
      pending={take.pending}
      problem={take.problem}
    >
      <Form.Item label={t.step} htmlFor="supply-step" required>
        <Select
          id="supply-step"
          value={step}
          onChange={setStep}
          options={found.ladder.map((rung, at) => ({
            value: rung.code,
            label: say(rung),
            disabled: at > highest,
          }))}
        />
      </Form.Item>
      {step === 'interview' ? (
        <>
          <Form.Item label={t.meetingDay} htmlFor="supply-day" required>
            <DayInput id="supply-day" value={meeting} onChange={setMeeting} />
          </Form.Item>
          <Form.Item label={t.clock} htmlFor="supply-clock" required>
            <Input id="supply-clock" value={clock} onChange={(event) => setClock(event.target.value)} />
          </Form.Item>
          <Form.Item label={t.place} htmlFor="supply-place" required>
            <Input
              id="supply-place"
              maxLength={200}
              value={place}
              onChange={(event) => setPlace(event.target.value)}
            />
          </Form.Item>
        </>
      ) : null}
      <Form.Item label={t.dueOn} htmlFor="supply-due">
        <DayInput id="supply-due" value={dueOn} onChange={setDue} />
      </Form.Item>
    </ConfirmEffect>
  );
}

interface StepProps {
  readonly supplyId: string;
  readonly step: SupplyStepItem;
}

/** What the asking person may do with a step now. */
export function StepActions({ supplyId, step }: StepProps): ReactNode {
  const t = useTexts(creditMore);
  const may = useMay();
  const actor = useActor();
  if (step.state === 'drafted')
    return may('credit.decide') ? (
      step.own ? (
        <p className="dl-soft">{t.ownStep}</p>
      ) : (
        <Issue supplyId={supplyId} step={step} />
      )
    ) : null;
  if (step.state !== 'open') return null;
  const seller = actor?.kind === 'manufacturer' || actor?.kind === 'distributor';
  return (
    <p className="dl-actions">
      {seller && may('credit.answer') ? <Answer supplyId={supplyId} step={step} /> : null}
      {may('credit.enter') ? <Finish supplyId={supplyId} step={step} /> : null}
    </p>
  );
}

function Issue({ supplyId, step }: StepProps): ReactNode {
  const t = useTexts(creditMore);
  const issue = useDo(issueStep);
  const params = { supplyId, stepId: step.id };
  const { version } = step;
  return (
    <p className="dl-actions">
      <Decision
        yes={{ label: t.issue, title: t.issueTitle, effects: t.issueEffects, basis: step.basis }}
        no={{ label: t.dropStep, title: t.dropTitle, effects: t.dropEffects }}
        run={(approve, note) => issue.run({ params, body: { approve, note, version } })}
        step={issue}
      />
    </p>
  );
}

function Answer({ supplyId, step }: StepProps): ReactNode {
  const t = useTexts(creditMore);
  const [answer, setAnswer] = useState('');
  const send = useDo(answerStep);
  const id = `answer-${step.id}`;
  return (
    <ConfirmEffect
      label={t.answer}
      title={t.answerTitle}
      effects={t.answerEffects}
      confirm={t.answer}
      askFiles={t.files}
      button={{ type: 'primary' }}
      run={({ evidenceIds }) =>
        send.run({
          params: { supplyId, stepId: step.id },
          body: { answer, evidenceIds, version: step.version },
        })
      }
      pending={send.pending}
      problem={send.problem}
    >
      <Form.Item label={t.answerLabel} htmlFor={id} required>
        <Input.TextArea
          id={id}
          rows={4}
          maxLength={4000}
          value={answer}
          onChange={(event) => setAnswer(event.target.value)}
        />
      </Form.Item>
    </ConfirmEffect>
  );
}

function Finish({ supplyId, step }: StepProps): ReactNode {
  const t = useTexts(creditMore);
  const [minutes, setMinutes] = useState('');
  const [settled, setSettled] = useState(false);
  const finish = useDo(finishStep);
  const id = `minutes-${step.id}`;
  return (
    <ConfirmEffect
      label={t.finish}
      title={t.finishTitle}
      effects={t.finishEffects}
      confirm={t.finish}
      askFiles={t.files}
      button={{ type: 'primary' }}
      run={({ evidenceIds }) =>
        finish.run({
          params: { supplyId, stepId: step.id },
          body: { minutes, settled, evidenceIds, version: step.version },
        })
      }
      pending={finish.pending}
      problem={finish.problem}
    >
      <Form.Item label={t.minutes} htmlFor={id} required>
        <Input.TextArea
          id={id}
          rows={5}
          maxLength={8000}
          value={minutes}
          onChange={(event) => setMinutes(event.target.value)}
        />
      </Form.Item>
      <Form.Item label={t.result} required>
        <Radio.Group
          value={settled}
          onChange={(event) => setSettled(event.target.value === true)}
          options={[
            { value: true, label: t.settled },
            { value: false, label: t.unsettled },
          ]}
        />
      </Form.Item>
    </ConfirmEffect>
  );
}
