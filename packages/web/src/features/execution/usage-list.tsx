// screen: JS-25b
import { listUsageReports } from '@daylight/api/execution-report.ts';
import type { ReactNode } from 'react';
import { useTexts } from '../../i18n/texts.ts';
import { useActor } from '../../session.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { PageHead } from '../../ui/details.tsx';
import { ReportDue, ReportState, reportFilters } from './report-parts.tsx';
import { reportTexts } from './texts.ts';

/** Monthly reports on purchase and use: one's own, or all for the bureau and the organiser. */
export function UsageListPage(): ReactNode {
  const t = useTexts(reportTexts);
  const actor = useActor();
  return (
    <>
      <PageHead title={t.usage} note={t.usageNote} />
      <DataTable
        id="usage-reports"
        endpoint={listUsageReports}
        filters={reportFilters(t)}
        columns={[
          {
            key: 'month',
            title: t.month,
            card: 'title',
            nowrap: true,
            text: (row) => row.month.slice(0, 7),
            render: (row) => row.month.slice(0, 7),
          },
          {
            key: 'round',
            title: t.round,
            text: (row) => row.tender.number,
            render: (row) => `${row.tender.number} ${row.tender.title}`,
          },
          {
            key: 'institution',
            title: t.institution,
            hidden: actor?.kind === 'institution',
            text: (row) => row.institution.name,
            render: (row) => row.institution.name,
          },
          { key: 'lines', title: t.lines, align: 'right', render: (row) => row.lines },
          {
            key: 'state',
            title: t.state,
            card: 'state',
            text: (row) => t.states[row.state],
            render: (row) => <ReportState report={row} />,
          },
          {
            key: 'due',
            title: t.due,
            text: (row) => row.due.dueAt,
            render: (row) => <ReportDue report={row} />,
          },
        ]}
        href={(row) => `/volume-usage/${row.id}`}
        tone={(row) => (row.state === 'open' && row.overdue ? 'danger' : null)}
        empty={{ title: t.none, help: t.noneHelp }}
      />
    </>
  );
}
