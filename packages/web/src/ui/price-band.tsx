import type { ReactNode } from 'react';
import { parts } from '../i18n/parts.ts';
import { useTexts } from '../i18n/texts.ts';
import { moneyText } from './format.ts';
import type { Zone } from './tags.tsx';

export interface PriceBandProps {
  readonly low: string;
  readonly high: string;
  readonly median?: string | null;
  /** The price that is looked at. */
  readonly own: string;
  readonly zone?: Zone;
  /** Wide with figures below (details), or a small mark for a table cell. */
  readonly small?: boolean;
}

/** Positions only; money is never computed with these. */
function place(value: string, from: number, to: number): number {
  if (to <= from) return 50;
  return Math.min(100, Math.max(0, ((Number(value) - from) / (to - from)) * 100));
}

/** Where a price stands among its peers: the band from lowest to highest, the median, and the own point. */
export function PriceBand({
  low,
  high,
  median = null,
  own,
  zone = 'plain',
  small = false,
}: PriceBandProps): ReactNode {
  const t = useTexts(parts);
  const least = Math.min(Number(low), Number(own));
  const most = Math.max(Number(high), Number(own));
  const room = (most - least) * 0.08 || 1;
  const at = (value: string): number => place(value, least - room, most + room);
  const words = [
    `${t.own} ${moneyText(own)}`,
    `${t.lowest} ${moneyText(low)}`,
    ...(median === null ? [] : [`${t.median} ${moneyText(median)}`]),
    `${t.highest} ${moneyText(high)}`,
  ].join(' · ');
  return (
    <span className="dl-band" data-small={small}>
      <svg viewBox="0 0 200 20" role="img" aria-label={words} preserveAspectRatio="none">
        <title>{words}</title>
        <line x1="0" x2="200" y1="10" y2="10" className="dl-band-axis" />
        <rect
          x={at(low) * 2}
          width={Math.max((at(high) - at(low)) * 2, 1)}
          y="6"
          height="8"
          rx="2"
          className="dl-band-range"
        />
        {median === null ? null : (
          <line x1={at(median) * 2} x2={at(median) * 2} y1="4" y2="16" className="dl-band-median" />
        )}
      </svg>
      <i data-zone={zone} style={{ left: `${at(own)}%` }} aria-hidden />
      {small ? null : <small>{words}</small>}
    </span>
  );
}
