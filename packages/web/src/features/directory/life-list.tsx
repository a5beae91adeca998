// screen: JS-3, JS-14a, JS-14b, HN-7b
import { listLives } from '@daylight/api/directory.ts';
import type { ReactNode } from 'react';
import { useTexts } from '../../i18n/texts.ts';
import { useSearch } from '../../navigate.tsx';
import { TwoLines, stateColumn } from '../../ui/columns.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { Deadline } from '../../ui/deadline.tsx';
import { PageHead } from '../../ui/details.tsx';
import { choice } from '../../ui/filters.ts';
import { DateText } from '../../ui/numbers.tsx';
import { useReason } from './reasons.ts';
import { directory } from './texts.ts';
import { listedTone } from './tones.ts';

/** What is about to be suspended, is closing or suspended: the bureau's board and the enterprise's own products. */
export function LifeListPage(): ReactNode {
  const t = useTexts(directory);
  const reason = useReason();
  const [search] = useSearch();
  const isIdle = (search['stage'] ?? 'idle') === 'idle';
  return (
    <>
      <PageHead title={t.lives} note={t.livesNote} />
      <DataTable
        id="directory-lives"
        endpoint={listLives}
        rowKey={(row) => row.listingId}
        filters={[choice('stage', t.stage, t.stages)]}
        columns={[
          {
            key: 'productName',
            title: t.product,
            card: 'title',
            text: (row) => `${row.productName} ${row.specification} ${row.number}`,
            render: (row) => (
              <TwoLines below={row.number}>
                {row.productName} <small className="dl-soft">{row.specification}</small>
              </TwoLines>
            ),
          },
          { key: 'manufacturer', title: t.manufacturer, render: (row) => row.manufacturer.name },
          {
            key: 'lastTradedOn',
            title: t.lastTraded,
            nowrap: true,
            text: (row) => row.lastTradedOn ?? '',
            render: (row) => (row.lastTradedOn === null ? t.never : <DateText at={row.lastTradedOn} />),
          },
          {
            key: 'countedFrom',
            title: t.countedFrom,
            nowrap: true,
            text: (row) => row.countedFrom ?? '',
            render: (row) => (row.countedFrom === null ? '—' : <DateText at={row.countedFrom} />),
          },
          isIdle
            ? {
                key: 'suspension',
                title: t.suspension,
                text: (row) => row.suspension?.dueAt ?? '',
                render: (row) => (row.suspension === null ? '—' : <Deadline {...row.suspension} />),
              }
            : {
                key: 'reason',
                title: t.why,
                text: (row) => (row.stateReason === null ? '' : reason(row.stateReason)),
                render: (row) => (row.stateReason === null ? '—' : reason(row.stateReason)),
              },
          stateColumn(t.state, t.states, listedTone),
        ]}
        href={(row) => `/listings/${row.listingId}`}
        empty={{ title: t.noLives }}
      />
    </>
  );
}
