// screen: HN-1, HN-2, HN-6a, HN-15, JS-5
import {
  type ListingImport,
  type ListingImportRow,
  correctedListingWorkbook,
  listListingImportRows,
  readListingImport,
} from '@daylight/api/listing-import.ts';
import { Alert } from 'antd';
import type { ReactNode } from 'react';
import { useAsk } from '../../ask.ts';
import { useSay } from '../../i18n/language.ts';
import { useMarks } from '../../i18n/marks.ts';
import { useTexts } from '../../i18n/texts.ts';
import { Go, useParam } from '../../navigate.tsx';
import { choice } from '../../ui/filters.ts';
import { useYuan } from '../../ui/numbers.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { moneyText } from '../../ui/format.ts';
import { PageProblem } from '../../ui/page-problem.tsx';
import { PageSkeleton } from '../../ui/page-skeleton.tsx';
import { StateTag } from '../../ui/tags.tsx';
import { Article } from '../../ui/why.tsx';
import { ImportActions } from './import-actions.tsx';
import './listing.css';
import { texts, verdictTone } from './texts.ts';
import { ImportHead } from './workbook-import.tsx';

/** The preview of an import: what each row would do, what is wrong with it, and the next step. */
export function ImportDetailsPage(): ReactNode {
  const t = useTexts(texts);
  const importId = useParam('importId');
  const { data, error, refetch } = useAsk(readListingImport, { params: { importId } });
  if (error !== null) return <PageProblem problem={error.problem} onRetry={() => void refetch()} />;
  if (data === undefined) return <PageSkeleton />;
  const params = { importId };
  return (
    <>
      <ImportHead
        item={data}
        states={t.importStates}
        above={{ to: '/listing-imports', title: t.imports }}
        corrected={correctedListingWorkbook}
        what={{ params }}
        whatBad={{ params, query: { only: 'bad' } }}
      >
        <ImportActions item={data} />
      </ImportHead>
      <Notes item={data} />
      <Rows importId={importId} />
    </>
  );
}

function Notes({ item }: { readonly item: ListingImport }): ReactNode {
  const t = useTexts(texts);
  const m = useMarks();
  const { report, state } = item;
  const next = {
    checked: t.nextSubmit,
    submitted: t.nextApprove,
    rejected: t.nextBack,
    approved: null,
    discarded: null,
  };
  return (
    <div className="listing-notes">
      <p className="listing-tally">
        {(['new', 'reprice', 'merged', 'same', 'bad'] as const).map((verdict) => (
          <StateTag key={verdict} tone={verdictTone[verdict]}>
            {t.verdicts[verdict]} {report[verdict]}
          </StateTag>
        ))}
        <span className="dl-soft">
          {t.tally(report.bad)} {next[state]}
        </span>
      </p>
      {item.decisionNote ? <Alert type="warning" showIcon title={item.decisionNote} /> : null}
      {report.unexplained > 0 && item.deviationReason === null ? (
        <Alert type="warning" showIcon title={t.unexplainedNote(report.unexplained)} />
      ) : null}
      {item.deviationReason === null ? null : (
        <Alert type="info" showIcon title={`${t.commonReason}${m.colon}${item.deviationReason}`} />
      )}
    </div>
  );
}

function Rows({ importId }: { readonly importId: string }): ReactNode {
  const t = useTexts(texts);
  return (
    <DataTable<typeof listListingImportRows>
      id="listing-import-rows"
      endpoint={listListingImportRows}
      params={{ importId }}
      noExport
      rowKey={(row) => String(row.row)}
      filters={[
        choice('verdict', t.verdict, t.verdicts),
        { kind: 'flag', name: 'unexplained', label: t.unexplained },
      ]}
      tone={(row) =>
        row.verdict === 'bad' ? 'danger' : row.needsExplanation && row.explanation === '' ? 'warning' : null
      }
      columns={[
        { key: 'row', title: t.row, align: 'right', width: 64, render: (row) => row.row },
        {
          key: 'productName',
          title: t.product,
          card: 'title',
          render: (row) => (
            <>
              {row.listingId === null ? (
                row.productName || '—'
              ) : (
                <Go to={`/listings/${row.listingId}`}>{row.productName}</Go>
              )}
              {row.specification === '' ? null : (
                <>
                  <br />
                  <small>{row.specification}</small>
                </>
              )}
              <br />
              <small className="dl-soft">
                {row.code} {row.origin === '' ? '' : `· ${row.origin}`}
              </small>
            </>
          ),
        },
        { key: 'manufacturer', title: t.manufacturer, render: (row) => row.manufacturer },
        { key: 'price', title: t.price, align: 'right', render: (row) => <RowPrice row={row} /> },
        { key: 'findings', title: t.found, render: (row) => <Findings row={row} /> },
        {
          key: 'verdict',
          title: t.verdict,
          card: 'state',
          render: (row) => <StateTag tone={verdictTone[row.verdict]}>{t.verdicts[row.verdict]}</StateTag>,
        },
      ]}
      empty={{ title: t.noRows }}
    />
  );
}

/** The price as it was written, with the conversion beside it, and the one that holds now. */
function RowPrice({ row }: { readonly row: ListingImportRow }): ReactNode {
  const yuan = useYuan();
  return (
    <span className="dl-number dl-unit-price">
      <span>
        {row.priceNow === null ? null : <s className="dl-soft">{moneyText(row.priceNow)}</s>}
        {yuan(row.price, row.purchaseUnit)}
      </span>
      <small>
        {row.units} {row.smallestUnit}/{row.purchaseUnit}
      </small>
    </span>
  );
}

function Findings({ row }: { readonly row: ListingImportRow }): ReactNode {
  const t = useTexts(texts);
  const m = useMarks();
  const say = useSay();
  return (
    <>
      {row.findings.map((finding) => (
        <div key={finding.code} className={finding.severity === 'error' ? 'dl-danger' : 'dl-soft'}>
          {say(finding.text)} {finding.basis === null ? null : <Article basis={finding.basis} />}
        </div>
      ))}
      {row.explanation === '' ? null : (
        <div>
          {t.explanation}
          {m.colon}
          {row.explanation}
        </div>
      )}
    </>
  );
}
