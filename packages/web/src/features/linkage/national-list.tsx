// screen: HN-3b, JS-7, JS-9
import { listNationalPrices } from '@daylight/api/linkage.ts';
import type { ReactNode } from 'react';
import { useTexts } from '../../i18n/texts.ts';
import { Go } from '../../navigate.tsx';
import { useMay } from '../../session.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { PageHead } from '../../ui/details.tsx';
import { UnitPrice } from '../../ui/numbers.tsx';
import { StateTag } from '../../ui/tags.tsx';
import { PerUnit } from './evidence-parts.tsx';
import { texts } from './texts.ts';
import './linkage.css';

/** Every listing beside the lowest price of the country. */
export function NationalListPage(): ReactNode {
  const t = useTexts(texts);
  const may = useMay();
  return (
    <>
      <PageHead
        title={t.national}
        note={t.nationalNote}
        actions={may('linkage.declare') ? <Go to="/price-declarations/new">{t.declareOwn}</Go> : undefined}
      />
      <DataTable<typeof listNationalPrices>
        id="national-prices"
        endpoint={listNationalPrices}
        filters={[
          { kind: 'search', name: 'search', label: t.search },
          { kind: 'flag', name: 'above', label: t.onlyAbove },
        ]}
        columns={[
          {
            key: 'productName',
            title: t.product,
            card: 'title',
            render: (row) => (
              <>
                {row.productName}
                <br />
                <small>{row.specification}</small>
              </>
            ),
          },
          { key: 'manufacturer', title: t.manufacturer, render: (row) => row.manufacturer },
          {
            key: 'price',
            title: t.listingPrice,
            unit: '元',
            align: 'right',
            text: (row) => row.price,
            render: (row) => (
              <UnitPrice
                price={row.price}
                purchaseUnit={row.purchaseUnit}
                smallestUnit={row.smallestUnit}
                perPurchaseUnit={row.unitsPerPurchaseUnit}
              />
            ),
          },
          {
            key: 'lowest',
            title: t.lowest,
            unit: t.perSmallest,
            align: 'right',
            text: (row) => row.lowest ?? '',
            render: (row) => <PerUnit amount={row.lowest} />,
          },
          { key: 'provinces', title: t.provinces, align: 'right', render: (row) => row.provinces },
          {
            key: 'above',
            title: t.above,
            card: 'state',
            text: (row) => String(row.above ?? ''),
            render: (row) => <Above percent={row.above} />,
          },
        ]}
        href={(row) => `/national-prices/${row.itemCode}`}
        empty={{ title: t.noNational }}
      />
    </>
  );
}

export function Above({ percent }: { readonly percent: number | null }): ReactNode {
  const t = useTexts(texts);
  if (percent === null) return <StateTag tone="ended">{t.noLowest}</StateTag>;
  if (percent === 0) return <StateTag tone="good">{t.notAbove}</StateTag>;
  return (
    <StateTag tone={percent > 20 ? 'danger' : 'warning'}>
      {t.above} {t.abovePercent(percent)}
    </StateTag>
  );
}
