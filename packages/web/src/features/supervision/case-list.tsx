// screen: JS-12D
import { listCases } from '@daylight/api/supervision-cases.ts';
import type { ReactNode } from 'react';
import { useTexts } from '../../i18n/texts.ts';
import { Go } from '../../navigate.tsx';
import { useActor, useMay } from '../../session.ts';
import { stateColumn } from '../../ui/columns.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { Deadline } from '../../ui/deadline.tsx';
import { PageHead } from '../../ui/details.tsx';
import { DateText } from '../../ui/numbers.tsx';
import { texts } from './oversight-texts.ts';

export const caseTone = {
  drafted: 'waiting',
  summoned: 'waiting',
  rectifying: 'warning',
  answered: 'notice',
  closed: 'ended',
  dropped: 'ended',
} as const;

/** Interviews and reports: of the jurisdiction for the bureau, of itself for an institution. */
export function CaseListPage(): ReactNode {
  const t = useTexts(texts);
  const may = useMay();
  const isInstitution = useActor()?.kind === 'institution';
  return (
    <>
      <PageHead
        title={t.cases}
        note={isInstitution ? t.casesOwn : t.casesNote}
        actions={may('supervision.handle') ? <Go to="/oversight/new">{t.newCase}</Go> : undefined}
      />
      <DataTable<typeof listCases>
        id="oversight"
        endpoint={listCases}
        href={(row) => `/oversight/${row.id}`}
        tone={(row) => caseTone[row.state]}
        filters={[
          {
            kind: 'choice',
            name: 'state',
            label: t.state,
            options: (['drafted', 'summoned', 'rectifying', 'answered', 'closed'] as const)
              .filter((value) => !isInstitution || value !== 'drafted')
              .map((value) => ({ value, label: t.caseStates[value] })),
          },
        ]}
        columns={[
          { key: 'title', title: t.title, card: 'title', render: (row) => row.title },
          {
            key: 'kind',
            title: t.kind,
            text: (row) => t.caseKinds[row.kind],
            render: (row) => t.caseKinds[row.kind],
          },
          {
            key: 'institution',
            title: t.institution,
            text: (row) => row.institution.name,
            render: (row) => row.institution.name,
          },
          { key: 'number', title: t.number, nowrap: true, render: (row) => row.number },
          {
            key: 'enteredAt',
            title: t.enteredAt,
            nowrap: true,
            render: (row) => <DateText at={row.enteredAt} />,
          },
          {
            key: 'due',
            title: t.due,
            nowrap: true,
            text: (row) => row.due?.dueAt ?? row.meetingAt ?? '',
            // Before an interview its own time is what has to be kept.
            render: (row) =>
              row.due !== null ? (
                <Deadline dueAt={row.due.dueAt} compact />
              ) : row.state === 'summoned' && row.meetingAt !== null ? (
                <DateText at={row.meetingAt} time />
              ) : (
                '—'
              ),
          },
          stateColumn(t.state, t.caseStates, caseTone),
        ]}
        empty={{ title: t.noCases }}
      />
    </>
  );
}
