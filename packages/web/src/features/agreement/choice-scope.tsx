import { Button, Space } from 'antd';
import type { ReactNode } from 'react';
import { useTexts } from '../../i18n/texts.ts';
import { QuantityInput } from '../../ui/entity-form.tsx';
import { MoneyText, QuantityText } from '../../ui/numbers.tsx';
import { TableView } from '../../ui/table-view.tsx';
import { StateTag } from '../../ui/tags.tsx';
import './choice.css';
import { choiceTexts } from './choice-texts.ts';
import { type Scope, type Typed, restOf } from './choosing.ts';

interface ScopeTableProps {
  readonly scope: Scope;
  readonly typed: Typed;
  /** Left out where the choice is only shown. */
  readonly onChange?: (more: Typed) => void;
  readonly step?: string;
}

/** One group of leftover volume: the permitted products, cheapest first, and what each gets. */
export function ScopeTable({ scope, typed, onChange, step }: ScopeTableProps): ReactNode {
  const t = useTexts(choiceTexts);
  const rest = restOf(scope, typed);
  const onlyFor = (chosen: string | undefined): Typed =>
    Object.fromEntries(
      scope.products.map(({ productId }) => [productId, productId === chosen ? scope.leftover : '']),
    );
  return (
    <div className="dl-choice-scope">
      <h3>
        {scope.name} <QuantityText count={scope.leftover} unit={scope.unit} />{' '}
        {rest === null ? (
          <StateTag tone="danger">{t.tooMuch}</StateTag>
        ) : rest === '0' ? null : (
          <StateTag tone="notice">
            {t.rest} {rest}
          </StateTag>
        )}
      </h3>
      {onChange === undefined ? null : (
        <Space wrap>
          <Button size="small" onClick={() => onChange(onlyFor(scope.products[0]?.productId))}>
            {t.byRank}
          </Button>
          <Button size="small" onClick={() => onChange(onlyFor(undefined))}>
            {t.clear}
          </Button>
          {step === undefined ? null : <small className="dl-soft">{t.step(step)}</small>}
        </Space>
      )}
      <TableView
        inside
        label={scope.name}
        rows={scope.products}
        rowKey={(product) => product.productId}
        columns={[
          {
            key: 'product',
            title: t.product,
            card: 'title',
            render: (product) => (
              <>
                {product.name} {product.specification}{' '}
                <small className="dl-soft">{product.manufacturer}</small>
              </>
            ),
          },
          {
            key: 'price',
            title: t.price,
            unit: '元',
            align: 'right',
            render: (product) => <MoneyText amount={product.price} />,
          },
          {
            key: 'place',
            title: t.place,
            align: 'right',
            render: (product) => (product.place === null ? '—' : String(product.place)),
          },
          {
            key: 'reported',
            title: t.reported,
            align: 'right',
            render: (product) =>
              product.reported === null ? '—' : <QuantityText count={product.reported} unit={scope.unit} />,
          },
          {
            key: 'chosen',
            title: t.chosen,
            width: 240,
            render: (product) =>
              onChange === undefined ? (
                <QuantityText count={product.chosen} unit={scope.unit} />
              ) : (
                <Space>
                  <QuantityInput
                    aria-label={`${product.name} ${t.chosen}`}
                    unit={scope.unit}
                    value={typed[product.productId] ?? ''}
                    onChange={(value) => onChange({ [product.productId]: value })}
                  />
                  <Button
                    size="small"
                    aria-label={`${t.allHere} ${product.name}`}
                    onClick={() => onChange(onlyFor(product.productId))}
                  >
                    {t.allHere}
                  </Button>
                </Space>
              ),
          },
        ]}
      />
    </div>
  );
}
