// screen: JS-39, HN-16, JS-13c
import { listPublicNotices, noticeKinds, showPublicNotice } from '@daylight/api/portal.ts';
import type { ReactNode } from 'react';
import { useAsk } from '../../ask.ts';
import { pages } from '../../features.ts';
import { useSay } from '../../i18n/language.ts';
import { useTexts } from '../../i18n/texts.ts';
import { Go, useParam } from '../../navigate.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { Details, PageHead } from '../../ui/details.tsx';
import { choice } from '../../ui/filters.ts';
import { DateText } from '../../ui/numbers.tsx';
import { PageProblem } from '../../ui/page-problem.tsx';
import { PageSkeleton } from '../../ui/page-skeleton.tsx';
import { RecentChanges } from '../directory/recent-changes.tsx';
import { usePlatform, usePlatformFilter } from './platform.ts';
import './portal.css';
import { texts } from './texts.ts';

/** What is announced by itself, as business goes, has lists of its own; who looks for announcements finds them here. */
const alsoPublic = ['/open/directory', '/open/price-adjustments', '/open/filings', '/open/publicities'];

export function OpenNoticesPage(): ReactNode {
  const t = useTexts(texts);
  const say = useSay();
  const jurisdiction = usePlatform();
  return (
    <>
      <PageHead title={t.notices} note={t.noticesNote} />
      <p className="dl-notice-links">
        {t.alsoPublic}
        {alsoPublic.map((to) => (
          <Go key={to} to={`${to}?jurisdiction=${jurisdiction}`}>
            {say(pages.find((page) => page.path === to)?.title ?? { zh: to, en: to })}
          </Go>
        ))}
      </p>
      <RecentChanges jurisdiction={jurisdiction} />
      <DataTable
        id="open-notices"
        endpoint={listPublicNotices}
        query={{ jurisdiction }}
        filters={[usePlatformFilter(), choice('kind', t.kind, t.kinds, noticeKinds)]}
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
  if (error !== null) return <PageProblem problem={error.problem} onRetry={() => void refetch()} />;
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
