// screen: SX-4.1, SX-4.2
import { listLanded } from '@daylight/api/bidding-landing.ts';
import type { ReactNode } from 'react';
import { useTexts } from '../../i18n/texts.ts';
import { Go } from '../../navigate.tsx';
import { TwoLines, stateColumn } from '../../ui/columns.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { PageHead } from '../../ui/details.tsx';
import { choice } from '../../ui/filters.ts';
import { DateText } from '../../ui/numbers.tsx';
import { texts as roundTexts } from '../tender/round-texts.ts';
import { landedTone, landingTexts } from './landing-texts.ts';

/** Results that came from other platforms. */
export function LandedListPage(): ReactNode {
  const t = useTexts(landingTexts);
  const { levels } = useTexts(roundTexts);
  return (
    <>
      <PageHead title={t.landed} note={t.landedNote} actions={<Go to="/award-sources">{t.toSources}</Go>} />
      <DataTable<typeof listLanded>
        id="landed-awards"
        endpoint={listLanded}
        filters={[choice('state', t.state, t.states)]}
        href={(row) => `/landed-awards/${row.id}`}
        columns={[
          {
            key: 'title',
            title: t.title,
            card: 'title',
            text: (row) => `${row.title} ${row.number}`,
            render: (row) => <TwoLines below={row.number}>{row.title}</TwoLines>,
          },
          { key: 'organiser', title: t.organiser, render: (row) => row.organiser },
          { key: 'level', title: t.level, nowrap: true, render: (row) => levels[row.level] },
          { key: 'selected', title: t.selected, align: 'right', render: (row) => row.selected },
          {
            key: 'awardedAt',
            title: t.awardedAt,
            nowrap: true,
            render: (row) => <DateText at={row.awardedAt} />,
          },
          { key: 'source', title: t.source, render: (row) => row.source.name },
          stateColumn(t.state, t.states, landedTone),
        ]}
        empty={{ title: t.none, help: t.noneHelp }}
      />
    </>
  );
}
