import type { DemandProductWire } from '@daylight/api/demand-shapes.ts';
import { deviationOf } from '@daylight/rules/demand/lines.ts';
import { isQuantity, quantity } from '@daylight/rules/money.ts';
import { Button, Input, Space, Switch } from 'antd';
import { type ReactNode, memo, useState } from 'react';
import { useMarks } from '../../i18n/marks.ts';
import { useTexts } from '../../i18n/texts.ts';
import { Section } from '../../ui/details.tsx';
import { QuantityInput } from '../../ui/entity-form.tsx';
import { MoneyText, QuantityText } from '../../ui/numbers.tsx';
import { type Column, TableView } from '../../ui/table-view.tsx';
import { StateTag } from '../../ui/tags.tsx';
import type { ReportView, TypedItem, TypedLine } from './editing.ts';
import { newLine } from './editing.ts';
import { ProductPicker } from './product-picker.tsx';
import { texts } from './texts.ts';

interface ItemEditorProps {
  readonly tenderId: string;
  readonly item: ReportView['items'][number];
  readonly deviation: ReportView['deviation'];
  readonly typed: TypedItem;
  readonly onChange: (item: string, typed: TypedItem) => void;
}

/** One item: its products with last year's use and this year's need, or the word that nothing is needed. */
export const ItemEditor = memo(function ItemEditor(props: ItemEditorProps): ReactNode {
  const { tenderId, item, typed, onChange } = props;
  const t = useTexts(texts);
  const m = useMarks();
  const [picking, setPicking] = useState(false);
  const change = (more: Partial<TypedItem>): void => onChange(item.item, { ...typed, ...more });
  const setLine = (productId: string, more: Partial<TypedLine>): void =>
    change({
      lines: typed.lines.map((line) => (line.product.productId === productId ? { ...line, ...more } : line)),
    });
  const columns = useColumns(props, setLine, (productId) =>
    change({ lines: typed.lines.filter((line) => line.product.productId !== productId) }),
  );
  if (!item.isRunning) return <Section title={item.name}>{t.itemStopped}</Section>;
  const isNone = typed.noNeed !== null;
  return (
    <Section
      title={`${item.name}${m.open}${item.unit}${m.close}`}
      extra={
        <Space wrap>
          {isNone || typed.lines.length === 0 ? null : (
            <Button
              size="small"
              onClick={() =>
                change({
                  lines: typed.lines.map((line) =>
                    line.reported === '' ? { ...line, reported: line.lastYear } : line,
                  ),
                })
              }
            >
              {t.asLastYear}
            </Button>
          )}
          {isNone ? null : (
            <Button size="small" onClick={() => setPicking(true)}>
              {t.addProduct}
            </Button>
          )}
        </Space>
      }
    >
      <div className="dl-report-none">
        <Space>
          <Switch
            aria-label={`${item.name} ${t.noNeed}`}
            checked={isNone}
            onChange={(none) => change({ noNeed: none ? '' : null })}
          />
          <span>{t.noNeed}</span>
        </Space>
        {isNone ? (
          <Input
            aria-label={`${item.name} ${t.noNeedWhy}`}
            placeholder={t.noNeedWhyHint}
            maxLength={200}
            value={typed.noNeed ?? ''}
            onChange={(event) => change({ noNeed: event.target.value })}
          />
        ) : null}
      </div>
      {isNone ? null : typed.lines.length === 0 ? (
        <p className="dl-soft">{t.itemEmpty}</p>
      ) : (
        <TableView
          inside
          rows={typed.lines}
          rowKey={(row) => row.product.productId}
          columns={columns}
          label={item.name}
        />
      )}
      {picking ? (
        <ProductPicker
          tenderId={tenderId}
          item={item}
          chosen={typed.lines.map((line) => line.product.productId)}
          onAdd={(product) => change({ lines: [...typed.lines, newLine(product)] })}
          onClose={() => setPicking(false)}
        />
      ) : null}
    </Section>
  );
});

/** What a product is called where it stands alone: several of one name differ by specification. */
function nameOf({ name, specification }: DemandProductWire): string {
  return `${name} ${specification}`.trim();
}

export function ProductName({ product }: { readonly product: DemandProductWire }): ReactNode {
  return (
    <div className="dl-report-product">
      {product.name} {product.specification}
      <small className="dl-soft">{product.manufacturer}</small>
    </div>
  );
}

/** How far a need lies from last year's use, marked where it has to be explained. */
export function DeviationTag(props: {
  readonly reported: string;
  readonly lastYear: string;
  readonly limit: ReportView['deviation'];
}): ReactNode {
  const t = useTexts(texts);
  const { reported, lastYear, limit } = props;
  if (!isQuantity(reported) || !isQuantity(lastYear)) return '—';
  const rule = { deviationMax: { value: limit }, deviationFloor: { value: limit.floor } };
  const { percent, isBeyond } = deviationOf(quantity(reported), quantity(lastYear), rule);
  const words = percent === null ? t.newUse : `${percent > 0 ? '+' : ''}${percent}%`;
  return isBeyond ? <StateTag tone="warning">{words}</StateTag> : words;
}

function useColumns(
  { item, deviation }: ItemEditorProps,
  setLine: (productId: string, more: Partial<TypedLine>) => void,
  remove: (productId: string) => void,
): readonly Column<TypedLine>[] {
  const t = useTexts(texts);
  return [
    {
      key: 'product',
      title: t.product,
      card: 'title',
      width: 240,
      render: ({ product }) => <ProductName product={product} />,
    },
    {
      key: 'used',
      title: t.used,
      align: 'right',
      render: ({ product }) =>
        product.used === null ? (
          '—'
        ) : (
          <>
            <QuantityText count={product.used} />{' '}
            {product.unitPrice === null ? null : (
              <small className="dl-soft">
                {t.unitPrice} <MoneyText amount={product.unitPrice} />
              </small>
            )}
          </>
        ),
    },
    {
      key: 'lastYear',
      title: t.lastYear,
      width: 120,
      render: ({ product, lastYear }) => (
        <QuantityInput
          aria-label={`${nameOf(product)} ${t.lastYear}`}
          value={lastYear}
          onChange={(value) => setLine(product.productId, { lastYear: value })}
        />
      ),
    },
    {
      key: 'reported',
      title: t.need,
      width: 130,
      render: ({ product, reported }) => (
        <QuantityInput
          aria-label={`${nameOf(product)} ${t.need}`}
          unit={item.unit}
          value={reported}
          onChange={(value) => setLine(product.productId, { reported: value })}
        />
      ),
    },
    {
      key: 'change',
      title: t.change,
      align: 'right',
      render: ({ reported, lastYear }) => (
        <DeviationTag reported={reported} lastYear={lastYear} limit={deviation} />
      ),
    },
    {
      key: 'explanation',
      title: t.explanation,
      width: 220,
      render: ({ product, explanation }) => (
        <Input
          aria-label={`${nameOf(product)} ${t.explanation}`}
          placeholder={t.explanationHint}
          maxLength={200}
          value={explanation}
          onChange={(event) => setLine(product.productId, { explanation: event.target.value })}
        />
      ),
    },
    {
      key: 'remove',
      title: '',
      render: ({ product }) =>
        product.used === null ? (
          <Button size="small" type="link" onClick={() => remove(product.productId)}>
            {t.remove}
          </Button>
        ) : null,
    },
  ];
}
