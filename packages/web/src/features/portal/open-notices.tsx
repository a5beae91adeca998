// screen: JS-39, HN-16
import { listPublicNotices, noticeKinds, showPublicNotice } from '@daylight/api/portal.ts';
import type { ReactNode } from 'react';
import { useAsk } from '../../ask.ts';
import { useTexts } from '../../i18n/texts.ts';
import { useParam } from '../../navigate.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { Details, PageHead } from '../../ui/details.tsx';
import { DateText } from '../../ui/numbers.tsx';
import { PageSkeleton } from '../../ui/page-skeleton.tsx';
import { ProblemAlert } from '../../ui/problem.tsx';
import { usePlatform, usePlatformFilter } from './platform.ts';
import './portal.css';
import { texts } from './texts.ts';

export function OpenNoticesPage(): ReactNode {
  const t = useTexts(texts);
  const jurisdiction = usePlatform();
  return (
    <>
      <PageHead title={t.notices} note={t.noticesNote} />
      <DataTable
        id="open-notices"
        endpoint={listPublicNotices}
        query={{ jurisdiction }}
        filters={[
          usePlatformFilter(),
          {
            kind: 'choice',
            name: 'kind',
            label: t.kind,
            options: noticeKinds.map((value) => ({ value, label: t.kinds[value] })),
          },
        ]}
        columns={[
          { key: 'title', title: t.title, card: 'title', render: (row) => row.title },
          {
            key: 'kind',
            title: t.kind,
            text: (row) => t.kinds[row.kind],
            render: (row) => t.kinds[row.kind],
          },
          {
            key: 'publishedAt',
            title: t.publishedAt,
            render: (row) => (row.publishedAt === null ? '—' : <DateText at={row.publishedAt} time />),
          },
        ]}
        href={(row) => `/open/notices/${row.id}?jurisdiction=${jurisdiction}`}
        empty={{ title: t.noNotices }}
      />
    </>
  );
}

export function OpenNoticePage(): ReactNode {
  const t = useTexts(texts);
  const jurisdiction = usePlatform();
  const id = useParam('noticeId');
  const { data, error, refetch } = useAsk(showPublicNotice, { params: { id }, query: { jurisdiction } });
  if (error !== null) return <ProblemAlert problem={error.problem} onRetry={() => void refetch()} />;
  if (data === undefined) return <PageSkeleton />;
  return (
    <Details
      title={data.title}
      above={{ to: `/open/notices?jurisdiction=${jurisdiction}`, title: t.notices }}
      printable
      facts={[
        { name: t.kind, value: t.kinds[data.kind] },
        {
          name: t.publishedAt,
          value: data.publishedAt === null ? '—' : <DateText at={data.publishedAt} time />,
        },
      ]}
    >
      <div className="dl-notice-body">{data.body}</div>
    </Details>
  );
}
