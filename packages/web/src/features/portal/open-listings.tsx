// screen: JS-2, JS-6, HN-16
import { searchPublicListings } from '@daylight/api/portal.ts';
import type { ReactNode } from 'react';
import { useTexts } from '../../i18n/texts.ts';
import { stateColumn } from '../../ui/columns.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { PageHead } from '../../ui/details.tsx';
import { DateText, UnitPrice } from '../../ui/numbers.tsx';
import { StateTag } from '../../ui/tags.tsx';
import { usePlatform, usePlatformFilter } from './platform.ts';
import { texts } from './texts.ts';

export const stateTone = { listed: 'good', suspended: 'warning', withdrawn: 'ended' } as const;

/** Anyone looks up a product and its price, without signing in. */
export function OpenListingsPage(): ReactNode {
  const t = useTexts(texts);
  const jurisdiction = usePlatform();
  const platform = usePlatformFilter();
  return (
    <>
      <PageHead title={t.listings} note={t.listingsNote} />
      <DataTable
        id="open-listings"
        endpoint={searchPublicListings}
        query={{ jurisdiction }}
        filters={[
          { kind: 'search', name: 'search', label: t.search, placeholder: t.searchHint },
          platform,
          {
            kind: 'choice',
            name: 'state',
            label: t.state,
            options: (['listed', 'suspended', 'withdrawn'] as const).map((value) => ({
              value,
              label: t.states[value],
            })),
          },
        ]}
        columns={[
          {
            key: 'productName',
            title: t.product,
            card: 'title',
            text: (row) => row.productName,
            render: (row) => (
              <>
                {row.productName}
                {row.synthetic ? <StateTag tone="plain">{t.synthetic}</StateTag> : null}
              </>
            ),
          },
          { key: 'specification', title: t.specification, render: (row) => row.specification },
          { key: 'manufacturer', title: t.manufacturer, render: (row) => row.manufacturer },
          { key: 'itemCode', title: t.code, hidden: true, render: (row) => row.itemCode },
          { key: 'certificate', title: t.certificate, hidden: true, render: (row) => row.certificate },
          {
            key: 'price',
            title: t.price,
            unit: '元',
            align: 'right',
            render: (row) => (
              <UnitPrice
                price={row.price}
                purchaseUnit={row.purchaseUnit}
                smallestUnit={row.smallestUnit}
                perPurchaseUnit={row.unitsPerPurchaseUnit}
              />
            ),
          },
          stateColumn(t.state, t.states, stateTone),
          { key: 'listedOn', title: t.listedOn, render: (row) => <DateText at={row.listedOn} /> },
        ]}
        href={(row) => `/open/listings/${row.id}?jurisdiction=${jurisdiction}`}
        empty={{ title: t.noListings, help: t.noListingsHelp }}
      />
    </>
  );
}
