// screen: JS-11
import { listAgreedPrices } from '@daylight/api/bargain.ts';
import type { ReactNode } from 'react';
import { useTexts } from '../../i18n/texts.ts';
import { DataTable, type RowOf } from '../../ui/data-table.tsx';
import { PageHead } from '../../ui/details.tsx';
import { DateText, MoneyText, QuantityText, UnitPrice } from '../../ui/numbers.tsx';
import type { Column } from '../../ui/table-view.tsx';
import { StateTag } from '../../ui/tags.tsx';
import { texts } from './texts.ts';

type Row = RowOf<typeof listAgreedPrices>;

/** What every institution agreed on, for every other one to see. */
export function AgreedPriceListPage(): ReactNode {
  const t = useTexts(texts);
  return (
    <>
      <PageHead title={t.agreedPrices} note={t.agreedPricesNote} />
      <DataTable
        id="agreed-prices"
        endpoint={listAgreedPrices}
        filters={[
          { kind: 'search', name: 'search', label: t.search, placeholder: t.searchHint },
          { kind: 'flag', name: 'ended', label: t.withEnded },
        ]}
        columns={useAgreedColumns()}
        empty={{ title: t.noAgreed }}
      />
    </>
  );
}

export function useAgreedColumns(): readonly Column<Row>[] {
  const t = useTexts(texts);
  return [
    {
      key: 'product',
      title: t.product,
      card: 'title',
      text: (row) => `${row.product.productName} ${row.product.specification}`,
      render: (row) => (
        <>
          {row.product.productName} <small className="dl-soft">{row.product.specification}</small>
        </>
      ),
    },
    {
      key: 'institution',
      title: t.institution,
      text: (row) => row.institution.name,
      render: (row) => row.institution.name,
    },
    {
      key: 'manufacturer',
      title: t.manufacturer,
      text: (row) => row.manufacturer.name,
      render: (row) => row.manufacturer.name,
    },
    {
      key: 'price',
      title: t.agreedPrice,
      align: 'right',
      text: (row) => row.price,
      render: (row) => (
        <UnitPrice
          price={row.price}
          purchaseUnit={row.product.purchaseUnit}
          smallestUnit={row.product.smallestUnit}
          perPurchaseUnit={row.unitsPerPurchaseUnit}
        />
      ),
    },
    {
      key: 'listingPrice',
      title: t.listingPrice,
      unit: '元',
      align: 'right',
      text: (row) => row.product.listingPrice,
      render: (row) => <MoneyText amount={row.product.listingPrice} />,
    },
    {
      key: 'quantity',
      title: t.quantity,
      align: 'right',
      hidden: true,
      text: (row) => row.quantity,
      render: (row) => <QuantityText count={row.quantity} unit={row.product.purchaseUnit} />,
    },
    { key: 'agreedAt', title: t.agreedAt, render: (row) => <DateText at={row.agreedAt} /> },
    {
      key: 'endedAt',
      title: t.state,
      card: 'state',
      text: (row) => (row.endedAt === null ? t.inForce : t.ended),
      render: (row) => (
        <StateTag tone={row.endedAt === null ? 'good' : 'ended'}>
          {row.endedAt === null ? t.inForce : t.ended}
        </StateTag>
      ),
    },
  ];
}
