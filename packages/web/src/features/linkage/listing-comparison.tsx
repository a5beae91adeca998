import { readNationalPrices } from '@daylight/api/linkage.ts';
import type { ReactNode } from 'react';
import { useAsk } from '../../ask.ts';
import { useTexts } from '../../i18n/texts.ts';
import { Go } from '../../navigate.tsx';
import { useMay } from '../../session.ts';
import { Section } from '../../ui/details.tsx';
import { PerUnit, WhyLowest } from './evidence-parts.tsx';
import { Provinces } from './national-details.tsx';
import { Above } from './national-list.tsx';
import { texts } from './texts.ts';

/** On the page of a listing: its price beside the country's (HN-3b). */
export function ListingComparison(props: {
  readonly listingId: string;
  readonly itemCode: string;
}): ReactNode {
  const t = useTexts(texts);
  const may = useMay();
  const params = { itemCode: props.itemCode };
  const { data } = useAsk(readNationalPrices, { params }, { enabled: may('linkage.read') });
  const own = data?.listings.find((each) => each.id === props.listingId);
  if (data === undefined || own === undefined) return null;
  return (
    <Section title={t.national} extra={<Go to={`/national-prices/${props.itemCode}`}>{t.compareLink}</Go>}>
      <p>
        <Above percent={own.above} /> {t.lowest} <PerUnit amount={own.lowest.smallestUnitPrice} />{' '}
        {t.perSmallest} <WhyLowest lowest={own.lowest} />{' '}
        {own.dutyId === null ? null : <Go to={`/price-duties/${own.dutyId}`}>{t.toDuty}</Go>}
      </p>
      <Provinces comparison={data} />
    </Section>
  );
}
