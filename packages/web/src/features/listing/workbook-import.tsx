import type { CallOf, Endpoint, ReplyOf } from '@daylight/api/endpoint.ts';
import type { ListingImport } from '@daylight/api/listing-import.ts';
import { Button, Modal } from 'antd';
import { type ReactNode, useState } from 'react';
import type { Doing } from '../../ask.ts';
import { useTexts } from '../../i18n/texts.ts';
import { stateColumn } from '../../ui/columns.tsx';
import { ConfirmEffect } from '../../ui/confirm-effect.tsx';
import { Decision } from '../../ui/decision.tsx';
import { PageHead } from '../../ui/details.tsx';
import type { Filter } from '../../ui/filters.ts';
import { DateText } from '../../ui/numbers.tsx';
import type { Column } from '../../ui/table-view.tsx';
import { type Tone, StateTag } from '../../ui/tags.tsx';
import { UploadBox } from '../../ui/upload-box.tsx';
import { DownloadButton } from './download-button.tsx';
import { workbookTexts } from './workbook-texts.ts';

/** A workbook that one person imports, the system checks row by row, and another approves (HN-15): listings, or prices. */
export interface WorkbookImport extends Pick<
  ListingImport,
  'id' | 'number' | 'fileName' | 'state' | 'enteredAt' | 'enteredBy' | 'own' | 'decidedBy' | 'version'
> {
  readonly report: Pick<ListingImport['report'], 'rows' | 'bad' | 'unexplained'>;
}

type States = Readonly<Record<WorkbookImport['state'], string>>;

const tones: Readonly<Record<WorkbookImport['state'], Tone>> = {
  checked: 'working',
  submitted: 'waiting',
  approved: 'good',
  rejected: 'warning',
  discarded: 'ended',
};

export function useImportFilters(states: States): readonly Filter[] {
  const t = useTexts(workbookTexts);
  const options = Object.entries(states).map(([value, label]) => ({ value, label }));
  return [{ kind: 'choice', name: 'state', label: t.state, options }];
}

/** Which file, how many rows of which kind (`counts`, as the kind of workbook has them), by whom and how far. */
export function useImportColumns<I extends WorkbookImport>(
  states: States,
  counts: readonly Column<I>[] = [],
): readonly Column<I>[] {
  const t = useTexts(workbookTexts);
  return [
    { key: 'fileName', title: t.file, card: 'title', render: (row) => row.fileName },
    { key: 'number', title: t.number, nowrap: true, render: (row) => row.number },
    countColumn('rows', t.rows, (row) => row.report.rows),
    ...counts,
    {
      ...countColumn<I>('bad', t.bad, (row) => row.report.bad),
      render: ({ report }) => (report.bad > 0 ? <strong className="dl-danger">{report.bad}</strong> : 0),
    },
    { key: 'enteredBy', title: t.enteredBy, render: (row) => row.enteredBy },
    {
      key: 'enteredAt',
      title: t.at,
      nowrap: true,
      text: (row) => row.enteredAt,
      render: (row) => <DateText at={row.enteredAt} time />,
    },
    stateColumn(t.state, states, tones),
  ];
}

export function countColumn<I>(key: string, title: string, count: (row: I) => number): Column<I> {
  return { key, title, align: 'right', text: (row) => String(count(row)), render: count };
}

/** Takes a workbook; its checked rows are shown next, at `leadsTo`. */
export function EnterWorkbook<E extends Endpoint>(props: {
  readonly endpoint: E;
  readonly hint: string;
  readonly leadsTo: (reply: ReplyOf<E>) => void;
}): ReactNode {
  const t = useTexts(workbookTexts);
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button type="primary" onClick={() => setOpen(true)}>
        {t.upload}
      </Button>
      <Modal open={open} title={t.upload} footer={null} onCancel={() => setOpen(false)} destroyOnHidden>
        <UploadBox
          endpoint={props.endpoint}
          accept={['.xlsx']}
          maxMb={64}
          hint={props.hint}
          onDone={props.leadsTo}
        />
      </Modal>
    </>
  );
}

/** The heading of one import: its file, how far it is, its workbooks with the findings, and the steps that it allows. */
export function ImportHead<E extends Endpoint>(props: {
  readonly item: WorkbookImport;
  readonly states: States;
  readonly above: { readonly to: string; readonly title: string };
  readonly corrected: E;
  /** What `corrected` is asked for: all rows, and the faulty ones alone. */
  readonly what: CallOf<E>;
  readonly whatBad: CallOf<E>;
  readonly children: ReactNode;
}): ReactNode {
  const t = useTexts(workbookTexts);
  const { item, states, corrected } = props;
  const name = item.fileName.replace(/\.xlsx$/i, '');
  const decided = item.decidedBy === null ? '' : ` · ${t.decidedBy} ${item.decidedBy}`;
  return (
    <PageHead
      title={item.fileName}
      above={props.above}
      state={<StateTag tone={tones[item.state]}>{states[item.state]}</StateTag>}
      note={`${item.number} · ${t.enteredBy} ${item.enteredBy}${decided}`}
      actions={
        <>
          <DownloadButton
            endpoint={corrected}
            what={props.what}
            name={`${name}-核对结果.xlsx`}
            label={t.corrected}
          />
          {item.report.bad === 0 ? null : (
            <DownloadButton
              endpoint={corrected}
              what={props.whatBad}
              name={`${name}-有误.xlsx`}
              label={t.correctedBad}
            />
          )}
          {props.children}
        </>
      }
    />
  );
}

interface Step<Said extends unknown[]> extends Pick<Doing<Endpoint>, 'pending' | 'problem'> {
  readonly run: (...said: Said) => Promise<unknown>;
}

/** Who entered it submits or discards it; another person approves it or sends it back. */
export function ImportSteps(props: {
  readonly item: WorkbookImport;
  readonly mayEnter: boolean;
  readonly mayApprove: boolean;
  readonly submitEffects: readonly string[];
  readonly approveEffects: readonly string[];
  /** Asks for one explanation of all rows that have none of their own. */
  readonly toExplain: string;
  readonly submit: Step<[reason: string]>;
  readonly discard: Step<[]>;
  readonly decide: Step<[approve: boolean, note: string]>;
  /** More that who entered it can do. */
  readonly children?: ReactNode;
}): ReactNode {
  const t = useTexts(workbookTexts);
  const { item, submit, discard, decide } = props;
  const unexplained = item.report.unexplained > 0;
  if (props.mayApprove && item.state === 'submitted')
    return (
      <Decision
        own={item.own ? t.own : null}
        yes={{ label: t.approve, effects: props.approveEffects }}
        no={{ label: t.reject, effects: [t.rejectEffect] }}
        run={decide.run}
        step={decide}
      />
    );
  if (!props.mayEnter || (item.state !== 'checked' && item.state !== 'rejected')) return null;
  return (
    <>
      <ConfirmEffect
        label={t.submit}
        title={t.submit}
        effects={props.submitEffects}
        confirm={t.submit}
        {...(unexplained ? { askReason: 'needed' } : {})}
        run={({ reason }) => submit.run(reason)}
        pending={submit.pending}
        problem={submit.problem}
        button={{ type: 'primary' }}
      >
        {unexplained ? <p className="dl-soft">{props.toExplain}</p> : null}
      </ConfirmEffect>
      {props.children}
      <ConfirmEffect
        label={t.discard}
        title={t.discard}
        effects={[t.discardEffect]}
        confirm={t.discard}
        irreversible
        run={() => discard.run()}
        pending={discard.pending}
        problem={discard.problem}
      />
    </>
  );
}
