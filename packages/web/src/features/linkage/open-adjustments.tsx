// screen: JS-13b, JS-39, HN-7b, HN-16
import { listPriceAdjustments } from '@daylight/api/linkage.ts';
import type { ReactNode } from 'react';
import { useTexts } from '../../i18n/texts.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { PageHead } from '../../ui/details.tsx';
import { DateText, MoneyText } from '../../ui/numbers.tsx';
import { Article } from '../../ui/why.tsx';
import { usePlatform, usePlatformFilter } from '../portal/platform.ts';
import { texts } from './texts.ts';
import './linkage.css';

/** Public: which listing prices changed, by what, with the document. */
export function OpenAdjustmentsPage(): ReactNode {
  const t = useTexts(texts);
  const jurisdiction = usePlatform();
  const platform = usePlatformFilter();
  const reasonText = (code: string): string =>
    code in t.reasons ? t.reasons[code as keyof typeof t.reasons] : code;
  return (
    <>
      <PageHead title={t.adjustments} note={t.adjustmentsNote} />
      <DataTable<typeof listPriceAdjustments>
        id="price-adjustments"
        endpoint={listPriceAdjustments}
        query={{ jurisdiction }}
        rowKey={(row) => row.key}
        filters={[
          platform,
          {
            kind: 'choice',
            name: 'reason',
            label: t.reason,
            options: [
              { value: 'linkage', label: t.reasons.linkage },
              { value: 'declared', label: t.reasons.declared },
            ],
          },
        ]}
        columns={[
          {
            key: 'productName',
            title: t.product,
            card: 'title',
            text: (row) => `${row.productName} ${row.specification}`,
            render: (row) => (
              <>
                {row.productName}
                <br />
                <small>
                  {row.specification} · {row.manufacturer}
                </small>
              </>
            ),
          },
          { key: 'number', title: t.number, nowrap: true, render: (row) => row.number },
          {
            key: 'priceFrom',
            title: t.priceFrom,
            unit: '元',
            align: 'right',
            text: (row) => row.priceFrom ?? '',
            render: (row) => (row.priceFrom === null ? '—' : <MoneyText amount={row.priceFrom} />),
          },
          {
            key: 'price',
            title: t.priceTo,
            unit: '元',
            align: 'right',
            text: (row) => row.price,
            render: (row) => <MoneyText amount={row.price} strong />,
          },
          {
            key: 'reason',
            title: t.reason,
            text: (row) => reasonText(row.reason),
            render: (row) => (
              <>
                {reasonText(row.reason)} {row.basis === null ? null : <Article basis={row.basis} />}
              </>
            ),
          },
          {
            key: 'evidence',
            title: t.document,
            render: (row) => <span className="dl-break">{row.evidence}</span>,
          },
          {
            key: 'at',
            title: t.at,
            nowrap: true,
            text: (row) => row.at,
            render: (row) => <DateText at={row.at} />,
          },
        ]}
        href={(row) => `/open/listings/${row.listingId}?jurisdiction=${jurisdiction}`}
        empty={{ title: t.noAdjustments }}
      />
    </>
  );
}
