// screen: HN-1, HN-2, HN-15, JS-3, JS-4
import {
  type ListingImport,
  importListings,
  listListingImports,
  listingTemplate,
} from '@daylight/api/listing-import.ts';
import type { ReactNode } from 'react';
import { useTexts } from '../../i18n/texts.ts';
import { useGo } from '../../navigate.tsx';
import { useMay } from '../../session.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { PageHead } from '../../ui/details.tsx';
import { DownloadButton } from './download-button.tsx';
import { texts } from './texts.ts';
import { EnterWorkbook, countColumn, useImportColumns, useImportFilters } from './workbook-import.tsx';
import { workbookTexts } from './workbook-texts.ts';

/** Imports of a directory: enter, see what was found, hand over for approval. */
export function ImportListPage(): ReactNode {
  const t = useTexts(texts);
  const w = useTexts(workbookTexts);
  const may = useMay();
  const go = useGo();
  const filters = useImportFilters(t.importStates);
  const columns = useImportColumns<ListingImport>(t.importStates, [
    { key: 'jurisdiction', title: t.jurisdiction, hidden: true, render: (row) => row.jurisdiction },
    countColumn('new', t.verdicts.new, (row) => row.report.new),
    countColumn('reprice', t.verdicts.reprice, (row) => row.report.reprice),
  ]);
  return (
    <>
      <PageHead
        title={t.imports}
        note={t.importsNote}
        actions={
          <>
            <DownloadButton endpoint={listingTemplate} name="挂网产品导入模板.xlsx" label={w.template} />
            {may('listing.import') ? (
              <EnterWorkbook
                endpoint={importListings}
                hint={t.uploadHint}
                leadsTo={({ id }) => go(`/listing-imports/${id}`)}
              />
            ) : null}
          </>
        }
      />
      <DataTable<typeof listListingImports>
        id="listing-imports"
        endpoint={listListingImports}
        filters={filters}
        columns={columns}
        href={(row) => `/listing-imports/${row.id}`}
        empty={{ title: w.none, help: t.noImportsHelp }}
      />
    </>
  );
}
