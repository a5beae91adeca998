// screen: JS-8, JS-10, HN-15
import { listReviews, reviewState } from '@daylight/api/panel.ts';
import type { ReactNode } from 'react';
import { useSay } from '../../i18n/language.ts';
import { useTexts } from '../../i18n/texts.ts';
import { stateColumn } from '../../ui/columns.tsx';
import { DataTable, type RowOf } from '../../ui/data-table.tsx';
import { PageHead } from '../../ui/details.tsx';
import { choice } from '../../ui/filters.ts';
import { DateText } from '../../ui/numbers.tsx';
import type { Column } from '../../ui/table-view.tsx';
import { reviewTone } from './states.ts';
import { texts } from './texts.ts';

type Row = RowOf<typeof listReviews>;

export function ReviewListPage(): ReactNode {
  const t = useTexts(texts);
  const columns = useColumns();
  return (
    <>
      <PageHead title={t.reviews} note={t.reviewsNote} />
      <DataTable<typeof listReviews>
        id="reviews"
        endpoint={listReviews}
        filters={[
          { kind: 'search', name: 'search', label: t.search, placeholder: t.searchHint },
          choice('state', t.state, t.states, reviewState.options),
        ]}
        columns={columns}
        href={(row) => `/reviews/${row.id}`}
        tone={(row) => (row.state === 'short' ? 'danger' : null)}
        empty={{ title: t.noReviews }}
      />
    </>
  );
}

function useColumns(): readonly Column<Row>[] {
  const t = useTexts(texts);
  const say = useSay();
  return [
    {
      key: 'title',
      title: t.title,
      card: 'title',
      text: (row) => say(row.title),
      render: (row) => say(row.title),
    },
    { key: 'number', title: t.number, nowrap: true, render: (row) => row.number },
    {
      key: 'specialty',
      title: t.specialty,
      text: (row) => say(row.specialty),
      render: (row) => say(row.specialty),
    },
    {
      key: 'progress',
      title: t.progress,
      text: (row) => t.progressText(row.scored, row.seats),
      render: (row) => t.progressText(row.scored, row.seats),
    },
    {
      key: 'openedAt',
      title: t.openedAt,
      text: (row) => row.openedAt,
      render: (row) => <DateText at={row.openedAt} />,
    },
    {
      key: 'score',
      title: t.score,
      align: 'right',
      text: (row) => row.score ?? '',
      render: (row) => row.score ?? '—',
    },
    stateColumn(t.state, t.states, reviewTone),
  ];
}
