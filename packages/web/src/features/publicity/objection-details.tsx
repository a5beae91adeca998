// screen: JS-13b, HN-15
import type { ReplyOf } from '@daylight/api/endpoint.ts';
import { readObjection } from '@daylight/api/publicity-objection.ts';
import type { ReactNode } from 'react';
import { useAsk } from '../../ask.ts';
import { useSay } from '../../i18n/language.ts';
import { useTexts } from '../../i18n/texts.ts';
import { Go, useParam } from '../../navigate.tsx';
import { useActor, useMay } from '../../session.ts';
import { Deadline } from '../../ui/deadline.tsx';
import { Details, type Fact, Section } from '../../ui/details.tsx';
import { EvidenceList } from '../../ui/evidence-box.tsx';
import { DateText } from '../../ui/numbers.tsx';
import { PageProblem } from '../../ui/page-problem.tsx';
import { PageSkeleton } from '../../ui/page-skeleton.tsx';
import { StateTag } from '../../ui/tags.tsx';
import {
  AnswerForm,
  DecideActions,
  ExamineActions,
  TakeUpActions,
  WithdrawAction,
} from './objection-actions.tsx';
import './publicity.css';
import { objectionTone } from './states.ts';
import { texts } from './texts.ts';

export type ObjectionView = ReplyOf<typeof readObjection>;

export function ObjectionDetailsPage(): ReactNode {
  const objectionId = useParam('objectionId');
  const { data, error, refetch } = useAsk(readObjection, { params: { objectionId } });
  if (error !== null) return <PageProblem problem={error.problem} onRetry={() => void refetch()} />;
  return data === undefined ? <PageSkeleton /> : <ObjectionDetails objection={data} />;
}

function ObjectionDetails({ objection }: { readonly objection: ObjectionView }): ReactNode {
  const t = useTexts(texts);
  const say = useSay();
  const may = useMay();
  const { state, itemText, publicity } = objection;
  const answers = may('publicity.answer') && state === 'examining';
  const isOver = state === 'decided' || state === 'notTakenUp' || state === 'withdrawn';
  return (
    <Details
      title={itemText === null ? t.wholeList : say(itemText)}
      above={{ to: '/objections', title: t.objections }}
      state={
        <StateTag tone={objection.overdue ? 'danger' : objectionTone[state]}>
          {t.objectionStates[state]}
        </StateTag>
      }
      note={objection.number}
      actions={<Actions objection={objection} />}
      next={
        isOver ? undefined : (
          <>
            {t.next[state]} {objection.due === null ? null : <Deadline {...objection.due} />}
          </>
        )
      }
      facts={useFacts(objection)}
      related={<Go to={`/open/publicities/${publicity.id}`}>{say(publicity.title)}</Go>}
    >
      {objection.reasons === '' ? null : (
        <Section title={t.reasons}>
          <p className="dl-notice-body">{objection.reasons}</p>
          {objection.evidence.length === 0 ? null : <EvidenceList files={objection.evidence} />}
        </Section>
      )}
      {answers ? (
        <Section title={t.answer}>
          <AnswerForm objection={objection} />
        </Section>
      ) : null}
      {objection.answer === '' || answers ? null : (
        <Section title={t.answerText}>
          <p className="dl-notice-body">{objection.answer}</p>
          {objection.decisionNote === '' ? null : <p className="dl-soft">{objection.decisionNote}</p>}
        </Section>
      )}
    </Details>
  );
}

function Actions({ objection }: { readonly objection: ObjectionView }): ReactNode {
  const t = useTexts(texts);
  const may = useMay();
  const actor = useActor();
  const isMine = objection.objector !== null && objection.objector.id === actor?.organisationId;
  if (objection.state === 'made' && may('publicity.answer')) return <TakeUpActions objection={objection} />;
  if (objection.state === 'examining' && may('publicity.answer'))
    return <ExamineActions objection={objection} />;
  if (objection.state === 'answered' && may('publicity.decide')) {
    return objection.answeredByMe ? (
      <span className="dl-soft">{t.notYours}</span>
    ) : (
      <DecideActions objection={objection} />
    );
  }
  if (objection.state === 'made' && isMine) return <WithdrawAction objection={objection} />;
  return null;
}

function useFacts(objection: ObjectionView): Fact[] {
  const t = useTexts(texts);
  const say = useSay();
  const { outcome, itemStands } = objection;
  const person = (name: string | null, at: ObjectionView['decidedAt']): ReactNode =>
    at === null ? (
      '—'
    ) : (
      <>
        <DateText at={at} time /> {name}
      </>
    );
  return [
    { name: t.reason, value: say(objection.reason) },
    { name: t.objector, value: objection.objector?.name ?? t.hidden },
    { name: t.madeAt, value: <DateText at={objection.madeAt} time /> },
    { name: t.takenUpAt, value: person(null, objection.takenUpAt) },
    ...(objection.issue === '' ? [] : [{ name: t.issue, value: objection.issue, wide: true }]),
    ...(objection.takeUpNote === '' ? [] : [{ name: t.handling, value: objection.takeUpNote, wide: true }]),
    ...(objection.extendedWorkdays === null
      ? []
      : [
          {
            name: t.extend,
            value: `${t.extendedText(objection.extendedWorkdays)} · ${objection.extensionReason}`,
            wide: true,
          },
        ]),
    ...(objection.returnedNote === ''
      ? []
      : [{ name: t.returned, value: objection.returnedNote, wide: true }]),
    ...(outcome === null
      ? []
      : [
          { name: t.outcome, value: t.outcomes[outcome] },
          { name: t.itemStands, value: itemStands === true ? t.stands : t.falls },
          { name: t.answeredAt, value: person(objection.answeredBy, objection.answeredAt) },
          { name: t.decidedAt, value: person(objection.decidedBy, objection.decidedAt) },
        ]),
  ];
}
