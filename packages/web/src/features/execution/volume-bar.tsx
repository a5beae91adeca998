import type { ReactNode } from 'react';
import { useTexts } from '../../i18n/texts.ts';
import { volumeTexts } from './texts.ts';
import './execution.css';

interface BarProps {
  readonly percent: number | null;
  readonly termPercent: number;
  readonly behind: boolean;
}

/** What was bought as a bar, and how much of the term is over as a mark on it (序时进度). */
export function VolumeBar({ percent, termPercent, behind }: BarProps): ReactNode {
  const t = useTexts(volumeTexts);
  if (percent === null) return <span className="dl-soft">{t.noAgreed}</span>;
  return (
    <div className="dl-volume">
      <svg
        className="dl-volume-bar"
        viewBox="0 0 100 12"
        preserveAspectRatio="none"
        role="img"
        aria-label={t.barLabel(percent, termPercent)}
      >
        <rect className="dl-volume-whole" x={0} y={2} width={100} height={8} />
        <rect
          className="dl-volume-done"
          data-behind={behind}
          x={0}
          y={2}
          width={Math.min(percent, 100)}
          height={8}
        />
        <line
          className="dl-volume-time"
          x1={Math.min(termPercent, 99.5)}
          x2={Math.min(termPercent, 99.5)}
          y1={0}
          y2={12}
          vectorEffect="non-scaling-stroke"
        />
      </svg>
      <small>
        {t.done(percent)} · {t.timeShare(termPercent)}
      </small>
    </div>
  );
}
