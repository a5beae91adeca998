import { admissionDueWords, conditionWords, tallyWords } from '@daylight/api/admission-words.ts';
import { draftAdmission, reviseAdmission, submitAdmission } from '@daylight/api/admission.ts';
import type { Precheck } from '@daylight/rules/admission/precheck.ts';
import { App, Button } from 'antd';
import type { ReactNode } from 'react';
import { useDo } from '../../ask.ts';
import { useSay } from '../../i18n/language.ts';
import { useMarks } from '../../i18n/marks.ts';
import { useTexts } from '../../i18n/texts.ts';
import { useGo } from '../../navigate.tsx';
import { ConfirmEffect } from '../../ui/confirm-effect.tsx';
import { ProblemAlert } from '../../ui/problem.tsx';
import { stillMissing } from './precheck-view.tsx';
import { texts } from './texts.ts';
import type { AdmissionView, Prepared } from './types.ts';
import { type Typed, bodyOf, unsoundRows } from './wizard-state.ts';

export interface WizardProps {
  readonly view: AdmissionView | null;
  readonly isDraft: boolean;
  /** A product to begin with. */
  readonly code: string;
}

export interface Judged {
  readonly at: number;
  readonly facts: Prepared['lines'][number];
  readonly found: Precheck;
}

/** What stands between the applicant and the button, line by line: nobody has to look for it on the long page. */
function Lacking({ found }: { readonly found: readonly Judged[] }): ReactNode {
  const t = useTexts(texts);
  const m = useMarks();
  const say = useSay();
  return (
    <div className="dl-soft">
      {t.cannotSubmit}
      <ul>
        {found.flatMap(({ at, found: { conditions } }) =>
          conditions
            .filter((each) => each.state === 'notMet')
            .map((each) => (
              <li key={`${at}${each.kind}`}>
                {t.lineNo(at + 1)}
                {m.colon}
                {say(conditionWords[each.kind])}{' '}
                {each.tallies
                  .map((tally) => t.missing(stillMissing(tally), say(tallyWords[tally.of])))
                  .join(' / ')}
              </li>
            )),
        )}
      </ul>
    </div>
  );
}

interface EndProps extends WizardProps {
  readonly typed: Typed;
  readonly prepared: Prepared;
  readonly found: readonly Judged[];
  readonly forget: () => void;
}

/** Save as a draft, or submit with what then happens and until when. */
export function End({ view, isDraft, typed, prepared, found, forget }: EndProps): ReactNode {
  const t = useTexts(texts);
  const m = useMarks();
  const say = useSay();
  const go = useGo();
  const { message } = App.useApp();
  const draft = useDo(draftAdmission);
  const revise = useDo(reviseAdmission);
  const submit = useDo(submitAdmission);
  const body = bodyOf(
    typed,
    { class: typed.class ?? prepared.class, jurisdiction: prepared.directory.jurisdiction },
    prepared.provinces,
  );
  async function save(): Promise<{ id: string; version: number } | null> {
    return isDraft && view !== null
      ? revise.run({ params: { admissionId: view.id }, body: { ...body, version: view.version } })
      : draft.run({ body });
  }
  async function keepDraft(): Promise<void> {
    const saved = await save();
    if (saved === null) return;
    forget();
    void message.success(t.saved);
    go(`/admissions/${saved.id}`);
  }
  async function handIn(): Promise<unknown> {
    const saved = await save();
    if (saved === null) return null;
    forget();
    const handed = await submit.run({
      params: { admissionId: saved.id },
      body: { version: saved.version },
    });
    // What was refused stays as a draft, with its pre-check.
    if (handed === null) go(`/admissions/new?draft=${saved.id}`, { replace: true });
    else go(`/admissions/${saved.id}`);
    return handed;
  }
  const problem = draft.problem ?? revise.problem ?? submit.problem;
  const isSound = found.length === body.lines.length && found.every((each) => each.found.state !== 'notMet');
  const unsound = unsoundRows(typed, prepared.provinces);
  const clocks = prepared.clocks
    .map((clock) => t.clockLine(say(admissionDueWords[clock.kind]), say(clock.text)))
    .join(m.semicolon);
  return (
    <>
      <ProblemAlert problem={problem} />
      {isSound ? null : <Lacking found={found} />}
      {unsound === 0 ? null : <p className="dl-danger">{t.badRows(unsound)}</p>}
      <div className="dl-wizard-end">
        <ConfirmEffect
          label={t.submit}
          title={t.submitTitle}
          effects={t.submitEffects(prepared.directory.name, clocks)}
          confirm={t.submit}
          run={handIn}
          pending={draft.pending || revise.pending || submit.pending}
          problem={problem}
          button={{ type: 'primary', disabled: !isSound || unsound > 0 }}
        />
        <Button
          onClick={() => void keepDraft()}
          loading={draft.pending || revise.pending}
          disabled={unsound > 0}
        >
          {t.save}
        </Button>
      </div>
    </>
  );
}
