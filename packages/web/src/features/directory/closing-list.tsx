// screen: JS-14b, HN-7b, HN-11b, SX-5.8
import { listClosings } from '@daylight/api/directory.ts';
import type { ReactNode } from 'react';
import { useSay } from '../../i18n/language.ts';
import { useTexts } from '../../i18n/texts.ts';
import { useJurisdictionName } from '../../reference.ts';
import { TwoLines, stateColumn } from '../../ui/columns.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { Deadline } from '../../ui/deadline.tsx';
import { PageHead } from '../../ui/details.tsx';
import { choice } from '../../ui/filters.ts';
import { DateText } from '../../ui/numbers.tsx';
import { Article } from '../../ui/why.tsx';
import { OpenCountsText, openCountsText } from './open-business.tsx';
import { useReason } from './reasons.ts';
import { closingOrigins } from './origins.ts';
import { directory } from './texts.ts';
import { closingTone } from './tones.ts';

/** Suspensions, withdrawals and cancellations: proposed, finishing what is open, in effect. */
export function ClosingListPage(): ReactNode {
  const t = useTexts(directory);
  const placeName = useJurisdictionName();
  const say = useSay();
  const reason = useReason();
  return (
    <>
      <PageHead title={t.closings} note={t.closingsNote} />
      <DataTable
        id="directory-closings"
        endpoint={listClosings}
        filters={[choice('state', t.state, t.closingStates), choice('kind', t.kind, t.closingKinds)]}
        columns={[
          {
            key: 'productName',
            title: t.product,
            card: 'title',
            text: (row) => `${row.productName} ${row.specification} ${row.number} ${placeName(row.place)}`,
            render: (row) => (
              <TwoLines below={`${placeName(row.place)} · ${row.manufacturer.name}`}>
                {row.productName} <small className="dl-soft">{row.specification}</small>
              </TwoLines>
            ),
          },
          {
            key: 'kind',
            title: t.kind,
            nowrap: true,
            text: (row) => t.closingKinds[row.kind],
            render: (row) => (
              <TwoLines below={say(closingOrigins[row.origin])}>{t.closingKinds[row.kind]}</TwoLines>
            ),
          },
          {
            key: 'reason',
            title: t.why,
            text: (row) => `${reason(row.reason)} ${row.note}`,
            render: (row) => (
              <TwoLines below={row.note}>
                {reason(row.reason)} <Article basis={row.basis} />
              </TwoLines>
            ),
          },
          {
            key: 'open',
            title: t.open,
            text: (row) => (row.openNow === null ? '' : openCountsText(row.openNow, t)),
            render: (row) => (row.openNow === null ? '—' : <OpenCountsText counts={row.openNow} />),
          },
          {
            key: 'finish',
            title: t.finish,
            text: (row) => row.finish?.dueAt ?? '',
            render: (row) =>
              row.finish === null || row.state !== 'waiting' ? '—' : <Deadline {...row.finish} compact />,
          },
          {
            key: 'proposedAt',
            title: t.proposedAt,
            nowrap: true,
            text: (row) => row.proposedAt,
            render: (row) => <DateText at={row.proposedAt} />,
          },
          stateColumn(t.state, t.closingStates, closingTone),
        ]}
        href={(row) => `/directory/closings/${row.id}`}
        empty={{ title: t.noClosings }}
      />
    </>
  );
}
