// screen: JS-8, JS-10, HN-15
import { readReviewResult } from '@daylight/api/panel.ts';
import type { ReactNode } from 'react';
import { useAsk } from '../../ask.ts';
import { useSay } from '../../i18n/language.ts';
import { useTexts } from '../../i18n/texts.ts';
import { Go, useParam } from '../../navigate.tsx';
import { Details, Section } from '../../ui/details.tsx';
import { DateText } from '../../ui/numbers.tsx';
import { PageProblem } from '../../ui/page-problem.tsx';
import { PageSkeleton } from '../../ui/page-skeleton.tsx';
import { StateTag } from '../../ui/tags.tsx';
import { MinutesView } from './minutes-view.tsx';
import { texts } from './texts.ts';

/** What the applicant reads: the whole minutes, members by letters, and the draw to check. */
export function ReviewResultPage(): ReactNode {
  const t = useTexts(texts);
  const say = useSay();
  const reviewId = useParam('reviewId');
  const { data, error, refetch } = useAsk(readReviewResult, { params: { reviewId } });
  if (error !== null) return <PageProblem problem={error.problem} onRetry={() => void refetch()} />;
  if (data === undefined) return <PageSkeleton />;
  return (
    <Details
      title={say(data.title)}
      above={{ to: '/', title: t.resultTitle }}
      note={`${data.number} · ${t.resultNote}`}
      printable
      state={
        <StateTag tone={data.minutes.outcome === 'recommended' ? 'good' : 'danger'}>
          {t.outcomes[data.minutes.outcome]}
        </StateTag>
      }
      facts={[
        { name: t.score, value: data.minutes.score },
        { name: t.closedAt, value: <DateText at={data.minutes.closedAt} time /> },
      ]}
      related={data.draws.map((each) => (
        <p key={each.id}>
          <Go to={`/open/panel-draws/${each.id}`}>{`${t.verify} · ${t.round(each.round)}`}</Go>
        </p>
      ))}
    >
      <Section title={t.minutes}>
        <MinutesView minutes={data.minutes} />
      </Section>
    </Details>
  );
}
