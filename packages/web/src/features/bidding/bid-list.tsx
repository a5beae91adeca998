// screen: SX-2.2, GY-3.3
import { listBiddings } from '@daylight/api/bidding.ts';
import type { ReactNode } from 'react';
import { useTexts } from '../../i18n/texts.ts';
import { stateColumn } from '../../ui/columns.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { Deadline } from '../../ui/deadline.tsx';
import { PageHead } from '../../ui/details.tsx';
import { StateTag } from '../../ui/tags.tsx';
import { roundTone } from '../tender/round-states.ts';
import { texts as roundTexts } from '../tender/round-texts.ts';
import { enrolTone } from './states.ts';
import { texts } from './texts.ts';

/** Rounds in which the enterprise has a product. */
export function BidListPage(): ReactNode {
  const t = useTexts(texts);
  const r = useTexts(roundTexts);
  return (
    <>
      <PageHead title={t.bids} note={t.bidsNote} />
      <DataTable<typeof listBiddings>
        id="bids"
        endpoint={listBiddings}
        href={(row) => `/bids/${row.id}`}
        empty={{ title: t.noBids, help: t.noBidsHelp }}
        columns={[
          { key: 'title', title: t.round, card: 'title', render: (row) => row.title },
          { key: 'number', title: t.number, nowrap: true, render: (row) => row.number },
          stateColumn(t.state, r.states, roundTone),
          { key: 'products', title: t.products, align: 'right', render: (row) => String(row.products) },
          {
            key: 'enrolment',
            title: t.enrolment,
            text: (row) => (row.enrolment === null ? t.notEnrolled : t.enrolStates[row.enrolment]),
            render: (row) =>
              row.enrolment === null ? (
                t.notEnrolled
              ) : (
                <StateTag tone={enrolTone[row.enrolment]}>{t.enrolStates[row.enrolment]}</StateTag>
              ),
          },
          {
            key: 'bid',
            title: t.bid,
            render: (row) => (row.bidVersion === null ? t.noBid : t.version(row.bidVersion)),
          },
          {
            key: 'due',
            title: t.due,
            text: (row) => row.bidDueAt ?? '',
            render: (row) => (row.bidDueAt === null ? '—' : <Deadline dueAt={row.bidDueAt} compact />),
          },
        ]}
      />
    </>
  );
}
