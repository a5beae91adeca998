import type { Text } from '@daylight/api/endpoint.ts';
import { fillIn } from '@daylight/api/fill.ts';
import type { Notice } from '@daylight/api/home.ts';
import { type NoticeText, noticeTexts } from '@daylight/api/notices.ts';
import { type Actor, may } from '@daylight/rules/access/may.ts';
import type { Facts } from '@daylight/rules/result.ts';

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
  const both = ({ zh, en }: Text) => ({ zh: fillIn(zh, known, ''), en: fillIn(en, known, '') });
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
