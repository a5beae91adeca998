// screen: JS-15, HN-16
import { filingIssueWorkbook, listFilingIssueLines, listFilingIssues } from '@daylight/api/filing-issue.ts';
import type { ReactNode } from 'react';
import { useAsk } from '../../ask.ts';
import { useTexts } from '../../i18n/texts.ts';
import { useParam } from '../../navigate.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { PageHead } from '../../ui/details.tsx';
import { DateText, MoneyText, QuantityText } from '../../ui/numbers.tsx';
import { PageProblem } from '../../ui/page-problem.tsx';
import { DownloadButton } from '../listing/download-button.tsx';
import { usePlatform, usePlatformFilter } from '../portal/platform.ts';
import { texts } from './texts.ts';

/** Every two months a list, made by the platform itself (JS-15). */
export function OpenIssuesPage(): ReactNode {
  const t = useTexts(texts);
  const jurisdiction = usePlatform();
  return (
    <>
      <PageHead title={t.open} note={t.openNote} />
      <DataTable<typeof listFilingIssues>
        id="open-filing-issues"
        endpoint={listFilingIssues}
        query={{ jurisdiction }}
        filters={[usePlatformFilter()]}
        columns={[
          {
            key: 'range',
            title: t.range,
            card: 'title',
            text: (row) => `${row.from} — ${row.until}`,
            render: (row) => `${row.from} — ${row.until}`,
          },
          { key: 'number', title: t.issue, nowrap: true, render: (row) => row.number },
          { key: 'lines', title: t.lineCount, align: 'right', render: (row) => String(row.lines) },
          {
            key: 'publishedAt',
            title: t.publishedAt,
            render: (row) => <DateText at={row.publishedAt} />,
          },
        ]}
        href={(row) => `/open/filings/${row.id}?jurisdiction=${jurisdiction}`}
        empty={{ title: t.noIssues }}
      />
    </>
  );
}

export function OpenIssuePage(): ReactNode {
  const t = useTexts(texts);
  const jurisdiction = usePlatform();
  const issueId = useParam('issueId');
  const { data, error } = useAsk(listFilingIssueLines, {
    params: { issueId },
    query: { jurisdiction, limit: 1 },
  });
  if (error !== null) return <PageProblem problem={error.problem} />;
  const title = data === undefined ? t.open : t.issueTitle(data.issue.from, data.issue.until);
  const file = `${title}.xlsx`;
  return (
    <>
      <PageHead
        title={title}
        note={data?.issue.number}
        above={{ to: `/open/filings?jurisdiction=${jurisdiction}`, title: t.open }}
        actions={
          <DownloadButton
            endpoint={filingIssueWorkbook}
            what={{ params: { issueId }, query: { jurisdiction } }}
            name={file}
            label={t.download}
          />
        }
      />
      <DataTable<typeof listFilingIssueLines>
        id="open-filing-issue"
        endpoint={listFilingIssueLines}
        params={{ issueId }}
        query={{ jurisdiction }}
        rowKey={(row) => String(row.line)}
        columns={[
          {
            key: 'product',
            title: t.product,
            card: 'title',
            text: (row) => `${row.productName} ${row.specification} ${row.model}`,
            render: (row) => (
              <>
                {row.productName} <small className="dl-soft">{`${row.specification} ${row.model}`}</small>
              </>
            ),
          },
          { key: 'itemCode', title: t.code, nowrap: true, hidden: true, render: (row) => row.itemCode },
          { key: 'institution', title: t.institution, render: (row) => row.institution },
          { key: 'manufacturer', title: t.manufacturer, render: (row) => row.manufacturer },
          {
            key: 'price',
            title: t.price,
            unit: '元',
            align: 'right',
            text: (row) => row.price,
            render: (row) => <MoneyText amount={row.price} />,
          },
          {
            key: 'quantity',
            title: t.quantity,
            align: 'right',
            text: (row) => row.quantity,
            render: (row) => <QuantityText count={row.quantity} unit={row.purchaseUnit} />,
          },
          { key: 'confirmedOn', title: t.confirmedOn, nowrap: true, render: (row) => row.confirmedOn },
          { key: 'filingNumber', title: t.number, nowrap: true, render: (row) => row.filingNumber },
        ]}
        empty={{ title: t.noIssueLines }}
      />
    </>
  );
}
