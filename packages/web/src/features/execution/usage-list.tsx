// screen: JS-25b
import { listUsageReports } from '@daylight/api/execution-report.ts';
import type { UsageReport } from '@daylight/api/execution-shapes.ts';
import type { ReactNode } from 'react';
import { useTexts } from '../../i18n/texts.ts';
import { useActor } from '../../session.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { PageHead } from '../../ui/details.tsx';
import { reportFilters, reportTone, useReportColumns } from './report-parts.tsx';
import { reportTexts } from './texts.ts';

/** Monthly reports on purchase and use: one's own, or all for the bureau and the organiser. */
export function UsageListPage(): ReactNode {
  const t = useTexts(reportTexts);
  const actor = useActor();
  const columns = useReportColumns<UsageReport>({
    key: 'institution',
    title: t.institution,
    hidden: actor?.kind === 'institution',
    text: (row) => row.institution.name,
    render: (row) => row.institution.name,
  });
  return (
    <>
      <PageHead title={t.usage} note={t.usageNote} />
      <DataTable
        id="usage-reports"
        endpoint={listUsageReports}
        filters={reportFilters(t)}
        columns={columns}
        href={(row) => `/volume-usage/${row.id}`}
        tone={reportTone}
        empty={{ title: t.none, help: t.noneHelp }}
      />
    </>
  );
}
