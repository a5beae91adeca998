import { ClockCircleOutlined, FieldTimeOutlined, WarningOutlined } from '@ant-design/icons';
import type { Basis } from '@daylight/rules/result.ts';
import type { Instant } from '@daylight/rules/time.ts';
import { Tag, Tooltip } from 'antd';
import type { ReactNode } from 'react';
import { useNow } from '../clock.ts';
import { useLanguage } from '../i18n/language.ts';
import { parts } from '../i18n/parts.ts';
import { useTexts } from '../i18n/texts.ts';
import { useCalendar } from '../reference.ts';
import { type DeadlineWords, deadlineWords } from './format.ts';
import { Article } from './why.tsx';

export interface DeadlineProps {
  /** The first moment that is too late; null where nothing sets a deadline. */
  readonly dueAt: string | null;
  readonly provisional?: boolean;
  readonly basis?: Basis | null;
  /** One short line without the date, for narrow places; the date is in the tooltip. */
  readonly compact?: boolean;
}

const icons: Readonly<Record<DeadlineWords['tone'], ReactNode>> = {
  calm: <ClockCircleOutlined />,
  soon: <FieldTimeOutlined />,
  late: <WarningOutlined />,
};

/** "还剩 3 个工作日（11月26日 24:00 前）", counted on the working calendar and renewed while it is looked at. */
export function Deadline({
  dueAt,
  provisional = false,
  basis = null,
  compact = false,
}: DeadlineProps): ReactNode {
  const t = useTexts(parts);
  const language = useLanguage();
  const at = useNow();
  const calendar = useCalendar();
  if (dueAt === null) return <span className="dl-none">{t.noDeadline}</span>;
  const words = deadlineWords(at, dueAt as Instant, calendar, language);
  const date = language === 'zh' ? `（${words.until}）` : ` (${words.until})`;
  const line = (
    <span className="dl-deadline" data-tone={words.tone}>
      {icons[words.tone]} <strong>{words.left}</strong>
      {compact ? null : <span className="dl-deadline-date">{date}</span>}
    </span>
  );
  return (
    <span className="dl-deadline-all">
      {compact ? <Tooltip title={words.until}>{line}</Tooltip> : line}
      {provisional ? (
        <Tooltip title={t.provisionalHelp}>
          <Tag variant="outlined">{t.provisional}</Tag>
        </Tooltip>
      ) : null}
      {basis === null ? null : <Article basis={basis} />}
    </span>
  );
}
