// screen: HN-3b, HN-15
import {
  type PriceImport,
  correctedPriceWorkbook,
  decidePriceImport,
  discardPriceImport,
  listPriceImportRows,
  readPriceImport,
  submitPriceImport,
} from '@daylight/api/linkage-import.ts';
import { Alert } from 'antd';
import type { ReactNode } from 'react';
import { useAsk, useDo } from '../../ask.ts';
import { useMarks } from '../../i18n/marks.ts';
import { useTexts } from '../../i18n/texts.ts';
import { useParam } from '../../navigate.tsx';
import { useMay } from '../../session.ts';
import { TwoLines } from '../../ui/columns.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { choice } from '../../ui/filters.ts';
import { PageProblem } from '../../ui/page-problem.tsx';
import { PageSkeleton } from '../../ui/page-skeleton.tsx';
import { StateTag } from '../../ui/tags.tsx';
import { ImportHead, ImportSteps } from '../listing/workbook-import.tsx';
import { Findings } from './findings.tsx';
import { texts, verdictTone } from './texts.ts';

export function ImportDetailsPage(): ReactNode {
  const t = useTexts(texts);
  const m = useMarks();
  const importId = useParam('importId');
  const { data, error, refetch } = useAsk(readPriceImport, { params: { importId } });
  if (error !== null) return <PageProblem problem={error.problem} onRetry={() => void refetch()} />;
  if (data === undefined) return <PageSkeleton />;
  const params = { importId };
  return (
    <>
      <ImportHead
        item={data}
        states={t.importStates}
        above={{ to: '/price-imports', title: t.imports }}
        corrected={correctedPriceWorkbook}
        what={{ params }}
        whatBad={{ params, query: { only: 'bad' } }}
      >
        <Actions item={data} />
      </ImportHead>
      <p className="dl-actions">
        {(['good', 'doubtful', 'bad'] as const).map((verdict) => (
          <StateTag key={verdict} tone={verdictTone[verdict]}>
            {t.verdicts[verdict]} {data.report[verdict]}
          </StateTag>
        ))}
      </p>
      {data.note === '' ? null : <Alert type="warning" showIcon title={data.note} />}
      {data.reason === '' ? null : (
        <Alert type="info" showIcon title={`${t.explain}${m.colon}${data.reason}`} />
      )}
      <Rows importId={importId} />
    </>
  );
}

function Rows({ importId }: { readonly importId: string }): ReactNode {
  const t = useTexts(texts);
  return (
    <DataTable<typeof listPriceImportRows>
      id="price-import-rows"
      endpoint={listPriceImportRows}
      params={{ importId }}
      noExport
      rowKey={(row) => String(row.row)}
      filters={[choice('verdict', t.verdict, t.verdicts)]}
      tone={(row) => (row.verdict === 'bad' ? 'danger' : row.verdict === 'doubtful' ? 'warning' : null)}
      columns={[
        { key: 'row', title: t.row, align: 'right', width: 64, render: (row) => row.row },
        {
          key: 'product',
          title: t.product,
          card: 'title',
          render: (row) => (
            <TwoLines below={row.cells['itemCode']}>
              {row.productName === '' ? '—' : row.productName}
            </TwoLines>
          ),
        },
        { key: 'jurisdiction', title: t.province, render: (row) => row.cells['jurisdiction'] },
        { key: 'kind', title: t.kind, render: (row) => row.cells['kind'] },
        {
          key: 'price',
          title: t.price,
          align: 'right',
          render: (row) => `${row.cells['price'] ?? ''} / ${row.cells['purchaseUnit'] ?? ''}`,
        },
        { key: 'units', title: t.units, align: 'right', render: (row) => row.cells['unitsPerPurchaseUnit'] },
        { key: 'findings', title: t.findings, render: (row) => <Findings findings={row.findings} /> },
        {
          key: 'verdict',
          title: t.verdict,
          card: 'state',
          render: (row) => <StateTag tone={verdictTone[row.verdict]}>{t.verdicts[row.verdict]}</StateTag>,
        },
      ]}
      empty={{ title: t.noRecords }}
    />
  );
}

function Actions({ item }: { readonly item: PriceImport }): ReactNode {
  const t = useTexts(texts);
  const may = useMay();
  const submit = useDo(submitPriceImport);
  const discard = useDo(discardPriceImport);
  const decide = useDo(decidePriceImport);
  const params = { importId: item.id };
  const { version, report } = item;
  const kept = report.good + report.doubtful;
  return (
    <ImportSteps
      item={item}
      mayEnter={may('linkage.record')}
      mayApprove={may('linkage.verify')}
      submitEffects={t.submitEffects(kept, report.bad)}
      approveEffects={t.approveImportEffects(kept)}
      toExplain={t.unexplained(report.unexplained)}
      submit={{ ...submit, run: (reason) => submit.run({ params, body: { version, reason } }) }}
      discard={{ ...discard, run: () => discard.run({ params, body: { version } }) }}
      decide={{
        ...decide,
        run: (approve, note) =>
          decide.run({ params, body: { version, approve, ...(approve ? {} : { note }) } }),
      }}
    />
  );
}
