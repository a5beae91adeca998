import type { OpenThing } from '@daylight/api/directory-shapes.ts';
import type { OpenCounts } from '@daylight/rules/directory/closing.ts';
import type { ReactNode } from 'react';
import { useTexts } from '../../i18n/texts.ts';
import { Go } from '../../navigate.tsx';
import { DateText } from '../../ui/numbers.tsx';
import { TableView } from '../../ui/table-view.tsx';
import { directory } from './texts.ts';

const kinds = ['order', 'bargain', 'return', 'invoice'] as const;

/** '订单 1，发票 2': only kinds of which something is open. */
export function openCountsText(counts: OpenCounts, t: typeof directory.zh): string {
  const open = kinds.filter((kind) => counts[kind] > 0);
  return open.length === 0 ? t.openNone : open.map((kind) => t.openCount(kind, counts[kind])).join(t.comma);
}

export function OpenCountsText({ counts }: { readonly counts: OpenCounts }): ReactNode {
  const t = useTexts(directory);
  return openCountsText(counts, t);
}

const places = {
  order: (id: string) => `/orders/${id}`,
  bargain: (id: string) => `/bargains/${id}`,
  return: () => '/returns',
  invoice: (id: string) => `/invoices/${id}`,
} as const satisfies Record<OpenThing['kind'], (id: string) => string>;

/** What still has to be finished, each leading to where that is done. */
export function OpenBusiness({ things }: { readonly things: readonly OpenThing[] }): ReactNode {
  const t = useTexts(directory);
  if (things.length === 0) return <p className="dl-soft">{t.openNone}</p>;
  return (
    <TableView
      rows={things}
      rowKey={(row) => `${row.kind} ${row.id}`}
      inside
      columns={[
        { key: 'kind', title: t.kind, card: 'title', render: (row) => t.openKinds[row.kind] },
        {
          key: 'number',
          title: t.number,
          nowrap: true,
          render: (row) => <Go to={places[row.kind](row.id)}>{row.number}</Go>,
        },
        { key: 'institution', title: t.institution, render: (row) => row.institution.name },
        { key: 'other', title: t.other, render: (row) => row.other?.name ?? '—' },
        { key: 'since', title: t.since, nowrap: true, render: (row) => <DateText at={row.since} /> },
      ]}
    />
  );
}
