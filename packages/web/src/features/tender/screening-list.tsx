// screen: SX-2.1, GY-3.2, GY-4.1
import { listScreenings } from '@daylight/api/tender-screening.ts';
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useTexts } from '../../i18n/texts.ts';
import { useGo } from '../../navigate.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { PageHead } from '../../ui/details.tsx';
import { StateTag, type Tone } from '../../ui/tags.tsx';
import { texts as roundTexts } from './round-texts.ts';
import { texts } from './screening-texts.ts';

export const screeningTone: Readonly<Record<string, Tone>> = {
  collecting: 'working',
  ready: 'waiting',
  proposed: 'waiting',
  agreed: 'good',
  dropped: 'ended',
};

/** Screenings that one runs or decides with others. */
export function ScreeningListPage(): ReactNode {
  const t = useTexts(texts);
  const r = useTexts(roundTexts);
  const go = useGo();
  const begin = (
    <Button type="primary" onClick={() => go('/round-screenings/new')}>
      {t.begin}
    </Button>
  );
  return (
    <>
      <PageHead title={t.screenings} note={t.screeningsNote} actions={begin} />
      <DataTable<typeof listScreenings>
        id="round-screenings"
        endpoint={listScreenings}
        filters={[
          {
            kind: 'choice',
            name: 'state',
            label: t.state,
            options: (['collecting', 'ready', 'proposed', 'agreed', 'dropped'] as const).map((value) => ({
              value,
              label: t.states[value],
            })),
          },
        ]}
        columns={[
          {
            key: 'title',
            title: t.title,
            card: 'title',
            text: (row) => row.title,
            render: (row) => row.title,
          },
          {
            key: 'level',
            title: t.level,
            text: (row) => r.levels[row.level],
            render: (row) => r.levels[row.level],
          },
          {
            key: 'organiser',
            title: t.organiser,
            text: (row) => row.organiser.name,
            render: (row) => row.organiser.name,
          },
          {
            key: 'period',
            title: t.period,
            text: (row) => `${row.fromDay} — ${row.beforeDay}`,
            render: (row) => `${row.fromDay} — ${row.beforeDay}`,
          },
          {
            key: 'candidates',
            title: t.candidates,
            align: 'right',
            render: (row) => String(row.candidates),
          },
          { key: 'chosen', title: t.chosen, align: 'right', render: (row) => String(row.chosen) },
          {
            key: 'state',
            title: t.state,
            card: 'state',
            text: (row) => t.states[row.state],
            render: (row) => (
              <StateTag tone={screeningTone[row.state] ?? 'plain'}>{t.states[row.state]}</StateTag>
            ),
          },
          { key: 'number', title: t.number, nowrap: true, render: (row) => row.number },
        ]}
        href={(row) => `/round-screenings/${row.id}`}
        empty={{ title: t.none, action: begin }}
      />
    </>
  );
}
