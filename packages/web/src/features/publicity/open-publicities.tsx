// screen: HN-16, JS-13b
import type { Instant } from '@daylight/rules/time.ts';
import { listPublicities } from '@daylight/api/publicity.ts';
import { publicityKinds } from '@daylight/rules/publicity/kind.ts';
import type { ReactNode } from 'react';
import { useSay } from '../../i18n/language.ts';
import { useTexts } from '../../i18n/texts.ts';
import { useActor } from '../../session.ts';
import { stateColumn } from '../../ui/columns.tsx';
import { DataTable, type RowOf } from '../../ui/data-table.tsx';
import { Deadline } from '../../ui/deadline.tsx';
import { PageHead } from '../../ui/details.tsx';
import { choice } from '../../ui/filters.ts';
import { lastMoment } from '../../ui/format.ts';
import { DateText } from '../../ui/numbers.tsx';
import type { Column } from '../../ui/table-view.tsx';
import { usePlatform, usePlatformFilter } from '../portal/platform.ts';
import { listTone } from './states.ts';
import { texts } from './texts.ts';

type Row = RowOf<typeof listPublicities>;

/** Every list that is or was public, for anyone. */
export function OpenPublicitiesPage(): ReactNode {
  const t = useTexts(texts);
  const jurisdiction = usePlatform();
  const actor = useActor();
  const columns = useColumns();
  return (
    <>
      <PageHead title={t.publicities} note={t.publicitiesNote} />
      <DataTable<typeof listPublicities>
        id="open-publicities"
        endpoint={listPublicities}
        query={{ jurisdiction }}
        filters={[
          { kind: 'search', name: 'search', label: t.search, placeholder: t.searchHint },
          usePlatformFilter(),
          choice('kind', t.kind, t.kinds, publicityKinds),
          {
            kind: 'choice',
            name: 'state',
            label: t.state,
            options: (['open', 'ended', 'taken', 'withdrawn'] as const).map((value) => ({
              value,
              label: t.states[value],
            })),
          },
          ...(actor === null ? [] : [{ kind: 'flag' as const, name: 'own', label: t.own }]),
        ]}
        columns={columns}
        href={(row) => `/open/publicities/${row.id}?jurisdiction=${jurisdiction}`}
        empty={{ title: t.none }}
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
    { key: 'kind', title: t.kind, text: (row) => t.kinds[row.kind], render: (row) => t.kinds[row.kind] },
    { key: 'items', title: t.items, align: 'right', render: (row) => row.items },
    {
      key: 'openedAt',
      title: t.openedAt,
      text: (row) => row.openedAt,
      render: (row) => <DateText at={row.openedAt} />,
    },
    {
      key: 'ends',
      title: t.ends,
      text: (row) => lastMoment(row.ends.dueAt as Instant).day,
      render: (row) =>
        row.state === 'open' ? <Deadline {...row.ends} compact /> : lastMoment(row.ends.dueAt as Instant).day,
    },
    stateColumn(t.state, t.states, listTone),
    { key: 'number', title: t.number, hidden: true, nowrap: true, render: (row) => row.number },
  ];
}
