// screen: HN-3b, HN-15
import { importPrices, listPriceImports, priceTemplate } from '@daylight/api/linkage-import.ts';
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
import { DownloadButton } from '../listing/download-button.tsx';
import { importTone, texts } from './texts.ts';

/** Workbooks of prices: enter, see what was found, hand over for approval. */
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
            <DownloadButton endpoint={priceTemplate} name="全国价格导入模板.xlsx" label={t.template} />
            {may('linkage.record') ? <Enter /> : null}
          </>
        }
      />
      <DataTable<typeof listPriceImports>
        id="price-imports"
        endpoint={listPriceImports}
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
          {
            key: 'rows',
            title: t.rows,
            align: 'right',
            text: (row) => String(row.report.rows),
            render: (row) => row.report.rows,
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
            title: t.at,
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
        href={(row) => `/price-imports/${row.id}`}
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
          endpoint={importPrices}
          accept={['.xlsx']}
          maxMb={64}
          hint={t.uploadHint}
          onDone={(reply) => go(`/price-imports/${reply.id}`)}
        />
      </Modal>
    </>
  );
}
