import type { zoneFinding } from '@daylight/api/zone.ts';
import { type ReactNode, useMemo } from 'react';
import type { z } from 'zod';
import { useTexts } from '../../i18n/texts.ts';
import { Chart } from '../../ui/chart.tsx';
import { moneyText } from '../../ui/format.ts';
import { MoneyText } from '../../ui/numbers.tsx';
import { PriceBand } from '../../ui/price-band.tsx';
import { type Zone, ZoneTag } from '../../ui/tags.tsx';
import { Go } from '../../navigate.tsx';
import { useMay } from '../../session.ts';
import { type Explanation, WhyButton } from '../../ui/why.tsx';
import './supervision.css';
import { texts } from './texts.ts';

export type Finding = z.output<typeof zoneFinding>;

/** The zone as the tag shows it: no colour between the bounds is another thing than no colour for want of data. */
export function shownZone({ zone, reason }: Pick<Finding, 'zone' | 'reason'>): Zone {
  if (zone !== 'none') return zone;
  return reason === 'tooFewTrades' ? 'none' : 'plain';
}

/** Everything behind a zone, for the drawer: rule, reference set, bounds and what would change it. */
export function useZoneExplanation(): (finding: Finding) => Explanation {
  const t = useTexts(texts);
  return (finding) => {
    const red = finding.bounds.find((bound) => bound.colour === 'red')?.price ?? null;
    const blue = finding.bounds.find((bound) => bound.colour === 'blue')?.price ?? null;
    const peers = `${t.regions[finding.region]} · ${finding.sameLevel ? t.sameLevel : t.anyLevel}`;
    const origin = finding.origin ?? (finding.isDefaultRule ? ('default' as const) : ('published' as const));
    return {
      title: t.explain,
      outcome: (
        <>
          <ZoneTag zone={shownZone(finding)} n={finding.trades} />
          {finding.isDefaultRule ? <p className="dl-soft">{t.defaultRule}</p> : null}
        </>
      ),
      basis: [finding.basis],
      parameters: [
        ...finding.bounds.map((bound) => ({
          name: t.bounds[bound.colour],
          value: (
            <>
              {bound.percentile === null ? t.statistics[bound.statistic] : t.percentile(bound.percentile)}{' '}
              <MoneyText amount={bound.price} unit />
            </>
          ),
          origin,
        })),
        { name: t.minimumName, value: t.minimum(finding.tradesMin, finding.institutionsMin), origin },
      ],
      inputs: [
        { name: t.own, value: <MoneyText amount={finding.price} unit /> },
        { name: t.ownLast, value: <MoneyText amount={finding.ownLast} unit /> },
        { name: t.scopeName, value: t.scopes[finding.scope] },
        { name: t.peersName, value: peers },
        { name: t.windowName, value: t.window(finding.since, finding.until) },
      ],
      reference: (
        <>
          <p>{t.reference(finding.trades, finding.institutions)}</p>
          <Spread finding={finding} />
        </>
      ),
      wouldChange: [
        ...(finding.zone === 'red' && red !== null ? [t.wouldRed(moneyText(red))] : []),
        ...(finding.zone !== 'blue' && blue !== null ? [t.wouldBlue(moneyText(blue))] : []),
      ],
    };
  };
}

/** The axis holds the own price too, wherever it stands. */
function reach(spread: Finding['spread'], own: string): { readonly min: number; readonly max: number } {
  const places = [...spread.map((point) => Number(point.price)), Number(own)];
  const least = Math.min(...places);
  const most = Math.max(...places);
  const room = (most - least) * 0.05 || most * 0.05;
  const cents = (value: number): number => Math.round(value * 100) / 100;
  return { min: Math.max(0, cents(least - room)), max: cents(most + room) };
}

/** What peers paid, one bar per price, with the own price marked: the reason looked at rather than read. */
export function Spread({ finding }: { readonly finding: Finding }): ReactNode {
  const t = useTexts(texts);
  const { spread, price } = finding;
  const option = useMemo(
    () => ({
      grid: { left: 40, right: 16, top: 24, bottom: 28 },
      tooltip: { trigger: 'axis' },
      xAxis: { type: 'value', ...reach(spread, price) },
      yAxis: { type: 'value', minInterval: 1 },
      series: [
        {
          type: 'bar',
          barMaxWidth: 10,
          barMinWidth: 2,
          // Positions only; the exact prices stand in the table.
          data: spread.map((point) => [Number(point.price), point.trades]),
          markLine: {
            symbol: 'none',
            label: { formatter: t.own },
            data: [{ xAxis: Number(price) }],
          },
        },
      ],
    }),
    [spread, price, t],
  );
  if (spread.length === 0) return null;
  const rows = spread.map((point) => [
    moneyText(point.price),
    String(point.trades),
    String(point.institutions),
  ]);
  return (
    <Chart
      option={option}
      label={t.spread}
      height={180}
      table={{ heads: [t.price, t.trades, t.institutions], rows }}
    />
  );
}

/** The zone of a price with its band, its meaning and the way to the numbers. */
export function ZonePanel({
  finding,
  smallestUnit,
  chart = false,
  submitted = false,
  appeal,
}: {
  readonly finding: Finding;
  readonly smallestUnit?: string;
  readonly chart?: boolean;
  /** The price is on record already: a warning was sent and is not only announced. */
  readonly submitted?: boolean;
  /** Where the reference set can be appealed against: the listing, and the bargain or order in question. */
  readonly appeal?: { readonly listingId: string; readonly bargainId?: string } | undefined;
}): ReactNode {
  const t = useTexts(texts);
  const may = useMay();
  const explanation = useZoneExplanation();
  const zone = shownZone(finding);
  const told = submitted && zone === 'red' ? t.zoneMeans.redTold : t.zoneMeans[zone];
  const meaning = finding.reason === 'notInFocus' ? t.zoneMeans.notInFocus : told;
  return (
    <div className="dl-zone-panel" data-zone={zone} aria-live="polite">
      <div className="dl-zone-line">
        <ZoneTag zone={zone} n={finding.trades} />
        <span>{meaning}</span>
        {finding.actions.includes('block') ? <strong className="dl-danger">{t.blocked}</strong> : null}
        <WhyButton explanation={() => explanation(finding)} />
        {appeal === undefined || !may('supervision.readAppeals') ? null : (
          <Go
            to={`/zone-references/${appeal.listingId}${
              appeal.bargainId === undefined || zone !== 'red' ? '' : `?bargain=${appeal.bargainId}`
            }`}
          >
            {t.appeal}
          </Go>
        )}
      </div>
      {finding.low === null || finding.high === null ? null : (
        <PriceBand
          low={finding.low}
          high={finding.high}
          median={finding.median}
          own={finding.price}
          zone={zone}
        />
      )}
      <small className="dl-soft">
        {smallestUnit === undefined ? t.perSmallestPlain : t.perSmallest(smallestUnit)} ·{' '}
        {t.reference(finding.trades, finding.institutions)}
        {finding.isDefaultRule ? ` · ${t.defaultRule}` : ''}
        {finding.origin === 'decision' ? ` · ${t.decidedRule}` : ''}
      </small>
      {chart ? <Spread finding={finding} /> : null}
    </div>
  );
}
