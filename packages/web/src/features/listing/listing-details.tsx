// screen: JS-4, JS-5, JS-6, JS-11, HN-1, HN-7b
import { readListing } from '@daylight/api/listing.ts';
import type { ReplyOf } from '@daylight/api/endpoint.ts';
import { Alert } from 'antd';
import { perSmallestUnit } from '@daylight/rules/money.ts';
import { type ReactNode, useMemo } from 'react';
import { useAsk } from '../../ask.ts';
import { useMarks } from '../../i18n/marks.ts';
import { useTexts } from '../../i18n/texts.ts';
import { Go, useParam } from '../../navigate.tsx';
import { useActor } from '../../session.ts';
import { Details, type Fact, Section } from '../../ui/details.tsx';
import { moneyText } from '../../ui/format.ts';
import { DateText, MoneyText, UnitPrice, useYuan } from '../../ui/numbers.tsx';
import { PageProblem } from '../../ui/page-problem.tsx';
import { PageSkeleton } from '../../ui/page-skeleton.tsx';
import { PriceBand } from '../../ui/price-band.tsx';
import { PriceHistory } from '../../ui/small-charts.tsx';
import { TableView } from '../../ui/table-view.tsx';
import { StateTag, ZoneTag } from '../../ui/tags.tsx';
import { Article } from '../../ui/why.tsx';
import { CreditRisks } from '../credit/risks.tsx';
import { DirectoryButtons } from '../directory/buttons.tsx';
import { DeliverySection, DirectoryHistory } from '../directory/history.tsx';
import { useReason } from '../directory/reasons.ts';
import { directory } from '../directory/texts.ts';
import { ListingDelivery } from '../distribution/listing-delivery.tsx';
import { ListingComparison } from '../linkage/listing-comparison.tsx';
import { ChangeButtons } from './change-buttons.tsx';
import { useChangeHappenings } from './change-list.tsx';
import { BuyActions } from './columns.tsx';
import { RoundMarks } from './round-marks.tsx';
import './listing.css';
import { stateTone, texts } from './texts.ts';

export type ListingView = ReplyOf<typeof readListing>;

/** One listing: what it is, what it costs and cost, what others agreed on, who can deliver it. */
export function ListingDetailsPage(): ReactNode {
  const t = useTexts(texts);
  const directoryTexts = useTexts(directory);
  const actor = useActor();
  const listingId = useParam('listingId');
  const { data: listing, error, refetch } = useAsk(readListing, { params: { listingId } });
  const facts = useFacts();
  const happenings = useChangeHappenings();
  if (error !== null) return <PageProblem problem={error.problem} onRetry={() => void refetch()} />;
  if (listing === undefined) return <PageSkeleton />;
  const isBuyer = actor?.kind === 'institution';
  const concerned = listing.changes.length > 0 || actor?.kind === 'bureau';
  return (
    <Details
      title={listing.productName}
      note={`${listing.specification} ${listing.model}`.trim()}
      above={{ to: '/listings', title: t.listings }}
      state={
        <>
          <StateTag tone={stateTone[listing.state]}>{t.states[listing.state]}</StateTag>{' '}
          <RoundMarks listing={listing} />
        </>
      }
      actions={
        <>
          {isBuyer && listing.mayBuy ? <BuyActions listing={listing} /> : null}
          <ChangeButtons listing={listing} />
          <DirectoryButtons listing={listing} />
        </>
      }
      facts={facts(listing)}
      {...(concerned ? { timeline: happenings(listing.changes) } : {})}
    >
      <CreditRisks risks={listing.risks} />
      <Warnings listing={listing} />
      <Section title={t.priceHistory}>
        <PriceChart prices={listing.prices} />
        <PriceTable listing={listing} />
      </Section>
      <ListingComparison listingId={listing.id} itemCode={listing.itemCode} />
      <Section
        title={t.othersAgreed}
        extra={<Go to={`/agreed-prices?listingId=${listing.id}`}>{t.seeAgreed}</Go>}
      >
        <OthersAgreed listing={listing} />
      </Section>
      {isBuyer ? (
        <Section title={t.delivery}>
          <ListingDelivery listingId={listing.id} />
        </Section>
      ) : null}
      <DeliverySection listing={listing} />
      <Section title={directoryTexts.history}>
        <DirectoryHistory listingId={listing.id} jurisdiction={listing.platform} />
      </Section>
      {listing.origins.length === 0 ? null : (
        <Section title={t.origins}>
          <TableView
            rows={listing.origins}
            rowKey={(row) => row.platform}
            inside
            columns={[
              { key: 'platform', title: t.origins, card: 'title', render: (row) => row.platform },
              {
                key: 'price',
                title: t.originPrice,
                align: 'right',
                render: (row) => (
                  <UnitPrice
                    price={row.price}
                    purchaseUnit={listing.purchaseUnit}
                    smallestUnit={listing.smallestUnit}
                    perPurchaseUnit={row.unitsPerPurchaseUnit}
                  />
                ),
              },
              { key: 'listedOn', title: t.listedOn, render: (row) => <DateText at={row.listedOn} /> },
            ]}
          />
        </Section>
      )}
    </Details>
  );
}

function useFacts(): (listing: ListingView) => Fact[] {
  const t = useTexts(texts);
  const m = useMarks();
  const yuan = useYuan();
  return (listing) => {
    const { agreed, zone, audience, termUntil } = listing;
    const facts: (Fact | null)[] = [
      {
        name: t.price,
        value: (
          <UnitPrice
            price={listing.price}
            purchaseUnit={listing.purchaseUnit}
            smallestUnit={listing.smallestUnit}
            perPurchaseUnit={listing.unitsPerPurchaseUnit}
          />
        ),
      },
      agreed === null
        ? null
        : {
            name: t.agreed,
            value: <Go to={`/bargains/${agreed.bargainId}`}>{yuan(agreed.price)}</Go>,
          },
      zone === null || zone === 'none' ? null : { name: t.zone, value: <ZoneTag zone={zone} /> },
      { name: t.manufacturer, value: listing.manufacturer.name },
      {
        name: t.code,
        value: (
          <>
            {listing.itemCode}{' '}
            {listing.itemState === 'active' ? null : (
              <StateTag tone="warning">{t.itemStates[listing.itemState]}</StateTag>
            )}
          </>
        ),
      },
      {
        name: t.certificate,
        value: (
          <>
            {listing.certificate}{' '}
            {listing.certificateFlag === null ? null : <StateTag tone="warning">{t.doubtful}</StateTag>}
          </>
        ),
      },
      { name: t.class, value: `${t.classes[listing.class]} · ${t.managers[listing.managedBy]}` },
      { name: t.form, value: t.forms[listing.form] },
      audience.length === 0 ? null : { name: t.audience, value: audience.join(m.list), wide: true },
      { name: t.number, value: listing.number },
      { name: t.listedOn, value: <DateText at={listing.listedOn} /> },
      termUntil === null ? null : { name: t.termUntil, value: <DateText at={termUntil} /> },
      listing.mayBuy === null
        ? null
        : {
            name: t.buy,
            value: (
              <>
                {listing.mayBuy ? t.forYou : t.notForYou}{' '}
                {listing.mayBuyBasis === null ? null : <Article basis={listing.mayBuyBasis} />}
              </>
            ),
          },
    ];
    return facts.filter((fact) => fact !== null);
  };
}

function Warnings({ listing }: { readonly listing: ListingView }): ReactNode {
  const t = useTexts(texts);
  const m = useMarks();
  const reason = useReason();
  const { stateReason, stateNote, stateBasis, replacedBy, replacedByListingId } = listing;
  if (stateReason === null && replacedBy === null) return null;
  return (
    <div className="listing-notes">
      {stateReason === null ? null : (
        <Alert
          type="warning"
          showIcon
          title={`${t.states[listing.state]}${m.colon}${reason(stateReason)}`}
          description={
            <>
              {stateNote} {stateBasis === null ? null : <Article basis={stateBasis} />}
            </>
          }
        />
      )}
      {replacedBy === null ? null : (
        <Alert
          type="info"
          showIcon
          title={
            <>
              {t.replaced}{' '}
              {replacedByListingId === null ? (
                replacedBy
              ) : (
                <Go to={`/listings/${replacedByListingId}`}>{replacedBy}</Go>
              )}
            </>
          }
        />
      )}
    </div>
  );
}

/** The way of the price; on the smallest unit as soon as the pack changed, or the line would jump with it. */
function PriceChart({ prices }: { readonly prices: ListingView['prices'] }): ReactNode {
  const t = useTexts(texts);
  const samePack = prices.every((each) => each.unitsPerPurchaseUnit === prices[0]?.unitsPerPurchaseUnit);
  const points = useMemo(
    () =>
      prices.map(({ at, price, unitsPerPurchaseUnit, reason }) => ({
        at,
        price: samePack ? price : perSmallestUnit(price, unitsPerPurchaseUnit),
        note: t.reasons[reason] ?? reason,
      })),
    [prices, samePack, t],
  );
  if (prices.length < 2) return null;
  const label = samePack ? t.priceHistory : t.priceHistoryUnit;
  return <PriceHistory points={points} label={label} heads={[t.since, t.price]} />;
}

function PriceTable({ listing }: { readonly listing: ListingView }): ReactNode {
  const t = useTexts(texts);
  return (
    <TableView
      rows={listing.prices.toReversed()}
      rowKey={(row) => `${row.at} ${row.price} ${row.unitsPerPurchaseUnit}`}
      inside
      columns={[
        {
          key: 'at',
          title: t.since,
          nowrap: true,
          card: 'title',
          render: (row) => <DateText at={row.at} time />,
        },
        {
          key: 'price',
          title: t.price,
          align: 'right',
          render: (row) => (
            <UnitPrice
              price={row.price}
              purchaseUnit={listing.purchaseUnit}
              smallestUnit={listing.smallestUnit}
              perPurchaseUnit={row.unitsPerPurchaseUnit}
            />
          ),
        },
        {
          key: 'reason',
          title: t.reason,
          render: (row) => (
            <>
              {t.reasons[row.reason] ?? row.reason}{' '}
              {row.basis === null ? null : <Article basis={row.basis} />}
            </>
          ),
        },
        { key: 'evidence', title: t.evidence, render: (row) => row.evidence },
      ]}
    />
  );
}

/** What institutions agreed on, as a band with the price at hand in it. */
function OthersAgreed({ listing }: { readonly listing: ListingView }): ReactNode {
  const t = useTexts(texts);
  const { institutions, low, median, high } = listing.othersAgreed;
  if (low === null || high === null) return <p className="dl-soft">{t.othersNone}</p>;
  const own = listing.agreed?.price ?? listing.price;
  return (
    <>
      <p className="dl-soft">
        {t.othersCount(institutions)} · {t.band}
      </p>
      {low === high ? (
        <p>
          {t.onlyOne(moneyText(low))} · {t.price} <MoneyText amount={listing.price} unit />
        </p>
      ) : (
        <PriceBand low={low} high={high} median={median} own={own} />
      )}
    </>
  );
}
