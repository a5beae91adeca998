// screen: JS-12
import { listAppeals } from '@daylight/api/supervision-zones.ts';
import type { ReactNode } from 'react';
import { useTexts } from '../../i18n/texts.ts';
import { stateColumn } from '../../ui/columns.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { Deadline } from '../../ui/deadline.tsx';
import { PageHead } from '../../ui/details.tsx';
import { DateText } from '../../ui/numbers.tsx';
import { texts } from './rule-texts.ts';

export const appealTone = {
  filed: 'waiting',
  checked: 'notice',
  upheld: 'good',
  dismissed: 'ended',
  withdrawn: 'ended',
} as const;

/** Appeals: one's own, or those of the jurisdiction. */
export function AppealListPage(): ReactNode {
  const t = useTexts(texts);
  return (
    <>
      <PageHead title={t.appeals} note={t.appealsNote} />
      <DataTable<typeof listAppeals>
        id="zone-appeals"
        endpoint={listAppeals}
        href={(row) => `/appeals/${row.id}`}
        tone={(row) => appealTone[row.state]}
        filters={[
          {
            kind: 'choice',
            name: 'state',
            label: t.state,
            options: (['filed', 'checked', 'upheld', 'dismissed', 'withdrawn'] as const).map((value) => ({
              value,
              label: t.appealStates[value],
            })),
          },
        ]}
        columns={[
          {
            key: 'product',
            title: t.product,
            card: 'title',
            text: (row) => row.listing.product,
            render: (row) => `${row.listing.product} ${row.listing.specification}`,
          },
          { key: 'ask', title: t.ask, text: (row) => t.asks[row.ask], render: (row) => t.asks[row.ask] },
          {
            key: 'organisation',
            title: t.organisation,
            text: (row) => row.organisation.name,
            render: (row) => row.organisation.name,
          },
          { key: 'number', title: t.number, nowrap: true, render: (row) => row.number },
          { key: 'filedAt', title: t.filedAt, render: (row) => <DateText at={row.filedAt} /> },
          {
            key: 'due',
            title: t.due,
            text: (row) => row.due?.dueAt ?? '',
            render: (row) =>
              row.due === null ? (
                '—'
              ) : (
                <Deadline dueAt={row.due.dueAt} provisional={row.due.provisional} compact />
              ),
          },
          stateColumn(t.state, t.appealStates, appealTone),
        ]}
        empty={{ title: t.noAppeals }}
      />
    </>
  );
}
