import type { Calendar } from '@daylight/rules/calendar/calendar.ts';
import { remaining } from '@daylight/rules/calendar/term.ts';
import {
  type Instant,
  type IsoDate,
  addMs,
  epochMs,
  instantOfMs,
  shanghaiDate,
} from '@daylight/rules/time.ts';
import type { Language } from '../i18n/language.ts';

/** Whether a text is a decimal number: what came out of a workbook may be words (面议). */
export function isNumber(text: string): boolean {
  return /^-?\d+(\.\d+)?$/.test(text);
}

/**
 * '1234567.5' with thousands separators and at least `decimals` decimals; more are kept, none is rounded away. What is no
 * number stays as it was written.
 */
export function grouped(text: string, decimals = 0): string {
  if (!isNumber(text)) return text;
  const negative = text.startsWith('-');
  const [whole = '0', fraction = ''] = (negative ? text.slice(1) : text).split('.');
  const parts = whole.replaceAll(/\B(?=(\d{3})+$)/g, ',');
  const rest = fraction.padEnd(decimals, '0');
  return `${negative ? '−' : ''}${parts}${rest === '' ? '' : `.${rest}`}`;
}

/** Money for reading: two decimals at least, all of up to six where a unit price has them. */
export function moneyText(amount: string): string {
  return grouped(amount, 2);
}

/** Share of two whole numbers as percent with one decimal, cut and not rounded up: 99.96 % is not 100 %. */
export function percentText(over: number, under: number): string {
  if (under === 0) return '—';
  const tenths = Math.floor((over * 1000) / under);
  return `${Math.floor(tenths / 10)}.${tenths % 10}%`;
}

/** Wall clock in Shanghai of a moment as '2026-11-21 16:05'. */
export function momentText(at: Instant): string {
  const local = instantOfMs(epochMs(at) + 8 * 3_600_000);
  return `${local.slice(0, 10)} ${local.slice(11, 16)}`;
}

/** The last minute that is still in time: a deadline at 00:00 reads as 24:00 of the day before. */
export function lastMoment(dueAt: Instant): { readonly day: IsoDate; readonly clock: string } {
  const clock = momentText(dueAt).slice(11);
  if (clock === '00:00') return { day: shanghaiDate(addMs(dueAt, -1)), clock: '24:00' };
  return { day: shanghaiDate(dueAt), clock };
}

/** The last moment in time as '2026-11-03 24:00', where a date in full is wanted. */
export function lastMomentText(dueAt: Instant): string {
  const { day, clock } = lastMoment(dueAt);
  return `${day} ${clock}`;
}

function dayWords(day: IsoDate, today: IsoDate, language: Language): string {
  const month = Number(day.slice(5, 7));
  const date = Number(day.slice(8, 10));
  const otherYear = day.slice(0, 4) !== today.slice(0, 4);
  if (language === 'zh') return `${otherYear ? `${day.slice(0, 4)}年` : ''}${month}月${date}日`;
  const names = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
  return `${date} ${names[month - 1]}${otherYear ? ` ${day.slice(0, 4)}` : ''}`;
}

export interface DeadlineWords {
  /** '还剩 3 个工作日' */
  readonly left: string;
  /** '11月26日 24:00 前' */
  readonly until: string;
  readonly overdue: boolean;
  /** Nothing to hurry, last day or next working day, or too late. */
  readonly tone: 'calm' | 'soon' | 'late';
  readonly provisional: boolean;
}

/** A deadline in words. Without a calendar (not loaded yet) it counts days by the clock and says so by 'days'. */
export function deadlineWords(
  at: Instant,
  dueAt: Instant,
  calendar: Calendar | null,
  language: Language,
): DeadlineWords {
  const today = shanghaiDate(at);
  const { day, clock } = lastMoment(dueAt);
  const words = `${dayWords(day, today, language)} ${clock}`;
  const until =
    at >= dueAt
      ? zhEn(language, `应于 ${words} 前`, `was due ${words}`)
      : zhEn(language, `${words} 前`, `by ${words}`);
  if (calendar === null) {
    const overdue = at >= dueAt;
    const days = Math.floor(Math.abs(epochMs(dueAt) - epochMs(at)) / 86_400_000);
    const left = zhEn(
      language,
      `${overdue ? '已逾期' : '还剩'} ${days} 天`,
      `${days} days ${overdue ? 'overdue' : 'left'}`,
    );
    return { left, until, overdue, tone: overdue ? 'late' : 'calm', provisional: false };
  }
  const { workdays, hours, overdue, provisional } = remaining(at, dueAt, calendar);
  if (overdue)
    return { left: lateWords(workdays, hours, language), until, overdue, tone: 'late', provisional };
  if (day === today)
    return { left: todayWords(at, dueAt, language), until, overdue, tone: 'soon', provisional };
  const left =
    workdays === 0
      ? zhEn(language, `还剩 ${hours} 小时`, `${plural(hours, 'hour')} left`)
      : zhEn(language, `还剩 ${workdays} 个工作日`, `${plural(workdays, 'working day')} left`);
  return { left, until, overdue, tone: workdays <= 1 ? 'soon' : 'calm', provisional };
}

function zhEn(language: Language, zh: string, en: string): string {
  return language === 'zh' ? zh : en;
}
function plural(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}
function lateWords(workdays: number, hours: number, language: Language): string {
  if (workdays === 0) {
    const size = Math.max(hours, 1);
    return zhEn(language, `已逾期 ${size} 小时`, `${plural(size, 'hour')} overdue`);
  }
  return zhEn(language, `已逾期 ${workdays} 个工作日`, `${plural(workdays, 'working day')} overdue`);
}
function todayWords(at: Instant, dueAt: Instant, language: Language): string {
  const minutes = Math.floor((epochMs(dueAt) - epochMs(at)) / 60_000);
  if (minutes < 60)
    return zhEn(language, `今天到期，还剩 ${minutes} 分钟`, `due today, ${plural(minutes, 'minute')} left`);
  const hours = Math.floor(minutes / 60);
  return zhEn(language, `今天到期，还剩 ${hours} 小时`, `due today, ${plural(hours, 'hour')} left`);
}

/** Bytes for people: '1.5 MB', '12 KB'. */
export function sizeText(bytes: number): string {
  const megabytes = bytes / 1_048_576;
  if (megabytes >= 1) return `${Number(megabytes.toFixed(1))} MB`;
  return `${Math.max(1, Math.round(bytes / 1024))} KB`;
}
