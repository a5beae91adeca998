// screen: JS-19, GD-3
import {
  type OutsideItem,
  importOutside,
  listOutside,
  outsideTemplate,
  readQuota,
} from '@daylight/api/filing-outside.ts';
import type { ReplyOf } from '@daylight/api/endpoint.ts';
import { Alert, App, Button, Modal } from 'antd';
import { type ReactNode, useState } from 'react';
import { useAsk } from '../../ask.ts';
import { useSay } from '../../i18n/language.ts';
import { useTexts } from '../../i18n/texts.ts';
import { useGo } from '../../navigate.tsx';
import { useActor, useMay } from '../../session.ts';
import { stateColumn } from '../../ui/columns.tsx';
import { handOver } from '../../ui/csv.ts';
import { DataTable, type RowOf } from '../../ui/data-table.tsx';
import { Deadline } from '../../ui/deadline.tsx';
import { PageHead } from '../../ui/details.tsx';
import { choice } from '../../ui/filters.ts';
import { MoneyText } from '../../ui/numbers.tsx';
import { type Column, TableView } from '../../ui/table-view.tsx';
import { StateTag } from '../../ui/tags.tsx';
import { UploadBox } from '../../ui/upload-box.tsx';
import { DownloadButton } from '../listing/download-button.tsx';
import { QuotaGauge } from './quota-gauge.tsx';
import { outsideTone } from './states.ts';
import { texts } from './outside-texts.ts';

type Row = RowOf<typeof listOutside>;
const kinds = ['emergency', 'self'] as const;
const states = ['requested', 'consented', 'reported', 'noted', 'declined', 'withdrawn', 'lapsed'] as const;

/** Emergency and self-purchases, with the quota above for those who may buy. */
export function OutsideListPage(): ReactNode {
  const t = useTexts(texts);
  const may = useMay();
  const go = useGo();
  const actor = useActor();
  const canRequest = may('filing.apply');
  const actions = canRequest ? (
    <>
      <WorkbookButton />
      <Button type="primary" onClick={() => go('/outside-purchases/new')}>
        {t.request}
      </Button>
    </>
  ) : undefined;
  return (
    <>
      <PageHead title={t.outside} note={t.outsideNote} actions={actions} />
      {actor?.kind === 'institution' ? <QuotaGauge /> : null}
      <DataTable<typeof listOutside>
        id="outside-purchases"
        endpoint={listOutside}
        filters={[
          { kind: 'search', name: 'search', label: t.search },
          choice('kind', t.kind, t.outsideKinds, kinds),
          choice('state', t.state, t.outsideStates, states),
          { kind: 'flag', name: 'toFile', label: t.toFile },
        ]}
        columns={useColumns()}
        href={(row) => `/outside-purchases/${row.id}`}
        tone={(row) => (isLate(row) ? 'danger' : null)}
        empty={{ title: t.noOutside, help: t.noOutsideHelp }}
      />
    </>
  );
}

function isLate(row: Pick<OutsideItem, 'fileOverdueAt' | 'filedAt'>): boolean {
  return row.fileOverdueAt !== null && row.filedAt === null;
}

function useColumns(): readonly Column<Row>[] {
  const t = useTexts(texts);
  const say = useSay();
  const actor = useActor();
  const isInstitution = actor?.kind === 'institution';
  return [
    {
      key: 'products',
      title: t.product,
      card: 'title',
      text: (row) => row.products,
      render: (row) => row.products,
    },
    {
      key: 'kind',
      title: t.kind,
      text: (row) => t.outsideKinds[row.kind],
      render: (row) => (
        <>
          {t.outsideKinds[row.kind]} <small className="dl-soft">{say(row.reason)}</small>
        </>
      ),
    },
    {
      key: 'other',
      title: isInstitution ? t.supplier : t.institution,
      text: (row) => (isInstitution ? row.supplierName : row.institution.name),
      render: (row) => (isInstitution ? row.supplierName : row.institution.name),
    },
    {
      key: 'amount',
      title: t.amount,
      unit: '元',
      align: 'right',
      text: (row) => row.amount,
      render: (row) => <MoneyText amount={row.amount} />,
    },
    stateColumn(t.state, t.outsideStates, outsideTone),
    {
      key: 'fileDue',
      title: t.fileDue,
      text: (row) => row.fileDue?.dueAt ?? '',
      render: (row) => <FileDuty row={row} />,
    },
    { key: 'number', title: t.number, nowrap: true, text: (row) => row.number, render: (row) => row.number },
  ];
}

/** The duty of an emergency purchase: open with its clock, late, or fulfilled (JS-19). */
export function FileDuty({
  row,
}: {
  readonly row: Pick<OutsideItem, 'fileDue' | 'filedAt' | 'fileOverdueAt'>;
}): ReactNode {
  const t = useTexts(texts);
  if (row.filedAt !== null) return <StateTag tone="good">{t.filed}</StateTag>;
  if (row.fileDue === null) return '—';
  return (
    <>
      {isLate(row) ? <StateTag tone="danger">{t.fileOverdue}</StateTag> : null}
      <Deadline
        dueAt={row.fileDue.dueAt}
        provisional={row.fileDue.provisional}
        basis={row.fileDue.basis}
        compact
      />
    </>
  );
}

const sound = { bad: [], copy: null };

function workbookOf(base64: string): Blob {
  return new Blob([Uint8Array.from(atob(base64), (each) => each.codePointAt(0) ?? 0)]);
}

function WorkbookButton(): ReactNode {
  const t = useTexts(texts);
  const say = useSay();
  const { message } = App.useApp();
  const [open, setOpen] = useState(false);
  const [{ bad, copy }, setFound] = useState<Pick<ReplyOf<typeof importOutside>, 'bad' | 'copy'>>(sound);
  const { data } = useAsk(readQuota, {});
  if (data === undefined || data.quota === null) return null;
  return (
    <>
      <Button onClick={() => setOpen(true)}>{t.workbook}</Button>
      <Modal open={open} title={t.workbook} onCancel={() => setOpen(false)} footer={null} width={720}>
        <p>{t.workbookNote}</p>
        <DownloadButton endpoint={outsideTemplate} name={`${t.template}.xlsx`} label={t.template} />
        <UploadBox
          endpoint={importOutside}
          accept={['.xlsx']}
          maxMb={10}
          onDone={(reply) => {
            setFound(reply);
            if (reply.bad.length > 0) return;
            void message.success(t.made(reply.made.length));
            setOpen(false);
          }}
        />
        {copy === null ? null : (
          <Alert
            type="warning"
            showIcon
            title={t.badNote(bad.length)}
            action={
              <Button size="small" onClick={() => handOver(workbookOf(copy), `${t.badCopy}.xlsx`)}>
                {t.badCopy}
              </Button>
            }
          />
        )}
        {bad.length === 0 ? null : (
          <TableView
            inside
            label={t.badRows}
            rows={bad}
            rowKey={(each) => `${each.row}-${each.column}-${each.problem.en}`}
            columns={[
              { key: 'row', title: t.row, align: 'right', render: (each) => String(each.row) },
              { key: 'column', title: t.column, render: (each) => each.column },
              { key: 'problem', title: t.problem, card: 'title', render: (each) => say(each.problem) },
            ]}
          />
        )}
      </Modal>
    </>
  );
}
