import { askForSupplement, checkAdmission, decideAdmission } from '@daylight/api/admission-check.ts';
import {
  checkReasons,
  conditionReasons,
  conditionWords,
  reasonSentence,
} from '@daylight/api/admission-words.ts';
import { App, Button, Checkbox, Form, Input, Radio, Select } from 'antd';
import { type ReactNode, useState } from 'react';
import { useDo } from '../../ask.ts';
import { useLanguage, useSay } from '../../i18n/language.ts';
import { useTexts } from '../../i18n/texts.ts';
import { ConfirmEffect } from '../../ui/confirm-effect.tsx';
import { Section } from '../../ui/details.tsx';
import { MoneyText } from '../../ui/numbers.tsx';
import { ProblemAlert } from '../../ui/problem.tsx';
import { texts } from './texts.ts';
import type { AdmissionView, ShownLine } from './types.ts';

interface Given {
  readonly view: AdmissionView;
}
interface Verdict {
  readonly passes: boolean;
  readonly code: string;
  readonly note: string;
}
type Verdicts = Readonly<Record<number, Verdict>>;

/** What only a person can confirm, where a line waits for it. */
const byHand = ['shortlisted', 'certified', 'holder'] as const;

function reasonOf(verdict: Verdict) {
  return verdict.code === '' && verdict.note === ''
    ? []
    : [{ code: verdict.code === '' ? 'other' : verdict.code, note: verdict.note }];
}

/** The formal check: a verdict for each line, beside its conditions above. */
export function CheckForm({ view }: Given): ReactNode {
  const t = useTexts(texts);
  const say = useSay();
  const { message } = App.useApp();
  const check = useDo(checkAdmission, { touches: ['panel', 'publicity'] });
  const waiting = byHand.filter((kind) =>
    view.linesJudged.some(({ finding }) =>
      finding.conditions.some((each) => each.kind === kind && each.state === 'pending'),
    ),
  );
  const [confirmed, setConfirmed] = useState<(typeof byHand)[number][]>([]);
  const [specialty, setSpecialty] = useState<string>();
  const [note, setNote] = useState('');
  const [verdicts, setVerdicts] = useVerdicts(view.linesJudged, (line) => line.finding.state !== 'notMet');
  const anyPasses = Object.values(verdicts).some((verdict) => verdict.passes);
  const needsField = anyPasses && view.path.steps.includes('panel');
  async function submit(): Promise<void> {
    const done = await check.run({
      params: { admissionId: view.id },
      body: {
        version: view.version,
        note,
        confirmed,
        ...(specialty === undefined ? {} : { specialty }),
        verdicts: view.linesJudged.map(({ line }) => {
          const verdict = verdicts[line];
          return verdict === undefined || verdict.passes
            ? { line, passes: true }
            : { line, passes: false, reasons: reasonOf(verdict) };
        }),
      },
    });
    if (done !== null) void message.success(t.done);
  }
  return (
    <Section title={t.check}>
      <p className="dl-soft">{t.checkIntro}</p>
      {waiting.length === 0 ? null : (
        <fieldset className="dl-verdict">
          <legend>{t.confirmed}</legend>
          <Checkbox.Group
            value={confirmed}
            onChange={(values) => setConfirmed(values as typeof confirmed)}
            options={waiting.map((kind) => ({ value: kind, label: say(conditionWords[kind]) }))}
          />
        </fieldset>
      )}
      {view.linesJudged.map((line) => (
        <VerdictOf
          key={line.line}
          line={line}
          verdict={verdicts[line.line]}
          words={[t.passes, t.fails]}
          onChange={(verdict) => setVerdicts({ ...verdicts, [line.line]: verdict })}
        />
      ))}
      <Form layout="vertical">
        {needsField ? (
          <Form.Item label={t.specialty} htmlFor="admission-specialty" extra={t.specialtyHint} required>
            <Select
              id="admission-specialty"
              value={specialty}
              onChange={setSpecialty}
              options={view.specialties.map((each) => ({ value: each.code, label: say(each) }))}
            />
          </Form.Item>
        ) : null}
        <Form.Item label={t.checkNote} htmlFor="admission-check-note">
          <Input.TextArea
            id="admission-check-note"
            rows={3}
            maxLength={1000}
            value={note}
            onChange={(event) => setNote(event.target.value)}
          />
        </Form.Item>
      </Form>
      <ProblemAlert problem={check.problem} />
      <div className="dl-wizard-end">
        <Button type="primary" loading={check.pending} onClick={() => void submit()}>
          {t.finishCheck}
        </Button>
        {view.may.includes('ask') ? <Ask view={view} /> : null}
      </div>
    </Section>
  );
}

function Ask({ view }: Given): ReactNode {
  const t = useTexts(texts);
  const ask = useDo(askForSupplement);
  const left = view.supplementsMax - view.supplements;
  return (
    <ConfirmEffect
      label={t.ask}
      title={t.askTitle}
      effects={t.askEffects(Math.max(0, left))}
      confirm={t.ask}
      askReason="needed"
      run={({ reason }) =>
        ask.run({ params: { admissionId: view.id }, body: { version: view.version, note: reason } })
      }
      pending={ask.pending}
      problem={ask.problem}
      button={{ disabled: left <= 0 }}
    />
  );
}

/** The decision by a second person, line by line; what failed on the way can only be refused. */
export function DecisionForm({ view }: Given): ReactNode {
  const t = useTexts(texts);
  const { message } = App.useApp();
  const decide = useDo(decideAdmission, { touches: ['listing', 'directory'] });
  const open = view.linesJudged.filter(({ state }) => state === 'passed' || state === 'failed');
  const [note, setNote] = useState('');
  const [verdicts, setVerdicts] = useVerdicts(open, (line) => line.state === 'passed');
  async function submit(): Promise<void> {
    const done = await decide.run({
      params: { admissionId: view.id },
      body: {
        version: view.version,
        note,
        decisions: open.map(({ line }) => {
          const verdict = verdicts[line];
          return verdict === undefined || verdict.passes
            ? { line, list: true }
            : { line, list: false, reasons: reasonOf(verdict) };
        }),
      },
    });
    if (done !== null) void message.success(t.done);
  }
  return (
    <Section title={t.decide}>
      <p className="dl-soft">{t.decideIntro}</p>
      {open.map((line) => (
        <VerdictOf
          key={line.line}
          line={line}
          verdict={verdicts[line.line]}
          words={[t.list, t.refuse]}
          onlyNo={line.state === 'failed'}
          onChange={(verdict) => setVerdicts({ ...verdicts, [line.line]: verdict })}
        />
      ))}
      <Form layout="vertical">
        <Form.Item label={t.decisionNote} htmlFor="admission-decision-note">
          <Input.TextArea
            id="admission-decision-note"
            rows={3}
            maxLength={1000}
            value={note}
            onChange={(event) => setNote(event.target.value)}
          />
        </Form.Item>
      </Form>
      <ProblemAlert problem={decide.problem} />
      <div className="dl-wizard-end">
        <Button type="primary" loading={decide.pending} onClick={() => void submit()}>
          {t.finishDecision}
        </Button>
      </div>
    </Section>
  );
}

function useVerdicts(lines: readonly ShownLine[], passes: (line: ShownLine) => boolean) {
  return useState<Verdicts>(() =>
    Object.fromEntries(
      lines.map((line) => {
        const reason = line.finding.conditions.find((each) => each.state === 'notMet')?.reason ?? '';
        return [line.line, { passes: passes(line), code: reason, note: '' }];
      }),
    ),
  );
}

interface VerdictProps {
  readonly line: ShownLine;
  readonly verdict: Verdict | undefined;
  readonly words: readonly [yes: string, no: string];
  readonly onlyNo?: boolean;
  readonly onChange: (verdict: Verdict) => void;
}

function VerdictOf({ line, verdict, words, onlyNo = false, onChange }: VerdictProps): ReactNode {
  const t = useTexts(texts);
  const language = useLanguage();
  const say = useSay();
  if (verdict === undefined) return null;
  const own = line.finding.conditions.flatMap((each) => {
    const { reason, state, facts } = each;
    return reason === null || state === 'met' || !(reason in conditionReasons)
      ? []
      : [{ value: reason, label: reasonSentence(reason, facts, language) }];
  });
  const others = Object.entries(checkReasons)
    .filter(([code]) => code !== 'panelNotRecommended' && code !== 'objectionUpheld')
    .map(([value, wording]) => ({ value, label: say(wording) }));
  const name = `${t.lineNo(line.line)} ${line.product.productName} ${line.product.specification}`;
  return (
    <fieldset className="dl-verdict">
      <legend>
        {name} · {t.listingPrice} <MoneyText amount={line.finding.listingPrice} unit />
      </legend>
      <Radio.Group
        aria-label={name}
        value={verdict.passes}
        onChange={(event) => onChange({ ...verdict, passes: event.target.value === true })}
        options={[
          { value: true, label: words[0], disabled: onlyNo },
          { value: false, label: words[1] },
        ]}
      />
      {verdict.passes ? null : (
        <>
          <label htmlFor={`reason-${line.line}`}>{t.reasonCode}</label>
          <Select
            id={`reason-${line.line}`}
            value={verdict.code === '' ? undefined : verdict.code}
            onChange={(code) => onChange({ ...verdict, code })}
            options={[...own, ...others]}
          />
          <label htmlFor={`reason-note-${line.line}`}>{t.reasonNote}</label>
          <Input.TextArea
            id={`reason-note-${line.line}`}
            rows={2}
            maxLength={500}
            value={verdict.note}
            onChange={(event) => onChange({ ...verdict, note: event.target.value })}
          />
        </>
      )}
    </fieldset>
  );
}
