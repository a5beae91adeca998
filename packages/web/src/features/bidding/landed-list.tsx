// screen: SX-4.1, SX-4.2
import { listLanded } from '@daylight/api/bidding-landing.ts';
import type { ReactNode } from 'react';
import { useTexts } from '../../i18n/texts.ts';
import { Go } from '../../navigate.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { PageHead } from '../../ui/details.tsx';
import { DateText } from '../../ui/numbers.tsx';
import { StateTag } from '../../ui/tags.tsx';
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
        filters={[
          {
            kind: 'choice',
            name: 'state',
            label: t.state,
            options: Object.entries(t.states).map(([value, label]) => ({ value, label })),
          },
        ]}
        href={(row) => `/landed-awards/${row.id}`}
        columns={[
          {
            key: 'title',
            title: t.title,
            card: 'title',
            text: (row) => `${row.title} ${row.number}`,
            render: (row) => (
              <>
                {row.title}
                <br />
                <small className="dl-soft">{row.number}</small>
              </>
            ),
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
          {
            key: 'state',
            title: t.state,
            card: 'state',
            text: (row) => t.states[row.state],
            render: (row) => <StateTag tone={landedTone[row.state]}>{t.states[row.state]}</StateTag>,
          },
        ]}
        empty={{ title: t.none, help: t.noneHelp }}
      />
    </>
  );
}
