// screen: HN-11c
import { listReports } from '@daylight/api/credit-report.ts';
import type { ReactNode } from 'react';
import { useTexts } from '../../i18n/texts.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { PageHead } from '../../ui/details.tsx';
import { choice } from '../../ui/filters.ts';
import { useReportColumns } from './report-columns.tsx';
import { creditMore } from './supply-texts.ts';

/** Reports that came in: taken up, investigated, closed. */
export function ReportListPage(): ReactNode {
  const t = useTexts(creditMore);
  const columns = useReportColumns();
  return (
    <>
      <PageHead title={t.reports} note={t.reportsNote} />
      <DataTable
        id="credit-reports"
        endpoint={listReports}
        filters={[choice('state', t.state, t.reportStates)]}
        columns={columns}
        href={(row) => `/credit/reports/${row.id}`}
        empty={{ title: t.noReports }}
      />
    </>
  );
}
