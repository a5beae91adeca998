import type { AgreedVolumeWire } from '@daylight/api/demand-shapes.ts';
import { ratioOf } from '@daylight/rules/money.ts';
import type { ReactNode } from 'react';
import { useTexts } from '../../i18n/texts.ts';
import { QuantityText } from '../../ui/numbers.tsx';
import { TableView } from '../../ui/table-view.tsx';
import { texts } from './texts.ts';

/** '0.8' is 80%; a ratio that no decimal holds stays a fraction. */
function ratioWords(ratio: string): string {
  if (ratio.includes('/')) return ratio;
  const { over, under } = ratioOf(ratio);
  return `${Number((over * 10_000n) / under) / 100}%`;
}

/** Base, ratio and agreed volume by item; a row for each number of winners with a ratio of its own. */
export function VolumesTable({ volumes }: { readonly volumes: readonly AgreedVolumeWire[] }): ReactNode {
  const t = useTexts(texts);
  return (
    <TableView
      inside
      label={t.volumes}
      rows={volumes}
      rowKey={(row) => `${row.item}-${row.winnersMin}-${row.winnersMax}`}
      columns={[
        { key: 'name', title: t.item, card: 'title', render: (row) => row.name },
        { key: 'institutions', title: t.answered, align: 'right', render: (row) => String(row.institutions) },
        {
          key: 'reported',
          title: t.reported,
          align: 'right',
          render: (row) => <QuantityText count={row.reported} unit={row.unit} />,
        },
        {
          key: 'lastYear',
          title: t.lastYear,
          align: 'right',
          render: (row) => <QuantityText count={row.lastYear} unit={row.unit} />,
        },
        {
          key: 'base',
          title: t.base,
          align: 'right',
          render: (row) => <QuantityText count={row.base} unit={row.unit} />,
        },
        {
          key: 'winners',
          title: t.winners,
          render: (row) =>
            row.winnersMin === null && row.winnersMax === null
              ? t.anyWinners
              : t.winnersSpan(row.winnersMin, row.winnersMax),
        },
        { key: 'ratio', title: t.ratio, align: 'right', render: (row) => ratioWords(row.ratio) },
        {
          key: 'agreed',
          title: t.agreed,
          align: 'right',
          render: (row) => (
            <strong>
              <QuantityText count={row.agreed} unit={row.unit} />
            </strong>
          ),
        },
      ]}
    />
  );
}
