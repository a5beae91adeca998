import { hasReached, mainWay } from '@daylight/rules/tender/state.ts';
import type { ReactNode } from 'react';
import { useMarks } from '../../i18n/marks.ts';
import { useTexts } from '../../i18n/texts.ts';
import { type Fact, Section } from '../../ui/details.tsx';
import { lastMoment } from '../../ui/format.ts';
import { DateText, MoneyText } from '../../ui/numbers.tsx';
import type { FlowStep } from '../../ui/step-flow.tsx';
import { TableView } from '../../ui/table-view.tsx';
import { StateTag } from '../../ui/tags.tsx';
import { Article } from '../../ui/why.tsx';
import { texts } from './round-texts.ts';
import type { RoundView } from './sections.ts';

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

/** The way of a round through its stages, with the day of each. */
export function useWay(round: Pick<RoundView, 'state' | 'steps'>): FlowStep[] {
  const t = useTexts(texts);
  const stopped = round.state === 'cancelled' || round.state === 'failed';
  const last = stopped ? (round.steps.at(-1)?.from ?? 'draft') : round.state;
  const place = mainWay.indexOf(last);
  return stages.map((stage, n) => {
    const next = stages[n + 1];
    const isHere = hasReached(last, stage) && (next === undefined || place < mainWay.indexOf(next));
    const entered = round.steps.findLast((step) => step.to === stage);
    const reached = hasReached(last, stage) ? 'done' : 'later';
    const here = stopped ? 'failed' : stage === 'ended' ? 'done' : 'now';
    return {
      key: stage,
      title: isHere && stopped ? t.states[round.state] : t.states[isHere ? last : stage],
      state: isHere ? here : reached,
      note: entered === undefined ? undefined : <DateText at={entered.at} />,
    };
  });
}

type Facts = Pick<
  RoundView,
  'level' | 'mode' | 'organiser' | 'partners' | 'place' | 'institutions' | 'timetable' | 'origin'
>;

export function useRoundFacts(round: Facts): Fact[] {
  const t = useTexts(texts);
  const m = useMarks();
  const { timetable } = round;
  type At = RoundView['timetable']['bidDueAt'];
  const moment = (at: At) => (at === null ? t.notSet : <DateText at={at} time />);
  // The end of a day reads 24:00 of that day, as the deadline above it does.
  const due = (at: At) => {
    if (at === null) return t.notSet;
    const { day, clock } = lastMoment(at);
    return `${day} ${clock}`;
  };
  return [
    { name: t.level, value: t.levels[round.level] },
    { name: t.mode, value: round.origin === 'followed' ? t.origins.followed : t.modes[round.mode] },
    { name: t.organiser, value: round.organiser.name },
    ...(round.partners.length === 0
      ? []
      : [{ name: t.partners, value: round.partners.map((each) => each.name).join(m.list) }]),
    { name: t.place, value: round.place },
    { name: t.institutions, value: String(round.institutions) },
    { name: t.demandFromAt, value: moment(timetable.demandFromAt) },
    { name: t.demandDueAt, value: due(timetable.demandDueAt) },
    { name: t.bidFromAt, value: moment(timetable.bidFromAt) },
    { name: t.bidDueAt, value: due(timetable.bidDueAt) },
    { name: t.choiceDueAt, value: due(timetable.choiceDueAt) },
    { name: t.signDueAt, value: due(timetable.signDueAt) },
    {
      name: t.term,
      value:
        timetable.termFrom === null || timetable.termUntil === null
          ? t.months(timetable.termMonths)
          : `${timetable.termFrom} — ${timetable.termUntil}`,
    },
  ];
}

export function ItemTable({ items }: { readonly items: RoundView['itemList'] }): ReactNode {
  const t = useTexts(texts);
  const m = useMarks();
  return (
    <Section title={`${t.itemList} (${items.length})`}>
      <TableView
        inside
        rowKey={(row) => row.item}
        rows={items}
        tone={(row) => (row.state === 'stopped' ? 'warning' : null)}
        columns={[
          { key: 'name', title: t.item, card: 'title', width: 140, render: (row) => row.name },
          { key: 'codes', title: t.codes, render: (row) => row.codePrefixes.join(m.list) },
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
                </StateTag>{' '}
                {row.stopNote} {row.stopBasis === null ? null : <Article basis={row.stopBasis} />}
              </>
            ),
          },
        ]}
      />
    </Section>
  );
}
