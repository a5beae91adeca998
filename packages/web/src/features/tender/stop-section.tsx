import { orderStateWords } from '@daylight/api/order-words.ts';
import type { ReactNode } from 'react';
import { useSay } from '../../i18n/language.ts';
import { useTexts } from '../../i18n/texts.ts';
import { Go } from '../../navigate.tsx';
import { useMay } from '../../session.ts';
import { Section } from '../../ui/details.tsx';
import { DateText } from '../../ui/numbers.tsx';
import { TableView } from '../../ui/table-view.tsx';
import { StateTag } from '../../ui/tags.tsx';
import { Article } from '../../ui/why.tsx';
import { orderTone } from '../order/states.ts';
import { texts } from './round-texts.ts';
import type { RoundView } from './sections.ts';

type Stop = RoundView['stops'][number];

/** Items that a wider round took over: which one, what became of their listings, and the orders still open (GY-2.4). */
export function StopSection({ tender }: { readonly tender: RoundView }): ReactNode {
  const t = useTexts(texts);
  const say = useSay();
  const { stops } = tender;
  if (stops.length === 0) return null;
  const orders = [
    ...new Map(stops.flatMap(({ ordersOpen }) => ordersOpen).map((each) => [each.orderId, each])).values(),
  ];
  return (
    <Section title={`${t.stops} (${stops.length})`}>
      <p className="dl-soft">{t.stopsNote}</p>
      <TableView
        inside
        label={t.stops}
        rowKey={(row) => row.item}
        rows={stops}
        columns={[
          { key: 'name', title: t.item, card: 'title', width: 120, render: (row) => row.name },
          { key: 'wider', title: t.wider, render: (row) => <Wider stop={row} place={tender.jurisdiction} /> },
          { key: 'at', title: t.stoppedAt, nowrap: true, render: (row) => <DateText at={row.at} time /> },
          { key: 'listings', title: t.closedListings, render: (row) => <Listings stop={row} /> },
          {
            key: 'orders',
            title: t.ordersOpenThen,
            align: 'right',
            render: (row) => String(row.ordersOpenThen),
          },
        ]}
      />
      {orders.length === 0 ? null : (
        <>
          <h3>{t.ordersOpen(orders.length)}</h3>
          <TableView
            inside
            label={t.ordersOpen(orders.length)}
            rowKey={(row) => row.orderId}
            rows={orders}
            href={(row) => `/orders/${row.orderId}`}
            columns={[
              { key: 'number', title: t.order, card: 'title', nowrap: true, render: (row) => row.number },
              { key: 'institution', title: t.institution, render: (row) => row.institution },
              {
                key: 'state',
                title: t.state,
                card: 'state',
                render: (row) => (
                  <StateTag tone={orderTone[row.state]}>{say(orderStateWords[row.state])}</StateTag>
                ),
              },
            ]}
          />
        </>
      )}
    </Section>
  );
}

function Wider({ stop, place }: { readonly stop: Stop; readonly place: string }): ReactNode {
  const t = useTexts(texts);
  const { id, title, number, level } = stop.wider;
  return (
    <>
      {t.levels[level]}：<Go to={`/open/rounds/${id}?jurisdiction=${place.slice(0, 2)}0000`}>{title}</Go>{' '}
      <span className="dl-soft">{number}</span> <Article basis={stop.basis} />
    </>
  );
}

/** Where the closing of a listing is worked off, for whoever may look there. */
function Listings({ stop }: { readonly stop: Stop }): ReactNode {
  const may = useMay();
  const reads = may('directory.read');
  return (
    <ul className="dl-round-plain">
      {stop.listings.map(({ listingId, number, closingId }) => (
        <li key={listingId}>
          {closingId !== null && reads ? <Go to={`/directory/closings/${closingId}`}>{number}</Go> : number}
        </li>
      ))}
    </ul>
  );
}
