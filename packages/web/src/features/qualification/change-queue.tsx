// screen: JS-37, HN-15
import { listQualificationChanges } from '@daylight/api/qualification.ts';
import type { ReactNode } from 'react';
import { useTexts } from '../../i18n/texts.ts';
import { TwoLines } from '../../ui/columns.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { Deadline } from '../../ui/deadline.tsx';
import { PageHead } from '../../ui/details.tsx';
import { DateText } from '../../ui/numbers.tsx';
import { ChangeSteps } from './change-steps.tsx';
import { useKinds } from './kinds.ts';
import { PathState } from './parts.tsx';
import { pathTone, texts } from './texts.ts';

/** Declarations to check and to confirm. */
export function ChangeQueuePage(): ReactNode {
  const t = useTexts(texts);
  const { nameOf } = useKinds();
  return (
    <>
      <PageHead title={t.queue} note={t.queueNote} />
      <DataTable<typeof listQualificationChanges>
        id="qualification-changes"
        endpoint={listQualificationChanges}
        filters={[
          { kind: 'search', name: 'q', label: t.search },
          {
            kind: 'choice',
            name: 'state',
            label: t.state,
            options: (Object.keys(pathTone) as (keyof typeof pathTone)[]).map((value) => ({
              value,
              label: t.pathStates[value],
            })),
          },
          { kind: 'flag', name: 'mine', label: t.mine },
        ]}
        columns={[
          {
            key: 'organisation',
            title: t.enterprise,
            card: 'title',
            text: (row) => row.organisation.name,
            render: (row) => row.organisation.name,
          },
          {
            key: 'kind',
            title: t.kind,
            text: (row) => `${nameOf(row.contents.kind)} ${row.contents.number}`,
            render: (row) => <TwoLines below={row.contents.number}>{nameOf(row.contents.kind)}</TwoLines>,
          },
          {
            key: 'act',
            title: t.changes,
            nowrap: true,
            text: (row) => t.acts[row.act],
            render: (row) => t.acts[row.act],
          },
          {
            key: 'submitted',
            title: t.submittedBy,
            nowrap: true,
            text: (row) => row.submitted.at,
            render: (row) => <DateText at={row.submitted.at} time />,
          },
          {
            key: 'due',
            title: t.due,
            text: (row) => row.dueAt ?? '',
            render: (row) =>
              row.dueAt === null ? (
                '—'
              ) : (
                <Deadline compact dueAt={row.dueAt} provisional={row.dueProvisional} basis={row.dueBasis} />
              ),
          },
          {
            key: 'state',
            title: t.state,
            card: 'state',
            text: (row) => t.pathStates[row.state],
            render: (row) => <PathState state={row.state} />,
          },
          { key: 'steps', title: '', text: () => '', render: (row) => <ChangeSteps change={row} /> },
        ]}
        href={(row) => `/qualifications/${row.qualificationId}`}
        empty={{ title: t.queueEmpty }}
      />
    </>
  );
}
