// screen: JS-11, HN-16
import { showPublicListing } from '@daylight/api/portal.ts';
import type { ReactNode } from 'react';
import { useAsk } from '../../ask.ts';
import { useTexts } from '../../i18n/texts.ts';
import { useParam } from '../../navigate.tsx';
import { Details, Section } from '../../ui/details.tsx';
import { DateText, UnitPrice } from '../../ui/numbers.tsx';
import { PageProblem } from '../../ui/page-problem.tsx';
import { PageSkeleton } from '../../ui/page-skeleton.tsx';
import { PriceHistory } from '../../ui/small-charts.tsx';
import { TableView } from '../../ui/table-view.tsx';
import { StateTag } from '../../ui/tags.tsx';
import { useAgreedColumns } from './agreed-columns.tsx';
import { stateTone } from './open-listings.tsx';
import { usePlatform } from './platform.ts';
import { texts } from './texts.ts';

/** One product for anyone: what it is, how its price moved, what others agreed on. */
export function OpenListingPage(): ReactNode {
  const t = useTexts(texts);
  const jurisdiction = usePlatform();
  const id = useParam('listingId');
  const columns = useAgreedColumns().filter(
    (column) => column.key !== 'productName' && column.key !== 'manufacturer',
  );
  const { data, error, refetch } = useAsk(showPublicListing, { params: { id }, query: { jurisdiction } });
  if (error !== null) return <PageProblem problem={error.problem} onRetry={() => void refetch()} />;
  if (data === undefined) return <PageSkeleton />;
  return (
    <Details
      title={data.productName}
      above={{ to: `/open?jurisdiction=${jurisdiction}`, title: t.listings }}
      state={<StateTag tone={stateTone[data.state]}>{t.states[data.state]}</StateTag>}
      facts={[
        {
          name: t.price,
          value: (
            <UnitPrice
              price={data.price}
              purchaseUnit={data.purchaseUnit}
              smallestUnit={data.smallestUnit}
              perPurchaseUnit={data.unitsPerPurchaseUnit}
            />
          ),
        },
        { name: t.specification, value: data.specification },
        { name: t.manufacturer, value: data.manufacturer },
        { name: t.code, value: data.itemCode },
        { name: t.certificate, value: data.certificate },
        { name: t.number, value: data.number },
        { name: t.listedOn, value: <DateText at={data.listedOn} /> },
      ]}
    >
      <Section title={t.priceHistory}>
        <PriceHistory
          points={data.prices
            .toReversed()
            .map((each) => ({ at: each.from, price: each.price, note: each.reason }))}
          label={t.priceHistory}
          heads={[t.since, t.price]}
        />
      </Section>
      <Section title={t.agreed}>
        <TableView columns={columns} rows={data.agreed} rowKey={(row) => row.id} empty={t.noAgreed} inside />
      </Section>
    </Details>
  );
}
