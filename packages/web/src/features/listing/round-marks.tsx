// screen: JS-25a, SX-3.1c, JS-24
import type { ListingItem } from '@daylight/api/listing.ts';
import type { ReactNode } from 'react';
import { defineTexts, useTexts } from '../../i18n/texts.ts';
import { Go } from '../../navigate.tsx';
import { moneyText } from '../../ui/format.ts';
import { StateTag } from '../../ui/tags.tsx';
import { Article } from '../../ui/why.tsx';

const marks = defineTexts({
  zh: {
    selected: '集采中选',
    instead: (round: string) => `${round} 采购周期内，不按本条采购`,
    buyBy: (price: string, unit: string) => `按中选价 ${price} 元/${unit} 采购`,
    behind: (item: string, round: string) => `${round} ${item}约定量进度滞后`,
    effects: { explain: '下单须说明理由', approve: '下单须说明理由并审批', block: '暂不可下单' },
    first: (selected: string) => `优先采购中选产品：${selected}`,
    above: '高于协同价',
    target: (price: string) => `协同价 ${price} 元`,
  },
  en: {
    selected: 'selected',
    instead: (round: string) => `In the term of ${round}: not ordered by this listing`,
    buyBy: (price: string, unit: string) => `Order at the selected price of ${price} yuan/${unit}`,
    behind: (item: string, round: string) => `Behind the agreed volume of ${item} in ${round}`,
    effects: {
      explain: 'an order gives its reason',
      approve: 'an order gives its reason and is approved',
      block: 'not ordered for now',
    },
    first: (selected: string) => `Selected products come first: ${selected}`,
    above: 'above coordination',
    target: (price: string) => `asked to come to ${price} yuan`,
  },
});

/** By which listing a code is bought in the term of a round (JS-25a). */
export function BuyInstead({
  instead,
}: {
  readonly instead: NonNullable<ListingItem['instead']>;
}): ReactNode {
  const t = useTexts(marks);
  return (
    <small className="dl-line-mark">
      {t.instead(instead.round)}{' '}
      <Go to={`/listings/${instead.listingId}`}>{t.buyBy(moneyText(instead.price), instead.purchaseUnit)}</Go>{' '}
      <Article basis={instead.basis} />
    </small>
  );
}

/** What rounds say about a listing, beneath its name: selected, bought by another, behind agreed volume, above coordination. */
export function RoundMarks({ listing }: { readonly listing: ListingItem }): ReactNode {
  const t = useTexts(marks);
  const { instead, limit, aboveCoordination: above } = listing;
  return (
    <>
      {listing.form === 'alliance' ? <StateTag tone="good">{t.selected}</StateTag> : null}
      {above === null ? null : (
        <>
          <StateTag tone="warning">{t.above}</StateTag>{' '}
          <small className="dl-line-mark">
            {t.target(moneyText(above.target))}{' '}
            <Article basis={{ document: 'js-2020-22', article: '24', clause: 'JS-24' }} />
          </small>
        </>
      )}
      {instead === null ? null : <BuyInstead instead={instead} />}
      {limit === null ? null : (
        <small className="dl-line-mark">
          {t.behind(limit.item, limit.round)} · {t.effects[limit.effect]}
          <br />
          {t.first(limit.selected)} <Article basis={limit.basis} />
        </small>
      )}
    </>
  );
}
