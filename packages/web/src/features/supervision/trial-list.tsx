// screen: JS-12, JS-13b, JS-14a
import { listTrials } from '@daylight/api/supervision-trials.ts';
import type { ReactNode } from 'react';
import { useTexts } from '../../i18n/texts.ts';
import { Go } from '../../navigate.tsx';
import { stateColumn } from '../../ui/columns.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { PageHead } from '../../ui/details.tsx';
import { DateText } from '../../ui/numbers.tsx';
import { texts } from './rule-texts.ts';

const tone = { running: 'working', done: 'good', failed: 'warning' } as const;

/** Drafts tried on past data: one's own and those that colleagues share. */
export function TrialListPage(): ReactNode {
  const t = useTexts(texts);
  return (
    <>
      <PageHead title={t.trials} note={t.trialsNote} actions={<Go to="/trials/new">{t.newTrial}</Go>} />
      <DataTable<typeof listTrials>
        id="rule-trials"
        endpoint={listTrials}
        href={(row) => `/trials/${row.id}`}
        tone={(row) => tone[row.state]}
        bulk={(rows) =>
          rows.length < 2 ? (
            <span className="dl-soft">{t.compareNote}</span>
          ) : (
            <Go to={`/trials/compare?ids=${rows.map(({ id }) => id).join(',')}`}>{t.compare}</Go>
          )
        }
        filters={[
          {
            kind: 'choice',
            name: 'kind',
            label: t.kind,
            options: (['zone', 'noSale', 'linkage'] as const).map((value) => ({
              value,
              label: t.kinds[value],
            })),
          },
        ]}
        columns={[
          { key: 'name', title: t.name, card: 'title', render: (row) => row.name },
          {
            key: 'kind',
            title: t.kind,
            text: (row) => t.kinds[row.kind],
            render: (row) => t.kinds[row.kind],
          },
          {
            key: 'window',
            title: t.window,
            nowrap: true,
            text: (row) => `${row.from} – ${row.until}`,
            render: (row) => `${row.from} – ${row.until}`,
          },
          { key: 'by', title: t.by, render: (row) => row.by },
          {
            key: 'shared',
            title: t.shared,
            text: (row) => (row.shared ? '✓' : ''),
            render: (row) => (row.shared ? '✓' : '—'),
          },
          { key: 'startedAt', title: t.startedAt, render: (row) => <DateText at={row.startedAt} time /> },
          stateColumn(t.state, t.trialStates, tone),
        ]}
        empty={{ title: t.noTrials, help: t.trialsNote, action: <Go to="/trials/new">{t.newTrial}</Go> }}
      />
    </>
  );
}
