// screen: SX-5.2, HN-16
import { listPublicEvents } from '@daylight/api/execution-adverse.ts';
import type { ReactNode } from 'react';
import { useTexts } from '../../i18n/texts.ts';
import { TwoLines } from '../../ui/columns.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { PageHead } from '../../ui/details.tsx';
import { DateText } from '../../ui/numbers.tsx';
import { StateTag } from '../../ui/tags.tsx';
import { usePlatform, usePlatformFilter } from '../portal/platform.ts';
import { eventTexts } from './problem-texts.ts';

/** What the bureau made known about the quality of products, for anyone. */
export function OpenEventsPage(): ReactNode {
  const t = useTexts(eventTexts);
  const jurisdiction = usePlatform();
  return (
    <>
      <PageHead title={t.openTitle} note={t.openNote} />
      <DataTable
        id="open-quality"
        endpoint={listPublicEvents}
        query={{ jurisdiction }}
        filters={[usePlatformFilter()]}
        columns={[
          {
            key: 'product',
            title: t.product,
            card: 'title',
            text: (row) => row.product,
            render: (row) => (
              <TwoLines below={`${row.itemCode} · ${row.manufacturer}`}>{row.product}</TwoLines>
            ),
          },
          { key: 'lot', title: t.lot, render: (row) => row.lot },
          { key: 'note', title: t.noteText, render: (row) => row.note },
          {
            key: 'outcome',
            title: t.outcome,
            card: 'state',
            text: (row) => (row.outcome === null ? '' : t.outcomes[row.outcome]),
            render: (row) =>
              row.outcome === null ? null : (
                <StateTag tone={row.outcome === 'suspend' ? 'danger' : 'notice'}>
                  {t.outcomes[row.outcome]}
                </StateTag>
              ),
          },
          {
            key: 'at',
            title: t.decidedAt,
            nowrap: true,
            text: (row) => row.decidedAt,
            render: (row) => <DateText at={row.decidedAt} />,
          },
        ]}
        empty={{ title: t.openNone }}
      />
    </>
  );
}
