// screen: SX-5.3c
import { listSupplyFailures, listSupplySigns } from '@daylight/api/execution-failure.ts';
import { failureState } from '@daylight/api/execution-shapes.ts';
import { executionBasis } from '@daylight/rules/execution/basis.ts';
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useAsk } from '../../ask.ts';
import { useTexts } from '../../i18n/texts.ts';
import { Go, useGo } from '../../navigate.tsx';
import { useMay } from '../../session.ts';
import { TwoLines, stateColumn } from '../../ui/columns.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { PageHead, Section } from '../../ui/details.tsx';
import { choice } from '../../ui/filters.ts';
import { DateText } from '../../ui/numbers.tsx';
import { TableView } from '../../ui/table-view.tsx';
import { Article } from '../../ui/why.tsx';
import { failureTexts } from './problem-texts.ts';
import { failureTone } from './tones.ts';

/** Selected products that are not supplied, and what the orders say before anybody reports it. */
export function FailureListPage(): ReactNode {
  const t = useTexts(failureTexts);
  const may = useMay();
  const go = useGo();
  return (
    <>
      <PageHead
        title={t.title}
        note={
          <>
            {t.note} <Article basis={executionBasis.failure} />
          </>
        }
        actions={
          may('execution.reportFailure') ? (
            <Button type="primary" onClick={() => go('/supply-failures/new')}>
              {t.report}
            </Button>
          ) : null
        }
      />
      {may('execution.handle') ? <Signs /> : null}
      <DataTable
        id="supply-failures"
        endpoint={listSupplyFailures}
        filters={[choice('state', t.state, t.states, failureState.options)]}
        columns={[
          {
            key: 'product',
            title: t.product,
            card: 'title',
            text: (row) => row.product,
            render: (row) => (
              <TwoLines below={`${row.number} · ${row.tender.number}`}>{row.product}</TwoLines>
            ),
          },
          { key: 'manufacturer', title: t.manufacturer, render: (row) => row.manufacturer.name },
          { key: 'institution', title: t.institution, render: (row) => row.institution?.name ?? t.byOfficer },
          {
            key: 'at',
            title: t.reportedAt,
            text: (row) => row.reportedAt,
            render: (row) => <DateText at={row.reportedAt} />,
          },
          stateColumn(t.state, t.states, failureTone),
        ]}
        href={(row) => `/supply-failures/${row.id}`}
        empty={{ title: t.none, help: t.noneHelp }}
      />
    </>
  );
}

function Signs(): ReactNode {
  const t = useTexts(failureTexts);
  const may = useMay();
  const { data } = useAsk(listSupplySigns, { query: {} });
  if (data === undefined || data.items.length === 0) return null;
  return (
    <Section title={t.signs}>
      <p className="dl-soft">{t.signsNote}</p>
      <TableView
        inside
        rows={data.items}
        rowKey={(row) => row.productId}
        columns={[
          {
            key: 'product',
            title: t.product,
            card: 'title',
            render: (row) => (
              <TwoLines below={`${row.tender.number} · ${row.manufacturer.name}`}>{row.product}</TwoLines>
            ),
          },
          { key: 'institutions', title: t.institutions, align: 'right', render: (row) => row.institutions },
          { key: 'late', title: t.late, align: 'right', render: (row) => row.lateLines },
          { key: 'refused', title: t.refused, align: 'right', render: (row) => row.refusedLines },
          {
            key: 'act',
            title: '',
            card: 'state',
            render: (row) =>
              row.failureId !== null ? (
                <Go to={`/supply-failures/${row.failureId}`}>{t.seeCase}</Go>
              ) : may('execution.reportFailure') ? (
                <Go to={`/supply-failures/new?productId=${row.productId}`}>{t.take}</Go>
              ) : null,
          },
        ]}
      />
    </Section>
  );
}
