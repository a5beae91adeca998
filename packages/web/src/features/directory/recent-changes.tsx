// screen: JS-3, JS-13c, HN-7b, HN-16
import { listDirectoryChanges } from '@daylight/api/directory-public.ts';
import type { ReactNode } from 'react';
import { useAsk } from '../../ask.ts';
import { useTexts } from '../../i18n/texts.ts';
import { Go } from '../../navigate.tsx';
import { useJurisdictionName } from '../../reference.ts';
import { Section } from '../../ui/details.tsx';
import { DateText } from '../../ui/numbers.tsx';
import { ProblemAlert } from '../../ui/problem.tsx';
import { TableView } from '../../ui/table-view.tsx';
import { StateTag } from '../../ui/tags.tsx';
import { Article } from '../../ui/why.tsx';
import { useReason } from './reasons.ts';
import { directory } from './texts.ts';
import { kindTone } from './tones.ts';

const shown = 5;

/** What the platform itself announces: the newest changes of the directory, where people look for announcements. */
export function RecentChanges({ jurisdiction }: { readonly jurisdiction: string }): ReactNode {
  const t = useTexts(directory);
  const placeName = useJurisdictionName();
  const reason = useReason();
  const { data, error, refetch } = useAsk(listDirectoryChanges, { query: { jurisdiction, limit: shown } });
  const all = `/open/directory?jurisdiction=${jurisdiction}`;
  return (
    <Section title={t.recent} extra={<Go to={all}>{t.recentAll}</Go>}>
      {error === null ? null : <ProblemAlert problem={error.problem} onRetry={() => void refetch()} />}
      <TableView
        inside
        label={t.recent}
        rows={data?.items ?? []}
        rowKey={(row) => row.id}
        loading={data === undefined && error === null}
        empty={t.noChanges}
        columns={[
          { key: 'at', title: t.when, nowrap: true, render: (row) => <DateText at={row.at} /> },
          {
            key: 'kind',
            title: t.change,
            card: 'state',
            nowrap: true,
            render: (row) => <StateTag tone={kindTone[row.kind]}>{t.kinds[row.kind]}</StateTag>,
          },
          {
            key: 'product',
            title: t.product,
            card: 'title',
            render: (row) => (
              <>
                <Go to={`/open/listings/${row.listingId}?jurisdiction=${jurisdiction}`}>{row.productName}</Go>{' '}
                <small className="dl-soft">
                  {row.specification} · {row.manufacturer.name} · {placeName(row.place)}
                </small>
              </>
            ),
          },
          {
            key: 'why',
            title: t.why,
            render: (row) => (
              <>
                {reason(row.reason)} {row.basis === null ? null : <Article basis={row.basis} />}
              </>
            ),
          },
        ]}
      />
    </Section>
  );
}
