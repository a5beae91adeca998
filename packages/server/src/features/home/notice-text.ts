import type { Text } from '@daylight/api/endpoint.ts';
import { fillIn } from '@daylight/api/fill.ts';
import type { Notice } from '@daylight/api/home.ts';
import { type NoticeText, noticeTexts } from '@daylight/api/notices.ts';
import { type Actor, may } from '@daylight/rules/access/may.ts';
import type { Facts } from '@daylight/rules/result.ts';
import { type Instant, type IsoDate, addDays, addHours, isInstant } from '@daylight/rules/time.ts';

const texts: Readonly<Record<string, NoticeText>> = noticeTexts;

/** The kinds whose work is the actor's. */
export function kindsFor(actor: Actor): string[] {
  return Object.entries(texts).flatMap(([kind, text]) => (may(actor, text.permission) ? [kind] : []));
}

interface Told {
  readonly kind: string;
  readonly subjectId: string;
  readonly facts: Facts;
}

/** A moment as the wall clock in Shanghai shows it; a term that ends at midnight ends at 24:00 of the day before. */
function readable(fact: Facts[string]): Facts[string] {
  if (typeof fact !== 'string' || !isInstant(fact)) return fact;
  const local = addHours(fact as Instant, 8);
  const [day, clock] = [local.slice(0, 10) as IsoDate, local.slice(11, 16)];
  return clock === '00:00' ? `${addDays(day, -1)} 24:00` : `${day} ${clock}`;
}

/** What a notice says in both languages. */
export function wordsOf({
  kind,
  subjectId,
  facts,
}: Told): Pick<Notice, 'title' | 'detail' | 'href' | 'tone'> {
  const text = texts[kind];
  if (text === undefined)
    return { title: { zh: kind, en: kind }, detail: { zh: '', en: '' }, href: null, tone: 'plain' };
  const known = { ...facts, subject: subjectId };
  const shown = Object.fromEntries(Object.entries(known).map(([name, fact]) => [name, readable(fact)]));
  const both = ({ zh, en }: Text) => ({ zh: fillIn(zh, shown, ''), en: fillIn(en, shown, '') });
  const inAddress = Object.fromEntries(
    Object.entries(known).map(([name, fact]) => [name, encodeURIComponent(String(fact))]),
  );
  return {
    title: both(text.title),
    detail: both(text.detail),
    href: text.href === null ? null : fillIn(text.href, inAddress, ''),
    tone: text.tone,
  };
}
