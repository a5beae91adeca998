import { correctedReportWorkbook, importReport, reportWorkbook } from '@daylight/api/demand-workbook.ts';
import type { ReplyOf } from '@daylight/api/endpoint.ts';
import { Alert, Button, Modal } from 'antd';
import { type ReactNode, useState } from 'react';
import { useSay } from '../../i18n/language.ts';
import { useMarks } from '../../i18n/marks.ts';
import { useTexts } from '../../i18n/texts.ts';
import { TableView } from '../../ui/table-view.tsx';
import { UploadBox } from '../../ui/upload-box.tsx';
import { DownloadButton } from '../listing/download-button.tsx';
import { texts } from './texts.ts';

type Imported = ReplyOf<typeof importReport>;

interface WorkbookProps {
  readonly tenderId: string;
  readonly number: string;
  readonly onImported: () => void;
}

/** The report as a workbook: out with last year's use, back in as the draft, and out again with what was found. */
export function WorkbookButton({ tenderId, number, onImported }: WorkbookProps): ReactNode {
  const t = useTexts(texts);
  const m = useMarks();
  const say = useSay();
  const [open, setOpen] = useState(false);
  const [done, setDone] = useState<Imported | null>(null);
  return (
    <>
      <Button onClick={() => setOpen(true)}>{t.workbook}</Button>
      <Modal open={open} title={t.workbook} onCancel={() => setOpen(false)} footer={null} width={760}>
        <p>{t.workbookNote}</p>
        <DownloadButton
          endpoint={reportWorkbook}
          what={{ params: { tenderId } }}
          name={`${t.workbook}-${number}.xlsx`}
          label={t.download}
        />
        <UploadBox
          endpoint={importReport}
          params={{ tenderId }}
          accept={['.xlsx']}
          maxMb={16}
          onDone={(reply) => {
            setDone(reply);
            onImported();
          }}
        />
        {done === null ? null : (
          <>
            <Alert
              type={done.problemCount === 0 ? 'success' : 'warning'}
              showIcon
              title={t.imported(done.kept, done.rows)}
              description={done.problemCount === 0 ? undefined : t.importProblems(done.problemCount)}
            />
            {done.problemCount === 0 ? null : (
              <>
                <DownloadButton
                  endpoint={correctedReportWorkbook}
                  what={{ params: { importId: done.id }, query: { only: 'all' } }}
                  name={`${t.workbook}-${number}-核对结果.xlsx`}
                  label={t.corrected}
                />
                <TableView
                  inside
                  rows={done.problems}
                  rowKey={(row) => String(row.row)}
                  columns={[
                    { key: 'row', title: t.row, align: 'right', render: (row) => String(row.row) },
                    {
                      key: 'problem',
                      title: t.problem,
                      card: 'title',
                      render: (row) => row.findings.map((each) => say(each.text)).join(m.semicolon),
                    },
                    { key: 'kept', title: t.state, render: (row) => (row.isKept ? t.kept : t.notKept) },
                  ]}
                />
              </>
            )}
          </>
        )}
      </Modal>
    </>
  );
}
