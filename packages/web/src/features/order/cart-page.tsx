// screen: JS-2, JS-11, JS-12A, JS-35, JS-5, GD-1a
import {
  type CartLine,
  addToCart,
  readCart,
  removeFromCart,
  setCartLines,
} from '@daylight/api/order-cart.ts';
import { priceKindWords } from '@daylight/api/order-words.ts';
import { isPositive, isQuantity, quantity } from '@daylight/rules/money.ts';
import { Alert, Button } from 'antd';
import { type ReactNode, useState } from 'react';
import { useAsk, useDo } from '../../ask.ts';
import { useSay } from '../../i18n/language.ts';
import { useTexts } from '../../i18n/texts.ts';
import { Go, useGo } from '../../navigate.tsx';
import { TwoLines } from '../../ui/columns.tsx';
import { ConfirmEffect } from '../../ui/confirm-effect.tsx';
import { PageHead, Section } from '../../ui/details.tsx';
import { QuantityInput } from '../../ui/entity-form.tsx';
import { moneyText } from '../../ui/format.ts';
import { MoneyText } from '../../ui/numbers.tsx';
import { PageSkeleton } from '../../ui/page-skeleton.tsx';
import { ProblemAlert } from '../../ui/problem.tsx';
import { type Column, TableView } from '../../ui/table-view.tsx';
import { ZoneTag } from '../../ui/tags.tsx';
import { Article } from '../../ui/why.tsx';
import { BuyInstead } from '../listing/round-marks.tsx';
import { cartTexts } from './cart-texts.ts';
import { PasteIntoCart } from './paste-cart.tsx';
import { PlaceOrder } from './place-order.tsx';
import { texts } from './texts.ts';
import './order.css';

/** The institution's cart: quantities in place, prices and zones of now, one order per distributor. */
export function CartPage(): ReactNode {
  const t = useTexts(cartTexts);
  const { data, error, refetch } = useAsk(readCart);
  return (
    <>
      <PageHead
        title={t.cart}
        note={t.cartNote}
        actions={data === undefined || data.lines.length === 0 ? undefined : <RemoveAll />}
      />
      {error !== null ? <ProblemAlert problem={error.problem} onRetry={() => void refetch()} /> : null}
      {data === undefined ? error === null ? <PageSkeleton /> : null : <Cart lines={data.lines} />}
      <PasteIntoCart />
    </>
  );
}

function Cart({ lines }: { readonly lines: readonly CartLine[] }): ReactNode {
  const t = useTexts(cartTexts);
  const o = useTexts(texts);
  const go = useGo();
  // What cannot be ordered is not chosen; everything else is, until somebody takes it out.
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const columns = useColumns();
  const chosen = lines.filter((line) => line.problem === null && !left.has(line.listingId));
  if (lines.length === 0) {
    return (
      <Alert
        type="info"
        showIcon
        title={t.emptyCart}
        description={t.emptyCartHelp}
        action={
          <Button type="primary" onClick={() => go('/listings')}>
            {o.toListings}
          </Button>
        }
      />
    );
  }
  return (
    <>
      <div className="dl-cart">
        <TableView
          label={t.cart}
          columns={columns}
          rows={lines}
          rowKey={(line) => line.listingId}
          tone={(line) => (line.problem !== null ? 'danger' : line.zone === 'red' ? 'warning' : null)}
          selected={chosen.map((line) => line.listingId)}
          onSelect={(keys) =>
            setLeft(
              new Set(lines.filter((line) => !keys.includes(line.listingId)).map((line) => line.listingId)),
            )
          }
        />
      </div>
      <Section title={t.placeTitle}>
        <PlaceOrder lines={chosen} />
      </Section>
    </>
  );
}

function RemoveAll(): ReactNode {
  const t = useTexts(cartTexts);
  const remove = useDo(removeFromCart);
  return (
    <ConfirmEffect
      label={t.removeAll}
      title={t.removeAll}
      effects={t.removeAllEffects}
      confirm={t.removeAll}
      irreversible
      run={() => remove.run({ body: { listingIds: 'all' } })}
      pending={remove.pending}
      problem={remove.problem}
    />
  );
}

function useColumns(): readonly Column<CartLine>[] {
  const t = useTexts(cartTexts);
  const o = useTexts(texts);
  const say = useSay();
  return [
    {
      key: 'product',
      title: o.product,
      card: 'title',
      render: (line) => (
        <>
          <span className="dl-in-text">
            <Go to={`/listings/${line.listingId}`}>{line.productName}</Go>
          </span>{' '}
          <small className="dl-soft">{line.specification}</small>
          <br />
          <small className="dl-soft">
            {line.manufacturer.name} · <span className="dl-code">{line.number}</span>
          </small>
          {line.instead === null ? null : <SwapLine line={line} instead={line.instead} />}
          {line.problem === null ? null : (
            <span className="dl-line-problem" role="alert">
              {say(line.problem.text)}{' '}
              {line.problem.basis === null ? null : <Article basis={line.problem.basis} />}
            </span>
          )}
        </>
      ),
    },
    {
      key: 'price',
      title: o.price,
      unit: '元',
      align: 'right',
      render: (line) => (
        <TwoLines
          below={
            <>
              {say(priceKindWords[line.priceKind])}
              {line.priceKind === 'agreed' ? ` · ${t.agreedSaves(moneyText(line.listingPrice))}` : ''}
            </>
          }
        >
          <MoneyText amount={line.price} />
        </TwoLines>
      ),
    },
    {
      key: 'zone',
      title: o.zone,
      render: (line) => <ZoneTag zone={line.zone ?? (line.zoneReason === null ? 'plain' : 'none')} />,
    },
    {
      key: 'quantity',
      title: o.quantity,
      align: 'right',
      width: 150,
      render: (line) => <QuantityCell line={line} />,
    },
    {
      key: 'amount',
      title: o.amount,
      unit: '元',
      align: 'right',
      render: (line) => <MoneyText amount={line.amount} />,
    },
    {
      key: 'distributor',
      title: o.distributor,
      render: (line) =>
        line.distributor === null ? <Go to="/delivery/choices">{t.noDistributor}</Go> : line.distributor.name,
    },
    { key: 'remove', title: o.actions, card: 'none', render: (line) => <Remove line={line} /> },
  ];
}

/** A line of a code that a round selected is ordered by the selected listing: one press puts that in its place (JS-25a). */
function SwapLine({
  line,
  instead,
}: {
  readonly line: CartLine;
  readonly instead: NonNullable<CartLine['instead']>;
}): ReactNode {
  const t = useTexts(cartTexts);
  const add = useDo(addToCart);
  const remove = useDo(removeFromCart);
  async function swap(): Promise<void> {
    const { quantity: count, note } = line;
    const put = await add.run({ body: { lines: [{ listingId: instead.listingId, quantity: count, note }] } });
    if (put !== null) await remove.run({ body: { listingIds: [line.listingId] } });
  }
  // Another pack is another quantity, and that is for the buyer to say.
  const isSame = line.purchaseUnit === instead.purchaseUnit;
  return (
    <>
      <BuyInstead instead={instead} />
      {isSame ? (
        <Button size="small" loading={add.pending || remove.pending} onClick={() => void swap()}>
          {t.swap}
        </Button>
      ) : null}
    </>
  );
}

/** Typed in place; saved when the field is left or Enter is pressed. */
function QuantityCell({ line }: { readonly line: CartLine }): ReactNode {
  const o = useTexts(texts);
  const say = useSay();
  const [typed, setTyped] = useState<string | null>(null);
  const set = useDo(setCartLines);
  const value = typed ?? line.quantity;
  const isRight = isQuantity(value) && isPositive(quantity(value));
  async function save(): Promise<void> {
    if (typed === null || typed === line.quantity || !isRight) return;
    const lines = [{ listingId: line.listingId, quantity: typed, note: line.note }];
    if ((await set.run({ body: { lines } })) !== null) setTyped(null);
  }
  return (
    <>
      <QuantityInput
        onBlur={() => void save()}
        onPressEnter={() => void save()}
        aria-label={`${line.productName} ${o.quantity}`}
        unit={line.purchaseUnit}
        value={value}
        onChange={setTyped}
      />
      {set.problem === null ? null : (
        <small className="dl-danger" role="alert">
          {say(set.problem.text)}
        </small>
      )}
    </>
  );
}

function Remove({ line }: { readonly line: CartLine }): ReactNode {
  const t = useTexts(cartTexts);
  const remove = useDo(removeFromCart);
  return (
    <Button
      type="link"
      size="small"
      aria-label={`${t.remove} ${line.productName}`}
      loading={remove.pending}
      onClick={() => void remove.run({ body: { listingIds: [line.listingId] } })}
    >
      {t.remove}
    </Button>
  );
}
