// screen: SX-5.3a, SX-5.3b
import { listCoverageGaps, listSupplyReports } from '@daylight/api/execution-report.ts';
import type { SupplyReport } from '@daylight/api/execution-shapes.ts';
import { executionBasis } from '@daylight/rules/execution/basis.ts';
import type { ReactNode } from 'react';
import { useAsk } from '../../ask.ts';
import { useSay } from '../../i18n/language.ts';
import { useTexts } from '../../i18n/texts.ts';
import { Go } from '../../navigate.tsx';
import { useActor, useMay } from '../../session.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { Deadline } from '../../ui/deadline.tsx';
import { PageHead, Section } from '../../ui/details.tsx';
import { TableView } from '../../ui/table-view.tsx';
import { StateTag } from '../../ui/tags.tsx';
import { Article } from '../../ui/why.tsx';
import { reportFilters, reportTone, useReportColumns } from './report-parts.tsx';
import { reportTexts } from './texts.ts';

/** Monthly reports of winners, and where their delivery does not reach. */
export function SupplyListPage(): ReactNode {
  const t = useTexts(reportTexts);
  const actor = useActor();
  const columns = useReportColumns<SupplyReport>({
    key: 'manufacturer',
    title: t.manufacturer,
    hidden: actor?.kind === 'manufacturer',
    text: (row) => row.manufacturer.name,
    render: (row) => row.manufacturer.name,
  });
  return (
    <>
      <PageHead title={t.supply} note={t.supplyNote} />
      <Coverage />
      <DataTable
        id="supply-reports"
        endpoint={listSupplyReports}
        filters={reportFilters(t)}
        columns={columns}
        href={(row) => `/supply-reports/${row.id}`}
        tone={reportTone}
        empty={{ title: t.none, help: t.noneHelp }}
      />
    </>
  );
}

function Coverage(): ReactNode {
  const t = useTexts(reportTexts);
  const say = useSay();
  const may = useMay();
  const { data } = useAsk(listCoverageGaps, { query: {} });
  if (data === undefined || data.items.length === 0) return null;
  return (
    <Section
      title={t.coverage}
      extra={may('distribution.propose') ? <Go to="/delivery/areas">{t.appoint}</Go> : null}
    >
      <p className="dl-soft">
        {t.coverageNote} <Article basis={executionBasis.coverage} />
      </p>
      <TableView
        inside
        rows={data.items}
        rowKey={(row) => `${row.tender.id}-${row.manufacturer.id}-${row.area.code}`}
        tone={() => 'warning'}
        columns={[
          { key: 'area', title: t.area, card: 'title', render: (row) => say(row.area) },
          { key: 'round', title: t.round, render: (row) => `${row.tender.number} ${row.tender.title}` },
          { key: 'manufacturer', title: t.manufacturer, render: (row) => row.manufacturer.name },
          { key: 'institutions', title: t.institutions, align: 'right', render: (row) => row.institutions },
          { key: 'products', title: t.products, align: 'right', render: (row) => row.products },
          {
            key: 'days',
            title: t.institutionDays,
            align: 'right',
            render: (row) => row.told?.institutionDays ?? '—',
          },
          {
            key: 'due',
            title: t.coverageDue,
            card: 'state',
            render: (row) =>
              row.told === null ? (
                '—'
              ) : row.told.state === 'open' ? (
                <Deadline {...row.told.due} />
              ) : (
                <Go to="/supply-failures">
                  <StateTag tone="danger">{t.coverageFailed}</StateTag>
                </Go>
              ),
          },
        ]}
      />
      {data.more === 0 ? null : <p className="dl-soft">{t.more(data.more)}</p>}
    </Section>
  );
}
