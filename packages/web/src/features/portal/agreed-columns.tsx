import type { listPublicAgreedPrices } from '@daylight/api/portal.ts';
import { useTexts } from '../../i18n/texts.ts';
import type { RowOf } from '../../ui/data-table.tsx';
import { DateText, MoneyText } from '../../ui/numbers.tsx';
import type { Column } from '../../ui/table-view.tsx';
import { StateTag } from '../../ui/tags.tsx';
import { texts } from './texts.ts';

type Row = RowOf<typeof listPublicAgreedPrices>;

/** Columns of agreed prices, on their own page and on a listing's. */
export function useAgreedColumns(): readonly Column<Row>[] {
  const t = useTexts(texts);
  return [
    {
      key: 'productName',
      title: t.product,
      card: 'title',
      render: (row) => `${row.productName} ${row.specification}`,
    },
    { key: 'manufacturer', title: t.manufacturer, render: (row) => row.manufacturer },
    { key: 'institution', title: t.institution, render: (row) => row.institution },
    {
      key: 'price',
      title: t.agreedPrice,
      unit: '元',
      align: 'right',
      render: (row) => <MoneyText amount={row.price} strong />,
    },
    {
      key: 'listingPrice',
      title: t.price,
      unit: '元',
      align: 'right',
      render: (row) => <MoneyText amount={row.listingPrice} />,
    },
    { key: 'purchaseUnit', title: t.unit, render: (row) => row.purchaseUnit },
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
