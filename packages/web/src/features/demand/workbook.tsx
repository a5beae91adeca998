import { correctedReportWorkbook, importReport, reportWorkbook } from '@daylight/api/demand-workbook.ts';
import type { ReplyOf } from '@daylight/api/endpoint.ts';
import { Alert, Modal } from 'antd';
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
  readonly open: boolean;
  readonly onClose: () => void;
}

/**
 * The report as a workbook: out with last year's use, back in as the draft, and out again with what was found. It stands beside the
 * editor, which is made anew for each draft, so that what was found stays to be read.
 */
export function WorkbookDialog({ tenderId, number, open, onClose }: WorkbookProps): ReactNode {
  const t = useTexts(texts);
  const m = useMarks();
  const say = useSay();
  const [done, setDone] = useState<Imported | null>(null);
  return (
    <Modal open={open} title={t.workbook} onCancel={onClose} footer={null} width={760}>
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
        onDone={setDone}
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
  );
}
