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
      <div className="dl-volume-bar" role="img" aria-label={t.barLabel(percent, termPercent)}>
        <span
          className="dl-volume-done"
          data-behind={behind}
          style={{ width: `${Math.min(percent, 100)}%` }}
        />
        <span className="dl-volume-time" style={{ left: `calc(${Math.min(termPercent, 100)}% - 1px)` }} />
      </div>
      <small>
        {t.done(percent)} · {t.timeShare(termPercent)}
      </small>
    </div>
  );
}
