// screen: SX-3.2b
import { listRounds } from '@daylight/api/tender-round.ts';
import type { ReactNode } from 'react';
import { useTexts } from '../../i18n/texts.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { PageHead } from '../../ui/details.tsx';
import { useRoundColumns } from '../tender/round-list.tsx';
import { openingTexts } from './opening-texts.ts';

/** Rounds with their keys and openings: the running ones unless asked for others. */
export function OpeningListPage(): ReactNode {
  const t = useTexts(openingTexts);
  return (
    <>
      <PageHead title={t.openings} note={t.openingsNote} />
      <DataTable<typeof listRounds>
        id="openings"
        endpoint={listRounds}
        filters={[{ kind: 'search', name: 'search', label: t.title }]}
        columns={useRoundColumns()}
        href={(row) => `/openings/${row.id}`}
        empty={{ title: t.noRounds }}
      />
    </>
  );
}
