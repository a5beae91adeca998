// screen: JS-20, JS-22, JS-23, GY-4.2, GY-5.1, GY-5.2, GY-5.4, HN-14, SX-3.2b, SX-2.3, GY-2.4
import { readRound } from '@daylight/api/tender-round.ts';
import { Skeleton } from 'antd';
import { type ReactNode, Suspense, lazy } from 'react';
import { useAsk } from '../../ask.ts';
import { useTexts } from '../../i18n/texts.ts';
import { useParam } from '../../navigate.tsx';
import { Deadline } from '../../ui/deadline.tsx';
import { Details, Section } from '../../ui/details.tsx';
import { PageProblem } from '../../ui/page-problem.tsx';
import { PageSkeleton } from '../../ui/page-skeleton.tsx';
import { StepFlow } from '../../ui/step-flow.tsx';
import { StateTag } from '../../ui/tags.tsx';
import { IntegritySection } from './integrity-section.tsx';
import { NoticeList } from './notice-list.tsx';
import { texts as noticeTexts } from './notice-texts.ts';
import { PlanSection } from './plan-section.tsx';
import { QuestionSection } from './question-section.tsx';
import { RenewalSection } from './renewal-section.tsx';
import { RoundActions } from './round-actions.tsx';
import { ItemTable, useRoundFacts, useWay } from './round-parts.tsx';
import { roundTone } from './round-states.ts';
import { texts } from './round-texts.ts';
import { StopSection } from './stop-section.tsx';
import { type RoundView, sections } from './sections.ts';
import './tender.css';

/** One round: where it stands, what is bought, when what is due, and each stage's own part below. */
export function RoundPage(): ReactNode {
  const tenderId = useParam('tenderId');
  const { data, error, refetch } = useAsk(readRound, { params: { tenderId } });
  if (error !== null) return <PageProblem problem={error.problem} onRetry={() => void refetch()} />;
  return data === undefined ? <PageSkeleton /> : <Round tender={data} />;
}

type Words = ReturnType<typeof useTexts<(typeof texts)['zh']>>;

/** What comes next where no term runs. */
function nextWords({ state, plan, mine }: RoundView, t: Words): string {
  if (state === 'draft' && (plan?.approvals.some((each) => each.state === 'waiting') ?? false))
    return t.waits;
  const filing = state === 'planned' ? (plan?.filing ?? null) : null;
  if (filing === null || filing.filedAt === null) return t.next[state];
  return mine.isAuthority && filing.answer === null ? t.toNote : t.filed;
}

const parts = sections.map(({ word, load }) => ({
  word,
  Part: lazy(() => load().then((RoundSection) => ({ default: RoundSection }))),
}));

function Round({ tender }: { readonly tender: RoundView }): ReactNode {
  const t = useTexts(texts);
  const n = useTexts(noticeTexts);
  const drafted = tender.state === 'draft' || tender.state === 'planned';
  return (
    <Details
      title={tender.title}
      above={{ to: '/rounds', title: t.rounds }}
      state={<StateTag tone={roundTone[tender.state]}>{t.states[tender.state]}</StateTag>}
      note={tender.number}
      actions={<RoundActions tender={tender} />}
      next={
        tender.due === null ? (
          nextWords(tender, t)
        ) : (
          <>
            {t.dues[tender.due.kind]} <Deadline dueAt={tender.due.dueAt} />
          </>
        )
      }
      facts={useRoundFacts(tender)}
      timeline={tender.steps.map((step) => ({
        id: step.id,
        at: step.at,
        title: t.states[step.to],
        detail: step.note,
      }))}
    >
      <Section title={t.course}>
        <StepFlow steps={useWay(tender)} label={t.course} />
      </Section>
      <RenewalSection tender={tender} />
      <PlanSection tender={tender} />
      <ItemTable items={tender.itemList} />
      <StopSection tender={tender} />
      {drafted && tender.notices.length === 0 ? null : (
        <Section title={n.notices}>
          <NoticeList notices={tender.notices} />
        </Section>
      )}
      <IntegritySection tender={tender} />
      <QuestionSection tender={tender} />
      {parts.map(({ word, Part }) => (
        <Suspense key={word} fallback={<Skeleton active />}>
          <Part tenderId={tender.id} tender={tender} />
        </Suspense>
      ))}
    </Details>
  );
}
