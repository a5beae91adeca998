import {
  CheckCircleFilled,
  ClockCircleFilled,
  CloseCircleFilled,
  ExclamationCircleFilled,
  InfoCircleFilled,
  MinusCircleFilled,
  SyncOutlined,
  WarningFilled,
} from '@ant-design/icons';
import { Tag } from 'antd';
import { type ComponentType, type ReactNode, createElement } from 'react';
import { parts } from '../i18n/parts.ts';
import { useTexts } from '../i18n/texts.ts';

/** What a state means for the person who looks: colour and icon follow, the words come from the feature. */
export type Tone = 'plain' | 'waiting' | 'working' | 'good' | 'notice' | 'warning' | 'danger' | 'ended';

const looks: Readonly<Record<Tone, readonly [icon: ComponentType, color: string]>> = {
  plain: [MinusCircleFilled, 'default'],
  waiting: [ClockCircleFilled, 'processing'],
  working: [SyncOutlined, 'processing'],
  good: [CheckCircleFilled, 'success'],
  notice: [InfoCircleFilled, 'processing'],
  warning: [ExclamationCircleFilled, 'warning'],
  danger: [CloseCircleFilled, 'error'],
  ended: [MinusCircleFilled, 'default'],
};

/** A state as word, colour and icon: `<StateTag tone="waiting">{t.state.placed}</StateTag>`. */
export function StateTag({
  tone,
  children,
}: {
  readonly tone: Tone;
  readonly children: ReactNode;
}): ReactNode {
  const [icon, color] = looks[tone];
  return (
    <Tag icon={createElement(icon)} color={color} className="dl-state">
      {children}
    </Tag>
  );
}

/** 'none': the reference set is too small; 'plain': compared, and between the bounds. */
export type Zone = 'red' | 'yellow' | 'blue' | 'plain' | 'none';

const zoneIcons: Readonly<Record<Zone, ComponentType>> = {
  red: WarningFilled,
  yellow: ExclamationCircleFilled,
  blue: CheckCircleFilled,
  plain: MinusCircleFilled,
  none: InfoCircleFilled,
};

/** 红黄蓝三色区域 with its word, its icon and the size of the reference set. */
export function ZoneTag({ zone, n }: { readonly zone: Zone; readonly n?: number }): ReactNode {
  const t = useTexts(parts);
  const words: Readonly<Record<Zone, string>> = {
    red: t.red,
    yellow: t.yellow,
    blue: t.blue,
    plain: t.plainZone,
    none: t.noZone,
  };
  return (
    <span className="dl-zone" data-zone={zone}>
      {createElement(zoneIcons[zone])} {words[zone]}
      {n === undefined ? null : <small> {t.zoneSize(n)}</small>}
    </span>
  );
}
