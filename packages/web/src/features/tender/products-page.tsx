// screen: SX-3.2a, JS-20
import { drawProducts, listProducts, saveProduct } from '@daylight/api/tender-plan.ts';
import { readRound } from '@daylight/api/tender-round.ts';
import { App, Button, Drawer, Form, Input, InputNumber, Select } from 'antd';
import { type ReactNode, useState } from 'react';
import { useAsk, useDo } from '../../ask.ts';
import { useMarks } from '../../i18n/marks.ts';
import { useTexts } from '../../i18n/texts.ts';
import { useParam } from '../../navigate.tsx';
import { useMay } from '../../session.ts';
import { DataTable, type RowOf } from '../../ui/data-table.tsx';
import { PageHead } from '../../ui/details.tsx';
import { EntityForm } from '../../ui/entity-form.tsx';
import { MoneyText } from '../../ui/numbers.tsx';
import { PageProblem } from '../../ui/page-problem.tsx';
import { PageSkeleton } from '../../ui/page-skeleton.tsx';
import { ProblemAlert } from '../../ui/problem.tsx';
import { texts } from './plan-texts.ts';
import type { RoundView } from './sections.ts';

type Row = RowOf<typeof listProducts>;

/** What enterprises can offer, drawn from the directory, and what each product is compared by. */
export function ProductsPage(): ReactNode {
  const t = useTexts(texts);
  const m = useMarks();
  const may = useMay();
  const { message } = App.useApp();
  const tenderId = useParam('tenderId');
  const params = { tenderId };
  const { data, error } = useAsk(readRound, { params });
  const [open, setOpen] = useState<Row | null>(null);
  const draw = useDo(drawProducts, {
    then: ({ products, manufacturers }) => void message.success(t.drawn(products, manufacturers)),
  });
  if (error !== null) return <PageProblem problem={error.problem} />;
  if (data === undefined) return <PageSkeleton />;
  const editable =
    data.mine.isOrganiser && may('tender.plan') && ['draft', 'planned', 'reporting'].includes(data.state);
  return (
    <>
      <PageHead
        title={t.products}
        note={data.title}
        above={{ to: `/rounds/${tenderId}`, title: data.title }}
        actions={
          editable ? (
            <Button
              type="primary"
              loading={draw.pending}
              onClick={() => void draw.run({ params, body: { version: data.version } })}
            >
              {t.draw}
            </Button>
          ) : undefined
        }
      />
      <ProblemAlert problem={draw.problem} />
      <DataTable<typeof listProducts>
        id="round-products"
        endpoint={listProducts}
        params={params}
        filters={[
          {
            kind: 'choice',
            name: 'item',
            label: t.itemName,
            options: data.itemList.map(({ item, name }) => ({ value: item, label: name })),
          },
        ]}
        columns={[
          {
            key: 'name',
            title: t.products,
            card: 'title',
            text: (row) => row.name,
            render: (row) => row.name,
          },
          { key: 'item', title: t.itemName, text: (row) => row.itemName, render: (row) => row.itemName },
          {
            key: 'manufacturer',
            title: t.manufacturers,
            text: (row) => row.manufacturer.name,
            render: (row) => row.manufacturer.name,
          },
          {
            key: 'specification',
            title: t.specification,
            text: (row) => row.specification,
            render: (row) => row.specification || '—',
          },
          { key: 'codes', title: t.codes, align: 'right', render: (row) => String(row.codes.length) },
          {
            key: 'lowest',
            title: t.ownLowest,
            unit: '元',
            align: 'right',
            text: (row) => row.prices['ownLowest'] ?? '',
            render: (row) => <MoneyText amount={row.prices['ownLowest'] ?? null} />,
          },
          {
            key: 'compared',
            title: t.comparison,
            align: 'right',
            render: (row) => String(row.comparisonUnits),
          },
          { key: 'features', title: t.features, render: (row) => row.features.join(m.list) || '—' },
          {
            key: 'set',
            title: t.editProduct,
            card: 'none',
            render: (row) =>
              editable ? (
                <Button size="small" onClick={() => setOpen(row)}>
                  {t.editProduct}
                </Button>
              ) : null,
          },
        ]}
        empty={{ title: t.none }}
      />
      <Drawer open={open !== null} onClose={() => setOpen(null)} title={open?.name ?? ''}>
        {open === null ? null : (
          <ProductForm key={open.id} row={open} tender={data} onDone={() => setOpen(null)} />
        )}
      </Drawer>
    </>
  );
}

interface Values {
  readonly features: string[];
  readonly comparisonUnits: number;
  readonly parts: { component: string; role: string; count: number }[];
}

function ProductForm({
  row,
  tender,
  onDone,
}: {
  readonly row: Row;
  readonly tender: RoundView;
  readonly onDone: () => void;
}): ReactNode {
  const t = useTexts(texts);
  const save = useDo(saveProduct, { then: onDone });
  return (
    <EntityForm<Values>
      initial={{ features: row.features, comparisonUnits: row.comparisonUnits, parts: row.parts }}
      onSubmit={({ features, comparisonUnits, parts }) =>
        save.run({
          params: { tenderId: tender.id, productId: row.id },
          body: {
            version: tender.version,
            features,
            comparisonUnits,
            parts: parts ?? [],
            prices: row.prices,
          },
        })
      }
      pending={save.pending}
      problem={save.problem}
      submit={t.save}
    >
      <Form.Item name="comparisonUnits" label={t.comparison}>
        <InputNumber min={1} max={10_000} precision={0} />
      </Form.Item>
      <Form.Item name="features" label={t.features}>
        <Select mode="tags" open={false} suffixIcon={null} tokenSeparators={['、', ',', '，']} />
      </Form.Item>
      <Form.List name="parts">
        {(fields, { add, remove }) => (
          <fieldset className="dl-round-people">
            <legend>{t.parts}</legend>
            {fields.map((field) => (
              <div key={field.key} className="dl-round-row">
                <Form.Item name={[field.name, 'component']} label={t.part.component}>
                  <Input maxLength={60} />
                </Form.Item>
                <Form.Item name={[field.name, 'role']} label={t.part.role}>
                  <Input maxLength={40} />
                </Form.Item>
                <Form.Item name={[field.name, 'count']} label={t.part.count}>
                  <InputNumber min={1} max={100} precision={0} />
                </Form.Item>
                <Button onClick={() => remove(field.name)}>{t.remove}</Button>
              </div>
            ))}
            <Button onClick={() => add({ component: '', role: '', count: 1 })}>{t.addPerson}</Button>
          </fieldset>
        )}
      </Form.List>
    </EntityForm>
  );
}
