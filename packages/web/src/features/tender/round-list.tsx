// screen: JS-20, HN-4, GD-2
import { listRounds } from '@daylight/api/tender-round.ts';
import { tenderLevels, tenderStates } from '@daylight/rules/tender/state.ts';
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useTexts } from '../../i18n/texts.ts';
import { useGo } from '../../navigate.tsx';
import { useMay } from '../../session.ts';
import { stateColumn } from '../../ui/columns.tsx';
import { DataTable, type RowOf } from '../../ui/data-table.tsx';
import { Deadline } from '../../ui/deadline.tsx';
import { PageHead } from '../../ui/details.tsx';
import { choice } from '../../ui/filters.ts';
import type { Column } from '../../ui/table-view.tsx';
import { roundTone } from './round-states.ts';
import { texts } from './round-texts.ts';

type Row = RowOf<typeof listRounds>;

/** Rounds that concern the one who asks, newest first. */
export function RoundListPage(): ReactNode {
  const t = useTexts(texts);
  const may = useMay();
  const go = useGo();
  return (
    <>
      <PageHead
        title={t.rounds}
        note={t.roundsNote}
        actions={
          may('tender.plan') ? (
            <Button type="primary" onClick={() => go('/rounds/new')}>
              {t.newRound}
            </Button>
          ) : undefined
        }
      />
      <DataTable<typeof listRounds>
        id="rounds"
        endpoint={listRounds}
        filters={[
          { kind: 'search', name: 'search', label: t.search, placeholder: t.searchHint },
          {
            kind: 'choice',
            name: 'show',
            label: t.show,
            options: (['mine', 'running', 'ended'] as const).map((value) => ({
              value,
              label: t.shows[value],
            })),
          },
          choice('level', t.level, t.levels, tenderLevels),
          choice('state', t.state, t.states, tenderStates),
        ]}
        columns={useRoundColumns()}
        href={(row) => `/rounds/${row.id}`}
        empty={{ title: t.none }}
      />
    </>
  );
}

export function useRoundColumns(): readonly Column<Row>[] {
  const t = useTexts(texts);
  return [
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
      text: (row) => t.levels[row.level],
      render: (row) => t.levels[row.level],
    },
    {
      key: 'organiser',
      title: t.organiser,
      text: (row) => row.organiser.name,
      render: (row) => row.organiser.name,
    },
    { key: 'items', title: t.items, align: 'right', render: (row) => String(row.items) },
    { key: 'institutions', title: t.institutions, align: 'right', render: (row) => String(row.institutions) },
    stateColumn(t.state, t.states, roundTone),
    {
      key: 'due',
      title: t.due,
      text: (row) => row.due?.dueAt ?? '',
      render: (row) =>
        row.due === null ? (
          '—'
        ) : (
          <>
            {t.dues[row.due.kind]} <Deadline dueAt={row.due.dueAt} compact />
          </>
        ),
    },
    { key: 'number', title: t.number, nowrap: true, text: (row) => row.number, render: (row) => row.number },
  ];
}
