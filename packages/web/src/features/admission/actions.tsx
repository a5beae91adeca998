import { sendBackAdmission } from '@daylight/api/admission-check.ts';
import { answerSupplement, submitAdmission, withdrawAdmission } from '@daylight/api/admission.ts';
import { Button, Form, Input } from 'antd';
import { type ReactNode, useState } from 'react';
import { useDo } from '../../ask.ts';
import { useSay } from '../../i18n/language.ts';
import { useTexts } from '../../i18n/texts.ts';
import { useGo } from '../../navigate.tsx';
import { ConfirmEffect } from '../../ui/confirm-effect.tsx';
import { MoneyInput } from '../../ui/entity-form.tsx';
import { texts } from './texts.ts';
import type { AdmissionView } from './types.ts';

interface Given {
  readonly view: AdmissionView;
}

/** The enterprise: change, submit, supply what is missing, withdraw, apply again; each with its effect first. */
export function FirmActions({ view }: Given): ReactNode {
  const t = useTexts(texts);
  const go = useGo();
  const { may } = view;
  return (
    <>
      {may.includes('submit') ? <Submit view={view} /> : null}
      {may.includes('revise') ? (
        <Button onClick={() => go(`/admissions/new?draft=${view.id}`)}>{t.revise}</Button>
      ) : null}
      {may.includes('answer') ? <Answer view={view} /> : null}
      {may.includes('withdraw') ? <Withdraw view={view} /> : null}
      {may.includes('again') ? (
        <Button type="primary" onClick={() => go(`/admissions/new?from=${view.id}`)}>
          {t.again}
        </Button>
      ) : null}
    </>
  );
}

function Submit({ view }: Given): ReactNode {
  const t = useTexts(texts);
  const say = useSay();
  const submit = useDo(submitAdmission);
  const isSound = view.linesJudged.every((line) => line.finding.state !== 'notMet');
  return (
    <ConfirmEffect
      label={t.submit}
      title={t.submitTitle}
      effects={t.submitEffects(view.directoryName, say(view.path))}
      confirm={t.submit}
      run={() => submit.run({ params: { admissionId: view.id }, body: { version: view.version } })}
      pending={submit.pending}
      problem={submit.problem}
      button={{ type: 'primary', disabled: !isSound }}
    />
  );
}

function Withdraw({ view }: Given): ReactNode {
  const t = useTexts(texts);
  const withdraw = useDo(withdrawAdmission, { touches: ['publicity'] });
  return (
    <ConfirmEffect
      label={t.withdraw}
      title={t.withdrawTitle}
      effects={t.withdrawEffects}
      confirm={t.withdraw}
      askReason="optional"
      irreversible
      run={({ reason }) =>
        withdraw.run({ params: { admissionId: view.id }, body: { version: view.version, note: reason } })
      }
      pending={withdraw.pending}
      problem={withdraw.problem}
      button={{ danger: true }}
    />
  );
}

function Answer({ view }: Given): ReactNode {
  const t = useTexts(texts);
  const answer = useDo(answerSupplement);
  const [note, setNote] = useState('');
  const [prices, setPrices] = useState<Readonly<Record<number, string>>>({});
  const lines = Object.entries(prices)
    .filter(([, price]) => price !== '')
    .map(([line, price]) => ({ line: Number(line), price }));
  return (
    <ConfirmEffect
      label={t.answer}
      title={t.answerTitle}
      effects={[...(view.supplement === null ? [] : [view.supplement.asked]), ...t.answerEffects]}
      confirm={t.answer}
      askFiles={t.files}
      run={({ evidenceIds }) =>
        answer.run({
          params: { admissionId: view.id },
          body: { version: view.version, note, evidence: evidenceIds, lines },
        })
      }
      pending={answer.pending}
      problem={answer.problem}
      button={{ type: 'primary' }}
    >
      <Form.Item label={t.answerNote} htmlFor="admission-answer" required>
        <Input.TextArea
          id="admission-answer"
          rows={3}
          maxLength={1000}
          value={note}
          onChange={(event) => setNote(event.target.value)}
        />
      </Form.Item>
      <Form.Item label={t.answerPrices}>
        {view.linesJudged.map((line) => (
          <div key={line.line}>
            <label htmlFor={`answer-price-${line.line}`}>{t.lineNo(line.line)}</label>
            <MoneyInput
              id={`answer-price-${line.line}`}
              value={prices[line.line] ?? line.price ?? ''}
              onChange={(price: string) => setPrices({ ...prices, [line.line]: price })}
            />
          </div>
        ))}
      </Form.Item>
    </ConfirmEffect>
  );
}

/** The deciding person sends it back to the check, which begins again. */
export function SendBack({ view }: Given): ReactNode {
  const t = useTexts(texts);
  const back = useDo(sendBackAdmission);
  return (
    <ConfirmEffect
      label={t.sendBack}
      title={t.sendBackTitle}
      effects={t.sendBackEffects}
      confirm={t.sendBack}
      askReason="needed"
      run={({ reason }) =>
        back.run({ params: { admissionId: view.id }, body: { version: view.version, note: reason } })
      }
      pending={back.pending}
      problem={back.problem}
    />
  );
}
