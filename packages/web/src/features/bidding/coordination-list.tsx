// screen: JS-24
import { listCoordinations } from '@daylight/api/bidding-coordination.ts';
import type { ReactNode } from 'react';
import { useTexts } from '../../i18n/texts.ts';
import { TwoLines, stateColumn } from '../../ui/columns.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { Deadline } from '../../ui/deadline.tsx';
import { PageHead } from '../../ui/details.tsx';
import { choice } from '../../ui/filters.ts';
import { MoneyText } from '../../ui/numbers.tsx';
import { coordinationTexts, coordinationTone } from './coordination-texts.ts';

/** Coordinations of prices: a bureau's own, or those that ask something of one's enterprise. */
export function CoordinationListPage(): ReactNode {
  const t = useTexts(coordinationTexts);
  return (
    <>
      <PageHead title={t.title} note={t.note} />
      <DataTable<typeof listCoordinations>
        id="price-coordinations"
        endpoint={listCoordinations}
        filters={[choice('state', t.state, t.states)]}
        href={(row) => `/price-coordinations/${row.id}`}
        columns={[
          {
            key: 'round',
            title: t.round,
            card: 'title',
            text: (row) => row.tender.title,
            render: (row) => <TwoLines below={row.number}>{row.tender.title}</TwoLines>,
          },
          { key: 'lines', title: t.lines, align: 'right', render: (row) => row.lines },
          { key: 'open', title: t.open, align: 'right', render: (row) => row.open },
          { key: 'lowered', title: t.lowered, align: 'right', render: (row) => row.lowered },
          { key: 'above', title: t.aboveCount, align: 'right', render: (row) => row.above },
          {
            key: 'effect',
            title: t.effect,
            align: 'right',
            render: (row) => <MoneyText amount={row.effect} />,
          },
          {
            key: 'due',
            title: t.due,
            text: (row) => row.dueAt ?? '',
            render: (row) =>
              row.dueAt === null || row.state !== 'asked' ? (
                '—'
              ) : (
                <Deadline dueAt={row.dueAt} provisional={row.provisional} compact />
              ),
          },
          stateColumn(t.state, t.states, coordinationTone),
        ]}
        empty={{ title: t.none, help: t.noneHelp }}
      />
    </>
  );
}
