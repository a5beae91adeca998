// screen: JS-8, JS-10, HN-15
import { listAssignments } from '@daylight/api/panel-member.ts';
import type { ReactNode } from 'react';
import { useSay } from '../../i18n/language.ts';
import { useTexts } from '../../i18n/texts.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { Deadline } from '../../ui/deadline.tsx';
import { PageHead } from '../../ui/details.tsx';
import { StateTag } from '../../ui/tags.tsx';
import { candidateTone } from './states.ts';
import { texts } from './texts.ts';

/** An expert's own reviews, on a phone as well. */
export function MyReviewsPage(): ReactNode {
  const t = useTexts(texts);
  const say = useSay();
  return (
    <>
      <PageHead title={t.myReviews} note={t.myReviewsNote} />
      <DataTable<typeof listAssignments>
        id="my-reviews"
        endpoint={listAssignments}
        filters={[{ kind: 'flag', name: 'open', label: t.openOnly }]}
        columns={[
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
            key: 'due',
            title: t.due,
            text: (row) => row.due?.dueAt ?? '',
            render: (row) => (row.due === null ? '—' : <Deadline {...row.due} compact />),
          },
          {
            key: 'state',
            title: t.state,
            card: 'state',
            text: (row) => (row.duty === null ? t.candidateStates[row.state] : t.duties[row.duty]),
            render: (row) => (
              <StateTag tone={row.duty === null ? candidateTone[row.state] : 'waiting'}>
                {row.duty === null ? t.candidateStates[row.state] : t.duties[row.duty]}
              </StateTag>
            ),
          },
        ]}
        href={(row) => `/my-reviews/${row.id}`}
        empty={{ title: t.noMyReviews }}
      />
    </>
  );
}
