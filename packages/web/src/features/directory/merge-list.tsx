// screen: HN-1, HN-15, JS-5
import { type MergeItem, decideMerge, listMerges } from '@daylight/api/directory-resume.ts';
import type { ReactNode } from 'react';
import { useDo } from '../../ask.ts';
import { useMarks } from '../../i18n/marks.ts';
import { useTexts } from '../../i18n/texts.ts';
import { Go } from '../../navigate.tsx';
import { useJurisdictionName } from '../../reference.ts';
import { useMay } from '../../session.ts';
import { TwoLines, stateColumn } from '../../ui/columns.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { Decision } from '../../ui/decision.tsx';
import { PageHead } from '../../ui/details.tsx';
import { choice } from '../../ui/filters.ts';
import { DateText, useYuan } from '../../ui/numbers.tsx';
import { StateTag } from '../../ui/tags.tsx';
import './directory.css';
import { directory } from './texts.ts';

const tone = { waiting: 'waiting', approved: 'good', rejected: 'ended' } as const;

/** City listings that become the province's: what waits for the second person first. */
export function MergeListPage(): ReactNode {
  const t = useTexts(directory);
  const placeName = useJurisdictionName();
  const m = useMarks();
  const yuan = useYuan();
  const may = useMay();
  return (
    <>
      <PageHead
        title={t.merges}
        note={t.mergesNote}
        actions={may('directory.manage') ? <Go to="/directory/duplicates">{t.toDuplicates}</Go> : undefined}
      />
      <DataTable
        id="directory-merges"
        endpoint={listMerges}
        filters={[choice('state', t.state, t.mergeStates)]}
        columns={[
          {
            key: 'productName',
            title: t.product,
            card: 'title',
            text: (row) => `${row.itemCode} ${row.productName}`,
            render: (row) => (
              <TwoLines below={row.itemCode}>
                {row.productName} <small className="dl-soft">{row.specification}</small>
              </TwoLines>
            ),
          },
          {
            key: 'sources',
            title: t.sources,
            text: (row) =>
              row.sources.map((each) => `${placeName(each.place)} ${each.price}`).join(m.semicolon),
            render: (row) => (
              <ul className="dl-plain-list dl-places">
                {row.sources.map((source) => (
                  <li key={source.id}>
                    {placeName(source.place)}{' '}
                    <span className="dl-number">{yuan(source.price, source.purchaseUnit)}</span>{' '}
                    {source.id === row.keptListingId ? <StateTag tone="good">{t.kept}</StateTag> : null}
                  </li>
                ))}
              </ul>
            ),
          },
          {
            key: 'note',
            title: t.note,
            text: (row) => `${row.note} ${row.decisionNote}`,
            render: (row) => (
              <>
                {row.note}
                {row.decisionNote === '' ? null : (
                  <>
                    <br />
                    <small className="dl-soft">{row.decisionNote}</small>
                  </>
                )}
              </>
            ),
          },
          {
            key: 'enteredBy',
            title: t.enteredBy,
            text: (row) => `${row.enteredBy} ${row.enteredAt}`,
            render: (row) => <TwoLines below={<DateText at={row.enteredAt} />}>{row.enteredBy}</TwoLines>,
          },
          stateColumn(t.state, t.mergeStates, tone),
          { key: 'actions', title: t.actions, text: () => '', render: (row) => <Decide row={row} /> },
        ]}
        href={(row) => `/listings/${row.keptListingId}`}
        empty={{ title: t.noMerges }}
      />
    </>
  );
}

function Decide({ row }: { readonly row: MergeItem }): ReactNode {
  const t = useTexts(directory);
  const m = useMarks();
  const may = useMay();
  const decide = useDo(decideMerge, { touches: ['listing'] });
  if (row.state !== 'waiting' || !may('directory.decide')) return null;
  if (row.own) return <small className="dl-soft">{t.ownMerge}</small>;
  const run = (approve: boolean, note: string) =>
    decide.run({ params: { mergeId: row.id }, body: { approve, note } });
  return (
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-static-element-interactions -- keeps a click on a button from opening the row
    <span className="dl-actions" onClick={(event) => event.stopPropagation()}>
      <Decision
        yes={{
          label: t.mergeApprove,
          title: `${t.mergeApprove}${m.colon}${row.productName}`,
          effects: t.mergeApproveEffects,
          irreversible: true,
          askReason: 'optional',
        }}
        no={{
          label: t.mergeReject,
          title: `${t.mergeReject}${m.colon}${row.productName}`,
          effects: t.mergeRejectEffects,
        }}
        run={run}
        step={decide}
        size="small"
      />
    </span>
  );
}
