// screen: HN-11b
import { listLowDelivery } from '@daylight/api/directory.ts';
import type { ReactNode } from 'react';
import { useTexts } from '../../i18n/texts.ts';
import { Go } from '../../navigate.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { PageHead } from '../../ui/details.tsx';
import { RateTag, rateText } from './delivery-months.tsx';
import { directory } from './texts.ts';

/** Listings whose delivery rate was low in each of the months that the rule looks at. */
export function LowDeliveryPage(): ReactNode {
  const t = useTexts(directory);
  return (
    <>
      <PageHead title={t.low} note={t.lowNote} />
      <DataTable
        id="directory-low"
        endpoint={listLowDelivery}
        rowKey={(row) => row.listingId}
        columns={[
          {
            key: 'productName',
            title: t.product,
            card: 'title',
            text: (row) => `${row.productName} ${row.specification} ${row.number}`,
            render: (row) => (
              <>
                {row.productName} <small className="dl-soft">{row.specification}</small>
              </>
            ),
          },
          {
            key: 'manufacturer',
            title: t.manufacturer,
            text: (row) => row.manufacturer.name,
            render: (row) => row.manufacturer.name,
          },
          {
            key: 'months',
            title: t.rates,
            text: (row) =>
              row.months.map(({ month, rate }) => `${month.slice(0, 7)} ${rateText(rate ?? 0)}`).join(' '),
            render: (row) => (
              <span className="dl-actions">
                {row.months.map((month) => (
                  <span key={month.month}>
                    <small className="dl-soft">{month.month.slice(0, 7)}</small> <RateTag month={month} />{' '}
                    <small className="dl-soft">
                      {month.onTime}/{month.due}
                    </small>
                  </span>
                ))}
              </span>
            ),
          },
          {
            key: 'closing',
            title: t.actions,
            text: () => '',
            render: (row) =>
              row.closingId === null ? (
                '—'
              ) : (
                <Go to={`/directory/closings/${row.closingId}`}>{t.toClosing}</Go>
              ),
          },
        ]}
        href={(row) => `/listings/${row.listingId}`}
        empty={{ title: t.noLow }}
      />
    </>
  );
}
