// screen: HN-3b, HN-15
import {
  type PriceImport,
  importPrices,
  listPriceImports,
  priceTemplate,
} from '@daylight/api/linkage-import.ts';
import type { ReactNode } from 'react';
import { useTexts } from '../../i18n/texts.ts';
import { useGo } from '../../navigate.tsx';
import { useMay } from '../../session.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { PageHead } from '../../ui/details.tsx';
import { DownloadButton } from '../listing/download-button.tsx';
import { EnterWorkbook, useImportColumns, useImportFilters } from '../listing/workbook-import.tsx';
import { workbookTexts } from '../listing/workbook-texts.ts';
import { texts } from './texts.ts';

/** Workbooks of prices: enter, see what was found, hand over for approval. */
export function ImportListPage(): ReactNode {
  const t = useTexts(texts);
  const w = useTexts(workbookTexts);
  const may = useMay();
  const go = useGo();
  const filters = useImportFilters(t.importStates);
  const columns = useImportColumns<PriceImport>(t.importStates);
  return (
    <>
      <PageHead
        title={t.imports}
        note={t.importsNote}
        actions={
          <>
            <DownloadButton endpoint={priceTemplate} name="全国价格导入模板.xlsx" label={w.template} />
            {may('linkage.record') ? (
              <EnterWorkbook
                endpoint={importPrices}
                hint={t.uploadHint}
                leadsTo={({ id }) => go(`/price-imports/${id}`)}
              />
            ) : null}
          </>
        }
      />
      <DataTable<typeof listPriceImports>
        id="price-imports"
        endpoint={listPriceImports}
        filters={filters}
        columns={columns}
        href={(row) => `/price-imports/${row.id}`}
        empty={{ title: w.none, help: t.noImportsHelp }}
      />
    </>
  );
}
