// screen: SX-4.1, JS-20
import { type LeftoverChoiceHead, listChoices } from '@daylight/api/agreement-choice.ts';
import type { ReactNode } from 'react';
import { useTexts } from '../../i18n/texts.ts';
import { useSearch } from '../../navigate.tsx';
import { stateColumn } from '../../ui/columns.tsx';
import { DataTable, type RowOf } from '../../ui/data-table.tsx';
import { Deadline } from '../../ui/deadline.tsx';
import { PageHead } from '../../ui/details.tsx';
import { choice } from '../../ui/filters.ts';
import { DateText } from '../../ui/numbers.tsx';
import type { Tone } from '../../ui/tags.tsx';
import { choiceTexts } from './choice-texts.ts';

const states = ['open', 'chosen', 'silent', 'nothing'] as const;
export const choiceTone: Readonly<Record<LeftoverChoiceHead['state'], Tone>> = {
  open: 'notice',
  chosen: 'good',
  silent: 'ended',
  nothing: 'plain',
};
type Row = RowOf<typeof listChoices>;

/** Choices of one's institution; the organiser sees who has chosen. */
export function ChoiceListPage(): ReactNode {
  const t = useTexts(choiceTexts);
  const [{ tenderId }] = useSearch();
  return (
    <>
      <PageHead title={t.choices} note={t.choicesNote} />
      <DataTable<typeof listChoices>
        id="leftover-choices"
        endpoint={listChoices}
        query={tenderId === undefined ? {} : { tenderId }}
        rowKey={(row) => `${row.tenderId}-${row.institutionId}`}
        filters={[choice('state', t.state, t.states, states)]}
        columns={[
          {
            key: 'round',
            title: t.round,
            card: 'title',
            text: (row: Row) => row.tenderTitle,
            render: (row: Row) => (
              <>
                {row.tenderTitle} <small className="dl-soft">{row.tenderNumber}</small>
              </>
            ),
          },
          {
            key: 'institution',
            title: t.institution,
            text: (row) => row.institution,
            render: (row) => row.institution,
          },
          stateColumn(t.state, t.states, choiceTone),
          {
            key: 'due',
            title: t.due,
            text: (row) => row.dueAt ?? '',
            render: (row) =>
              row.dueAt === null || row.state !== 'open' ? '—' : <Deadline dueAt={row.dueAt} compact />,
          },
          {
            key: 'chosenAt',
            title: t.chosenAt,
            text: (row) => row.chosenAt ?? '',
            render: (row) => (row.chosenAt === null ? '—' : <DateText at={row.chosenAt} time />),
          },
        ]}
        href={(row) => `/leftover-choices/${row.tenderId}/${row.institutionId}`}
        empty={{ title: t.none, help: t.noneHelp }}
      />
    </>
  );
}
