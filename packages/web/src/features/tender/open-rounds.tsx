// screen: HN-16, JS-39, JS-20
import type { ReplyOf } from '@daylight/api/endpoint.ts';
import { openRound, openRounds } from '@daylight/api/tender-public.ts';
import { hasReached, tenderLevels, tenderStates } from '@daylight/rules/tender/state.ts';
import type { ReactNode } from 'react';
import { useAsk } from '../../ask.ts';
import { useTexts } from '../../i18n/texts.ts';
import { Go, useParam } from '../../navigate.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { Details, type Fact, PageHead, Section } from '../../ui/details.tsx';
import { choice } from '../../ui/filters.ts';
import { PageProblem } from '../../ui/page-problem.tsx';
import { PageSkeleton } from '../../ui/page-skeleton.tsx';
import { StepFlow } from '../../ui/step-flow.tsx';
import { StateTag } from '../../ui/tags.tsx';
import { usePlatform, usePlatformFilter } from '../portal/platform.ts';
import { NoticeList } from './notice-list.tsx';
import { texts } from './notice-texts.ts';
import { oversight } from './oversight-texts.ts';
import { useRoundColumns } from './round-list.tsx';
import { ItemTable, useRoundFacts, useWay } from './round-parts.tsx';
import { roundTone } from './round-states.ts';
import { texts as roundTexts } from './round-texts.ts';

/** Announced rounds, open to anyone. */
export function OpenRoundsPage(): ReactNode {
  const t = useTexts(texts);
  const r = useTexts(roundTexts);
  const jurisdiction = usePlatform();
  return (
    <>
      <PageHead title={t.open} note={t.openNote} />
      <DataTable<typeof openRounds>
        id="open-rounds"
        endpoint={openRounds}
        query={{ jurisdiction }}
        filters={[
          usePlatformFilter(),
          { kind: 'search', name: 'search', label: r.title },
          choice('level', r.level, r.levels, tenderLevels),
          {
            kind: 'choice',
            name: 'state',
            label: r.state,
            options: tenderStates.slice(2).map((value) => ({ value, label: r.states[value] })),
          },
        ]}
        columns={useRoundColumns()}
        href={(row) => `/open/rounds/${row.id}?jurisdiction=${jurisdiction}`}
        empty={{ title: r.none }}
      />
    </>
  );
}

type View = ReplyOf<typeof openRound>;

export function OpenRoundPage(): ReactNode {
  const jurisdiction = usePlatform();
  const tenderId = useParam('tenderId');
  const { data, error } = useAsk(openRound, { params: { tenderId }, query: { jurisdiction } });
  if (error !== null) return <PageProblem problem={error.problem} />;
  return data === undefined ? <PageSkeleton /> : <OpenRound round={data} jurisdiction={jurisdiction} />;
}

function OpenRound({
  round,
  jurisdiction,
}: {
  readonly round: View;
  readonly jurisdiction: string;
}): ReactNode {
  const t = useTexts(texts);
  const r = useTexts(roundTexts);
  const o = useTexts(oversight);
  const plan: Fact[] = (['scope', 'process', 'duties'] as const).flatMap((name) =>
    (round.plan?.[name] ?? '') === ''
      ? []
      : [{ name: t[name], value: <span className="dl-round-text">{round.plan?.[name]}</span>, wide: true }],
  );
  return (
    <Details
      title={round.title}
      above={{ to: `/open/rounds?jurisdiction=${jurisdiction}`, title: t.open }}
      state={<StateTag tone={roundTone[round.state]}>{r.states[round.state]}</StateTag>}
      note={round.number}
      facts={[...useRoundFacts(round), ...plan]}
      timeline={round.steps.map((step) => ({
        id: step.id,
        at: step.at,
        title: r.states[step.to],
        detail: step.note,
      }))}
      printable
    >
      <Section title={r.course}>
        <StepFlow steps={useWay(round)} label={r.course} />
      </Section>
      <Section title={t.notices}>
        <NoticeList notices={round.notices} jurisdiction={jurisdiction} />
      </Section>
      <ItemTable items={round.itemList} />
      {hasReached(round.state, 'measured') ? (
        <p>
          <Go to={`/open/agreed-volumes/${round.id}?jurisdiction=${jurisdiction}`}>{t.agreedVolumes}</Go>
        </p>
      ) : null}
      <p className="dl-soft">{t.report}</p>
      <p>
        <Go to={`/open/rounds/${round.id}/breach?jurisdiction=${jurisdiction}`}>{o.reportIt}</Go>
      </p>
    </Details>
  );
}
