import type { BidOutcome } from '@daylight/rules/award/outcome.ts';
import { decidingReasons, reasonPlace, reasonWords } from '@daylight/rules/award/reason-words.ts';
import { rankKeyWords } from '@daylight/rules/award/words.ts';
import { Button } from 'antd';
import { type ReactNode, useState } from 'react';
import { useSay } from '../../i18n/language.ts';
import { useTexts } from '../../i18n/texts.ts';
import { StateTag, type Tone } from '../../ui/tags.tsx';
import type { AwardView } from './award-session.ts';
import { texts } from './texts.ts';

export function productText({ products }: Pick<AwardView, 'products'>, { product }: BidOutcome): string {
  const name = products.get(product)?.name ?? product;
  return name === product ? product : `${name}（${product}）`;
}
export function firmText({ firmNames }: Pick<AwardView, 'firmNames'>, { firm }: BidOutcome): string {
  const name = firmNames.get(firm) ?? firm;
  return name === firm ? firm : `${name}（${firm}）`;
}

export interface LadderProps {
  readonly view: AwardView;
  readonly bids: readonly BidOutcome[];
  /** Said beside each bid where they come from several units. */
  readonly unitOf?: (unit: string) => string;
  readonly onAllocation: (product: string) => void;
}

const step = 50;

/** Bids from the best place down, each with what decided it; a bar shows its price against the dearest. */
export function Ladder({ view, bids, unitOf, onAllocation }: LadderProps): ReactNode {
  const t = useTexts(texts);
  const [count, setCount] = useState(step);
  const dearest = bids.reduce((most, { price }) => Math.max(most, Number(price)), 0);
  return (
    <>
      <ol className="dl-ladder" aria-label={t.ladder}>
        {bids.slice(0, count).map((bid) => (
          <Rung
            key={bid.product}
            view={view}
            bid={bid}
            dearest={dearest}
            unit={unitOf?.(bid.unit) ?? null}
            onAllocation={onAllocation}
          />
        ))}
      </ol>
      {bids.length > count ? (
        <Button type="link" onClick={() => setCount(count + step)}>
          {t.showMore(Math.min(step, bids.length - count))}
        </Button>
      ) : null}
    </>
  );
}

function useOutcome(bid: BidOutcome): readonly [Tone, string] {
  const t = useTexts(texts);
  if (bid.selectedBy !== null) return ['good', t.selected(bid.selectedBy)];
  if (!bid.valid) return ['danger', t.invalid];
  return ['ended', bid.shortlisted ? t.notSelected : t.notShortlisted];
}

function Rung(props: {
  readonly view: AwardView;
  readonly bid: BidOutcome;
  readonly dearest: number;
  readonly unit: string | null;
  readonly onAllocation: (product: string) => void;
}): ReactNode {
  const { view, bid, dearest, unit, onAllocation } = props;
  const t = useTexts(texts);
  const say = useSay();
  const [tone, words] = useOutcome(bid);
  // A rule and the price gap may say the same.
  const deciding = [
    ...new Set(
      decidingReasons(bid).map((reason) =>
        t.said(say(reasonPlace(view.pack, reason)), say(reasonWords(reason))),
      ),
    ),
  ];
  return (
    <li data-selected={bid.selected}>
      <div className="dl-rung-head">
        <span className="dl-rung-place">{bid.place === null ? '—' : t.place(bid.place)}</span>
        <strong>{productText(view, bid)}</strong>
        <span className="dl-soft">{firmText(view, bid)}</span>
        {unit === null ? null : <span className="dl-soft">{unit}</span>}
        <StateTag tone={tone}>{words}</StateTag>
      </div>
      <div className="dl-rung-bar" aria-hidden>
        <span style={{ inlineSize: `${dearest === 0 ? 0 : (Number(bid.price) / dearest) * 100}%` }} />
      </div>
      <div className="dl-rung-numbers">
        <span>{t.bidPrice(bid.price)}</span>
        {bid.finalPrice === null ? null : <span>{t.finalPrice(bid.finalPrice)}</span>}
        {bid.selected ? <span>{t.given(bid.own, bid.more)}</span> : null}
        {bid.tieBrokenBy === null ? null : (
          <span className="dl-rung-tie">{t.tie(say(rankKeyWords(bid.tieBrokenBy)))}</span>
        )}
      </div>
      <ul className="dl-tender-list">
        {deciding.length === 0 ? <li>{t.noRule}</li> : null}
        {deciding.map((each) => (
          <li key={each}>{each}</li>
        ))}
      </ul>
      <Reasons view={view} bid={bid} />
      {bid.selected ? (
        <Button size="small" onClick={() => onAllocation(bid.product)}>
          {t.allocation}
        </Button>
      ) : null}
    </li>
  );
}

const signs = { pass: '✓', fail: '✗', select: '★', note: '·' } as const;

function Reasons({ view, bid }: { readonly view: AwardView; readonly bid: BidOutcome }): ReactNode {
  const t = useTexts(texts);
  const say = useSay();
  const [open, setOpen] = useState(false);
  return (
    <details className="dl-rung-why" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t.why}</summary>
      {open ? (
        <ol>
          {bid.reasons.map((reason) => (
            <li
              key={`${reason.step} ${reason.rule} ${reason.code} ${JSON.stringify(reason.facts)}`}
              data-effect={reason.effect}
            >
              <span aria-hidden>{signs[reason.effect]}</span>
              <span>
                <strong>{say(reasonPlace(view.pack, reason))}</strong> {say(reasonWords(reason))}
              </span>
            </li>
          ))}
        </ol>
      ) : null}
    </details>
  );
}
