import { openReasons } from '@daylight/api/bidding-words.ts';
import type { readAward } from '@daylight/api/bidding-award.ts';
import type { ReplyOf } from '@daylight/api/endpoint.ts';
import { reasonWords } from '@daylight/rules/award/reason-words.ts';
import type { Reason } from '@daylight/rules/award/outcome.ts';
import type { ReactNode } from 'react';
import { useSay } from '../../i18n/language.ts';
import { useTexts } from '../../i18n/texts.ts';
import { MoneyText } from '../../ui/numbers.tsx';
import { TableView } from '../../ui/table-view.tsx';
import { StateTag } from '../../ui/tags.tsx';
import { openingTexts } from './opening-texts.ts';

export type Award = ReplyOf<typeof readAward>;
type Line = Award['lines'][number];

/** Every bid of the result with its reasons to be opened. */
export function AwardTable({ award }: { readonly award: Award }): ReactNode {
  const t = useTexts(openingTexts);
  const say = useSay();
  const unitNames = new Map(award.units.map(({ unit, name }) => [unit, say(name)]));
  return (
    <>
      <TableView<Line>
        inside
        label={t.result}
        rows={award.lines}
        rowKey={(row) => row.productId}
        expand={(row) => <Reasons line={row} />}
        columns={[
          { key: 'unit', title: t.unit, render: (row) => unitNames.get(row.unit) ?? row.unit },
          { key: 'product', title: t.product, card: 'title', render: (row) => row.product },
          { key: 'bidder', title: t.bidder, render: (row) => row.bidder.name },
          {
            key: 'price',
            title: t.bidPrice,
            unit: '元',
            align: 'right',
            render: (row) => <MoneyText amount={row.bidPrice} />,
          },
          { key: 'place', title: t.place, align: 'right', render: (row) => row.place ?? '—' },
          { key: 'state', title: t.outcome, card: 'state', render: (row) => <Outcome line={row} /> },
          {
            key: 'final',
            title: t.finalPrice,
            unit: '元',
            align: 'right',
            render: (row) => (row.finalPrice === null ? '—' : <MoneyText amount={row.finalPrice} strong />),
          },
          { key: 'tier', title: t.tier, render: (row) => row.tier ?? '—' },
        ]}
      />
      <Stopped award={award} />
    </>
  );
}

function Outcome({ line }: { readonly line: Line }): ReactNode {
  const t = useTexts(openingTexts);
  if (line.selected)
    return (
      <StateTag tone="good">
        {t.selected} {line.selectedBy === null ? '' : t.byRule(line.selectedBy)}
      </StateTag>
    );
  return line.valid ? (
    <StateTag tone="ended">{t.notSelected}</StateTag>
  ) : (
    <StateTag tone="danger">{t.invalid}</StateTag>
  );
}

const signs = { pass: '✓', fail: '✗', select: '★', note: '·' } as const;

function Reasons({ line }: { readonly line: Line }): ReactNode {
  const say = useSay();
  return (
    <ol className="dl-bid-list">
      {line.reasons.map((reason) => (
        <li key={`${reason.step} ${reason.rule} ${reason.code} ${JSON.stringify(reason.facts)}`}>
          <span aria-hidden>{signs[reason.effect]}</span> {reason.rule ?? ''}{' '}
          {say(reasonWords(reason as Reason))}
        </li>
      ))}
    </ol>
  );
}

function Stopped({ award }: { readonly award: Award }): ReactNode {
  const t = useTexts(openingTexts);
  const say = useSay();
  if (award.stopped.length === 0) return null;
  return (
    <>
      <h3 className="dl-bid-part">{t.stoppedBids}</h3>
      <TableView
        inside
        label={t.stoppedBids}
        rows={award.stopped}
        rowKey={(row) => `${row.bidder.id} ${row.product ?? ''} ${row.reason}`}
        columns={[
          { key: 'bidder', title: t.bidder, card: 'title', render: (row) => row.bidder.name },
          { key: 'product', title: t.product, render: (row) => row.productName ?? t.wholeBid },
          { key: 'reason', title: t.reason, render: (row) => say(openReasons(row.reason)) },
        ]}
      />
    </>
  );
}
