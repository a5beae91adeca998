// screen: HN-1, HN-2, HN-15, JS-3, JS-4
import { importListings, listListingImports, listingTemplate } from '@daylight/api/listing-import.ts';
import { Button, Modal } from 'antd';
import { type ReactNode, useState } from 'react';
import { useTexts } from '../../i18n/texts.ts';
import { useGo } from '../../navigate.tsx';
import { useMay } from '../../session.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { PageHead } from '../../ui/details.tsx';
import { DateText } from '../../ui/numbers.tsx';
import { StateTag } from '../../ui/tags.tsx';
import { UploadBox } from '../../ui/upload-box.tsx';
import { DownloadButton } from './download-button.tsx';
import { importTone, texts } from './texts.ts';

/** Imports of a directory: enter, see what was found, hand over for approval. */
export function ImportListPage(): ReactNode {
  const t = useTexts(texts);
  const may = useMay();
  return (
    <>
      <PageHead
        title={t.imports}
        note={t.importsNote}
        actions={
          <>
            <DownloadButton endpoint={listingTemplate} name="挂网产品导入模板.xlsx" label={t.template} />
            {may('listing.import') ? <Enter /> : null}
          </>
        }
      />
      <DataTable<typeof listListingImports>
        id="listing-imports"
        endpoint={listListingImports}
        filters={[
          {
            kind: 'choice',
            name: 'state',
            label: t.state,
            options: Object.entries(t.importStates).map(([value, label]) => ({ value, label })),
          },
        ]}
        columns={[
          { key: 'fileName', title: t.file, card: 'title', render: (row) => row.fileName },
          { key: 'number', title: t.number, nowrap: true, render: (row) => row.number },
          { key: 'jurisdiction', title: t.jurisdiction, hidden: true, render: (row) => row.jurisdiction },
          {
            key: 'rows',
            title: t.rows,
            align: 'right',
            text: (row) => String(row.report.rows),
            render: (row) => row.report.rows,
          },
          {
            key: 'new',
            title: t.verdicts.new,
            align: 'right',
            text: (row) => String(row.report.new),
            render: (row) => row.report.new,
          },
          {
            key: 'reprice',
            title: t.verdicts.reprice,
            align: 'right',
            text: (row) => String(row.report.reprice),
            render: (row) => row.report.reprice,
          },
          {
            key: 'bad',
            title: t.verdicts.bad,
            align: 'right',
            text: (row) => String(row.report.bad),
            render: (row) =>
              row.report.bad > 0 ? <strong className="dl-danger">{row.report.bad}</strong> : 0,
          },
          { key: 'enteredBy', title: t.enteredBy, render: (row) => row.enteredBy },
          {
            key: 'enteredAt',
            title: t.since,
            nowrap: true,
            text: (row) => row.enteredAt,
            render: (row) => <DateText at={row.enteredAt} time />,
          },
          {
            key: 'state',
            title: t.state,
            card: 'state',
            text: (row) => t.importStates[row.state],
            render: (row) => <StateTag tone={importTone[row.state]}>{t.importStates[row.state]}</StateTag>,
          },
        ]}
        href={(row) => `/listing-imports/${row.id}`}
        empty={{ title: t.noImports, help: t.noImportsHelp }}
      />
    </>
  );
}

function Enter(): ReactNode {
  const t = useTexts(texts);
  const go = useGo();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button type="primary" onClick={() => setOpen(true)}>
        {t.upload}
      </Button>
      <Modal open={open} title={t.upload} footer={null} onCancel={() => setOpen(false)} destroyOnHidden>
        <UploadBox
          endpoint={importListings}
          accept={['.xlsx']}
          maxMb={64}
          hint={t.uploadHint}
          onDone={(reply) => go(`/listing-imports/${reply.id}`)}
        />
      </Modal>
    </>
  );
}
