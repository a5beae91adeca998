// screen: SX-3.1b
import { readVolumes } from '@daylight/api/demand.ts';
import type { ReactNode } from 'react';
import { useAsk } from '../../ask.ts';
import { useMarks } from '../../i18n/marks.ts';
import { useTexts } from '../../i18n/texts.ts';
import { useParam } from '../../navigate.tsx';
import { Details, Section } from '../../ui/details.tsx';
import { DateText } from '../../ui/numbers.tsx';
import { PageProblem } from '../../ui/page-problem.tsx';
import { PageSkeleton } from '../../ui/page-skeleton.tsx';
import { Article } from '../../ui/why.tsx';
import { usePlatform } from '../portal/platform.ts';
import { texts } from './texts.ts';
import { VolumesTable } from './volumes-table.tsx';

/** What the documents of a round say about volumes, open to anyone. */
export function OpenVolumesPage(): ReactNode {
  const t = useTexts(texts);
  const m = useMarks();
  const tenderId = useParam('tenderId');
  const jurisdiction = usePlatform();
  const { data, error, refetch } = useAsk(readVolumes, {
    params: { tenderId },
    query: { jurisdiction },
  });
  if (error !== null) return <PageProblem problem={error.problem} onRetry={() => void refetch()} />;
  if (data === undefined) return <PageSkeleton />;
  return (
    <Details
      title={`${data.tenderTitle}${m.colon}${t.volumes}`}
      note={data.tenderNumber}
      facts={[
        {
          name: t.publishedAt,
          value: data.publishedAt === null ? t.notPublished : <DateText at={data.publishedAt} time />,
        },
        { name: t.base, value: t.baseRules[data.baseRule] },
        { name: t.packHash, value: <code>{data.packHash}</code>, wide: true },
      ]}
      printable
    >
      <Section title={t.volumes} extra={<Article basis={data.basis} />}>
        <VolumesTable volumes={data.volumes} />
      </Section>
    </Details>
  );
}
