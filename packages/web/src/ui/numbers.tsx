import { perSmallestUnit } from '@daylight/rules/money.ts';
import type { Money } from '@daylight/rules/money.ts';
import { type Instant, shanghaiDate } from '@daylight/rules/time.ts';
import { Tooltip } from 'antd';
import type { ReactNode } from 'react';
import { useLanguage } from '../i18n/language.ts';
import { grouped, isNumber, moneyText, momentText } from './format.ts';

/** An amount. The unit is written only where no header carries it: `<MoneyText amount={sum} unit />`. */
export function MoneyText({
  amount,
  unit = false,
  strong = false,
}: {
  readonly amount: string | null;
  readonly unit?: boolean;
  readonly strong?: boolean;
}): ReactNode {
  const language = useLanguage();
  if (amount === null) return <span className="dl-none">—</span>;
  const text = moneyText(amount);
  return (
    <span className={strong ? 'dl-number dl-strong' : 'dl-number'}>
      {unit && language === 'en' ? '¥' : ''}
      {text}
      {unit && language === 'zh' ? ' 元' : ''}
    </span>
  );
}

/** Price of a purchase unit, and below it the price of one smallest unit where a pack holds several. */
export function UnitPrice({
  price,
  purchaseUnit,
  smallestUnit,
  perPurchaseUnit,
}: {
  readonly price: string | null;
  readonly purchaseUnit: string;
  readonly smallestUnit: string;
  /** Smallest units in one purchase unit. */
  readonly perPurchaseUnit: number;
}): ReactNode {
  const language = useLanguage();
  if (price === null) return <span className="dl-none">—</span>;
  const yuan = language === 'zh' ? '元' : '¥';
  return (
    <span className="dl-number dl-unit-price">
      <span>
        {moneyText(price)}{' '}
        <small>
          {yuan}/{purchaseUnit}
        </small>
      </span>
      {perPurchaseUnit > 1 ? (
        <small>
          {moneyText(perSmallestUnit(price as Money, perPurchaseUnit))} {yuan}/{smallestUnit} ·{' '}
          {perPurchaseUnit}
          {smallestUnit}/{purchaseUnit}
        </small>
      ) : null}
    </span>
  );
}

/** An amount within a sentence: '12.50 元' or '¥12.50', with the unit it buys as '12.50 元/盒'. */
export function useYuan(): (amount: string, per?: string) => string {
  const isChinese = useLanguage() === 'zh';
  return (amount, per) => {
    if (!isNumber(amount)) return amount;
    const text = isChinese ? `${moneyText(amount)} 元` : `¥${moneyText(amount)}`;
    return per === undefined ? text : `${text}/${per}`;
  };
}

export function QuantityText({
  count,
  unit,
}: {
  readonly count: string | number | null;
  readonly unit?: string;
}): ReactNode {
  if (count === null) return <span className="dl-none">—</span>;
  return (
    <span className="dl-number">
      {grouped(String(count))}
      {unit === undefined ? null : <small> {unit}</small>}
    </span>
  );
}

/** A moment as its day ('2026-11-21'), with the time behind it or (`time`) beside it; a day text stays as it is. */
export function DateText({
  at,
  time = false,
}: {
  readonly at: string | null;
  readonly time?: boolean;
}): ReactNode {
  if (at === null) return <span className="dl-none">—</span>;
  if (!at.includes('T')) return <time dateTime={at}>{at}</time>;
  const full = momentText(at as Instant);
  if (time) return <time dateTime={at}>{full}</time>;
  return (
    <Tooltip title={full}>
      <time dateTime={at}>{shanghaiDate(at as Instant)}</time>
    </Tooltip>
  );
}
