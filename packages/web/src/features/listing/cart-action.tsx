import { ShoppingCartOutlined } from '@ant-design/icons';
import type { ListingItem } from '@daylight/api/listing.ts';
import { addToCart } from '@daylight/api/order-cart.ts';
import { isPositive, isQuantity, quantity } from '@daylight/rules/money.ts';
import { App, Button, Popover, Space } from 'antd';
import { type ReactNode, useState } from 'react';
import { useDo } from '../../ask.ts';
import { useTexts } from '../../i18n/texts.ts';
import { useMay } from '../../session.ts';
import { QuantityInput } from '../../ui/entity-form.tsx';
import { ProblemAlert } from '../../ui/problem.tsx';
import { texts } from './texts.ts';

/** Puts a quantity of a listing into the cart of one's institution; nothing for who may not. */
export function CartAction(props: { readonly listing: ListingItem; readonly size?: 'small' }): ReactNode {
  const t = useTexts(texts);
  const may = useMay();
  const { message } = App.useApp();
  const { listing } = props;
  const [open, setOpen] = useState(false);
  const [count, setCount] = useState('1');
  const add = useDo(addToCart, { touches: ['order'] });
  if (!may('order.cart')) return null;
  const isRight = isQuantity(count) && isPositive(quantity(count));
  async function put(): Promise<void> {
    const reply = await add.run({ body: { lines: [{ listingId: listing.id, quantity: count }] } });
    if (reply === null) return;
    setOpen(false);
    void message.success(t.inCart(reply.lines));
  }
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      trigger="click"
      title={t.howMany(listing.purchaseUnit)}
      content={
        <Space orientation="vertical">
          <Space>
            <QuantityInput
              value={count}
              onChange={setCount}
              unit={listing.purchaseUnit}
              aria-label={t.howMany(listing.purchaseUnit)}
            />
            <Button type="primary" disabled={!isRight} loading={add.pending} onClick={() => void put()}>
              {t.toCart}
            </Button>
          </Space>
          <ProblemAlert problem={add.problem} />
        </Space>
      }
    >
      <Button icon={<ShoppingCartOutlined />} {...(props.size === undefined ? {} : { size: props.size })}>
        {t.toCart}
      </Button>
    </Popover>
  );
}
