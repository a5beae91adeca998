import { listDemandProducts } from '@daylight/api/demand.ts';
import type { DemandProductWire } from '@daylight/api/demand-shapes.ts';
import { Button, Input, Modal } from 'antd';
import { type ReactNode, useDeferredValue, useState } from 'react';
import { useAsk } from '../../ask.ts';
import { useTexts } from '../../i18n/texts.ts';
import { QuantityText } from '../../ui/numbers.tsx';
import { ProblemAlert } from '../../ui/problem.tsx';
import { TableView } from '../../ui/table-view.tsx';
import type { ReportView } from './editing.ts';
import { texts } from './texts.ts';

interface ProductPickerProps {
  readonly tenderId: string;
  readonly item: ReportView['items'][number];
  readonly chosen: readonly string[];
  readonly onAdd: (product: DemandProductWire) => void;
  readonly onClose: () => void;
}

/** Products of an item that are not in the report yet. */
export function ProductPicker({ tenderId, item, chosen, onAdd, onClose }: ProductPickerProps): ReactNode {
  const t = useTexts(texts);
  const [typed, setTyped] = useState('');
  const q = useDeferredValue(typed.trim());
  const { data, error, isPending } = useAsk(
    listDemandProducts,
    { params: { tenderId }, query: { item: item.item, limit: 100, ...(q === '' ? {} : { q }) } },
    { keep: true },
  );
  return (
    <Modal open title={t.addTo(item.name)} onCancel={onClose} footer={null} width={760}>
      <Input.Search
        aria-label={t.product}
        allowClear
        maxLength={60}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
      />
      <ProblemAlert problem={error?.problem ?? null} />
      <TableView
        inside
        loading={isPending}
        rows={data?.items ?? []}
        rowKey={(row) => row.productId}
        columns={[
          {
            key: 'product',
            title: t.product,
            card: 'title',
            render: (row) => (
              <div className="dl-report-product">
                {row.name} {row.specification}
                <small className="dl-soft">{row.manufacturer}</small>
              </div>
            ),
          },
          {
            key: 'used',
            title: t.used,
            align: 'right',
            render: (row) => (row.used === null ? '—' : <QuantityText count={row.used} unit={item.unit} />),
          },
          {
            key: 'add',
            title: '',
            render: (row) =>
              chosen.includes(row.productId) ? (
                <span className="dl-soft">{t.added}</span>
              ) : (
                <Button size="small" onClick={() => onAdd(row)} aria-label={`${t.add} ${row.name}`}>
                  {t.add}
                </Button>
              ),
          },
        ]}
      />
    </Modal>
  );
}
