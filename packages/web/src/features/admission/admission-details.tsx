// screen: JS-7, JS-8, JS-9, JS-10, JS-3, HN-2, HN-15, SX-5.8
import { readAdmission } from '@daylight/api/admission.ts';
import {
  admissionDueWords,
  admissionLineWords,
  admissionStateWords,
  classWords,
  reasonSentence,
} from '@daylight/api/admission-words.ts';
import { eventTexts } from '@daylight/api/events.ts';
import { listJournal } from '@daylight/api/journal.ts';
import type { ReactNode } from 'react';
import { useAsk } from '../../ask.ts';
import { useLanguage, useSay } from '../../i18n/language.ts';
import { useMarks } from '../../i18n/marks.ts';
import { useTexts } from '../../i18n/texts.ts';
import { Go, useParam } from '../../navigate.tsx';
import { useMay } from '../../session.ts';
import { Deadline } from '../../ui/deadline.tsx';
import { Details, type Fact, type Happening, Section } from '../../ui/details.tsx';
import { EvidenceList } from '../../ui/evidence-box.tsx';
import { DateText, MoneyText, UnitPrice } from '../../ui/numbers.tsx';
import { PageProblem } from '../../ui/page-problem.tsx';
import { PageSkeleton } from '../../ui/page-skeleton.tsx';
import { type FlowStep, StepFlow } from '../../ui/step-flow.tsx';
import { StateTag } from '../../ui/tags.tsx';
import { Article } from '../../ui/why.tsx';
import { FirmActions, SendBack } from './actions.tsx';
import { BroughtRecords } from './brought-records.tsx';
import { CheckForm, DecisionForm } from './verdict-forms.tsx';
import { LineEvidence } from './line-evidence.tsx';
import { PrecheckView, namesOf } from './precheck-view.tsx';
import { lineTone, stateTone } from './states.ts';
import { texts } from './texts.ts';
import type { AdmissionView, ShownLine } from './types.ts';

/** One application: where it stands, each condition beside its evidence, and what this person may do now. */
export function AdmissionDetailsPage(): ReactNode {
  const admissionId = useParam('admissionId');
  const { data, error, refetch } = useAsk(readAdmission, { params: { admissionId } });
  if (error !== null) return <PageProblem problem={error.problem} onRetry={() => void refetch()} />;
  return data === undefined ? <PageSkeleton /> : <AdmissionDetails view={data} />;
}

interface Given {
  readonly view: AdmissionView;
}

function AdmissionDetails({ view }: Given): ReactNode {
  const t = useTexts(texts);
  const m = useMarks();
  const say = useSay();
  const { state, product } = view;
  const title = `${product.productName || product.itemCode} ${product.specification}`.trim();
  return (
    <Details
      title={view.lines > 1 ? `${title}${m.open}${t.lines(view.lines)}${m.close}` : title}
      above={{ to: '/admissions', title: t.admissions }}
      state={
        <StateTag tone={view.overdue ? 'danger' : stateTone[state]}>
          {say(admissionStateWords[state])}
        </StateTag>
      }
      note={view.number}
      actions={
        <>
          <FirmActions view={view} />
          {view.may.includes('sendBack') ? <SendBack view={view} /> : null}
        </>
      }
      next={<Next view={view} />}
      facts={useFacts(view)}
      timeline={useHappenings(view)}
      documents={<EvidenceList files={view.evidence} />}
    >
      <Way view={view} />
      <SupplementSection view={view} />
      <Section title={t.judged}>
        {view.linesJudged.map((line) => (
          <LineBlock key={line.line} view={view} line={line} />
        ))}
      </Section>
      {view.may.includes('check') ? <CheckForm key={view.version} view={view} /> : null}
      {view.may.includes('decide') ? <DecisionForm key={view.version} view={view} /> : null}
    </Details>
  );
}

function Next({ view }: Given): ReactNode {
  const say = useSay();
  const { due, dueKind, outcomeBasis } = view;
  return (
    <>
      {say(view.next)}{' '}
      {due === null ? null : (
        <>
          {dueKind === null ? null : <span className="dl-soft">{say(admissionDueWords[dueKind])} </span>}
          <Deadline dueAt={due.dueAt} provisional={due.provisional} basis={due.basis} />
        </>
      )}
      {outcomeBasis === null ? null : <Article basis={outcomeBasis} />}
    </>
  );
}

/** draft → check → panel → publicity → decision, as far as this way leads through them. */
function Way({ view }: Given): ReactNode {
  const t = useTexts(texts);
  const say = useSay();
  const order = ['draft', 'submitted', ...view.path.steps, 'deciding'] as const;
  const { state } = view;
  const at = state === 'supplement' ? 1 : order.indexOf(state as (typeof order)[number]);
  const isOver = at < 0;
  const steps: FlowStep[] = order.map((each, n) => ({
    key: each,
    title: say(admissionStateWords[each]),
    state: isOver
      ? state === 'listed' || state === 'refused'
        ? 'done'
        : 'later'
      : n < at
        ? 'done'
        : n === at
          ? 'now'
          : 'later',
  }));
  const end: FlowStep = {
    key: 'end',
    title: say(admissionStateWords[isOver ? state : 'listed']),
    state: isOver ? (state === 'listed' ? 'done' : 'failed') : 'later',
  };
  return (
    <div className="dl-admission-way">
      <StepFlow steps={[...steps, end]} label={t.next} />
    </div>
  );
}

function useFacts(view: AdmissionView): Fact[] {
  const t = useTexts(texts);
  const say = useSay();
  const may = useMay();
  const { path, review, publicity } = view;
  const shown: (Fact | null)[] = [
    { name: t.manufacturer, value: view.manufacturer.name },
    { name: t.directory, value: view.directoryName },
    { name: t.ofClass, value: say(classWords[view.class]) },
    {
      name: t.path,
      value: (
        <>
          {say(path)} <Article basis={path.basis} />
        </>
      ),
    },
    view.shortlistNote === '' ? null : { name: t.shortlistNote, value: view.shortlistNote, wide: true },
    view.note === '' ? null : { name: t.note, value: view.note, wide: true },
    { name: t.createdAt, value: <DateText at={view.createdAt} time /> },
    view.submittedAt === null
      ? null
      : { name: t.submittedAt, value: <DateText at={view.submittedAt} time /> },
    review === null
      ? null
      : {
          name: t.review,
          value: (
            <>
              {/* The bureau reads how the panel goes, the applicant what came of it. */}
              {may('panel.read') ? (
                <Go to={`/reviews/${review.id}`}>{review.number}</Go>
              ) : review.outcome !== null && may('panel.outcome') ? (
                <Go to={`/review-results/${review.id}`}>{review.number}</Go>
              ) : (
                review.number
              )}{' '}
              {review.outcome === null
                ? t.reviewRunning
                : t.reviewOutcome[review.outcome as keyof typeof t.reviewOutcome]}
            </>
          ),
        },
    publicity === null
      ? null
      : { name: t.publicity, value: <Go to={`/open/publicities/${publicity.id}`}>{publicity.number}</Go> },
    view.checkNote === '' ? null : { name: t.checkNote, value: view.checkNote, wide: true },
    view.decisionNote === '' ? null : { name: t.decisionNote, value: view.decisionNote, wide: true },
  ];
  return shown.filter((fact) => fact !== null);
}

function SupplementSection({ view }: Given): ReactNode {
  const t = useTexts(texts);
  const { supplement } = view;
  if (supplement === null) return null;
  return (
    <Section title={t.supplement}>
      <p>
        <strong>{t.supplementAsked}</strong> <DateText at={supplement.askedAt} time />
        <br />
        {supplement.asked}
      </p>
      {supplement.answer === null || supplement.answeredAt === null ? null : (
        <p>
          <strong>{t.supplementAnswer}</strong> <DateText at={supplement.answeredAt} time />
          <br />
          {supplement.answer}
        </p>
      )}
    </Section>
  );
}

function LineBlock({ view, line }: Given & { readonly line: ShownLine }): ReactNode {
  const t = useTexts(texts);
  const say = useSay();
  const may = useMay();
  const { product, listing } = line;
  const names = namesOf(view.provinces);
  const isBureau = may('admission.check') || may('admission.decide');
  return (
    <article className="dl-line-block">
      <header>
        <strong>
          {t.lineNo(line.line)} {product.productName} {product.specification}
        </strong>
        <StateTag tone={lineTone[line.state]}>{say(admissionLineWords[line.state])}</StateTag>
        <small className="dl-soft">
          {product.itemCode} · {product.certificate}
        </small>
        <UnitPrice
          price={line.price}
          purchaseUnit={line.purchaseUnit}
          smallestUnit={line.smallestUnit}
          perPurchaseUnit={line.unitsPerPurchaseUnit}
        />
      </header>
      {listing === null ? null : (
        <p>
          {t.listing} <Go to={`/listings/${listing.id}`}>{listing.number}</Go>{' '}
          <MoneyText amount={listing.price} unit strong />
        </p>
      )}
      <Reasons line={line} />
      <PrecheckView
        finding={line.finding}
        facts={line.facts}
        names={names}
        beside={(finding) => (
          <LineEvidence
            finding={finding}
            line={line}
            names={names}
            withLink={isBureau}
            here={view.verifiable}
          />
        )}
      />
      <BroughtRecords view={view} line={line} names={names} />
    </article>
  );
}

function Reasons({ line }: { readonly line: ShownLine }): ReactNode {
  const t = useTexts(texts);
  const m = useMarks();
  const language = useLanguage();
  if (line.reasons.length === 0) return null;
  return (
    <div>
      <strong>{t.reasons}</strong>
      <ul>
        {line.reasons.map((reason) => (
          <li key={`${reason.code}${reason.note}`}>
            {reasonSentence(reason.code, reason.facts, language)}
            {reason.note === '' ? '' : `${m.colon}${reason.note}`}{' '}
            {reason.basis === null ? null : <Article basis={reason.basis} />}
          </li>
        ))}
      </ul>
    </div>
  );
}

function useHappenings(view: AdmissionView): Happening[] {
  const say = useSay();
  const query = { subjectKind: 'admission', subjectId: view.id, limit: 100 };
  const { data } = useAsk(listJournal, { query });
  const words: Readonly<Record<string, { readonly zh: string; readonly en: string }>> = eventTexts;
  return (data?.items ?? []).map((entry) => ({
    id: entry.id,
    at: entry.at,
    title: say(words[entry.event] ?? { zh: entry.event, en: entry.event }),
    detail: [entry.organisation?.name, noteIn(entry.after)].filter(Boolean).join(' · '),
  }));
}

function noteIn(after: unknown): string {
  return typeof after === 'object' && after !== null && 'note' in after ? String(after.note) : '';
}
