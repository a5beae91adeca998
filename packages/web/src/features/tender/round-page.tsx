// screen: JS-20, GY-4.2, SX-3.2b
import { readRound } from '@daylight/api/tender-round.ts';
import { hasReached, mainWay } from '@daylight/rules/tender/state.ts';
import { Skeleton } from 'antd';
import { type ReactNode, Suspense, lazy } from 'react';
import { useAsk } from '../../ask.ts';
import { useTexts } from '../../i18n/texts.ts';
import { useParam } from '../../navigate.tsx';
import { Deadline } from '../../ui/deadline.tsx';
import { Details, type Fact, Section } from '../../ui/details.tsx';
import { DateText, MoneyText } from '../../ui/numbers.tsx';
import { PageSkeleton } from '../../ui/page-skeleton.tsx';
import { ProblemAlert } from '../../ui/problem.tsx';
import { type FlowStep, StepFlow } from '../../ui/step-flow.tsx';
import { TableView } from '../../ui/table-view.tsx';
import { StateTag } from '../../ui/tags.tsx';
import { Article } from '../../ui/why.tsx';
import { roundTone } from './round-states.ts';
import { texts } from './round-texts.ts';
import { type RoundView, sections } from './sections.ts';

/** One round: where it stands, what is bought, when what is due, and each stage's own part below. */
export function RoundPage(): ReactNode {
  const tenderId = useParam('tenderId');
  const { data, error, refetch } = useAsk(readRound, { params: { tenderId } });
  if (error !== null) return <ProblemAlert problem={error.problem} onRetry={() => void refetch()} />;
  return data === undefined ? <PageSkeleton /> : <Round tender={data} />;
}

const parts = sections.map(({ word, load }) => ({
  word,
  Part: lazy(() => load().then((RoundSection) => ({ default: RoundSection }))),
}));

function Round({ tender }: { readonly tender: RoundView }): ReactNode {
  const t = useTexts(texts);
  return (
    <Details
      title={tender.title}
      above={{ to: '/rounds', title: t.rounds }}
      state={<StateTag tone={roundTone[tender.state]}>{t.states[tender.state]}</StateTag>}
      note={tender.number}
      next={
        tender.due === null ? undefined : (
          <>
            {t.dues[tender.due.kind]} <Deadline dueAt={tender.due.dueAt} />
          </>
        )
      }
      facts={useFacts(tender)}
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
      <Items tender={tender} />
      {parts.map(({ word, Part }) => (
        <Suspense key={word} fallback={<Skeleton active />}>
          <Part tenderId={tender.id} tender={tender} />
        </Suspense>
      ))}
    </Details>
  );
}

/** Stages as people name them; a state between two belongs to the earlier. */
const stages = [
  'draft',
  'planned',
  'reporting',
  'measured',
  'bidding',
  'opening',
  'published',
  'awarded',
  'choosing',
  'signing',
  'executing',
  'ended',
] as const;

function useWay(tender: RoundView): FlowStep[] {
  const t = useTexts(texts);
  const stopped = tender.state === 'cancelled' || tender.state === 'failed';
  const last = stopped ? (tender.steps.at(-1)?.from ?? 'draft') : tender.state;
  const place = mainWay.indexOf(last);
  return stages.map((stage, n) => {
    const next = stages[n + 1];
    const isHere = hasReached(last, stage) && (next === undefined || place < mainWay.indexOf(next));
    const entered = tender.steps.findLast((step) => step.to === stage);
    return {
      key: stage,
      title: isHere && stopped ? t.states[tender.state] : t.states[isHere ? last : stage],
      state: isHere
        ? stopped
          ? 'failed'
          : stage === 'ended'
            ? 'done'
            : 'now'
        : hasReached(last, stage)
          ? 'done'
          : 'later',
      note: entered === undefined ? undefined : <DateText at={entered.at} />,
    };
  });
}

function useFacts(tender: RoundView): Fact[] {
  const t = useTexts(texts);
  const { timetable } = tender;
  const moment = (at: string | null) => (at === null ? t.notSet : <DateText at={at} time />);
  return [
    { name: t.level, value: t.levels[tender.level] },
    { name: t.mode, value: t.modes[tender.mode] },
    { name: t.organiser, value: tender.organiser.name },
    ...(tender.partners.length === 0
      ? []
      : [{ name: t.partners, value: tender.partners.map((each) => each.name).join('、') }]),
    { name: t.place, value: tender.place },
    { name: t.institutions, value: String(tender.institutions) },
    { name: t.demandDueAt, value: moment(timetable.demandDueAt) },
    { name: t.bidDueAt, value: moment(timetable.bidDueAt) },
    { name: t.choiceDueAt, value: moment(timetable.choiceDueAt) },
    { name: t.signDueAt, value: moment(timetable.signDueAt) },
    {
      name: t.term,
      value:
        timetable.termFrom === null || timetable.termUntil === null
          ? t.months(timetable.termMonths)
          : `${timetable.termFrom} — ${timetable.termUntil}`,
    },
  ];
}

function Items({ tender }: { readonly tender: RoundView }): ReactNode {
  const t = useTexts(texts);
  return (
    <Section title={`${t.itemList} (${tender.itemList.length})`}>
      <TableView
        inside
        rowKey={(row) => row.item}
        rows={tender.itemList}
        tone={(row) => (row.state === 'stopped' ? 'warning' : null)}
        columns={[
          { key: 'name', title: t.item, card: 'title', render: (row) => row.name },
          {
            key: 'codes',
            title: t.codes,
            render: (row) => row.codePrefixes.join('、'),
          },
          { key: 'unit', title: t.unit, render: (row) => row.unit },
          {
            key: 'cap',
            title: t.cap,
            unit: '元',
            align: 'right',
            render: (row) => <MoneyText amount={row.cap} />,
          },
          { key: 'products', title: t.products, align: 'right', render: (row) => String(row.products) },
          {
            key: 'manufacturers',
            title: t.manufacturers,
            align: 'right',
            render: (row) => String(row.manufacturers),
          },
          {
            key: 'state',
            title: t.state,
            card: 'state',
            render: (row) => (
              <>
                <StateTag tone={row.state === 'stopped' ? 'warning' : 'good'}>
                  {t.itemStates[row.state]}
                </StateTag>
                {row.stopNote} {row.stopBasis === null ? null : <Article basis={row.stopBasis} />}
              </>
            ),
          },
        ]}
      />
    </Section>
  );
}
