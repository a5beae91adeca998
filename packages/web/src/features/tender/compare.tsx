import type { BidOutcome } from '@daylight/rules/award/outcome.ts';
import { addQuantity } from '@daylight/rules/money.ts';
import type { ReactNode } from 'react';
import { useTexts } from '../../i18n/texts.ts';
import { Section } from '../../ui/details.tsx';
import { TableView } from '../../ui/table-view.tsx';
import type { AwardView } from './award-session.ts';
import { type OutcomeFigures, changedBids, figuresOf } from './outcome-figures.ts';
import { texts } from './try-texts.ts';

export interface KeptOutcome {
  readonly label: string;
  readonly view: AwardView;
}

type Words = ReturnType<typeof useTexts<(typeof texts)['zh']>>;

function rowsOf(figures: OutcomeFigures, t: Words): ReadonlyMap<string, string> {
  const { byRule, ...sums } = figures;
  return new Map([
    ...Object.entries(sums).map(
      ([name, value]) =>
        [t.names[name as keyof typeof t.names], value === null ? '—' : String(value)] as const,
    ),
    ...[...byRule].map(([rule, count]) => [t.byRule(rule), String(count)] as const),
  ]);
}

/** The sums of one outcome, beside those of another where one was kept. */
export function Figures({
  kept,
  now,
}: {
  readonly kept: KeptOutcome | null;
  readonly now: AwardView;
}): ReactNode {
  const t = useTexts(texts);
  const after = rowsOf(figuresOf(now), t);
  const before = kept === null ? null : rowsOf(figuresOf(kept.view), t);
  const names = [...new Set([...after.keys(), ...(before?.keys() ?? [])])];
  return (
    <TableView
      inside
      label={t.outcome}
      rows={names.map((name) => ({ name, before: before?.get(name) ?? '—', after: after.get(name) ?? '—' }))}
      rowKey={({ name }) => name}
      tone={(row) => (before !== null && row.before !== row.after ? 'notice' : null)}
      columns={[
        { key: 'name', title: t.figure, card: 'title', render: ({ name }) => name },
        ...(kept === null
          ? []
          : [
              {
                key: 'before',
                title: kept.label,
                align: 'right' as const,
                render: (row: { before: string }) => row.before,
              },
            ]),
        { key: 'after', title: t.now, align: 'right', render: (row) => row.after },
      ]}
    />
  );
}

const most = 100;

/** Every bid that comes out otherwise than in the kept outcome. */
export function Changes({ kept, now }: { readonly kept: KeptOutcome; readonly now: AwardView }): ReactNode {
  const t = useTexts(texts);
  const changed = changedBids(kept.view.bids, now.bids);
  const said = (bid: BidOutcome | null): string => {
    if (bid === null) return t.absent;
    if (bid.selectedBy === null) return t.out;
    return t.won(bid.selectedBy, bid.finalPrice ?? bid.price, addQuantity(bid.own, bid.more));
  };
  return (
    <Section title={t.changedBids(changed.length)}>
      {changed.length > most ? <p className="dl-soft">{t.changedShown(most)}</p> : null}
      {changed.length === 0 ? (
        <p>{t.noChange}</p>
      ) : (
        <TableView
          inside
          label={t.compare}
          rows={changed.slice(0, most)}
          rowKey={({ product }) => product}
          columns={[
            { key: 'product', title: t.product, card: 'title', render: ({ product }) => product },
            { key: 'firm', title: t.firm, render: ({ firm }) => firm },
            {
              key: 'price',
              title: t.price,
              unit: '元',
              align: 'right',
              render: ({ before, after }) => (after ?? before)?.price ?? '—',
            },
            { key: 'before', title: kept.label, render: ({ before }) => said(before) },
            { key: 'after', title: t.after, render: ({ after }) => said(after) },
          ]}
        />
      )}
    </Section>
  );
}
