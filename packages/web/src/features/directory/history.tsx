// screen: JS-3, HN-7b, HN-11b, JS-14a
import { type DirectoryChangeItem, listDirectoryChanges } from '@daylight/api/directory-public.ts';
import { readDelivery } from '@daylight/api/directory.ts';
import type { ReactNode } from 'react';
import { useAsk } from '../../ask.ts';
import { useMarks } from '../../i18n/marks.ts';
import { useTexts } from '../../i18n/texts.ts';
import { useActor, useMay } from '../../session.ts';
import { useYuan } from '../../ui/numbers.tsx';
import { Happenings, Section } from '../../ui/details.tsx';
import { moneyText } from '../../ui/format.ts';
import { Article } from '../../ui/why.tsx';
import { type Leaving, Propose } from './buttons.tsx';
import { DeliveryMonths } from './delivery-months.tsx';
import { useReason } from './reasons.ts';
import { directory } from './texts.ts';
import { kindTone } from './tones.ts';

/** What happened to a price in words: '100 → 88 元'. */
export function PriceMove({ change }: { readonly change: DirectoryChangeItem }): ReactNode {
  const { priceBefore, unitsBefore, price, unitsPerPurchaseUnit, purchaseUnit } = change;
  const pack = unitsBefore !== null && unitsBefore !== unitsPerPurchaseUnit;
  const yuan = useYuan();
  const text = (amount: string, units: number) =>
    pack ? `${moneyText(amount)}/${units}` : moneyText(amount);
  return (
    <span className="dl-number">
      {priceBefore === null ? '' : `${text(priceBefore, unitsBefore ?? 1)} → `}
      {pack ? `${yuan(price)}/${unitsPerPurchaseUnit}` : yuan(price, purchaseUnit)}
    </span>
  );
}

/** The life of one product in the directory, as everybody can read it. */
export function DirectoryHistory({
  listingId,
  jurisdiction,
}: {
  readonly listingId: string;
  readonly jurisdiction: string;
}): ReactNode {
  const t = useTexts(directory);
  const m = useMarks();
  const reason = useReason();
  const { data } = useAsk(listDirectoryChanges, { query: { listingId, jurisdiction } });
  if (data === undefined) return null;
  if (data.items.length === 0) return <p className="dl-soft">{t.noHistory}</p>;
  return (
    <Happenings
      items={data.items.map((change) => ({
        id: change.id,
        at: change.at,
        title: t.kinds[change.kind],
        tone: kindTone[change.kind],
        detail: (
          <>
            {change.kind === 'repriced' || change.kind === 'listed' ? (
              <>
                <PriceMove change={change} /> ·{' '}
              </>
            ) : null}
            {reason(change.reason)} {change.basis === null ? null : <Article basis={change.basis} />}{' '}
            {change.note} {change.document === '' ? null : `${m.open}${change.document}${m.close}`}
          </>
        ),
      }))}
    />
  );
}

/** The delivery rate by month, for the enterprise and the bureau; with what follows from it. */
export function DeliverySection({ listing }: { readonly listing: Leaving }): ReactNode {
  const t = useTexts(directory);
  const may = useMay();
  const actor = useActor();
  const concerned =
    may('directory.read') &&
    actor?.kind !== 'institution' &&
    (actor?.kind !== 'manufacturer' || actor.organisationId === listing.manufacturer.id);
  const { data } = useAsk(readDelivery, { params: { listingId: listing.id } }, { enabled: concerned });
  if (data === undefined || data.months.length === 0) return null;
  const share = `${(data.over * 100) / data.under}%`;
  return (
    <Section
      title={t.delivery}
      extra={
        data.lowThroughout && may('directory.manage') && listing.state !== 'withdrawn' ? (
          <Propose listing={listing} first="cancel" />
        ) : undefined
      }
    >
      <p className="dl-soft">
        {t.deliveryRule(share, data.windowMonths)} <Article basis={data.basis} />
      </p>
      <DeliveryMonths months={data.months} />
    </Section>
  );
}
