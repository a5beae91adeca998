import { Alert } from 'antd';
import type { ReactNode } from 'react';
import { useTexts } from '../../i18n/texts.ts';
import { Section } from '../../ui/details.tsx';
import { MoneyText } from '../../ui/numbers.tsx';
import { TableView } from '../../ui/table-view.tsx';
import type { Bidding } from './bid-page.tsx';
import { roundTexts } from './rounds-texts.ts';
import { MinutesText } from './talks-section.tsx';

/** One's own standing quotes and minutes, and of the others what the plan lets one see. */
export function OwnRounds({ bidding }: { readonly bidding: Bidding }): ReactNode {
  const t = useTexts(roundTexts);
  const { rounds, mode, state } = bidding;
  const { terms, quoting, standing, seen, negotiations, endedAt } = rounds;
  if (terms.rounds === 1 || standing.length === 0) return null;
  const seenOf = new Map(seen.map((each) => [each.productId, each]));
  const hint =
    endedAt !== null
      ? t.ended
      : state === 'bidding' && quoting > 1
        ? t.nowQuote
        : state === 'opened'
          ? t.waits
          : null;
  return (
    <Section title={`${t.mySection} · ${t.of(quoting, terms.rounds)}`}>
      <p className="dl-soft">{t.ways[mode]}</p>
      {hint === null ? null : <Alert type="info" showIcon title={hint} className="dl-bid-gap" />}
      <TableView
        inside
        label={t.standing}
        rows={standing}
        rowKey={(row) => row.productId}
        columns={[
          { key: 'product', title: t.product, card: 'title', render: (row) => row.product },
          {
            key: 'price',
            title: t.standing,
            align: 'right',
            render: (row) => (
              <>
                <MoneyText amount={row.price} unit />/{row.unit}
              </>
            ),
          },
          { key: 'since', title: t.since, render: (row) => t.nth(row.quoting) },
          ...(terms.shown === 'nothing'
            ? []
            : [
                {
                  key: 'seen',
                  title: t.seen,
                  render: (row: (typeof standing)[number]) => <Seen seen={seenOf.get(row.productId)} />,
                },
              ]),
        ]}
      />
      {negotiations.length === 0 ? null : (
        <>
          <h3 className="dl-bid-part">{t.talks}</h3>
          {negotiations.map((minutes) => (
            <MinutesText key={minutes.id} minutes={minutes} />
          ))}
        </>
      )}
    </Section>
  );
}

function Seen({ seen }: { readonly seen: Bidding['rounds']['seen'][number] | undefined }): ReactNode {
  const t = useTexts(roundTexts);
  if (seen === undefined) return '—';
  if (seen.rank !== null) return t.seenRank(seen.rank, seen.of);
  return seen.lowest === null ? (
    '—'
  ) : (
    <>
      {t.seenLowest} <MoneyText amount={seen.lowest} />
    </>
  );
}
