// screen: SX-3.1a, JS-20
import { listReports } from '@daylight/api/demand.ts';
import type { ReactNode } from 'react';
import { useTexts } from '../../i18n/texts.ts';
import { Go } from '../../navigate.tsx';
import { useActor } from '../../session.ts';
import { stateColumn } from '../../ui/columns.tsx';
import { DataTable, type RowOf } from '../../ui/data-table.tsx';
import { Deadline } from '../../ui/deadline.tsx';
import { PageHead } from '../../ui/details.tsx';
import type { Column } from '../../ui/table-view.tsx';
import { reportTone } from './states.ts';
import { texts } from './texts.ts';

type Row = RowOf<typeof listReports>;

/** An institution's own reports, and for those who review them every report in their reach. */
export function ReportListPage(): ReactNode {
  const t = useTexts(texts);
  return (
    <>
      <PageHead title={t.reports} note={t.reportsNote} />
      <DataTable<typeof listReports>
        id="volume-reports"
        endpoint={listReports}
        rowKey={(row) => `${row.tenderId}-${row.institutionId}`}
        filters={[
          {
            kind: 'choice',
            name: 'show',
            label: t.show,
            options: (['waiting', 'running', 'ended'] as const).map((value) => ({
              value,
              label: t.shows[value],
            })),
          },
        ]}
        columns={useColumns()}
        href={(row) => `/volume-reports/${row.tenderId}/${row.institutionId}`}
        tone={(row) => (row.state === 'returned' ? 'warning' : null)}
        empty={{ title: t.none, help: t.noneHelp }}
      />
    </>
  );
}

function useColumns(): readonly Column<Row>[] {
  const t = useTexts(texts);
  const actor = useActor();
  const isInstitution = actor?.kind === 'institution';
  const institution: Column<Row> = {
    key: 'institution',
    title: t.institution,
    text: (row) => row.institution,
    render: (row) => (
      <>
        {row.institution} <small className="dl-soft">{row.areaName}</small>
      </>
    ),
  };
  return [
    {
      key: 'round',
      title: t.round,
      card: 'title',
      text: (row) => row.tenderTitle,
      render: (row) => (
        <>
          {row.tenderTitle} <small className="dl-soft">{row.tenderNumber}</small>
        </>
      ),
    },
    institution,
    stateColumn(t.state, t.states, reportTone),
    {
      key: 'lines',
      title: t.lines,
      align: 'right',
      text: (row) => String(row.lineCount),
      render: (row) => (row.submittedAt === null ? '—' : row.lineCount),
    },
    {
      key: 'due',
      title: t.due,
      text: (row) => row.dueAt ?? '',
      render: (row) =>
        row.dueAt === null || row.lockedAt !== null ? '—' : <Deadline dueAt={row.dueAt} compact />,
    },
    ...(isInstitution
      ? []
      : [
          {
            key: 'summary',
            title: t.summary,
            card: 'none' as const,
            text: () => '',
            render: (row: Row) => <Go to={`/volume-reports/rounds/${row.tenderId}`}>{t.summary}</Go>,
          },
        ]),
  ];
}
