// screen: HN-15
import { listJournal, verifyJournalNow } from '@daylight/api/journal.ts';
import { Alert, Button } from 'antd';
import type { ReplyOf } from '@daylight/api/endpoint.ts';
import { type ReactNode, useState } from 'react';
import { useDo } from '../../ask.ts';
import { useTexts } from '../../i18n/texts.ts';
import { useMay } from '../../session.ts';
import { DataTable, type RowOf } from '../../ui/data-table.tsx';
import { PageHead } from '../../ui/details.tsx';
import { DateText } from '../../ui/numbers.tsx';
import { ProblemAlert } from '../../ui/problem.tsx';
import type { Column } from '../../ui/table-view.tsx';
import { StateTag } from '../../ui/tags.tsx';
import { Article } from '../../ui/why.tsx';
import './journal.css';
import { useEventName } from './event-names.ts';
import { texts } from './texts.ts';

type Row = RowOf<typeof listJournal>;

/** What happened, by whom and under which article; auditors see the province and verify its chain. */
export function JournalPage(): ReactNode {
  const t = useTexts(texts);
  const may = useMay();
  return (
    <>
      <PageHead title={t.journal} note={t.journalNote} />
      {may('journal.readAll') ? <Verification /> : null}
      <DataTable
        id="journal"
        endpoint={listJournal}
        filters={[
          { kind: 'days', name: 'from', until: 'until', label: t.from },
          { kind: 'search', name: 'event', label: t.eventCode },
          { kind: 'search', name: 'subjectId', label: t.find },
        ]}
        columns={useColumns()}
        expand={(row) => <Change row={row} />}
        empty={{ title: t.none, help: t.noneHelp }}
      />
    </>
  );
}

function useColumns(): readonly Column<Row>[] {
  const t = useTexts(texts);
  const eventName = useEventName();
  return [
    { key: 'at', title: t.at, text: (row) => row.at, render: (row) => <DateText at={row.at} time /> },
    {
      key: 'event',
      title: t.event,
      card: 'title',
      text: (row) => row.event,
      render: (row) => eventName(row.event),
    },
    {
      key: 'organisation',
      title: t.organisation,
      text: (row) => row.organisation?.name ?? t.clock,
      render: (row) => row.organisation?.name ?? t.clock,
    },
    { key: 'person', title: t.person, text: (row) => row.person ?? '', render: (row) => row.person ?? '—' },
    {
      key: 'subject',
      title: t.subject,
      text: (row) => `${row.subjectKind} ${row.subjectId}`,
      render: (row) => (
        <span className="dl-journal-id">
          {row.subjectKind} {row.subjectId}
        </span>
      ),
    },
    {
      key: 'basis',
      title: t.basis,
      text: (row) => row.basis.map((each) => `${each.document} ${each.article}`).join('; '),
      render: (row) =>
        row.basis.map((each) => <Article key={`${each.document}${each.article}`} basis={each} />),
    },
    {
      key: 'position',
      title: t.position,
      card: 'state',
      text: (row) => String(row.position ?? ''),
      render: (row) =>
        row.position === null ? (
          <StateTag tone="waiting">{t.waiting}</StateTag>
        ) : (
          <StateTag tone="good">{`${t.sealed} ${row.position}`}</StateTag>
        ),
    },
  ];
}

function Change({ row }: { readonly row: Row }): ReactNode {
  const t = useTexts(texts);
  const sides = [
    { name: t.before, value: row.before },
    { name: t.after, value: row.after },
  ].filter((side) => side.value !== null);
  return (
    <div className="dl-journal-change">
      {sides.map((side) => (
        <div key={side.name}>
          <strong>{side.name}</strong>
          <pre tabIndex={0}>{JSON.stringify(side.value, null, 2)}</pre>
        </div>
      ))}
    </div>
  );
}

function Verification(): ReactNode {
  const t = useTexts(texts);
  const [result, setResult] = useState<ReplyOf<typeof verifyJournalNow> | null>(null);
  const verify = useDo(verifyJournalNow, { then: setResult });
  return (
    <div className="dl-journal-verify">
      <Button onClick={() => void verify.run({ body: {} })} loading={verify.pending}>
        {verify.pending ? t.verifying : t.verify}
      </Button>
      <ProblemAlert problem={verify.problem} />
      {result === null ? null : result.faults.length === 0 ? (
        <Alert
          type="success"
          showIcon
          title={t.intact(result.records, result.unsealed)}
          description={
            <>
              {t.keep}
              <code>
                {result.records}:{result.chainHash}
              </code>
            </>
          }
        />
      ) : (
        <Alert
          type="error"
          showIcon
          title={t.broken(result.faults.length)}
          description={
            <ul>
              {result.faults.map((fault) => (
                <li key={`${fault.kind}${fault.position ?? ''}${fault.journalId ?? ''}`}>
                  {t.faults[fault.kind]} {fault.position === undefined ? '' : t.atPosition(fault.position)}{' '}
                  {fault.journalId ?? ''}
                </li>
              ))}
            </ul>
          }
        />
      )}
    </div>
  );
}
