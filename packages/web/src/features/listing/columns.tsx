import type { ListingItem } from '@daylight/api/listing.ts';
import { useTexts } from '../../i18n/texts.ts';
import { useActor } from '../../session.ts';
import { DateText, MoneyText, UnitPrice } from '../../ui/numbers.tsx';
import type { Column } from '../../ui/table-view.tsx';
import { StateTag, ZoneTag } from '../../ui/tags.tsx';
import { BargainButton } from '../bargain/bargain-button.tsx';
import { CartAction } from './cart-action.tsx';
import { RoundMarks } from './round-marks.tsx';
import { stateTone, texts } from './texts.ts';
import './listing.css';

/** The columns of the working list; what a buyer needs is not shown to those who do not buy. */
export function useListingColumns(): readonly Column<ListingItem>[] {
  const t = useTexts(texts);
  const isBuyer = useActor()?.kind === 'institution';
  const columns: readonly (Column<ListingItem> | null)[] = [
    {
      key: 'productName',
      title: t.product,
      card: 'title',
      text: (row) => row.productName,
      render: (row) => (
        <>
          {row.productName} <RoundMarks listing={row} />
        </>
      ),
    },
    {
      key: 'specification',
      title: t.specification,
      text: (row) => `${row.specification} ${row.model}`.trim(),
      render: (row) => `${row.specification} ${row.model === row.specification ? '' : row.model}`.trim(),
    },
    {
      key: 'manufacturer',
      title: t.manufacturer,
      text: (row) => row.manufacturer.name,
      render: (row) => row.manufacturer.name,
    },
    {
      key: 'price',
      title: t.price,
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
    isBuyer
      ? {
          key: 'agreed',
          title: t.agreed,
          unit: '元',
          align: 'right',
          text: (row) => row.agreed?.price ?? '',
          render: (row) => <MoneyText amount={row.agreed?.price ?? null} strong />,
        }
      : null,
    isBuyer
      ? {
          key: 'zone',
          title: t.zone,
          text: (row) => row.zone ?? '',
          render: (row) => (row.zone === null || row.zone === 'none' ? '—' : <ZoneTag zone={row.zone} />),
        }
      : null,
    {
      key: 'class',
      title: t.class,
      hidden: isBuyer,
      text: (row) => t.classes[row.class],
      render: (row) => t.classes[row.class],
    },
    {
      key: 'form',
      title: t.form,
      hidden: true,
      text: (row) => t.forms[row.form],
      render: (row) => t.forms[row.form],
    },
    { key: 'itemCode', title: t.code, nowrap: true, hidden: true, render: (row) => row.itemCode },
    { key: 'certificate', title: t.certificate, hidden: true, render: (row) => row.certificate },
    { key: 'number', title: t.number, nowrap: true, hidden: true, render: (row) => row.number },
    {
      key: 'listedOn',
      title: t.listedOn,
      nowrap: true,
      hidden: isBuyer,
      text: (row) => row.listedOn,
      render: (row) => <DateText at={row.listedOn} />,
    },
    {
      key: 'state',
      title: t.state,
      card: 'state',
      hidden: isBuyer,
      text: (row) => t.states[row.state],
      render: (row) => <StateTag tone={stateTone[row.state]}>{t.states[row.state]}</StateTag>,
    },
    isBuyer
      ? {
          key: 'actions',
          title: t.actions,
          nowrap: true,
          text: () => '',
          render: (row) => <BuyActions listing={row} />,
        }
      : null,
  ];
  return columns.filter((column) => column !== null);
}

/** Bargain for a better price, where that may be, or order at the one there is. */
export function BuyActions({ listing }: { readonly listing: ListingItem }) {
  if (listing.state !== 'listed' || listing.instead !== null) return null;
  return (
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-static-element-interactions -- keeps a click on a button from opening the row
    <span className="dl-actions" onClick={(event) => event.stopPropagation()}>
      {listing.bargainable ? <BargainButton listingId={listing.id} size="small" /> : null}
      <CartAction listing={listing} size="small" />
    </span>
  );
}
