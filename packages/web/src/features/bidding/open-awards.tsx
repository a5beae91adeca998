// screen: JS-20, SX-3.2b, HN-9a
import { listPublicAwards, readPublicAward } from '@daylight/api/bidding-award.ts';
import type { ReactNode } from 'react';
import { useAsk } from '../../ask.ts';
import { useTexts } from '../../i18n/texts.ts';
import { useParam, useSearch } from '../../navigate.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { Details, PageHead, Section } from '../../ui/details.tsx';
import { DateText } from '../../ui/numbers.tsx';
import { PageProblem } from '../../ui/page-problem.tsx';
import { PageSkeleton } from '../../ui/page-skeleton.tsx';
import { StateTag } from '../../ui/tags.tsx';
import { usePlatform, usePlatformFilter } from '../portal/platform.ts';
import { AwardTable } from './award-table.tsx';
import './bidding.css';
import { openingTexts } from './opening-texts.ts';
import { BundleFacts } from './result-section.tsx';
import { RoundsTable } from './rounds-section.tsx';
import { roundTexts } from './rounds-texts.ts';

const provinceOf = (jurisdiction: string): number => Number(jurisdiction.slice(0, 2));

/** Results of rounds, open to anyone. */
export function OpenAwardsPage(): ReactNode {
  const t = useTexts(openingTexts);
  const jurisdiction = usePlatform();
  const province = provinceOf(jurisdiction);
  return (
    <>
      <PageHead title={t.awards} note={t.awardsNote} />
      <DataTable<typeof listPublicAwards>
        id="open-awards"
        endpoint={listPublicAwards}
        query={{ province }}
        filters={[usePlatformFilter()]}
        rowKey={(row) => row.tenderId}
        href={(row) => `/open/awards/${row.tenderId}?jurisdiction=${jurisdiction}`}
        empty={{ title: t.noAwards }}
        columns={[
          { key: 'title', title: t.result, card: 'title', render: (row) => row.title },
          { key: 'organiser', title: t.organiser, render: (row) => row.organiser },
          { key: 'selected', title: t.selected, align: 'right', render: (row) => String(row.selected) },
          {
            key: 'state',
            title: t.outcome,
            card: 'state',
            text: (row) => (row.isFinal ? t.final : t.provisional),
            render: (row) => (
              <StateTag tone={row.isFinal ? 'good' : 'working'}>
                {row.isFinal ? t.final : t.provisional}
              </StateTag>
            ),
          },
          { key: 'at', title: t.madeAt, render: (row) => <DateText at={row.madeAt} time /> },
        ]}
      />
    </>
  );
}

export function OpenAwardPage(): ReactNode {
  const t = useTexts(openingTexts);
  const r = useTexts(roundTexts);
  const tenderId = useParam('tenderId');
  const [search] = useSearch();
  const own = usePlatform();
  const province = provinceOf(search['jurisdiction'] ?? own);
  const { data, error, refetch } = useAsk(readPublicAward, { params: { tenderId }, query: { province } });
  if (error !== null) return <PageProblem problem={error.problem} onRetry={() => void refetch()} />;
  if (data === undefined) return <PageSkeleton />;
  return (
    <Details
      title={data.title}
      above={{ to: '/open/awards', title: t.awards }}
      note={data.number}
      state={
        <StateTag tone={data.isFinal ? 'good' : 'working'}>{data.isFinal ? t.final : t.provisional}</StateTag>
      }
      facts={[
        { name: t.selected, value: data.lines.filter((each) => each.selected).length },
        { name: t.bidPrice, value: data.lines.length },
        { name: t.outcome, value: data.isFinal ? t.final : t.provisional },
      ]}
    >
      {data.quotings.length < 2 ? null : (
        <Section title={r.rounds}>
          <p className="dl-soft">{r.ways[data.mode]}</p>
          <RoundsTable records={data.quotings} />
        </Section>
      )}
      <Section title={t.result}>
        <AwardTable award={data} />
        <BundleFacts award={data} province={province} isPublic />
      </Section>
    </Details>
  );
}
