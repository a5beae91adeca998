// screen: JS-11, HN-5
import { joinPool, listPools } from '@daylight/api/bargain.ts';
import { App, Empty, Form } from 'antd';
import { type ReactNode, useState } from 'react';
import { useAsk, useDo } from '../../ask.ts';
import { useTexts } from '../../i18n/texts.ts';
import { ConfirmEffect } from '../../ui/confirm-effect.tsx';
import type { RowOf } from '../../ui/data-table.tsx';
import { Deadline } from '../../ui/deadline.tsx';
import { PageHead } from '../../ui/details.tsx';
import { QuantityInput } from '../../ui/entity-form.tsx';
import { moneyText } from '../../ui/format.ts';
import { QuantityText, UnitPrice } from '../../ui/numbers.tsx';
import { PageSkeleton } from '../../ui/page-skeleton.tsx';
import { ProblemAlert } from '../../ui/problem.tsx';
import { TableView } from '../../ui/table-view.tsx';
import { texts } from './texts.ts';

type Row = RowOf<typeof listPools>;

/** Pools of others that one may join, those that close first on top. */
export function PoolListPage(): ReactNode {
  const t = useTexts(texts);
  const { data, error, refetch } = useAsk(listPools, {});
  return (
    <>
      <PageHead title={t.pools} note={t.poolsNote} />
      {error === null ? null : <ProblemAlert problem={error.problem} onRetry={() => void refetch()} />}
      {data === undefined ? (
        <PageSkeleton />
      ) : (
        <TableView
          rows={data.items}
          rowKey={(row) => row.id}
          href={(row) => `/bargains/${row.id}`}
          empty={<Empty description={t.noPools}>{t.noPoolsHelp}</Empty>}
          columns={[
            {
              key: 'product',
              title: t.product,
              card: 'title',
              render: (row) => (
                <>
                  {row.product.productName} <small className="dl-soft">{row.product.specification}</small>
                </>
              ),
            },
            { key: 'manufacturer', title: t.manufacturer, render: (row) => row.manufacturer.name },
            { key: 'institution', title: t.openedBy, render: (row) => row.institution.name },
            {
              key: 'price',
              title: t.offer,
              align: 'right',
              render: (row) => (
                <UnitPrice
                  price={row.price}
                  purchaseUnit={row.product.purchaseUnit}
                  smallestUnit={row.product.smallestUnit}
                  perPurchaseUnit={row.product.unitsPerPurchaseUnit}
                />
              ),
            },
            {
              key: 'quantity',
              title: t.total,
              align: 'right',
              render: (row) => <QuantityText count={row.quantity} unit={row.product.purchaseUnit} />,
            },
            { key: 'members', title: t.members2, align: 'right', render: (row) => t.members(row.members) },
            {
              key: 'due',
              title: t.closesAt,
              render: (row) => <Deadline dueAt={row.due?.dueAt ?? null} compact />,
            },
            { key: 'join', title: t.join, card: 'none', render: (row) => <JoinPool row={row} /> },
          ]}
        />
      )}
    </>
  );
}

export function JoinPool({
  row,
}: {
  readonly row: Pick<Row, 'id' | 'price' | 'role'> & {
    readonly product: Pick<Row['product'], 'purchaseUnit'>;
  };
}): ReactNode {
  const t = useTexts(texts);
  const { message } = App.useApp();
  const [quantity, setQuantity] = useState('');
  const join = useDo(joinPool, { then: () => void message.success(t.joined) });
  if (row.role !== 'observer') return t.joined;
  return (
    <span onClick={(event) => event.stopPropagation()} role="presentation">
      <ConfirmEffect
        label={t.join}
        title={t.joinTitle}
        effects={t.joinEffects(moneyText(row.price))}
        confirm={t.join}
        run={() => join.run({ params: { bargainId: row.id }, body: { quantity } })}
        pending={join.pending}
        problem={join.problem}
        button={{ size: 'small' }}
      >
        <Form.Item label={t.quantity} htmlFor={`join-${row.id}`} required>
          <QuantityInput
            id={`join-${row.id}`}
            value={quantity}
            onChange={setQuantity}
            unit={row.product.purchaseUnit}
          />
        </Form.Item>
      </ConfirmEffect>
    </span>
  );
}
