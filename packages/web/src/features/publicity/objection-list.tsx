// screen: JS-13b, HN-15
import { listObjections } from '@daylight/api/publicity-objection.ts';
import { publicityKinds } from '@daylight/rules/publicity/kind.ts';
import type { ReactNode } from 'react';
import { useSay } from '../../i18n/language.ts';
import { useTexts } from '../../i18n/texts.ts';
import { useMay } from '../../session.ts';
import { TwoLines } from '../../ui/columns.tsx';
import { DataTable, type RowOf } from '../../ui/data-table.tsx';
import { Deadline } from '../../ui/deadline.tsx';
import { PageHead } from '../../ui/details.tsx';
import { choice } from '../../ui/filters.ts';
import { DateText } from '../../ui/numbers.tsx';
import type { Column } from '../../ui/table-view.tsx';
import { StateTag } from '../../ui/tags.tsx';
import { objectionTone } from './states.ts';
import { texts } from './texts.ts';

type Row = RowOf<typeof listObjections>;

/** The bureau's board with its deadlines; for everybody else the own objections. */
export function ObjectionListPage(): ReactNode {
  const t = useTexts(texts);
  const may = useMay();
  const handles = may('publicity.answer') || may('publicity.decide');
  const columns = useColumns(handles);
  return (
    <>
      <PageHead
        title={t.objections}
        note={may('publicity.object') ? t.ownObjectionsNote : t.objectionsNote}
      />
      <DataTable<typeof listObjections>
        id="objections"
        endpoint={listObjections}
        filters={[
          {
            kind: 'choice',
            name: 'show',
            label: t.show,
            options: (['open', 'closed'] as const).map((value) => ({ value, label: t.shows[value] })),
          },
          {
            kind: 'choice',
            name: 'state',
            label: t.state,
            options: (['made', 'examining', 'answered', 'decided', 'notTakenUp', 'withdrawn'] as const).map(
              (value) => ({ value, label: t.objectionStates[value] }),
            ),
          },
          choice('kind', t.kind, t.kinds, publicityKinds),
        ]}
        columns={columns}
        href={(row) => `/objections/${row.id}`}
        tone={(row) => (row.overdue ? 'danger' : null)}
        above={({ counts }) => (
          <p className="dl-soft">
            {t.counts(counts.toTakeUp, counts.toAnswer, counts.toDecide, counts.overdue)}
          </p>
        )}
        empty={{ title: t.noObjections }}
      />
    </>
  );
}

function useColumns(handles: boolean): readonly Column<Row>[] {
  const t = useTexts(texts);
  const say = useSay();
  const about = (row: Row): string => (row.itemText === null ? t.wholeList : say(row.itemText));
  return [
    {
      key: 'about',
      title: t.about,
      card: 'title',
      text: about,
      render: (row) => <TwoLines below={say(row.publicity.title)}>{about(row)}</TwoLines>,
    },
    { key: 'reason', title: t.reason, text: (row) => say(row.reason), render: (row) => say(row.reason) },
    ...(handles
      ? [
          {
            key: 'objector',
            title: t.objector,
            text: (row: Row) => row.objector?.name ?? '',
            render: (row: Row) => row.objector?.name ?? t.hidden,
          },
        ]
      : []),
    {
      key: 'madeAt',
      title: t.madeAt,
      nowrap: true,
      text: (row) => row.madeAt,
      render: (row) => <DateText at={row.madeAt} />,
    },
    {
      key: 'due',
      title: t.due,
      text: (row) => row.due?.dueAt ?? '',
      render: (row) => (row.due === null ? '—' : <Deadline {...row.due} compact />),
    },
    {
      key: 'state',
      title: t.state,
      card: 'state',
      text: (row) => t.objectionStates[row.state],
      render: (row) => (
        <StateTag tone={row.overdue ? 'danger' : objectionTone[row.state]}>
          {row.outcome === null || row.state !== 'decided'
            ? t.objectionStates[row.state]
            : t.outcomes[row.outcome]}
        </StateTag>
      ),
    },
    { key: 'number', title: t.number, hidden: true, nowrap: true, render: (row) => row.number },
  ];
}
